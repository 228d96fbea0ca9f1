package graph

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/assay-dev/assay/internal/assay"
)

func TestSensitive(t *testing.T) {
	secret := []string{"password", "master_password", "MasterUserPassword", "env.0.db-password", "secret_key", "AWS_SECRET_ACCESS_KEY", "auth_token", "tokens.0", "api_key", "connection_string", "client_secret"}
	for _, p := range secret {
		if !Sensitive(p) {
			t.Errorf("%s should count as a secret", p)
		}
	}
	plain := []string{"name", "kms_key_id", "key_name", "secret_name", "password_policy", "token_ttl", "secretRef.name", "secret_arn", "http_tokens_required", "minimum_password_length", "bucket_key_enabled"}
	for _, p := range plain {
		if Sensitive(p) {
			t.Errorf("%s should not count as a secret", p)
		}
	}
}

func TestSnippetRedacts(t *testing.T) {
	cases := []struct{ line, want string }{
		{`  password = "hunter2"`, `password = "[redacted]"`},
		{`access_key: AKIA`, `access_key: [redacted]`},
		{`ENV API_TOKEN=abc`, `ENV API_TOKEN=[redacted]`},
		{`ENV API_TOKEN abc`, `ENV API_TOKEN [redacted]`},
		{`"SecretKey": "x y",`, `"SecretKey": "[redacted]",`},
		{`cidr_blocks = ["0.0.0.0/0"]`, `cidr_blocks = ["0.0.0.0/0"]`},
	}
	for _, c := range cases {
		if got := Snippet([]byte("first\n"+c.line+"\nlast\n"), 2); got != c.want {
			t.Errorf("Snippet(%q) = %q, want %q", c.line, got, c.want)
		}
	}
	if got := Snippet([]byte("one"), 2); got != "" {
		t.Errorf("a line beyond the end gives %q", got)
	}
}

func TestBuilderSortsAndCaps(t *testing.T) {
	var b Builder
	b.Add(assay.Attribute{Path: "z", Kind: assay.KindString, Value: "1"})
	b.Add(assay.Attribute{Path: "a", Kind: assay.KindString, Value: "1"})
	b.Add(assay.Attribute{Path: "a", Kind: assay.KindString, Value: "2"})
	b.Add(assay.Attribute{Path: "password", Kind: assay.KindString, Value: "hunter2"})
	got := b.Attributes()
	if len(got) != 3 || got[0].Value != "1" || got[1].Kind != assay.KindUnknown || got[1].Value != "" {
		t.Errorf("attributes: %+v", got)
	}
	for range MaxAttributes {
		b.Add(assay.Attribute{Path: "x", Kind: assay.KindNull})
	}
	if !b.Full() {
		t.Error("the builder should be full")
	}
}

func FuzzRedact(f *testing.F) {
	f.Add(`password = "hunter2"`)
	f.Add(strings.Repeat("é", 200))
	f.Add("token:\xff\xfe")
	f.Fuzz(func(t *testing.T, s string) {
		got := Redact(s)
		if len(got) > maxSnippet || !utf8.ValidString(got) {
			t.Errorf("Redact(%q) = %q", s, got)
		}
	})
}
