//go:build ignore

package flags

import "crypto/tls"

type settings struct {
	Loose  bool
	Strict bool
}

func (s settings) config() *tls.Config {
	// ruleid: tls-not-verified
	return &tls.Config{InsecureSkipVerify: s.Loose}
}

func (s settings) other() *tls.Config {
	// ok: tls-not-verified
	return &tls.Config{InsecureSkipVerify: s.Strict}
}

func dial() {
	s := settings{Loose: true, Strict: false}
	s.config()
	s.other()
}
