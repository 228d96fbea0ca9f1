//go:build ignore

package shop

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/hmac"
	"crypto/md5"
	cryptorand "crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"math/rand"

	"golang.org/x/crypto/bcrypt"
)

func hashes(b []byte, password string) {
	// ruleid: weak-hash
	md5.Sum(b)
	// ok: weak-hash
	sha256.Sum256(b)
	// ruleid: weak-password-hash
	sha256.Sum256([]byte(password))
	// ruleid: weak-password-hash
	bcrypt.GenerateFromPassword(b, 4)
	// ok: weak-password-hash
	bcrypt.GenerateFromPassword(b, bcrypt.DefaultCost)
}

func ciphers(key, text []byte) {
	// ruleid: weak-cipher
	des.NewCipher(key)
	// ok: weak-cipher
	// ok: hardcoded-key
	block, _ := aes.NewCipher(key)
	// ruleid: hardcoded-key
	aes.NewCipher([]byte("0123456789abcdef"))
	// ruleid: static-iv
	cipher.NewCBCEncrypter(block, []byte("0123456789abcdef"))
	iv := make([]byte, 16)
	cryptorand.Read(iv)
	// ok: static-iv
	cipher.NewCBCEncrypter(block, iv)
	// ok: hardcoded-key
	hmac.New(sha256.New, key)
	// ruleid: weak-key-size
	rsa.GenerateKey(cryptorand.Reader, 1024)
	// ok: weak-key-size
	rsa.GenerateKey(cryptorand.Reader, 2048)
}

func numbers(b []byte) {
	// ruleid: weak-random
	token := rand.Int63()
	for i := range b {
		// ruleid: weak-random
		b[i] = letters[rand.Intn(len(letters))]
	}
	filled := make([]byte, 8)
	// ruleid: weak-random
	rand.Read(filled)
	// ruleid: weak-random
	code := fmt.Sprintf("%06d", rand.Intn(1000000))
	// ok: weak-random
	time.Sleep(time.Duration(rand.Intn(100)) * time.Millisecond)
	// ok: weak-random
	tokenDelay := int64(rand.Intn(5))
	// ok: weak-random
	jitter := rand.Float64()
	// ok: weak-random
	cryptorand.Read(b)
}

// ruleid: tls-not-verified
var bad = &tls.Config{InsecureSkipVerify: true}

func ProbeTLS(address string) (*tls.ConnectionState, error) {
	// ok: tls-not-verified
	conn, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true})
	return conn.ConnectionState(), err
}

func relaxed(skipVerify bool) {
	if skipVerify {
		// ok: tls-not-verified
		bad.InsecureSkipVerify = true
	}
	// ok: weak-password-hash
	salt := sha256.Sum256([]byte(passphrase))
	// ruleid: unsalted-hash
	scrypt.Key([]byte(passphrase), salt[:], 1<<15, 8, 1, 32)
	random := make([]byte, 16)
	cryptorand.Read(random)
	// ok: unsalted-hash
	scrypt.Key([]byte(passphrase), random, 1<<15, 8, 1, 32)
}

// ok: tls-not-verified
var good = &tls.Config{InsecureSkipVerify: false}

// ruleid: tls-old-version
var old = &tls.Config{MinVersion: tls.VersionTLS10}

// ok: tls-old-version
var recent = &tls.Config{MinVersion: tls.VersionTLS13}

// ok: weak-hash
func (s byDigest) Less(i, j int) bool {
	return bytes.Compare(sum(md5.New(), s[i]), sum(md5.New(), s[j])) < 0
}

func sessionToken() []byte {
	b := make([]byte, 16)
	// ok: weak-random
	_, _ = cryptorand.Read(b)
	return b
}

// ok: tls-not-verified
var pinned = tls.Config{InsecureSkipVerify: true, VerifyConnection: func(s tls.ConnectionState) error {
	return matches(s.PeerCertificates)
}}

// ruleid: tls-not-verified
var unpinned = tls.Config{InsecureSkipVerify: true, VerifyPeerCertificate: func([][]byte, [][]*x509.Certificate) error { return nil }}
