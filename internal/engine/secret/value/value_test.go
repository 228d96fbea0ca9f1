package value_test

import (
	"testing"

	"github.com/assay-dev/assay/internal/engine/secret/value"
)

func TestName(t *testing.T) {
	for name, want := range map[string]value.Kind{
		"password": value.Password, "DB_PASSWORD": value.Password, "spring.datasource.password": value.Password, "dbpasswd": value.Password,
		"MLAB_PASS": value.Password, "keystorePass": value.Password, "userPassword1": value.Password, "PASSWORD_PROD": value.Password,
		"client-secret": value.Token, "apiKey": value.Token, "api_key": value.Token, "AUTH_TOKEN": value.Token, "secret_key_base": value.Token,
		"aws_secret_access_key": value.Token, "JWTSigningKey": value.Token, "private_key": value.Token,
		"AUTH_SALT": value.Salt, "password_hash": value.Hash,
		"passwordField": value.Nothing, "password.min.length": value.Nothing, "tokenUrl": value.Nothing, "secretName": value.Nothing,
		"bypass": value.Nothing, "compass": value.Nothing, "publicKey": value.Nothing, "key": value.Nothing, "nextToken": value.Nothing,
		"primary_key": value.Nothing, "access_key": value.Nothing, "author": value.Nothing, "": value.Nothing,
	} {
		if got := value.Name([]byte(name)); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestJudge(t *testing.T) {
	for _, x := range []struct {
		kind  value.Kind
		ident string
		text  string
		place value.Place
		want  bool
	}{
		{value.Password, "password", "hunter22", value.Config, true},
		{value.Password, "password", "swordfish", value.Config, true},
		{value.Password, "password", "password", value.Config, false},
		{value.Password, "password", "password", value.Store, true},
		{value.Password, "password", "changeme", value.Store, false},
		{value.Password, "password", "${DB_PASSWORD}", value.Store, false},
		{value.Password, "password", "{{ .Values.password }}", value.Config, false},
		{value.Password, "password", "my-db-credentials", value.Config, false},
		{value.Password, "password", "Please enter your password", value.Code, false},
		{value.Password, "PASSWORD", "user_password", value.Code, false},
		{value.Password, "password", "error.password.invalid", value.Code, false},
		{value.Password, "password", "Sup3rS3cret!", value.Code, true},
		{value.Password, "password", "^[a-z0-9]{8,}$", value.Code, false},
		{value.Token, "token", "Bearer", value.Config, false},
		{value.Token, "token", "3b6311afca5bd8aac647b316704e9c6d", value.Code, true},
		{value.Token, "token", "aabbccddeeff00112233", value.Code, false},
		{value.Token, "token", "my-test-token-123456", value.Code, false},
		{value.Token, "secret", "my-app-secret", value.Config, false},
		{value.Token, "key", "/etc/ssl/private/server.key", value.Config, false},
		{value.Hash, "password_hash", "5f4dcc3b5aa765d61d8327deb882cf99", value.Config, true},
		{value.Nothing, "x", "3b6311afca5bd8aac647b316704e9c6d", value.Store, false},
	} {
		if got := value.Judge(x.kind, []byte(x.ident), []byte(x.text), x.place) != value.No; got != x.want {
			t.Errorf("%s = %q at %d: %v, want %v", x.ident, x.text, x.place, got, x.want)
		}
	}
}

func FuzzJudge(f *testing.F) {
	f.Add("DB_PASSWORD", "${x:-y}", 0)
	f.Add("token", "eyJhIjoxfQ==", 2)
	f.Add("secret", "%(x)s", 3)
	f.Fuzz(func(_ *testing.T, ident, text string, place int) {
		value.Judge(value.Name([]byte(ident)), []byte(ident), []byte(text), value.Place(place&3))
	})
}
