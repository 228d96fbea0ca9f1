package evidence

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"log/slog"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
)

// Key signs. It never shows what it is made of.
type Key struct{ private ed25519.PrivateKey }

// NewKey makes a key of 32 random bytes.
func NewKey(seed [ed25519.SeedSize]byte) Key { return Key{ed25519.NewKeyFromSeed(seed[:])} }

// IsZero says that there is no key.
func (k Key) IsZero() bool { return k.private == nil }

// Public is the half that everybody may know.
func (k Key) Public() Public { return Public(k.private.Public().(ed25519.PublicKey)) }

func (k Key) sign(message []byte) []byte { return ed25519.Sign(k.private, message) }

// PEM is the private key as PKCS #8: for the file that keeps it.
func (k Key) PEM() ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(k.private)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}

const redacted = "[redacted]"

func (Key) String() string { return redacted }

// GoString hides the key from %#v.
func (Key) GoString() string { return redacted }

// LogValue hides the key from logs.
func (Key) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText hides the key from JSON.
func (Key) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// ParseKey reads a private key: PEM (PKCS #8), or the 32 bytes of its seed in base64.
func ParseKey(text string) (Key, error) {
	bad := fault.New(fault.Invalid, "this is no ed25519 private key").
		WithHelp("make one: openssl genpkey -algorithm ed25519 -out evidence.key")
	text = strings.TrimSpace(text)
	if block, _ := pem.Decode([]byte(text)); block != nil {
		key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		private, ok := key.(ed25519.PrivateKey)
		if err != nil || !ok {
			return Key{}, bad
		}
		return Key{private}, nil
	}
	seed, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(seed) != ed25519.SeedSize {
		return Key{}, bad
	}
	return NewKey([ed25519.SeedSize]byte(seed)), nil
}

// Public is a public key, 32 bytes.
type Public ed25519.PublicKey

// ID is the SHA-256, in hex, of the key's DER form (SubjectPublicKeyInfo):
// openssl pkey -pubin -in key.pem -outform DER | sha256sum.
func (p Public) ID() string {
	sum := sha256.Sum256(p.der())
	return hex.EncodeToString(sum[:])
}

func (p Public) der() []byte {
	der, err := x509.MarshalPKIXPublicKey(ed25519.PublicKey(p))
	if err != nil {
		panic(err) // an ed25519 key always has a form
	}
	return der
}

// PEM is the key as other tools read it.
func (p Public) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: p.der()})
}

func (p Public) verify(message, sig []byte) bool {
	return len(p) == ed25519.PublicKeySize && ed25519.Verify(ed25519.PublicKey(p), message, sig)
}

// MarshalText is the 32 bytes in base64.
func (p Public) MarshalText() ([]byte, error) {
	return []byte(base64.StdEncoding.EncodeToString(p)), nil
}

// UnmarshalText reads what MarshalText wrote.
func (p *Public) UnmarshalText(text []byte) (err error) {
	*p, err = ParsePublic(string(text))
	return err
}

// ParsePublic reads a public key: PEM, or its 32 bytes in base64.
func ParsePublic(text string) (Public, error) {
	bad := fault.New(fault.Invalid, "this is no ed25519 public key").
		WithHelp("write one: openssl pkey -in evidence.key -pubout")
	text = strings.TrimSpace(text)
	if block, _ := pem.Decode([]byte(text)); block != nil {
		key, err := x509.ParsePKIXPublicKey(block.Bytes)
		public, ok := key.(ed25519.PublicKey)
		if err != nil || !ok {
			return nil, bad
		}
		return Public(public), nil
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != ed25519.PublicKeySize {
		return nil, bad
	}
	return Public(raw), nil
}
