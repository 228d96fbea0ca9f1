class Flows {
  static String open = "open";
  private static String hidden = "hidden";
  static final String LAST = "last";

  void send(int n, String to) {
    // ruleid: parameter
    send(to);
    // ok: parameter
    send(n);
  }

  void chains() {
    // ruleid: chain
    Box a = Parcel.from("x").wrap().build();
    // ok: chain
    Box b = Bag.from("x").build();
    // ok: fixed
    seal(open);
    // ruleid: fixed
    seal(hidden);
    // ruleid: fixed
    seal(LAST);
  }

  void branch(boolean condition) {
    Parcel p = null;
    // ok: made
    p.ship();
    if (condition) {
      p = Parcel.open();
    }
    // ruleid: made
    p.ship();
  }
}
