class Row {
  String value;
  Row next;

  void setValue(String value) {
    this.value = value;
  }
}

class Objects {
  private static String shared;
  private String own;

  static class Inner {
    static {
      // ruleid: text
      show(shared);
    }

    void say() {
      // ruleid: text
      show(shared);
    }
  }

  void share() {
    shared = ask("name");
    own = ask("other");
  }

  // What is written to the stream around another lies in that.
  void streams() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteArrayOutputStream others = new ByteArrayOutputStream();
    ObjectOutputStream out = new ObjectOutputStream(new BufferedOutputStream(bytes));
    // ok: text
    show(bytes.toByteArray());
    out.writeObject(ask("name"));
    // ruleid: text
    show(bytes.toByteArray());
    // ok: text
    show(others.toByteArray());
    ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    // ruleid: text
    show((String) in.readObject());
    StringWriter text = new StringWriter();
    new PrintWriter(others).println("constant");
    PrintWriter printer = new PrintWriter(text);
    printer.println(ask("name"));
    // ruleid: text
    show(text.toString());
    // ok: text
    show(others.toByteArray());
  }

  void counting(int n) {
    int x = 2;
    x++;
    if (x == 2) {
      // ok: text
      show(ask("name"));
    }
    x -= 1;
    if (x == 2) {
      // ruleid: text
      show(ask("name"));
    }
    for (int i = 0; i < n; i++) {
      if (i == 3) {
        // ruleid: text
        show(ask("name"));
      }
    }
    int k = 0;
    while (n > k) {
      k++;
      if (k == 2) {
        // ruleid: text
        show(ask("name"));
      }
    }
    if (k == 0) {
      // ruleid: text
      show(ask("name"));
    }
  }

  void entries() {
    Map<String, String> m = new HashMap<>();
    m.put("a", ask("name"));
    for (Map.Entry<String, String> e : m.entrySet()) {
      // ok: text
      show(e.getKey());
      // ruleid: text
      show(e.getValue());
    }
    Iterator<Map.Entry<String, String>> it = m.entrySet().iterator();
    while (it.hasNext()) {
      Map.Entry<String, String> e = it.next();
      // ok: text
      show(e.getKey());
      // ruleid: text
      show(e.getValue());
    }
    Map<String, String> n = new HashMap<>();
    n.put(ask("key"), "constant");
    for (Map.Entry<String, String> e : n.entrySet()) {
      // ruleid: text
      show(e.getKey());
    }
    Map<String, String> all = ask("all");
    for (Map.Entry<String, String> e : all.entrySet()) {
      // ruleid: text
      show(e.getKey());
      // ruleid: text
      show(e.getValue());
    }
  }

  // An object that lies in another is the same there.
  void held() {
    Row head = new Row();
    Row next = new Row();
    head.next = next;
    next.value = ask("name");
    // ruleid: text
    show(head.next.value);
    // ok: text
    show(head.value);
    List<Row> rows = new ArrayList<>();
    Row row = new Row();
    rows.add(row);
    row.setValue(ask("name"));
    // ruleid: text
    show(rows.get(0).value);
    Map<String, Row> byName = new HashMap<>();
    Row first = new Row();
    byName.put("first", first);
    byName.put("second", new Row());
    first.value = ask("name");
    // ruleid: text
    show(byName.get("first").value);
    // ok: text
    show(byName.get("second").value);
    Row other = new Row();
    head.next = other;
    next.value = ask("name");
    // ok: text
    show(head.next.value);
  }

  void replaced() {
    Row head = new Row();
    Row next = new Row();
    head.next = next;
    head = new Row();
    next.value = ask("name");
    // ok: text
    show(head.next);
    Row last = new Row();
    head.next = last;
    last = new Row();
    last.value = ask("name");
    // ok: text
    show(head.next.value);
  }
}
