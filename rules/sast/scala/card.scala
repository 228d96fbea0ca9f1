object Cards {
  // ruleid: security-code-stored
  val add = "INSERT INTO cards (token, cvv) VALUES (?, ?)"
  // ruleid: card-number-stored
  val cards = "CREATE TABLE cards (id BIGINT, card_number VARCHAR(19))"
  // ok: card-number-stored, security-code-stored
  val tokens = "CREATE TABLE cards (id BIGINT, token VARCHAR(36), last4 CHAR(4))"
  // ruleid: card-data-in-url
  val link = "/pay?card_number=" + number
  // ok: card-data-in-url
  val good = "/pay?token=" + token
}
