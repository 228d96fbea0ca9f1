package secret_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/secret"
	"github.com/assay-dev/assay/internal/rule"
)

var (
	_ engine.FileScanner = (*secret.Engine)(nil)
	_ rule.Source        = (*secret.Engine)(nil)
)

func scanOne(t testing.TB, path, data string) engine.Output {
	t.Helper()
	out, err := secret.New(secret.Options{Key: []byte("test")}).Scan(context.Background(), engine.File{Path: path, Data: []byte(data)})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestManyFindingsAreSummedUp(t *testing.T) {
	var b strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&b, "db%d.password = Xy9!kLm%dQz\n", i, i)
	}
	out := scanOne(t, "app.properties", b.String())
	if len(out.Findings) != 1001 || len(out.Gaps) != 0 {
		t.Fatalf("%d findings, gaps %v", len(out.Findings), out.Gaps)
	}
	last := out.Findings[1000]
	if !strings.Contains(last.Message, "2000 more") || last.Location.End.Line != 3000 || last.Snippet != "" {
		t.Fatalf("%+v", last)
	}
	more := scanOne(t, "app.properties", b.String()+"db.password = Zz8!qWe-rt1\n")
	if more.Findings[1000].Identity == last.Identity {
		t.Fatal("one more secret does not show")
	}
}

func TestTooManyFindingsLeaveAGap(t *testing.T) {
	var b strings.Builder
	for i := range 210_000 {
		fmt.Fprintf(&b, "password=Xy9!kLm%dQz\n", i)
	}
	out := scanOne(t, "app.properties", b.String())
	if len(out.Findings) != 1001 || len(out.Gaps) != 1 || out.Gaps[0].Scope != assay.ScopeSecretTree {
		t.Fatalf("%d findings, gaps %v", len(out.Findings), out.Gaps)
	}
	if r := out.Gaps[0].Reason; !strings.Contains(r, "up to line 200001 only: more than 200000 suspected secrets") {
		t.Fatal(r)
	}
}

func TestFixSpeaksTheFilesLanguage(t *testing.T) {
	for path, x := range map[string][2]string{
		"a.yml":        {"db:\n  password: Zq8-first-One\n", "password: ${APP_PASSWORD}"},
		"a.properties": {"db.password=Zq8-first-One\n", "db.password=${DB_PASSWORD}"},
		"a.go":         {"var dbPassword = \"Zq8-first-One\"\n", `os.Getenv("DB_PASSWORD")`},
		"A.java":       {"String dbPassword = \"Zq8-first-One\";\n", `System.getenv("DB_PASSWORD")`},
		"a.ts":         {"const dbPassword = 'Zq8-first-One';\n", "process.env.DB_PASSWORD"},
		"a.py":         {"DB_PASSWORD = 'Zq8-first-One'\n", `os.environ["DB_PASSWORD"]`},
		"a.tf":         {"db_password = \"Zq8-first-One\"\n", `var.db_password, with variable "db_password" { sensitive = true }`},
	} {
		out := scanOne(t, path, x[0])
		if len(out.Findings) != 1 || out.Findings[0].Fix != x[1] {
			t.Errorf("%s: %+v", path, out.Findings)
		}
	}
}

func TestHostileFilesEndInAGapOrInTime(t *testing.T) {
	for _, piece := range []string{"password=", "password: \"", "facebook=", "eyJ", "-----BEGIN PRIVATE KEY-----", "insert into t(", "://a:", "${password:", "<password", "1", "curl -u ", `{"kty":`, "<RSAKeyValue>", "echo a:b | ", "key: ", `pass" + "a`, "password: |\n  ", "MIIIBADANBgkqhkiG9w0BAQEFAASC", `"x".toCharArray()`, "a@tcp(", "-us1", "jwt.sign('", "secret={", "4556 7375 "} {
		data := strings.Repeat(piece, 1<<18/len(piece))
		for _, path := range []string{"x.txt", "x.yaml", "x.js", "x.sql"} {
			scanOne(t, path, data)
		}
	}
}

func TestSnippetRedactsEverySecretOfTheLine(t *testing.T) {
	out := scanOne(t, "app.env", "A=1\nDB_PASSWORD=Zq8-first-One API_TOKEN=Wk4secondTwo9zz DB_AGAIN=Zq8-first-One\n")
	if len(out.Findings) == 0 {
		t.Fatal("nothing found")
	}
	for _, f := range out.Findings {
		if strings.Contains(f.Snippet, "first") || strings.Contains(f.Snippet, "second") {
			t.Errorf("snippet %q", f.Snippet)
		}
	}
}

func TestKeystoreByMagicAndName(t *testing.T) {
	e := secret.New(secret.Options{})
	jks := append([]byte{0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2}, make([]byte, 64)...)
	if !e.Selects("a/b.jks", jks) || e.Selects("a/b.png", append([]byte("\x89PNG"), make([]byte, 64)...)) {
		t.Fatal("keystores are selected, pictures are not")
	}
	out, err := e.Scan(context.Background(), engine.File{Path: "a/b.jks", Data: jks, Commit: "c0ffee"})
	if err != nil || len(out.Findings) != 1 || out.Findings[0].Rule != "secret/keystore" || out.Findings[0].Location.Commit != "c0ffee" {
		t.Fatalf("%+v, %v", out, err)
	}
}

func TestUTF16IsRead(t *testing.T) {
	data := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune("user=ä\r\npassword=Unattend-77!\r\n")) {
		data = append(data, byte(u), byte(u>>8))
	}
	e := secret.New(secret.Options{})
	if !e.Selects("unattend.ini", data) {
		t.Fatal("not selected")
	}
	out, err := e.Scan(context.Background(), engine.File{Path: "unattend.ini", Data: data})
	if err != nil || len(out.Findings) != 1 || out.Findings[0].Location.Start.Line != 2 {
		t.Fatalf("%+v, %v", out, err)
	}
}

func TestCardIdentityWithoutKeyHoldsNoDigitsButTheAllowed(t *testing.T) {
	data := "card 4716 1089 9971 6555\n"
	out, err := secret.New(secret.Options{}).Scan(context.Background(), engine.File{Path: "a.log", Data: []byte(data)})
	if err != nil || len(out.Findings) > 1 {
		t.Fatalf("%+v, %v", out, err)
	}
	for _, f := range out.Findings {
		if strings.Contains(f.Identity, "089997") {
			t.Errorf("identity %s", f.Identity)
		}
	}
}

func TestKeyChangesIdentity(t *testing.T) {
	f := engine.File{Path: ".env", Data: []byte("DB_PASSWORD=Zq8-first-One\n")}
	a, _ := secret.New(secret.Options{Key: []byte("a")}).Scan(context.Background(), f)
	b, _ := secret.New(secret.Options{Key: []byte("b")}).Scan(context.Background(), f)
	if a.Findings[0].Identity == b.Findings[0].Identity {
		t.Fatal("the key does not matter")
	}
}

func TestCancelledScanReturnsTheReason(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := secret.New(secret.Options{}).Scan(ctx, engine.File{Path: "a", Data: []byte("x")})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
}

func TestCatalogue(t *testing.T) {
	e := secret.New(secret.Options{})
	list := e.Rules()
	if len(list) < 200 || !slices.IsSortedFunc(list, func(a, b rule.Rule) int { return strings.Compare(string(a.ID), string(b.ID)) }) {
		t.Fatalf("%d rules, sorted?", len(list))
	}
	if _, ok := e.Rule("iac/x"); ok {
		t.Fatal("knows a rule of another engine")
	}
}

func FuzzScan(f *testing.F) {
	for _, x := range corpus(f) {
		for _, file := range x.files {
			f.Add(file.Path, file.Data)
		}
	}
	e := secret.New(secret.Options{Key: []byte("k")})
	const planted = "Vq7-Wm2xKp9!Zt4"
	f.Fuzz(func(t *testing.T, path string, data []byte) {
		if len(data) > 1<<16 || bytes.Contains(data, []byte(planted)) {
			return
		}
		data = append(bytes.Clone(data), "\ndb.password = "+planted+"\n"...)
		out, err := e.Scan(context.Background(), engine.File{Path: path, Data: data})
		if err != nil {
			t.Fatal(err)
		}
		lines := bytes.Count(data, []byte("\n")) + 1
		for _, x := range out.Findings {
			if x.Location.Start.Line > lines || x.Location.End.Line < x.Location.Start.Line {
				t.Fatalf("%+v is outside of %d lines", x.Location, lines)
			}
			if text, _ := json.Marshal(x); strings.Contains(string(text), planted) && !strings.Contains(path, planted) {
				t.Fatalf("the secret stands in %s", text)
			}
		}
	})
}

func BenchmarkFirstScan(b *testing.B) {
	for b.Loop() {
		if _, err := secret.New(secret.Options{}).Scan(context.Background(), engine.File{Path: "a.txt", Data: []byte("hello")}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkScan(b *testing.B) {
	e := secret.New(secret.Options{})
	for _, x := range []struct{ path, text string }{
		{"App.java", "  public static final String NAME = \"name\"; // the key of a token\n"},
		{"install.yaml", "        description: selects a key of a secret in the namespace of the pod\n        type: string\n"},
		{"data.json", "{\"id\":\"3b6311af-ca5b-4d8a-ac64-7b316704e9c6\",\"amount\":1234567.89},"},
	} {
		data := bytes.Repeat([]byte(x.text), 1<<20/len(x.text))
		b.Run(x.path, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := e.Scan(context.Background(), engine.File{Path: x.path, Data: data}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
