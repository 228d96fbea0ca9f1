// Package vault is where secrets are asked for: a key to sign with, a token. A
// secret is named by a reference, never written into a file of ours:
//
//	env://NAME                          a variable of the environment
//	file:///etc/assay/evidence.key      a file that only its owner can read
//	vault://secret/data/assay#key       HashiCorp Vault, KV version 2, one field
//	awssm://name or awssm://name#field  AWS Secrets Manager
//
//	stores := vault.Stores{"env": env.New(os.Getenv), …}
//	secret, err := stores.Get(ctx, "vault://secret/data/assay#key")
//
// It asks each time, keeps nothing, and writes nothing. Adapters are in the
// folders beneath; vaulttest holds them to one conduct.
package vault

import (
	"context"
	"log/slog"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
)

const redacted = "[redacted]"

// Secret is a text that does not show itself: not printed, not logged, not
// written as JSON.
type Secret struct{ text string }

// NewSecret wraps a text.
func NewSecret(text string) Secret { return Secret{text} }

// Reveal gives the text, for the one place that needs it.
func (s Secret) Reveal() string { return s.text }

func (Secret) String() string { return redacted }

// GoString hides it from %#v.
func (Secret) GoString() string { return redacted }

// LogValue hides it from logs.
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText hides it from JSON and YAML.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// Ref names a secret: SCHEME://PATH#FIELD.
type Ref struct{ Scheme, Path, Field string }

func (r Ref) String() string {
	s := r.Scheme + "://" + r.Path
	if r.Field != "" {
		s += "#" + r.Field
	}
	return s
}

// IsRef says whether a text is a reference and not, for example, a file's name.
func IsRef(s string) bool { return strings.Contains(s, "://") }

// ParseRef reads a reference.
func ParseRef(s string) (Ref, error) {
	scheme, rest, ok := strings.Cut(s, "://")
	path, field, _ := strings.Cut(rest, "#")
	if !ok || scheme == "" || path == "" {
		return Ref{}, fault.New(fault.Invalid, "not a reference to a secret").
			WithHelp("write env://NAME, file:///PATH, vault://secret/data/NAME#FIELD or awssm://NAME")
	}
	return Ref{scheme, path, field}, nil
}

// Store gets secrets from one place. An implementer answers fault.NotFound for
// what is not there, fault.Denied for what it may not read (or what others may
// read too), fault.Invalid for a reference that it cannot mean, and
// fault.Unavailable for a place that does not answer. No error holds a secret.
// It may be used by several goroutines, and asks again each time.
type Store interface {
	Get(ctx context.Context, r Ref) (Secret, error)
}

// Stores are the places by scheme.
type Stores map[string]Store

// Get gets a secret from the place that its reference names.
func (s Stores) Get(ctx context.Context, ref string) (Secret, error) {
	r, err := ParseRef(ref)
	if err != nil {
		return Secret{}, err
	}
	store := s[r.Scheme]
	if store == nil {
		var known []string
		for name := range s {
			known = append(known, name+"://")
		}
		slices.Sort(known)
		return Secret{}, fault.New(fault.Invalid, "there is no place for secrets called %q", r.Scheme).
			WithHelp("there are %s", strings.Join(known, ", "))
	}
	return store.Get(ctx, r)
}
