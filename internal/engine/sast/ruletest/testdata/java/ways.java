class Ways {
    static String shared;
    static String kept = "x";

    void statics() {
        Ways.shared = input();
        show();
        kept = input();
        kept = "x";
        // ok: ways
        sink(kept);
    }

    void show() {
        // ruleid: ways
        sink(shared);
        // ruleid: ways
        sink(Ways.shared);
    }

    void anonymous() {
        String data = input();
        Named n = new Named() {
            private String own = data;
            public String name() { return own; }
        };
        // ruleid: ways
        sink(n.name());
    }

    void lambdas() {
        java.util.function.Function<String, String> same = s -> s;
        java.util.function.Function<String, String> none = s -> "x";
        // ruleid: ways
        sink(same.apply(input()));
        // ok: ways
        sink(none.apply(input()));
    }

    void tasks() {
        Thread t = new Task(input());
        t.start();
    }

    void thrown() {
        try {
            throw new IllegalStateException(input());
        } catch (IllegalArgumentException e) {
            // ok: ways
            sink(e.getMessage());
        } catch (IllegalStateException e) {
            // ruleid: ways
            sink(e.getMessage());
        }
    }

    void overridden() {
        Named n = new Fixed();
        // ok: ways
        sink(n.name());
    }

    void chained() {
        // ruleid: ways
        sink(new Maker().with(input()).done());
        // ok: ways
        sink(new Maker().with(input()).with("x").done());
    }
}

abstract class Named {
    public String name() { return input(); }
}

class Fixed extends Named {
    public String name() { return "x"; }
}

class Task extends Thread {
    private final String what;

    Task(String what) { this.what = what; }

    public void run() {
        // ruleid: ways
        sink(what);
    }
}

class Maker {
    private String part;

    Maker with(String part) {
        this.part = part;
        return this;
    }

    String done() { return part; }
}

class Tables {
    private static final Map<String, String> TABLE = Map.of("a", input(), "b", "x");

    enum Kind {
        OPEN(input()), SHUT("x");

        private final String text;

        Kind(String text) { this.text = text; }

        String text() { return text; }
    }

    void tables(String key) {
        // ruleid: ways
        sink(TABLE.get("a"));
        // ok: ways
        sink(TABLE.get("b"));
        // ruleid: ways
        sink(TABLE.get(key));
        // ruleid: ways
        sink(Kind.OPEN.text());
        // ok: ways
        sink(Kind.SHUT.text());
    }
}
