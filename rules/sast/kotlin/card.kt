@Entity
class CardEntity {
    // ruleid: security-code-stored
    var cvv: String = ""
    // ruleid: card-number-stored
    var cardNumber: String = ""
    // ok: card-number-stored
    var cardToken: String = ""
    // ok: security-code-stored
    var cvvMatch: Boolean = false
}

class CardForm {
    // ok: security-code-stored
    var cvv: String = ""
    // ok: card-number-stored
    var cardNumber: String = ""
}

class Store {
    // ruleid: security-code-stored
    val add = "INSERT INTO cards (token, cvc2) VALUES (?, ?)"
    // ruleid: card-number-stored
    val table = "CREATE TABLE cards (id BIGINT, card_number VARCHAR(19))"
    // ok: security-code-stored, card-number-stored
    val tokens = "CREATE TABLE cards (id BIGINT, token VARCHAR(36), last4 CHAR(4))"

    fun link(number: String, token: String): String {
        // ok: card-data-in-url
        val good = "/pay?token=$token"
        // ruleid: card-data-in-url
        return "/pay?cardNumber=" + number
    }

    fun keep(e: SharedPreferences.Editor, number: String, token: String) {
        // ruleid: card-data-on-client
        e.putString("cardNumber", number)
        // ok: card-data-on-client
        e.putString("cardToken", token)
    }
}
