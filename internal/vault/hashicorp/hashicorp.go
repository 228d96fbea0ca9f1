// Package hashicorp finds secrets in HashiCorp Vault, key-value engine version 2:
// vault://secret/data/assay#key is field key of secret/data/assay. Address, token
// and certificates come from VAULT_ADDR, VAULT_TOKEN and what else its own
// program reads. It logs in nowhere: hand it a token.
package hashicorp

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/hashicorp/vault/api"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/vault"
)

// Store is a vault.Store.
type Store struct{}

// New asks the Vault that the environment names, when it is asked.
func New() *Store { return &Store{} }

const help = "set VAULT_ADDR and VAULT_TOKEN, and see that the token may read it"

// Get reads one field.
func (*Store) Get(ctx context.Context, r vault.Ref) (vault.Secret, error) {
	if r.Field == "" {
		return vault.Secret{}, fault.New(fault.Invalid, "%s names no field", r).WithHelp("write vault://secret/data/NAME#FIELD")
	}
	config := api.DefaultConfig()
	if config.Error != nil {
		return vault.Secret{}, fault.New(fault.Invalid, "the environment of Vault: %w", config.Error).WithHelp(help)
	}
	config.Timeout, config.MaxRetries = 10*time.Second, 1
	client, err := api.NewClient(config)
	if err != nil {
		return vault.Secret{}, fault.New(fault.Invalid, "the environment of Vault: %w", err).WithHelp(help)
	}
	answer, err := client.Logical().ReadWithContext(ctx, strings.Trim(r.Path, "/"))
	if err != nil {
		return vault.Secret{}, trouble(r, err)
	}
	missing := fault.New(fault.NotFound, "%s is not in Vault", r).WithHelp("a path of version 2 has data/ in it: vault://secret/data/NAME#FIELD")
	if answer == nil {
		return vault.Secret{}, missing
	}
	fields, _ := answer.Data["data"].(map[string]any)
	text, ok := fields[r.Field].(string)
	if !ok || text == "" {
		return vault.Secret{}, missing
	}
	return vault.NewSecret(text), nil
}

func trouble(r vault.Ref, err error) error {
	var answer *api.ResponseError
	if errors.As(err, &answer) {
		switch answer.StatusCode {
		case http.StatusForbidden, http.StatusUnauthorized:
			return fault.New(fault.Denied, "Vault refuses %s", r).WithHelp(help)
		case http.StatusNotFound:
			return fault.New(fault.NotFound, "%s is not in Vault", r).WithHelp(help)
		}
	}
	return fault.New(fault.Unavailable, "ask Vault for %s: %w", r, err).WithHelp(help)
}
