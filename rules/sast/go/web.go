//go:build ignore

package shop

import (
	"net/http"

	"github.com/golang-jwt/jwt/v5"
)

func cookies(w http.ResponseWriter, value string) {
	// ruleid: insecure-cookie
	// ruleid: cookie-not-httponly
	http.SetCookie(w, &http.Cookie{Name: "a", Value: value})
	// ok: insecure-cookie
	// ok: cookie-not-httponly
	http.SetCookie(w, &http.Cookie{Name: "a", Value: value, Secure: true, HttpOnly: true})
	// ruleid: insecure-cookie
	http.SetCookie(w, &http.Cookie{Name: "a", Value: value, Secure: false, HttpOnly: true})
	// ruleid: cors-any-origin
	w.Header().Set("Access-Control-Allow-Origin", "*")
	// ok: cors-any-origin
	w.Header().Set("Access-Control-Allow-Origin", "https://a.example")
}

func tokens(t string, token *jwt.Token, key []byte) {
	// ok: jwt-not-verified
	jwt.NewParser().ParseUnverified(t, nil)
	// ruleid: jwt-weak-key
	token.SignedString([]byte("secret"))
	// ok: jwt-weak-key
	token.SignedString(key)
}

func who(r *http.Request) string {
	t := r.Header.Get("Authorization")
	// ruleid: jwt-not-verified
	jwt.NewParser().ParseUnverified(t, nil)
	return t
}

func whoChecked(r *http.Request) string {
	t := r.Header.Get("Authorization")
	verifier.VerifyToken(t)
	// ok: jwt-not-verified
	jwt.NewParser().ParseUnverified(t, nil)
	return t
}

func VerifyToken(r *http.Request) error {
	t := r.Header.Get("Authorization")
	// ok: jwt-not-verified
	jwt.NewParser().ParseUnverified(t, claims)
	_, err := keys[claims.Issuer].Verify(t)
	return err
}

func send(r *http.Request, token string) {
	// ok: insecure-cookie
	// ok: cookie-not-httponly
	c := &http.Cookie{Name: "session", Value: token}
	r.AddCookie(c)
}

func leave(w http.ResponseWriter) {
	// ok: insecure-cookie
	// ok: cookie-not-httponly
	http.SetCookie(w, &http.Cookie{Name: "session", Value: ""})
}

func fail(w http.ResponseWriter, err error) {
	// ruleid: error-details-exposed
	http.Error(w, err.Error(), http.StatusInternalServerError)
	// ok: error-details-exposed
	http.Error(w, "try again", http.StatusInternalServerError)
	// ruleid: clear-text-transport
	http.Get("http://api.bank.com/x")
	// ok: clear-text-transport
	http.Get("http://localhost/x")
}
