package vault_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/vault"
	"github.com/assay-dev/assay/internal/vault/awssm"
	"github.com/assay-dev/assay/internal/vault/env"
	"github.com/assay-dev/assay/internal/vault/file"
	"github.com/assay-dev/assay/internal/vault/hashicorp"
	"github.com/assay-dev/assay/internal/vault/vaulttest"
)

func lookup(m map[string]string) func(string) string { return func(k string) string { return m[k] } }

func TestEnv(t *testing.T) {
	vaulttest.Run(t, vaulttest.Place{Store: env.New(lookup(map[string]string{"KEY": vaulttest.Text})), Known: "env://KEY", Missing: "env://NONE"})
}

func TestFile(t *testing.T) {
	dir := t.TempDir()
	for name, mode := range map[string]os.FileMode{"good": 0o600, "open": 0o644} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(vaulttest.Text), mode); err != nil {
			t.Fatal(err)
		}
	}
	at := "file://" + filepath.ToSlash(dir)
	vaulttest.Run(t, vaulttest.Place{Store: file.New(), Known: at + "/good", Missing: at + "/none", Denied: at + "/open"})
}

// TestHashicorp asks the real client against a server that speaks KV version 2.
func TestHashicorp(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("X-Vault-Token") != "token" || r.URL.Path == "/v1/secret/data/denied":
			w.WriteHeader(http.StatusForbidden)
			_, _ = io.WriteString(w, `{"errors":["permission denied"]}`)
		case r.URL.Path == "/v1/secret/data/assay":
			_, _ = io.WriteString(w, `{"data":{"data":{"key":"`+vaulttest.Text+`"},"metadata":{"version":1}}}`)
		default:
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"errors":[]}`)
		}
	}))
	defer server.Close()
	t.Setenv("VAULT_ADDR", server.URL)
	t.Setenv("VAULT_TOKEN", "token")
	vaulttest.Run(t, vaulttest.Place{
		Store: hashicorp.New(), Known: "vault://secret/data/assay#key",
		Missing: "vault://secret/data/assay#other", Denied: "vault://secret/data/denied#key",
	})
	if _, err := hashicorp.New().Get(t.Context(), vault.Ref{Scheme: "vault", Path: "secret/data/none", Field: "key"}); !errors.Is(err, fault.NotFound) {
		t.Errorf("a path that is not there: %v", err)
	}
}

// TestAWS asks the real client against a server that speaks its protocol.
func TestAWS(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct{ SecretId string }
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		fail := func(code string) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"__type":"`+code+`","message":"no"}`)
		}
		switch {
		case json.NewDecoder(r.Body).Decode(&in) != nil || r.Header.Get("X-Amz-Target") != "secretsmanager.GetSecretValue":
			fail("InvalidRequestException")
		case !strings.Contains(r.Header.Get("Authorization"), "Credential=AKIDEXAMPLE/"):
			fail("UnrecognizedClientException")
		case in.SecretId == "denied":
			fail("AccessDeniedException")
		case in.SecretId != "assay/evidence":
			fail("ResourceNotFoundException")
		default:
			_, _ = io.WriteString(w, `{"Name":"assay/evidence","SecretString":"{\"key\":\"`+vaulttest.Text+`\"}"}`)
		}
	}))
	defer server.Close()
	store := awssm.New(lookup(map[string]string{
		"AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "made-up", "AWS_ENDPOINT_URL": server.URL,
	}))
	vaulttest.Run(t, vaulttest.Place{Store: store, Known: "awssm://assay/evidence#key", Missing: "awssm://none", Denied: "awssm://denied"})
}

func TestReferences(t *testing.T) {
	stores := vault.Stores{"env": env.New(lookup(nil))}
	for _, ref := range []string{"", "plain", "://x", "env://", "ftp://x"} {
		if _, err := stores.Get(t.Context(), ref); !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", ref, err)
		}
	}
}
