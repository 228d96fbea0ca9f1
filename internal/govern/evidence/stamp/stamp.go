// Package stamp asks a time-stamping authority (RFC 3161) and checks its tokens
// without asking anybody.
//
//	token, err := stamp.Client{URL: "https://tsa.example.com"}.Stamp(ctx, sum)
//	at, who, err := stamp.Check(token, sum, roots)
//
// A token says that a digest existed at a time. Whether the authority is to be
// trusted is for whoever gives the roots; revocation is not looked up.
package stamp

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"time"

	"github.com/digitorus/pkcs7"
	"github.com/digitorus/timestamp"

	"github.com/assay-dev/assay/internal/fault"
)

// MaxToken is the most bytes of a token that is taken.
const MaxToken = 24 << 10

// Client asks one authority over HTTP.
type Client struct {
	URL  string
	HTTP *http.Client // nil waits ten seconds at most
}

// Authority is the URL.
func (c Client) Authority() string { return c.URL }

// Stamp gets a token, in DER, over a SHA-256 digest, and checks that it is over
// that digest and answers this request.
func (c Client) Stamp(ctx context.Context, sum []byte) ([]byte, error) {
	token, err := c.ask(ctx, sum)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "have a time stamped by %s: %w", c.URL, err).
			WithHelp("see that the authority answers, or leave the time stamp out")
	}
	return token, nil
}

func (c Client) ask(ctx context.Context, sum []byte) ([]byte, error) {
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 64))
	if err != nil {
		return nil, err
	}
	request := timestamp.Request{HashAlgorithm: crypto.SHA256, HashedMessage: sum, Certificates: true, Nonce: nonce}
	body, err := request.Marshal()
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/timestamp-query")
	client := c.HTTP
	if client == nil {
		client = &http.Client{Timeout: 10 * time.Second}
	}
	answer, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(io.LimitReader(answer.Body, MaxToken+1))
	switch {
	case err != nil:
		return nil, err
	case answer.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("it answers %s", answer.Status)
	case len(data) > MaxToken:
		return nil, errors.New("its answer is too long")
	}
	ts, err := timestamp.ParseResponse(data)
	if err != nil {
		return nil, err
	}
	if ts.Nonce == nil || ts.Nonce.Cmp(nonce) != 0 {
		return nil, errors.New("its answer is to another question")
	}
	_, _, err = Check(ts.RawToken, sum, nil)
	return ts.RawToken, err
}

// Check holds a token to a SHA-256 digest, and says when it was made and by
// whom. Its signature must be that of a certificate inside it; with roots that
// certificate must lead to one of them, be meant for time stamps, and have been
// valid then.
func Check(token, sum []byte, roots *x509.CertPool) (at time.Time, who string, err error) {
	if len(token) > MaxToken {
		return at, "", errors.New("the time stamp is too long")
	}
	defer func() {
		if p := recover(); p != nil { // the parser beneath is not ours
			err = fmt.Errorf("not a time stamp: %v", p)
		}
	}()
	ts, err := timestamp.Parse(token)
	if err != nil {
		return at, "", fmt.Errorf("not a time stamp: %w", err)
	}
	p7, err := pkcs7.Parse(token)
	if err != nil {
		return at, "", fmt.Errorf("not a time stamp: %w", err)
	}
	signer := p7.GetOnlySigner()
	if len(p7.Certificates) == 0 || signer == nil {
		return at, "", errors.New("the time stamp does not say who signed it")
	}
	if ts.HashAlgorithm != crypto.SHA256 || !bytes.Equal(ts.HashedMessage, sum) {
		return at, "", errors.New("the time stamp is of something else")
	}
	if roots == nil {
		return ts.Time, signer.Subject.String(), nil
	}
	rest := x509.NewCertPool()
	for _, c := range p7.Certificates {
		rest.AddCert(c)
	}
	err = p7.VerifyWithOpts(x509.VerifyOptions{
		Roots: roots, Intermediates: rest, CurrentTime: ts.Time, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping},
	})
	if err != nil {
		return at, "", fmt.Errorf("the authority is not one that you trust: %w", err)
	}
	return ts.Time, signer.Subject.String(), nil
}
