import org.junitpioneer.Dice;

class Dice {
    void roll() {
        // ruleid: production-only
        // ruleid: production-flow
        // ruleid: everywhere
        show(Math.random());
    }
}
