//go:build ignore

package forged

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"strings"
)

type body struct{ Subject string }

func subject(header string) (string, error) {
	pieces := strings.Split(header, ".")
	if len(pieces) != 3 {
		return "", errors.New("no token")
	}
	// ruleid: jwt-not-verified
	text, err := base64.RawURLEncoding.DecodeString(pieces[1])
	if err != nil {
		return "", err
	}
	var b body
	err = json.Unmarshal(text, &b)
	return b.Subject, err
}

func middle(header string) ([]byte, error) {
	pieces := strings.Split(header, ".")
	// ok: jwt-not-verified
	return base64.RawURLEncoding.DecodeString(pieces[1])
}

func lines(pair string) ([]byte, error) {
	pieces := strings.Split(pair, ":")
	// ok: jwt-not-verified
	return base64.RawURLEncoding.DecodeString(pieces[1])
}

func keep(path string, text []byte) error {
	// ruleid: race-condition
	if _, err := os.Stat(path); os.IsNotExist(err) {
		return os.WriteFile(path, text, 0o600)
	}
	return nil
}

func folder(path string) error {
	// ok: race-condition
	if _, err := os.Stat(path); os.IsNotExist(err) {
		return os.MkdirAll(path, 0o700)
	}
	return nil
}
