// Package awssm finds secrets in AWS Secrets Manager: awssm://name is the whole
// secret, awssm://name#field one field of a secret in JSON. Region and
// credentials come from AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and
// AWS_SESSION_TOKEN; roles of machines are not looked up: export what they give.
package awssm

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
	"github.com/aws/smithy-go"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/vault"
)

// Store is a vault.Store.
type Store struct{ getenv func(string) string }

// New asks the account that the environment names, when it is asked.
func New(getenv func(string) string) *Store { return &Store{getenv} }

const help = "set AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and allow secretsmanager:GetSecretValue"

// Get reads a secret.
func (s *Store) Get(ctx context.Context, r vault.Ref) (vault.Secret, error) {
	client, err := s.client()
	if err != nil {
		return vault.Secret{}, err
	}
	answer, err := client.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: aws.String(r.Path)})
	if err != nil {
		return vault.Secret{}, trouble(r, err)
	}
	text := aws.ToString(answer.SecretString)
	if r.Field != "" {
		var fields map[string]any
		if json.Unmarshal([]byte(text), &fields) != nil {
			return vault.Secret{}, fault.New(fault.Invalid, "%s: the secret is not JSON, it has no fields", r).WithHelp("write awssm://NAME")
		}
		text, _ = fields[r.Field].(string)
	}
	if text == "" {
		return vault.Secret{}, fault.New(fault.NotFound, "%s is not in Secrets Manager, or is no text", r).WithHelp(help)
	}
	return vault.NewSecret(text), nil
}

func (s *Store) client() (*secretsmanager.Client, error) {
	region := cmp.Or(s.getenv("AWS_REGION"), s.getenv("AWS_DEFAULT_REGION"))
	id, key := s.getenv("AWS_ACCESS_KEY_ID"), s.getenv("AWS_SECRET_ACCESS_KEY")
	if region == "" || id == "" || key == "" {
		return nil, fault.New(fault.Unavailable, "there is no region, or no credentials, for AWS").WithHelp(help)
	}
	o := secretsmanager.Options{
		Region: region, RetryMaxAttempts: 2,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: id, SecretAccessKey: key, SessionToken: s.getenv("AWS_SESSION_TOKEN")}, nil
		}),
	}
	if url := cmp.Or(s.getenv("AWS_ENDPOINT_URL_SECRETS_MANAGER"), s.getenv("AWS_ENDPOINT_URL")); url != "" {
		o.BaseEndpoint = aws.String(url)
	}
	return secretsmanager.New(o), nil
}

func trouble(r vault.Ref, err error) error {
	var missing *types.ResourceNotFoundException
	var answer smithy.APIError
	switch {
	case errors.As(err, &missing):
		return fault.New(fault.NotFound, "%s is not in Secrets Manager", r).WithHelp(help)
	case errors.As(err, &answer) && (strings.Contains(answer.ErrorCode(), "AccessDenied") || strings.Contains(answer.ErrorCode(), "UnrecognizedClient")):
		return fault.New(fault.Denied, "Secrets Manager refuses %s", r).WithHelp(help)
	}
	return fault.New(fault.Unavailable, "ask Secrets Manager for %s: %w", r, err).WithHelp(help)
}
