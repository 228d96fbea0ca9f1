package price_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/iac"
	"github.com/assay-dev/assay/internal/engine/price"
	"github.com/assay-dev/assay/internal/pricebook"
	"github.com/assay-dev/assay/rules"
)

type forgetful struct{}

func (forgetful) Get(engine.Hash) (engine.Output, bool) { return engine.Output{}, false }
func (forgetful) Put(engine.Hash, engine.Output)        {}

func resources(t testing.TB, name, text string) []assay.Resource {
	t.Helper()
	data := []byte(text)
	out, err := iac.New(iac.Options{}).Extract(context.Background(), []engine.File{{Path: name, Data: data, Hash: sha256.Sum256(data)}}, forgetful{})
	if err != nil {
		t.Fatal(err)
	}
	return out.Resources
}

func book(t testing.TB) *pricebook.Book {
	t.Helper()
	b, err := pricebook.Shipped(rules.PricesComputed, rules.PricesAWS, rules.PricesAzure, rules.PricesGoogle)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func estimate(t testing.TB, name, text string, u *price.Usage) *price.Estimate {
	t.Helper()
	e, err := price.Of(context.Background(), resources(t, name, text), price.Options{Book: book(t), Usage: u})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// wanted is what the comments above a resource say.
type wanted struct {
	sum     decimal.Decimal
	unknown int
}

// declared opens a resource of Terraform or, two spaces in, of CloudFormation.
var declared = regexp.MustCompile(`^(?:resource "(\w+)" "(\w+)"|  (\w+):)`)

func cases(t *testing.T, text string) map[string]wanted {
	out := map[string]wanted{}
	var w *wanted
	for sc := bufio.NewScanner(strings.NewReader(text)); sc.Scan(); {
		line := sc.Text()
		m := declared.FindStringSubmatch(line)
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "# = "):
			w = &wanted{}
			amounts, _, _ := strings.Cut(strings.TrimPrefix(line, "# = "), "  ")
			for _, a := range strings.Split(amounts, "+") {
				w.sum = w.sum.Add(decimal.RequireFromString(strings.TrimSpace(a)))
			}
		case strings.HasPrefix(line, "# ? "):
			n, err := strconv.Atoi(strings.Fields(line)[2])
			if err != nil {
				t.Fatal(line)
			}
			if w == nil {
				w = &wanted{}
			}
			w.unknown = n
		case m != nil && w != nil:
			out[strings.Trim(m[1]+"."+m[2]+m[3], ".")] = *w
			w = nil
		}
	}
	return out
}

// TestHandWorked holds estimates to prices worked out by hand: within 1 %, and
// what is unknown is named.
func TestHandWorked(t *testing.T) {
	var files []string
	for _, pattern := range []string{"testdata/cases/*.tf", "testdata/cases/*.yaml"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatal(err, pattern)
		}
		files = append(files, found...)
	}
	data, err := os.ReadFile("testdata/cases/usage.yml")
	if err != nil {
		t.Fatal(err)
	}
	priced := 0
	for _, file := range files {
		var u *price.Usage
		if filepath.Base(file) == "used.tf" {
			if u, err = price.ParseUsage("usage.yml", data); err != nil {
				t.Fatal(err)
			}
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want := cases(t, string(text))
		e := estimate(t, file, string(text), u)
		for i := range e.Resources {
			r := &e.Resources[i]
			w, ok := want[r.Address]
			if !ok {
				t.Errorf("%s: %s has no case", file, r.Address)
				continue
			}
			delete(want, r.Address)
			if off := r.Monthly.Sub(w.sum).Abs(); off.GreaterThan(w.sum.Mul(decimal.RequireFromString("0.01"))) || r.Unknown != w.unknown {
				t.Errorf("%s: %s costs %s and %d unknown, worked out are %s and %d\n%+v", file, r.Address, r.Monthly, r.Unknown, w.sum, w.unknown, show(r))
			}
			if !w.sum.IsZero() {
				priced++
			}
			for _, l := range r.Lines {
				if (l.Monthly == nil) != (l.State == price.Unknown) || l.Monthly == nil && l.Why == "" || l.Monthly != nil && (l.Source == "" || l.Date == "") {
					t.Errorf("%s: %s: %+v", file, r.Address, l)
				}
			}
		}
		for address := range want {
			t.Errorf("%s: %s is not priced", file, address)
		}
		for _, n := range e.Notes {
			if !strings.Contains(n, "priced as Linux") && !strings.Contains(n, "us-east-1 is assumed") && !strings.Contains(n, "1 resource under condition") && !strings.Contains(n, "sustained use") {
				t.Errorf("%s: %s", file, n)
			}
		}
	}
	if priced < 60 {
		t.Errorf("only %d resources have a price that was worked out by hand", priced)
	}
}

func show(r *price.Resource) string {
	var b bytes.Buffer
	for _, l := range r.Lines {
		b.WriteString("  " + l.Component + " " + l.Product + " " + string(l.State))
		if l.Monthly != nil {
			b.WriteString(" " + l.Monthly.String())
		}
		b.WriteString(" " + l.Why + "\n")
	}
	return b.String()
}
