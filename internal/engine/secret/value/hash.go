package value

import (
	"bytes"

	"github.com/assay-dev/assay/internal/engine/secret/proof"
)

// CryptHash says whether text is a password in one of crypt(3)'s forms or
// their relatives.
func CryptHash(text []byte) bool {
	for _, p := range hashPrefixes {
		if bytes.HasPrefix(text, []byte(p)) {
			return len(text) >= len(p)+20
		}
	}
	return false
}

var hashPrefixes = []string{
	"$1$", "$2a$", "$2b$", "$2y$", "$5$", "$6$", "$y$", "$apr1$", "$argon2", "$pbkdf2", "$scrypt$", "{SSHA}", "{SHA}", "{bcrypt}",
	"pbkdf2_sha256$", "bcrypt_sha256$", "$P$", "$H$", "{SHA-256}", "{SHA-512}", "{SHA256}", "{SHA512}",
}

// Digest says whether text is the hexadecimal form of a common hash.
func Digest(text []byte) bool {
	n := len(text)
	return (n == 32 || n == 40 || n == 64 || n == 128) && hexadecimal(text) && proof.Entropy(text) > 3
}

func judgeHash(text []byte) Verdict {
	if CryptHash(text) || Digest(text) {
		return Likely
	}
	return No
}
