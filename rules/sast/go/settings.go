//go:build ignore

package shop

import "crypto/tls"

func client(insecure, large bool) *tls.Config {
	c := &tls.Config{}
	if insecure {
		// ruleid: tls-not-verified
		c.InsecureSkipVerify = true
	}
	if large {
		// ok: tls-not-verified
		c.InsecureSkipVerify = true
	}
	switch {
	case insecure:
		// ruleid: tls-not-verified
		return &tls.Config{InsecureSkipVerify: true}
	case large:
		return other
	}
	return c
}
