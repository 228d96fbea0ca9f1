package secret_test

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/secret/proof"
)

const (
	hexDigits = "0123456789abcdef"
	alnum     = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)

// expand replaces the generators of a corpus file, innermost first, each with
// a text that depends on its place in the file alone; made lists the texts
// that are secrets.
func expand(t testing.TB, in string) (out string, made []string) {
	seed := fnv.New64a()
	seed.Write([]byte(in))
	rng := rand.New(rand.NewPCG(seed.Sum64(), 7))
	for {
		end := strings.Index(in, "»")
		if end < 0 {
			return in, made
		}
		start := strings.LastIndex(in[:end], "«")
		if start < 0 {
			t.Fatalf("» without « in %q", in)
		}
		text, isSecret := generate(t, rng, in[start+len("«"):end])
		if isSecret {
			made = append(made, text)
		}
		in = in[:start] + text + in[end+len("»"):]
	}
}

func generate(t testing.TB, rng *rand.Rand, what string) (text string, isSecret bool) {
	if head, rest, ok := strings.Cut(what, ":"); ok {
		switch head {
		case "base64":
			return base64.StdEncoding.EncodeToString([]byte(rest)), false
		case "hex":
			return hex.EncodeToString([]byte(rest)), false
		case "join":
			return strings.ReplaceAll(rest, "|", ""), false
		}
	}
	name, arg, _ := strings.Cut(what, " ")
	n, _ := strconv.Atoi(arg)
	switch name {
	case "hex":
		return pick(rng, hexDigits, n), true
	case "alnum":
		return pick(rng, alnum, n), true
	case "b64":
		return pick(rng, alnum+"+/", n), true
	case "b64url":
		return pick(rng, alnum+"-_", n), true
	case "lower":
		return pick(rng, "abcdefghijklmnopqrstuvwxyz0123456789", n), true
	case "bech32":
		return pick(rng, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", n), true
	case "upper":
		return pick(rng, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", n), true
	case "digits":
		return pick(rng, "0123456789", n), false
	case "github":
		body := pick(rng, alnum, 30)
		return arg + "_" + body + proof.Base62(crc32.ChecksumIEEE([]byte(body))), true
	case "card":
		return cardNumber(rng, arg), true
	case "card-spaced":
		return grouped(cardNumber(rng, arg), " "), true
	case "card-dashed":
		return grouped(cardNumber(rng, arg), "-"), true
	case "iban":
		return germanIBAN(rng), true
	case "iban-spaced":
		return grouped(germanIBAN(rng), " "), true
	case "jwt":
		return jwt(rng), true
	case "pkcs8":
		return key(t, rng), false
	case "pkcs8-line":
		return strings.ReplaceAll(key(t, rng), "\n", `\n`), false
	}
	t.Fatalf("unknown generator «%s»", what)
	return "", false
}

func pick(rng *rand.Rand, alphabet string, n int) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = alphabet[rng.IntN(len(alphabet))]
	}
	return string(out)
}

// cardNumber takes the first digits and, after a blank, a length other than 16.
func cardNumber(rng *rand.Rand, form string) string {
	head, length, _ := strings.Cut(form, " ")
	n, err := strconv.Atoi(length)
	if err != nil {
		n = 16
	}
	body := head + pick(rng, "0123456789", n-1-len(head))
	for d := range 10 {
		if n := body + strconv.Itoa(d); proof.Luhn(n) {
			return n
		}
	}
	panic("one digit always fits")
}

// grouped writes a number in groups of four.
func grouped(number, separator string) string {
	var groups []string
	for ; len(number) > 4; number = number[4:] {
		groups = append(groups, number[:4])
	}
	return strings.Join(append(groups, number), separator)
}

func germanIBAN(rng *rand.Rand) string {
	body := pick(rng, "0123456789", 18)
	for check := range 100 {
		if s := fmt.Sprintf("DE%02d%s", check, body); proof.IBAN(s) {
			return s
		}
	}
	panic("two digits always fit")
}

func jwt(rng *rand.Rand) string {
	enc := base64.RawURLEncoding
	return enc.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." +
		enc.EncodeToString([]byte(`{"sub":"svc-4711","aud":"core"}`)) + "." + pick(rng, alnum, 43)
}

func key(t testing.TB, rng *rand.Rand) string {
	der, err := x509.MarshalPKCS8PrivateKey(ed25519.NewKeyFromSeed([]byte(pick(rng, alnum, 32))))
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}
