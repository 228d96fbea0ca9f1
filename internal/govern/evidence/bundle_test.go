package evidence

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

func signedDeploy(t *testing.T, id string) []Signed {
	t.Helper()
	list, err := Sign(testOptions(1), DeployEntry(assay.Deploy{ID: id, People: []assay.Person{{Role: "deployer", Name: "Cy"}}}))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestBundlesGrow: what a bundle holds stays, whoever adds to it.
func TestBundlesGrow(t *testing.T) {
	name := filepath.Join(t.TempDir(), "run.evidence")
	var wait sync.WaitGroup
	for n := range 8 {
		list := signedDeploy(t, string(rune('a'+n)))
		wait.Go(func() {
			if err := AppendBundle(t.Context(), name, list); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	list, err := ReadBundle(bytes.NewReader(data))
	if err != nil || len(list) != 8 || list[7].Names == nil {
		t.Fatalf("%d entries, %v", len(list), err)
	}
	for what, text := range map[string]string{"another file": "mine\n", "a cut line": string(data[:len(data)-1])} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := AppendBundle(t.Context(), name, list); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", what, err)
		}
		if now, err := os.ReadFile(name); err != nil || string(now) != text {
			t.Errorf("%s was changed (%v)", what, err)
		}
	}
	if err := AppendBundle(t.Context(), filepath.Dir(name), list); !errors.Is(err, fault.Invalid) {
		t.Errorf("a folder: %v", err)
	}
}

// TestPlaceOfAKey: only a key that no file and no environment leads to is out of
// reach of steps, and a home folder's is never CI's.
func TestPlaceOfAKey(t *testing.T) {
	for _, c := range []struct {
		name string
		env  map[string]string
		want string
	}{
		{"", nil, KeyInHome},
		{"", map[string]string{KeyVariable: "bm90"}, KeyInEnvironment},
		{"", map[string]string{KeyFileVariable: "/k"}, KeyInFile},
		{"k.pem", map[string]string{KeyVariable: "bm90"}, KeyInFile},
		{"file:///k", nil, KeyInFile},
		{"env://K", nil, KeyInEnvironment},
		{"awssm://k", nil, KeyInManager},
		{"", map[string]string{KeyVariable: "vault://secret/data/a#k", "VAULT_TOKEN": "t"}, KeyInEnvironment},
	} {
		if got := (KeySource{Name: c.name, Getenv: func(n string) string { return c.env[n] }}).Place(); got != c.want {
			t.Errorf("%q %v: %s, want %s", c.name, c.env, got, c.want)
		}
	}
	run := testRun(1)
	for from, want := range map[string]string{KeyInManager: "SLSA_BUILD_LEVEL_1", KeyInEnvironment: "SLSA_BUILD_LEVEL_0", KeyInHome: "SLSA_BUILD_LEVEL_0"} {
		b := NewBuilder("gitlab", "v1", from)
		if got := provenance(run, Context{Builder: b}, nil).BuildDefinition.InternalParameters["level"]; got != want || b.Trusted == (from == KeyInHome) {
			t.Errorf("%s: %s, trusted %v", from, got, b.Trusted)
		}
	}
}
