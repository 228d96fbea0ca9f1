package stamp_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/digitorus/timestamp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/govern/evidence"
	"github.com/assay-dev/assay/internal/govern/evidence/stamp"
)

// authority is a time-stamping authority of this test's own.
func authority(t *testing.T) (*httptest.Server, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	usage, err := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test authority"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, IsCA: true, BasicConstraintsValid: true,
		ExtraExtensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: usage}},
	}
	der, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(cert)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		req, err := timestamp.ParseRequest(body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		ts := timestamp.Timestamp{
			HashAlgorithm: req.HashAlgorithm, HashedMessage: req.HashedMessage, Time: time.Now(), Nonce: req.Nonce,
			Policy: asn1.ObjectIdentifier{2, 4, 5, 6}, AddTSACertificate: true,
		}
		answer, err := ts.CreateResponseWithOpts(cert, key, crypto.SHA256)
		if err != nil {
			t.Error(err)
		}
		_, _ = w.Write(answer)
	}))
	t.Cleanup(server.Close)
	return server, roots
}

func TestStamp(t *testing.T) {
	server, roots := authority(t)
	sum := sha256.Sum256([]byte("checkpoint"))
	token, err := stamp.Client{URL: server.URL}.Stamp(t.Context(), sum[:])
	if err != nil {
		t.Fatal(err)
	}
	at, who, err := stamp.Check(token, sum[:], roots)
	if err != nil || time.Since(at) > time.Hour || who != "CN=Test authority" {
		t.Errorf("%v %q %v", at, who, err)
	}
	other := sha256.Sum256([]byte("another"))
	if _, _, err := stamp.Check(token, other[:], roots); err == nil {
		t.Error("a token of something else")
	}
	_, strangers := authority(t)
	if _, _, err := stamp.Check(token, sum[:], strangers); err == nil {
		t.Error("a token of an authority that nobody trusts")
	}
	server.Close()
	if _, err := (stamp.Client{URL: server.URL}).Stamp(t.Context(), sum[:]); err == nil {
		t.Error("an authority that is gone")
	}
}

func TestStampedLog(t *testing.T) {
	server, roots := authority(t)
	dir := t.TempDir()
	key := evidence.NewKey(sha256.Sum256([]byte("made up")))
	l, err := evidence.Open(dir, evidence.Options{Key: key, Stamper: stamp.Client{URL: server.URL}})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := l.Append(t.Context(), evidence.DeployEntry(assay.Deploy{ID: "d"})); err != nil {
			t.Fatal(err)
		}
	}
	r, err := evidence.Verify(t.Context(), dir, evidence.Checks{Authorities: roots})
	if err != nil || !r.OK() || r.Stamped != 3 {
		t.Errorf("%+v, %v", r, err)
	}
	_, strangers := authority(t)
	r, err = evidence.Verify(t.Context(), dir, evidence.Checks{Authorities: strangers})
	if err != nil || r.OK() {
		t.Errorf("strangers: %+v, %v", r, err)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte{0x30, 0x00})
	sum := sha256.Sum256(nil)
	f.Fuzz(func(t *testing.T, token []byte) {
		if _, _, err := stamp.Check(token, sum[:], nil); err == nil {
			t.Error("a token of nobody")
		}
	})
}
