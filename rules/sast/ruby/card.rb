create_table :cards do |t|
  # ruleid: security-code-stored
  t.string :cvv
  # ruleid: card-number-stored
  t.string :card_number
  # ok: card-number-stored, security-code-stored
  t.string :last4
end

# ruleid: security-code-stored
ADD = "INSERT INTO cards (token, cvv) VALUES (?, ?)"
# ruleid: card-number-stored
CARDS = "CREATE TABLE cards (id BIGINT, card_number VARCHAR(19))"
# ok: card-number-stored, security-code-stored
TOKENS = "CREATE TABLE cards (id BIGINT, token VARCHAR(36), last4 CHAR(4))"

# ruleid: card-data-in-url
link = "/pay?card_number=" + number
# ok: card-data-in-url
good = "/pay?token=" + token

# ruleid: card-data-on-client
cookies[:card_number] = number
# ok: card-data-on-client
cookies[:card_token] = token
