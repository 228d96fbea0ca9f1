import static org.junit.jupiter.api.Assertions.assertTrue;

class DiceTest {
    void roll() {
        // ok: production-only
        // ok: production-flow
        // ruleid: everywhere
        show(Math.random());
    }
}
