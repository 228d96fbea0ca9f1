//go:build ignore

package card

type Row struct {
	ID string `db:"id"`
	// ruleid: security-code-stored
	CVV string `db:"cvv"`
	// ruleid: card-number-stored
	CardNumber string `gorm:"column:card_number"`
	// ok: card-number-stored
	PAN string `gorm:"serializer:encrypted"`
	// ok: card-number-stored
	Last4 string `db:"last4"`
}

type Request struct {
	// ok: security-code-stored
	CVV string `json:"cvv"`
	// ok: card-number-stored
	CardNumber string `json:"card_number"`
}

// ruleid: security-code-stored
const add = `INSERT INTO cards (token, cvv) VALUES ($1, $2)`

// ruleid: card-number-stored
const table = `CREATE TABLE cards (id BIGINT, pan VARCHAR(19))`

// ok: card-number-stored, security-code-stored
const tokens = `CREATE TABLE cards (id BIGINT, token VARCHAR(36), last4 CHAR(4))`

func link(number, token string) string {
	// ok: card-data-in-url
	good := "/pay?token=" + token
	// ruleid: card-data-in-url
	return "/pay?card_number=" + number + good
}

func read(r *http.Request) string {
	// ok: card-data-in-url
	token := r.URL.Query().Get("token")
	// ruleid: card-data-in-url
	return token + r.URL.Query().Get("pan")
}

func keep(w http.ResponseWriter, number, token string) {
	// ruleid: card-data-on-client
	http.SetCookie(w, &http.Cookie{Name: "card_number", Value: number})
	// ok: card-data-on-client
	http.SetCookie(w, &http.Cookie{Name: "card_token", Value: token})
}
