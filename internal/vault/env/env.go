// Package env finds secrets in the environment: env://NAME.
package env

import (
	"context"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/vault"
)

// Store is a vault.Store.
type Store struct{ getenv func(string) string }

// New asks getenv for variables.
func New(getenv func(string) string) *Store { return &Store{getenv} }

// Get reads a variable; an empty one is not there.
func (s *Store) Get(_ context.Context, r vault.Ref) (vault.Secret, error) {
	if r.Field != "" {
		return vault.Secret{}, fault.New(fault.Invalid, "%s: a variable has no fields", r).WithHelp("write env://NAME")
	}
	text := s.getenv(r.Path)
	if text == "" {
		return vault.Secret{}, fault.New(fault.NotFound, "the variable %s is not set", r.Path).WithHelp("set it where assay runs")
	}
	return vault.NewSecret(text), nil
}
