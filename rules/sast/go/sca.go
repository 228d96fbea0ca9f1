//go:build ignore

// Package sca: exemptions of PSD2; the payee is bound elsewhere.
package sca

// ruleid: sca-exemption-limit
const remoteLowValue = 50_00

const (
	// ruleid: sca-exemption-limit
	lowValueLimit = 45
	// ok: sca-exemption-limit
	lowValueMax = 30_00
	// ok: sca-exemption-limit
	contactlessEach = 50_00
	// ruleid: sca-exemption-limit
	contactlessTotal = 500_00
)

// ruleid: sca-exemption-counter
func exemptRemote(minor int64) bool { return minor <= lowValueMax }

// ok: sca-exemption-counter
func exemptCounted(minor, since int64) bool { return minor <= lowValueMax && since+minor <= 100_00 }

func always(p *Payment) Request {
	// ruleid: sca-exemption-unconditional
	p.ScaExemption = "low_value"
	// ruleid: sca-exemption-unconditional
	return Request{Payment: p, SkipSCA: true}
}

func asked(p *Payment) {
	if limits.Allow(p) {
		// ok: sca-exemption-unconditional
		p.ScaExemption = "low_value"
	}
}

func chosen(p *Payment) {
	switch limits.Kind(p) {
	case low:
		// ok: sca-exemption-unconditional
		p.ScaExemption = "low_value"
	}
}

// ruleid: sca-time-code
func (s *Server) ConfirmPayment(p *Payment, code string) error {
	if !totp.Validate(code, s.secret) {
		return errRefused
	}
	return s.book(p)
}

// ok: sca-time-code
func (s *Server) Login(code string) error {
	if !totp.Validate(code, s.secret) {
		return errRefused
	}
	return nil
}

// ruleid: sca-dynamic-linking
func authCode(key []byte, session string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(session))
	return m.Sum(nil)
}

// ok: sca-dynamic-linking
func paymentCode(key []byte, session, amount, payee string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(session + "|" + amount + "|" + payee))
	return m.Sum(nil)
}
