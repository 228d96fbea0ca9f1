class Bodies {
  // ok: single
  void none() {}

  // ruleid: single
  void one() { a(); }
}
