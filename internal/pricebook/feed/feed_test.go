package feed

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/assay-dev/assay/internal/fault"
)

const text = "assay.prices/1\nsource\tc\t2025-11\tcontract\nprice\taws\tus-east-1\tec2/t2.micro\thour\tUSD\tc\t0.0100\nprice\taws\t*\ttransfer/x\tGB\tUSD\tc\t0:0.05 100:0.04\n"

func zipped(t *testing.T, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func file(t *testing.T, dir, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSources(t *testing.T) {
	dir, home := t.TempDir(), t.TempDir()
	plain := file(t, dir, "a.tsv", []byte(text))
	packed := file(t, dir, "b.tsv.gz", zipped(t, text))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(zipped(t, text)) }))
	defer server.Close()
	for _, from := range []string{plain, packed, dir, server.URL + "/prices"} {
		b, err := Read(context.Background(), from, nil)
		if err != nil {
			t.Fatal(from, err)
		}
		if err := Install(home, b); err != nil {
			t.Fatal(err)
		}
		got, ok, err := Open(home)
		if err != nil || !ok || got.Len() != 2 {
			t.Fatal(got, ok, err)
		}
		if p, ok := got.Find("aws", "us-east-1", "ec2/t2.micro"); !ok || p.Each().String() != "0.01" || p.Source.Text != "contract" || p.Source.Date != "2025-11" {
			t.Errorf("%s: %+v", from, p)
		}
		if p, ok := got.Find("aws", "eu-west-1", "transfer/x"); !ok || len(p.Tiers) != 2 {
			t.Errorf("%s: %+v", from, p)
		}
	}
}

func TestRefused(t *testing.T) {
	dir, empty := t.TempDir(), t.TempDir()
	whole := zipped(t, text)
	outside := file(t, empty, "outside", []byte(text))
	for from, kind := range map[string]fault.Kind{
		filepath.Join(dir, "none"): fault.Invalid,
		empty:                      fault.Invalid, // no book in it
		file(t, dir, "garbage.tsv", []byte("hello")):         fault.Invalid,
		file(t, dir, "cut.tsv.gz", whole[:len(whole)-12]):    fault.Invalid,
		file(t, dir, "none.tsv", []byte("assay.prices/1\n")): fault.Invalid,
		"http://prices.example/book":                         fault.Invalid,
		"http://127.0.0.1:1/book":                            fault.Unavailable,
	} {
		if _, err := Read(context.Background(), from, nil); !errors.Is(err, kind) {
			t.Errorf("%s: %v", from, err)
		}
	}
	linked := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(linked, "a.tsv")); err != nil {
		t.Skip(err)
	}
	if _, err := Read(context.Background(), linked, nil); !errors.Is(err, fault.Invalid) {
		t.Errorf("a link out of the folder: %v", err)
	}
}

func TestDamaged(t *testing.T) {
	home := t.TempDir()
	if _, ok, err := Open(home); ok || err != nil {
		t.Error(ok, err)
	}
	if err := os.Mkdir(filepath.Join(home, "feeds"), 0o700); err != nil {
		t.Fatal(err)
	}
	file(t, home, FileName, []byte("garbage"))
	if _, ok, err := Open(home); ok || !errors.Is(err, fault.Unavailable) {
		t.Error(ok, err)
	}
}
