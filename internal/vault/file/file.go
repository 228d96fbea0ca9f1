// Package file finds secrets in files that only their owner can read:
// file:///etc/assay/evidence.key.
package file

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/vault"
)

// maxSecret is the most bytes of a file.
const maxSecret = 64 << 10

// Store is a vault.Store.
type Store struct{}

// New reads files.
func New() *Store { return &Store{} }

// Get reads a file. One that others can read is refused, fault.Denied: its
// secret is none.
func (*Store) Get(_ context.Context, r vault.Ref) (vault.Secret, error) {
	if r.Field != "" {
		return vault.Secret{}, fault.New(fault.Invalid, "%s: a file has no fields", r).WithHelp("write file:///PATH")
	}
	return Read(filepath.FromSlash(r.Path))
}

// Read reads the file of a name.
func Read(name string) (vault.Secret, error) {
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a regular file", name)
	}
	if err != nil {
		return vault.Secret{}, unreadable(err)
	}
	f, err := os.Open(name)
	if err != nil {
		return vault.Secret{}, unreadable(err)
	}
	defer f.Close()
	if info, err = f.Stat(); err != nil {
		return vault.Secret{}, unreadable(err)
	}
	if open := info.Mode().Perm() & 0o077; open != 0 && runtime.GOOS != "windows" {
		return vault.Secret{}, fault.New(fault.Denied, "others can read %s (mode %04o)", name, info.Mode().Perm()).WithHelp("chmod 600 %s", name)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	if err == nil && (len(data) == 0 || len(data) > maxSecret) {
		err = fmt.Errorf("%s has %d bytes: 1 to %d are possible", name, len(data), maxSecret)
	}
	if err != nil {
		return vault.Secret{}, unreadable(err)
	}
	return vault.NewSecret(string(data)), nil
}

func unreadable(err error) error {
	kind := fault.Unavailable
	switch {
	case errors.Is(err, fs.ErrNotExist):
		kind = fault.NotFound
	case errors.Is(err, fs.ErrPermission):
		kind = fault.Denied
	}
	return fault.New(kind, "read a secret: %w", err).WithHelp("name a file that is there and that you can read")
}
