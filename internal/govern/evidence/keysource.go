package evidence

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/vault"
)

// The variables that name a key. Declared steps must not see them, nor what
// opens the secret manager that they name: see SecretVariables.
const (
	KeyVariable     = "ASSAY_EVIDENCE_KEY"
	KeyFileVariable = "ASSAY_EVIDENCE_KEY_FILE"
)

// SecretVariables are those that lead to the key: all but ASSAY_…, which steps
// never see, when the key comes from a secret manager.
func SecretVariables() []string {
	return []string{KeyVariable, KeyFileVariable, "VAULT_TOKEN", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"}
}

// KeySource says where the key is looked for: Name, then the two variables, then
// the home folder.
type KeySource struct {
	// Name is a file or a reference (see package vault) that somebody wrote.
	Name   string
	Getenv func(string) string
	Home   string // the key is in keys/evidence.key beneath
	// Create makes a key in Home when there is none at all: never in CI, where it
	// would be gone with the machine.
	Create bool
	Stores vault.Stores
}

// Where a key may lie.
const (
	KeyInEnvironment = "environment" // of this process, so of those above it too
	KeyInFile        = "file"        // that this user can read
	KeyInHome        = "home"        // the file that was made on first use
	KeyInManager     = "manager"     // whose credentials are not in the environment either
)

// Place says where LoadKey would find the key.
func (s KeySource) Place() string {
	for i, name := range []string{s.Name, s.Getenv(KeyVariable), s.Getenv(KeyFileVariable)} {
		switch {
		case name == "":
			continue
		case strings.HasPrefix(name, "file:"):
			return KeyInFile
		case vault.IsRef(name):
			if slices.ContainsFunc(SecretVariables()[2:], func(v string) bool { return s.Getenv(v) != "" }) || strings.HasPrefix(name, "env:") {
				return KeyInEnvironment
			}
			return KeyInManager
		case i == 1:
			return KeyInEnvironment
		}
		return KeyInFile
	}
	return KeyInHome
}

// LoadKey finds the key, and says whether it was made just now. Without one it
// is fault.Unavailable; so it is with a file that others can read.
func LoadKey(ctx context.Context, s KeySource) (key Key, made bool, err error) {
	home := filepath.Join(s.Home, "keys", "evidence.key")
	for _, name := range []string{s.Name, s.Getenv(KeyVariable), s.Getenv(KeyFileVariable)} {
		if name == "" {
			continue
		}
		if k, err := ParseKey(name); err == nil {
			return k, false, nil
		}
		if name == s.Getenv(KeyVariable) && !vault.IsRef(name) {
			return Key{}, false, fault.New(fault.Invalid, "%s is neither an ed25519 private key nor a reference to one", KeyVariable).
				WithHelp("PEM, the seed in base64, or for example vault://secret/data/assay#key")
		}
		k, err := s.read(ctx, name)
		return k, false, err
	}
	if s.Home == "" {
		return Key{}, false, errNoKey()
	}
	key, err = s.read(ctx, home)
	if !errors.Is(err, fault.NotFound) {
		return key, false, err
	}
	if !s.Create {
		return Key{}, false, errNoKey()
	}
	if err := createKey(home); err != nil {
		return Key{}, false, err
	}
	key, err = s.read(ctx, home)
	return key, true, err
}

func (s KeySource) read(ctx context.Context, name string) (Key, error) {
	if !vault.IsRef(name) {
		name = "file://" + filepath.ToSlash(name)
	}
	secret, err := s.Stores.Get(ctx, name)
	if errors.Is(err, fault.Denied) { // the gate says no to a change, not to a key
		return Key{}, fault.New(fault.Unavailable, "%s", err.Error()).WithHelp("%s", fault.Help(err))
	}
	if err != nil {
		return Key{}, err
	}
	return ParseKey(secret.Reveal())
}

// createKey makes a key file once, whole or not at all, however many try.
func createKey(name string) error {
	var seed [32]byte
	if _, err := io.ReadFull(rand.Reader, seed[:]); err != nil {
		return err
	}
	text, err := NewKey(seed).PEM()
	if err != nil {
		return err
	}
	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return unwritable(err)
	}
	f, err := os.CreateTemp(dir, ".key") // for its owner only
	if err != nil {
		return unwritable(err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return unwritable(err)
	}
	if err := os.Link(f.Name(), name); err != nil && !errors.Is(err, fs.ErrExist) {
		return unwritable(err)
	}
	return nil
}
