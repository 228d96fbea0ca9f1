@Entity
class CardEntity {
    @Id
    private Long id;
    // ruleid: security-code-stored
    private String cvv;
    // ruleid: card-number-stored
    private String cardNumber;
    @Convert(converter = CardCipher.class)
    // ok: card-number-stored
    private String primaryAccountNumber;
    @Transient
    // ok: security-code-stored
    private String cvc;
    // ok: card-number-stored
    private String cardToken;
    // ok: card-number-stored
    private String maskedCardNumber;
    // ok: security-code-stored
    private boolean cvvMatch;
}

class CardForm {
    // ok: security-code-stored
    private String cvv;
    // ok: card-number-stored
    private String cardNumber;
}

class CardStore {
    // ruleid: security-code-stored
    static final String ADD = "INSERT INTO cards (token, cvv) VALUES (?, ?)";
    // ruleid: card-number-stored
    static final String TABLE = "CREATE TABLE cards (id BIGINT, pan VARCHAR(19), expiry CHAR(4))";
    // ok: card-number-stored, security-code-stored
    static final String TOKENS = "CREATE TABLE cards (id BIGINT, token VARCHAR(36), last4 CHAR(4))";
    // ok: security-code-stored
    static final String DROP = "ALTER TABLE cards DROP COLUMN security";

    String link(String number, String token) {
        // ok: card-data-in-url
        String good = "/pay?token=" + token;
        // ruleid: card-data-in-url
        return "/pay?cardNumber=" + number;
    }

    URI build(UriBuilder b, String number) {
        // ok: card-data-in-url
        b.queryParam("last4", number.substring(12));
        // ruleid: card-data-in-url
        return b.queryParam("pan", number).build();
    }

    void keep(SharedPreferences.Editor e, String number) {
        // ruleid: card-data-on-client
        e.putString("card_number", number);
        // ok: card-data-on-client
        e.putString("card_token", token);
    }
}
