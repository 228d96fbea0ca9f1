class Order {
  Integer limit;
  String name;

  Order(String all) {
    this.limit = all;
    this.name = all;
  }

  Integer limit() {
    return limit;
  }

  String name() {
    return name;
  }

  boolean matcher(String other) {
    // ok: text
    return Pattern.compile(other);
  }

  boolean lookup(String other) {
    // ruleid: text
    return Pattern.compile(other);
  }
}

class Precision {
  void results() {
    Order o = new Order(ask("order"));
    // ruleid: text
    show(o.name());
    // ok: text
    show(o.limit());
    // ok: text
    show(ask("yes or no"));
    // The type is not known here; a class of the project has the only method
    // of one of these names, but patterns have the other.
    patterns.get("x").matcher(ask("name"));
    orders.get("x").lookup(ask("name"));
  }
}
