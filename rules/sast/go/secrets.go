//go:build ignore

package shop

import (
	"database/sql"
	"net/http"
	"os"
)

func connect(r *http.Request, password string) bool {
	// ruleid: hardcoded-credential
	r.SetBasicAuth("admin", "s3cret!")
	// ok: hardcoded-credential
	r.SetBasicAuth("admin", os.Getenv("PASSWORD"))
	// ruleid: hardcoded-credential
	sql.Open("postgres", "postgres://app:hunter22@db/x")
	// ok: hardcoded-credential
	sql.Open("postgres", "postgres://app:${PASSWORD}@db/x")
	// ruleid: hardcoded-credential
	return password == "letmein1"
}

func openWith() (*sql.DB, error) {
	// ok: hardcoded-credential
	return sql.Open("postgres", "postgres://clerk:"+os.Getenv("CLERK_PASSWORD")+"@db.internal/main")
}
