package duckdb_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/lake/duckdb"
)

// months makes a bill of twelve lines in each of three months, each of so much.
func months(each string) string {
	var b strings.Builder
	b.WriteString(header)
	for _, m := range []string{"2024-11", "2024-12", "2025-01"} {
		for range 12 {
			b.WriteString(line(m, "05", "Compute", each, `{"team":"a"}`))
		}
	}
	return b.String()
}

const (
	ones = "2024-11 USD 12 12 false\n2024-12 USD 12 12 false\n2025-01 USD 12 12 false\n"
	twos = "2024-11 USD 24 12 false\n2024-12 USD 24 12 false\n2025-01 USD 24 12 false\n"
)

// TestReadersSeeOneOrTheOther: while two loaders replace the same months, who
// reads sees all of one bill or all of the other.
func TestReadersSeeOneOrTheOther(t *testing.T) {
	dir := t.TempDir()
	bills := []lake.Bill{bill(t, months("1")), bill(t, months("2"))}
	first, err := duckdb.Open(dir, duckdb.Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	load(t, first, bills[0])
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for k := range bills {
		wg.Go(func() {
			l, err := duckdb.Open(dir, duckdb.Options{Threads: 1})
			if err != nil {
				t.Error(err)
				return
			}
			for range 6 {
				if _, err := l.Load(ctx, bills[k]); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	for reads := 0; ; reads++ {
		rows, err := first.Sum(t.Context(), lake.Ask{By: []assay.CostKey{assay.ByMonth}})
		if err != nil {
			t.Fatal(err)
		}
		if got := shown(rows); got != ones && got != twos {
			t.Fatalf("a reader sees\n%s", got)
		}
		select {
		case <-done:
			stop()
			if reads == 0 {
				t.Error("nobody read")
			}
			return
		default:
		}
	}
}

func shown(rows []lake.Row) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%s %s %s %d %t\n", strings.Join(r.Values, "|"), r.Currency, r.Billed, r.Lines, r.Estimated)
	}
	return b.String()
}

// childDir makes this test's own program a loader that goes on until it is killed.
const childDir = "ASSAY_TEST_LAKE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		fmt.Fprintln(os.Stderr, loadForEver(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func loadForEver(dir string) error {
	l, err := duckdb.Open(dir+"/lake", duckdb.Options{Threads: 1})
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		name := fmt.Sprintf("%s/%d.csv", dir, i%2+1)
		b := lake.Bill{Files: []lake.File{{Path: name, Name: name, Digest: name, Comma: ','}}, Now: now}
		for _, c := range strings.Split(strings.TrimSpace(header), ",") {
			b.Columns = append(b.Columns, lake.Column{Name: c, SQL: `"` + c + `"`})
		}
		if _, err := l.Load(context.Background(), b); err != nil {
			return err
		}
	}
}

// TestKilled: whenever a loader is killed, the lake holds one bill or the other.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	for i, each := range []string{"1", "2"} {
		if err := os.WriteFile(fmt.Sprintf("%s/%d.csv", dir, i+1), []byte(months(each)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l, err := duckdb.Open(dir+"/lake", duckdb.Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	load(t, l, bill(t, months("1")))
	seen := map[string]int{}
	for i := range 20 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), childDir+"="+dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(60+37*i) * time.Millisecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // it was killed
		got := sums(t, l, assay.ByMonth)
		if got != ones && got != twos {
			t.Fatalf("after a kill the lake holds\n%s", got)
		}
		seen[got]++
	}
	if len(seen) < 2 {
		t.Logf("every kill came before a load was done: %v", seen)
	}
}

// TestOldRestatement: a month of more than a year ago is replaced like any other;
// negative lines and lines of nothing count; currencies stand apart.
func TestOldRestatement(t *testing.T) {
	l := open(t)
	load(t, l, bill(t, header+line("2024-01", "03", "Compute", "10", "")+line("2025-02", "03", "Compute", "1", "")))
	euro := strings.Replace(line("2024-01", "04", "Compute", "3", ""), "USD", "EUR", 1)
	out := load(t, l, bill(t, header+line("2024-01", "03", "Compute", "9", "")+line("2024-01", "03", "Compute", "-4", "")+line("2024-01", "03", "Compute", "0", "")+euro))
	if out.Partitions[0].Before != 1 || out.Stored != 4 {
		t.Errorf("%+v", out)
	}
	if got, want := sums(t, l, assay.ByMonth), "2024-01 EUR 3 1 false\n2024-01 USD 5 3 false\n2025-02 USD 1 1 false\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestTornManifest: what is left of an interrupted write is never read.
func TestTornManifest(t *testing.T) {
	dir := t.TempDir()
	l, err := duckdb.Open(dir, duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	load(t, l, bill(t, header+line("2025-02", "03", "Compute", "1", "")))
	if err := os.WriteFile(dir+"/manifest.json.new", []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := sums(t, l, assay.ByMonth); got != "2025-02 USD 1 1 false\n" {
		t.Error(got)
	}
	for _, text := range []string{"{", `{"shape":99}`, `{"shape":1,"partitions":[{"charges":"../../etc/passwd"}]}`} {
		if err := os.WriteFile(dir+"/manifest.json", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Sum(t.Context(), lake.Ask{By: []assay.CostKey{assay.ByMonth}}); err == nil {
			t.Errorf("%s is taken for a manifest", text)
		}
	}
}

// TestNothingReadable: lines that could be read are not replaced by none.
func TestNothingReadable(t *testing.T) {
	l := open(t)
	load(t, l, bill(t, header+line("2025-01", "03", "Compute", "7", "")))
	if out, err := l.Load(t.Context(), bill(t, header+line("2025-01", "03", "Compute", "much", ""))); err == nil {
		t.Errorf("%+v", out)
	}
	if got := sums(t, l, assay.ByMonth); got != "2025-01 USD 7 1 false\n" {
		t.Error(got)
	}
}

// TestLinesThatAreNone: what is no line of the bill is counted and kept apart,
// whatever is wrong with it, and the others are stored.
func TestLinesThatAreNone(t *testing.T) {
	good := line("2025-01", "03", "Compute", "1", "")
	for name, broken := range map[string]string{
		"short": "42,USD\n", "long": strings.Replace(good, "42,", "42,42,42,", 1), "latin": strings.Replace(good, "AWS", "M\xfcller", 1),
		"wide": strings.Replace(good, "Compute", strings.Repeat("x", 9<<20), 1),
	} {
		out := load(t, open(t), bill(t, header+broken+good))
		if out.In != 2 || out.Stored != 1 || out.Quarantined != 1 {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

// TestOddNames: names of tags and accounts are no part of any language.
func TestOddNames(t *testing.T) {
	l := open(t)
	var text strings.Builder
	text.WriteString(header)
	for _, m := range []string{"2024-10", "2024-11", "2024-12", "2025-01"} {
		text.WriteString(strings.Replace(line(m, "05", `"100% 'x' ""y"`, "1", `{"50% %d \"q":"a","it's/~":"b","Team":"c","team":"d"}`), "42,", "4'2%s,", 1))
	}
	load(t, l, bill(t, text.String()))
	want := ""
	for _, m := range []string{"2024-10", "2024-11", "2024-12", "2025-01"} {
		want += m + `|aws-4-2-s-32e42316|a|b|c|d USD 1 1 false` + "\n"
	}
	if got := sums(t, l, assay.ByMonth, assay.BySource, assay.TagKey(`50% %d "q`), assay.TagKey("it's/~"), assay.TagKey("Team"), assay.TagKey("team")); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
