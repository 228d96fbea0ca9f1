package proof_test

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/secret/proof"
)

func TestGitHubToken(t *testing.T) {
	body := strings.Repeat("aB3", 10)
	token := "ghp_" + body + proof.Base62(crc32.ChecksumIEEE([]byte(body)))
	if !proof.GitHubToken(token) || proof.GitHubToken(token[:len(token)-1]+"~") || proof.GitHubToken("ghp_") {
		t.Fatal("checksum")
	}
}

func TestCardNumbers(t *testing.T) {
	for digits, brand := range map[string]string{
		"4111111111111111": "Visa", "5555555555554444": "Mastercard", "2223003122003222": "Mastercard",
		"378282246310005": "American Express", "6011111111111117": "Discover", "30569309025904": "Diners Club", "3530111333300000": "JCB",
	} {
		if proof.Brand(digits) != brand || !proof.Luhn(digits) || !proof.TestCard(digits) {
			t.Errorf("%s: %s, %v, %v", digits, proof.Brand(digits), proof.Luhn(digits), proof.TestCard(digits))
		}
	}
	if proof.Luhn("4111111111111112") || proof.Luhn("") || proof.Brand("1234567890123456") != "" {
		t.Error("accepts what is no card")
	}
}

func TestIBAN(t *testing.T) {
	for _, s := range []string{"DE89370400440532013000", "GB29NWBK60161331926819", "NO9386011117947", "MT84MALT011000012345MTLCAST001S"} {
		if !proof.IBAN(s) {
			t.Errorf("%s is valid", s)
		}
	}
	for _, s := range []string{"", "DE", "DE89370400440532013001", "DE8937040044053201300", "XX89370400440532013000", "de89370400440532013000"} {
		if proof.IBAN(s) {
			t.Errorf("%s is not valid", s)
		}
	}
}

func TestJWT(t *testing.T) {
	enc := base64.RawURLEncoding.EncodeToString
	header, claims := enc([]byte(`{"alg":"RS256"}`)), enc([]byte(`{"sub":"x"}`))
	for token, want := range map[string][2]bool{
		header + "." + claims + ".c2ln":                               {true, true},
		header + "." + claims + ".":                                   {true, false},
		enc([]byte(`{"alg":"none"}`)) + "." + claims + ".c2ln":        {true, false},
		enc([]byte(`{"typ":"JWT"}`)) + "." + claims + ".c2ln":         {false, false},
		header + "." + enc([]byte(`{"name":"John Doe"}`)) + ".c2lnbg": {false, false},
		"a.b.c": {false, false},
	} {
		if ok, signed := proof.JWT(token); ok != want[0] || signed != want[1] {
			t.Errorf("%s: %v, %v", token, ok, signed)
		}
	}
}

func TestPrivateKey(t *testing.T) {
	der, err := x509.MarshalPKCS8PrivateKey(ed25519.NewKeyFromSeed([]byte("made up, thirty-two bytes long!!")))
	if err != nil {
		t.Fatal(err)
	}
	text := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	for name, x := range map[string]struct {
		block string
		want  proof.KeyState
	}{
		"plain":       {text, proof.OpenKey},
		"indented":    {strings.ReplaceAll(text, "\n", "\n    "), proof.OpenKey},
		"in JSON":     {strings.ReplaceAll(text, "\n", `\n`), proof.OpenKey},
		"CRLF":        {strings.ReplaceAll(text, "\n", "\r\n"), proof.OpenKey},
		"sealed":      {strings.ReplaceAll(text, "PRIVATE", "ENCRYPTED PRIVATE"), proof.SealedKey},
		"placeholder": {"-----BEGIN PRIVATE KEY-----\nyour key here\n-----END PRIVATE KEY-----", proof.NotAKey},
		"one letter":  {"-----BEGIN PRIVATE KEY-----\n" + strings.Repeat("A", 200) + "\n-----END PRIVATE KEY-----", proof.NotAKey},
	} {
		if got := proof.PrivateKey([]byte(x.block)); got != x.want {
			t.Errorf("%s: %v, want %v", name, got, x.want)
		}
	}
}

func FuzzPrivateKey(f *testing.F) {
	f.Add([]byte("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----"))
	f.Add([]byte("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQ==\n-----END PGP PRIVATE KEY BLOCK-----"))
	f.Add([]byte("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU=\n-----END"))
	f.Fuzz(func(_ *testing.T, block []byte) { proof.PrivateKey(block) })
}

func FuzzNumbers(f *testing.F) {
	f.Add("4111111111111111")
	f.Add("DE89370400440532013000")
	f.Add("eyJhbGciOiJIUzI1NiJ9.e30.x")
	f.Fuzz(func(_ *testing.T, s string) {
		_ = proof.Luhn(s)
		proof.Brand(s)
		proof.IBAN(s)
		proof.JWT(s)
		proof.GitHubToken(s)
	})
}
