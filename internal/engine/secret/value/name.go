// Package value judges the two sides of an assignment: does this name hold a
// credential, and is this text a real one or a placeholder, a reference, a
// label?
//
// How much it takes to believe depends on the place: a line of a live
// credential file counts as it stands; in source code only literals that no
// human language explains do. The lists below are the whole knowledge.
package value

import "strings"

// Kind is what a name promises.
type Kind int

// The kinds.
const (
	Nothing  Kind = iota
	Password      // chosen by people, may be weak
	Token         // made by machines: keys, tokens, secrets
	Salt          // made by machines, long, secret by convention
	Hash          // a stored form of a password
)

// maxName bounds how much of an identifier is looked at.
const maxName = 80

// Name classifies an identifier in any convention: dbPassword, DB_PASSWORD,
// spring.datasource.password, client-secret-prod.
func Name(ident []byte) Kind {
	if len(ident) > maxName {
		ident = ident[len(ident)-maxName:]
	}
	w := Words(ident)
	for len(w) > 1 && neutral[w[len(w)-1]] {
		w = w[:len(w)-1]
	}
	if len(w) == 0 {
		return Nothing
	}
	last := w[len(w)-1]
	before := ""
	if len(w) > 1 {
		before = w[len(w)-2]
	}
	return classify(last, before, w)
}

func classify(last, before string, all []string) Kind {
	switch {
	case before == "public" || all[0] == "public":
		return Nothing
	case hashed(all):
		return Hash
	case last == "pass" && !nonPass[before], passStems[strings.TrimSuffix(last, "pass")] && strings.HasSuffix(last, "pass"):
		return Password
	case hasSuffix(last, passwordNouns):
		return Password
	case last == "key" && (keyQualifiers[before] || secretive(all)), hasSuffix(last, keyNouns):
		return Token
	case last == "token" && tokenDenied[before]:
		return Nothing
	case hasSuffix(last, tokenNouns):
		return Token
	case last == "pat" && len(all) > 1:
		return Token
	case last == "salt":
		return Salt
	}
	return Nothing
}

// secretive says that a word of the name calls the thing secret.
func secretive(all []string) bool {
	for _, w := range all {
		if w == "secret" || w == "private" {
			return true
		}
	}
	return false
}

func hashed(all []string) bool {
	pass, hash := false, false
	for _, w := range all {
		pass = pass || hasSuffix(w, passwordNouns) || w == "pass"
		hash = hash || w == "hash" || w == "hashed" || w == "digest" || w == "passwordhash"
	}
	return pass && hash
}

func hasSuffix(s string, list []string) bool {
	for _, l := range list {
		if strings.HasSuffix(s, l) {
			return true
		}
	}
	return false
}

var (
	passwordNouns = []string{"password", "passwd", "passwort", "passphrase", "passcode", "pwd", "passwrd", "motdepasse", "contrasena", "requirepass", "masterauth", "psk", "bindpw", "rootpw"}
	tokenNouns    = []string{"secret", "token", "secrets", "credential", "credentials", "creds"}
	keyNouns      = []string{
		"apikey", "secretkey", "privatekey", "authkey", "accountkey", "encryptionkey", "signingkey", "masterkey",
		"sharedaccesskey", "primarykeyvalue", "passkey", "licensekey", "hmackey", "secretaccesskey", "clientkeydata",
	}
	keyQualifiers = set("api secret private encryption encrypt decryption decrypt signing sign auth account shared master storage " +
		"app hmac jwt aes des crypto cipher session cookie webhook functions deploy subscription secure in nonce machine " +
		"validation passphrase preshared fernet wrapping integration merchant gateway apikey client_secret stripe adyen")
	tokenDenied = set("next page continuation cancellation cancel sync start end eof csrf xsrf invalid comma syntax separator delimiter " +
		"cancelation paging pagination resume line string current lookahead peek prev previous antiforgery design num max min total output input truncation marker")
	// nonPass are words before "pass" that make it a verb, a count or a flow.
	nonPass = set("by com sur tres under over test tests must should did does multi single first second two one render shader did will can to not")
	// passStems are what may stand before "pass" without a separator.
	passStems = set("db user usr my ftp smtp mail admin root sql mysql pg redis ssh login key keystore store trust truststore srcstore deststore srckey destkey srckeystore destkeystore irc ldap proxy auth wifi")
	// neutral words may follow the noun without changing it.
	neutral = set("prod production dev development staging stage uat qa local live default value val str string text plain plaintext base " +
		"new old current main b64 base64 encoded raw test data env cleartext clear 1 2 3 0 v1 v2 primary secondary")
)

func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// Words splits an identifier at separators, case changes and digits, and
// lowers it.
func Words(ident []byte) []string {
	out := make([]string, 0, 8)
	start := 0
	flush := func(end int) {
		if end > start {
			out = append(out, strings.ToLower(string(ident[start:end])))
		}
	}
	for i, c := range ident {
		switch {
		case !alnum(c):
			flush(i)
			start = i + 1
		case i > start && boundary(ident, i):
			flush(i)
			start = i
		}
	}
	flush(len(ident))
	return out
}

// boundary says whether a word starts at i: aB, 1a, a1, and the last capital
// of ABc.
func boundary(s []byte, i int) bool {
	p, c := s[i-1], s[i]
	switch {
	case isDigit(p) != isDigit(c):
		return true
	case isUpper(c) && !isUpper(p):
		return true
	}
	return isUpper(c) && isUpper(p) && i+1 < len(s) && isLower(s[i+1])
}

func alnum(c byte) bool   { return isDigit(c) || isUpper(c) || isLower(c) || c >= 0x80 }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
