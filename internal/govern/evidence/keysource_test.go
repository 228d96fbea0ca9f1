package evidence

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/vault"
)

// files is a place for secrets that reads files as they are; package vault tests
// the real one.
type files struct{}

func (files) Get(_ context.Context, r vault.Ref) (vault.Secret, error) {
	data, err := os.ReadFile(r.Path)
	if err != nil {
		return vault.Secret{}, fault.New(fault.NotFound, "%w", err)
	}
	return vault.NewSecret(string(data)), nil
}

func TestKeyForms(t *testing.T) {
	key := testKey(1)
	text, err := key.PEM()
	if err != nil {
		t.Fatal(err)
	}
	seed := base64.StdEncoding.EncodeToString(key.private.Seed())
	for _, form := range []string{string(text), seed, "  " + seed + "\n"} {
		got, err := ParseKey(form)
		if err != nil || got.Public().ID() != key.Public().ID() {
			t.Errorf("%v", err)
		}
	}
	for _, bad := range []string{"", "x", seed[:20], string(key.Public().PEM())} {
		if _, err := ParseKey(bad); !errors.Is(err, fault.Invalid) || len(bad) > 9 && strings.Contains(err.Error(), bad) {
			t.Errorf("%v", err)
		}
	}
	shown := fmt.Sprintf("%v %+v %#v %s", key, key, key, key)
	if b, err := json.Marshal(struct{ K Key }{key}); err != nil || strings.Contains(shown+string(b), seed[:8]) || !strings.Contains(string(b), redacted) {
		t.Errorf("a key shows itself: %s %s %v", shown, b, err)
	}
}

func TestWhereTheKeyComesFrom(t *testing.T) {
	home := t.TempDir()
	env := map[string]string{}
	source := KeySource{Getenv: func(k string) string { return env[k] }, Home: home, Stores: vault.Stores{"file": files{}}}
	if _, _, err := LoadKey(t.Context(), source); !errors.Is(err, fault.Unavailable) || fault.Help(err) == "" {
		t.Errorf("none: %v", err)
	}
	source.Create = true
	first, made, err := LoadKey(t.Context(), source)
	if err != nil || !made {
		t.Fatalf("first use: %v %v", made, err)
	}
	info, err := os.Stat(filepath.Join(home, "keys", "evidence.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	again, made, err := LoadKey(t.Context(), source)
	if err != nil || made || again.Public().ID() != first.Public().ID() {
		t.Errorf("second use: %v %v", made, err)
	}
	file := filepath.Join(t.TempDir(), "k")
	text, err := testKey(2).PEM()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	env[KeyFileVariable] = file
	want := func(n int) {
		t.Helper()
		if k, _, err := LoadKey(t.Context(), source); err != nil || k.Public().ID() != testKey(n).Public().ID() {
			t.Errorf("want key %d: %v", n, err)
		}
	}
	want(2)
	env[KeyVariable] = base64.StdEncoding.EncodeToString(testKey(3).private.Seed())
	want(3)
	source.Name = file
	want(2)
	source.Name, env[KeyVariable] = "", "garbage"
	if _, _, err := LoadKey(t.Context(), source); !errors.Is(err, fault.Invalid) || strings.Contains(err.Error(), "garbage") {
		t.Errorf("garbage: %v", err)
	}
}
