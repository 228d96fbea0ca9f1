//go:build ignore

package shop

import "github.com/golang-jwt/jwt/v5"

func sign(token *jwt.Token, key []byte) {
	// ruleid: jwt-not-verified
	token.SignedString(jwt.UnsafeAllowNoneSignatureType)
	// ok: jwt-not-verified
	token.SignedString(key)
}
