class Lazy {
    private static Lazy instance;

    static Lazy lazy() {
        // ruleid: race-condition
        if (instance == null) {
            instance = new Lazy();
        }
        return instance;
    }

    static synchronized Lazy guarded() {
        // ok: race-condition
        if (instance == null) {
            instance = new Lazy();
        }
        return instance;
    }

    private static MathContext context;

    static MathContext context() {
        // ok: race-condition
        if (context == null) {
            context = new MathContext(19);
        }
        return context;
    }
}
