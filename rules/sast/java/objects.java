record Paid(String cardNumber, long cents) { }
record Entered(String user, String password) { }
record Sent(String iban, long cents) { }
record Person(String name, LocalDate dateOfBirth) { }
record Shown(String cardNumber) {
    @Override public String toString() { return "card " + cardNumber.substring(12); }
}
class Written {
    void all(Paid paid, Entered entered, Sent sent, Person person, Shown shown, HttpServletRequest r) {
        // ruleid: card-number-logged
        log.info("paid {}", paid);
        // ok: card-number-logged
        log.info("paid {}", paid.cents());
        // ok: card-number-logged
        log.info("shown {}", shown);
        // ruleid: credentials-logged
        log.info("in: " + entered);
        // ok: credentials-logged
        log.info("in: " + entered.user());
        // ruleid: credentials-logged
        log.debug("header {}", r.getHeader("Authorization"));
        // ok: credentials-logged
        log.debug("header {}", r.getHeader("Authorization") != null);
        // ruleid: account-number-logged
        log.info("sent {}", sent);
        // ok: account-number-logged
        log.info("sent {}", sent.cents());
        // ruleid: personal-data-logged
        log.info("person {}", person);
        // ok: personal-data-logged
        log.info("person {}", person.name());
        // ruleid: secret-in-context
        MDC.put("key", apiKey);
        // ok: secret-in-context
        MDC.put("tenant", tenant);
    }
    private static final XMLInputFactory OPEN = XMLInputFactory.newInstance();
    void documents(InputStream in) {
        // ruleid: xxe
        open().createXMLStreamReader(in);
        // ok: xxe
        closed().createXMLStreamReader(in);
    }
    XMLInputFactory open() {
        XMLInputFactory f = XMLInputFactory.newFactory();
        f.setProperty(XMLInputFactory.IS_COALESCING, true);
        return f;
    }
    XMLInputFactory closed() {
        XMLInputFactory f = XMLInputFactory.newFactory();
        f.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        return f;
    }
    void filters() {
        // ruleid: unsafe-deserialisation
        ObjectInputFilter.Config.createFilter("maxdepth=9;java.**");
        // ok: unsafe-deserialisation
        ObjectInputFilter.Config.createFilter("maxdepth=9;app.State;!*");
    }
}
