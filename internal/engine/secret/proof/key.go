package proof

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
)

// KeyState says what a block that calls itself a private key holds.
type KeyState int

// The states.
const (
	NotAKey     KeyState = iota // a placeholder, a fragment, a text about keys
	SealedKey                   // key material under a passphrase
	OpenKey                     // key material that parses, in clear
	UnprovenKey                 // the right amount of base64, unknown structure
)

// PrivateKey examines a PEM or OpenPGP armoured block, from its BEGIN line to
// its END line. Line ends may be written as \n or \r\n escapes, lines may be
// indented or quoted.
func PrivateKey(block []byte) KeyState {
	header, body, sealed := armour(block)
	raw := decode(body)
	switch {
	case len(raw) < 32:
		return NotAKey
	case sealed || bytes.Contains(header, []byte("ENCRYPTED")):
		return SealedKey
	case bytes.Contains(header, []byte("PGP")):
		return packet(raw)
	case bytes.HasPrefix(raw, []byte("openssh-key-v1\x00")):
		return openSSH(raw)
	case parses(raw):
		return OpenKey
	case distinctBytes(raw) < 16:
		return NotAKey
	}
	return UnprovenKey
}

// armour splits a block into its first line and the base64 of its body.
func armour(block []byte) (header, body []byte, sealed bool) {
	text := bytes.ReplaceAll(bytes.ReplaceAll(block, []byte(`\\n`), []byte("\n")), []byte(`\n`), []byte("\n"))
	text = bytes.ReplaceAll(text, []byte(`\r`), nil)
	begin, rest, ok := bytes.Cut(text, []byte("KEY"))
	if !ok {
		return nil, nil, false
	}
	if i := bytes.Index(rest, []byte("-----")); i >= 0 {
		rest = rest[i+5:]
	}
	if i := bytes.Index(rest, []byte("-----END")); i >= 0 {
		rest = rest[:i]
	}
	for line := range bytes.Lines(rest) {
		line = bytes.Trim(line, " \t\r\n\"',;\\|*#>`")
		line = bytes.TrimSuffix(line, []byte(`" +`))
		if string(line) == "+" {
			continue // a chain of literals
		}
		if bytes.IndexByte(line, ':') >= 0 {
			sealed = sealed || bytes.Contains(line, []byte("ENCRYPTED"))
			continue
		}
		if len(line) > 0 && line[0] != '=' {
			body = append(body, line...)
		}
	}
	return begin, body, sealed
}

func decode(body []byte) []byte {
	body = bytes.TrimRight(body, "=")
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(body)))
	n, err := base64.RawStdEncoding.Decode(out, body)
	if err != nil {
		return nil
	}
	return out[:n]
}

func parses(der []byte) bool {
	if _, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return true
	}
	if _, err := x509.ParseECPrivateKey(der); err == nil {
		return true
	}
	_, err := x509.ParsePKCS8PrivateKey(der)
	return err == nil
}

// openSSH reads the cipher's name, the first field of PROTOCOL.key.
func openSSH(raw []byte) KeyState {
	rest := raw[len("openssh-key-v1\x00"):]
	if bytes.HasPrefix(rest, []byte("\x00\x00\x00\x04none")) {
		return OpenKey
	}
	return SealedKey
}

// packet looks for a secret-key packet (RFC 9580, 5.5.3: tags 5 and 7).
func packet(raw []byte) KeyState {
	tag := raw[0] >> 2 & 0xf
	if raw[0]&0x40 != 0 {
		tag = raw[0] & 0x3f
	}
	if raw[0]&0x80 != 0 && (tag == 5 || tag == 7) {
		return OpenKey
	}
	return NotAKey
}

func distinctBytes(raw []byte) int { return distinct(string(raw)) }
