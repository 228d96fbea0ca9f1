//go:build ignore

package traces

import (
	"log"
	"log/slog"
	"net/http"
	"net/http/httputil"
)

type debitCard struct {
	Number string
	CVV    string
}

type DebitCard struct{ Number string }

func (d DebitCard) text() string { return "debit " + d.Number }

func (d DebitCard) end() string { return d.Number[len(d.Number)-4:] }

func pay(d DebitCard) {
	// ruleid: card-number-logged
	slog.Info("paid", slog.String("with", d.text()))
	// ok: card-number-logged
	slog.Info("paid", slog.String("with", d.end()))
}

func check(card debitCard) {
	line := "card " + card.Number
	// ruleid: card-number-logged
	log.Print(line)
	// ok: card-number-logged
	log.Print(len(card.Number))
}

func trace(r *http.Request) {
	b, _ := httputil.DumpRequest(r, false)
	// ruleid: credentials-logged
	log.Printf("%s", b)
	bearer := r.Header.Get("Authorization")
	// ruleid: credentials-logged
	slog.Info("asked", "bearer", bearer)
	// ok: credentials-logged
	slog.Info("asked", "bearer", mask(bearer))
	// ok: credentials-logged
	slog.Info("asked", "path", r.URL.Path)
}

func mask(s string) string { return s[:2] + "..." }
