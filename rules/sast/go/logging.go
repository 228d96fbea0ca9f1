//go:build ignore

package shop

import (
	"log"
	"log/slog"
)

type order struct{ PAN, CVV, IBAN, Password, Email, Name string }

func logs(o order) {
	// ruleid: card-number-logged
	log.Printf("card %s", o.PAN)
	// ok: card-number-logged
	log.Printf("card %s", last4(o.PAN))
	// ruleid: card-number-logged
	slog.Info("card", "cvv", o.CVV)
	// ruleid: account-number-logged
	log.Println("iban " + o.IBAN)
	// ruleid: credentials-logged
	log.Print(o.Password)
	// ruleid: personal-data-logged
	log.Printf("mail %s", o.Email)
	// ok: personal-data-logged
	log.Printf("name %s", o.Name)
}

func oneTimeCodes(otp, id string) {
	// ruleid: one-time-code-logged
	log.Printf("sent %s", otp)
	// ok: one-time-code-logged
	log.Printf("sent %s", id)
}
