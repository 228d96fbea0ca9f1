package waiver

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/ssh"

	"github.com/assay-dev/assay/internal/assay"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// signerOf makes a key that is only ever a test's.
func signerOf(t testing.TB, name string) ssh.Signer {
	t.Helper()
	seed := make([]byte, ed25519.SeedSize)
	copy(seed, "made up for tests "+name)
	s, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(seed))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func pub(t testing.TB, name string) string {
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(signerOf(t, name).PublicKey())))
}

// people of the tests: dana asks, kim and lou approve, lou lets pass.
func peopleYAML(t testing.TB, more string) string {
	return fmt.Sprintf(`version: 1
people:
  - name: dana
    emails: [dana@example.com]
    keys: [{key: %s, from: 2026-01-01}]
  - name: kim
    emails: [kim@example.com]
    aliases: [Kim Roe, "kim@users.example.net"]
    roles: [approver]
    keys: [{key: %s, from: 2026-01-01}]
  - name: lou
    emails: [lou@example.com]
    roles: [approver, emergency]
    keys: [{key: %s, from: 2026-01-01}]
%s`, pub(t, "dana"), pub(t, "kim"), pub(t, "lou"), more)
}

func people(t testing.TB, more string) *Approvers {
	t.Helper()
	a, err := ParseApprovers(ApproversFile, []byte(peopleYAML(t, more)))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func byRule() *Waiver {
	return &Waiver{
		Version: 1, Kind: "waiver", ID: "W-1", Rule: "iac/AWS-1", Paths: []string{"services/ledger/**"}, Scope: []string{"service/ledger", "environment/staging"},
		Reason: "moves next month", Owner: "ledger", Requester: "dana", Control: "network closed", Ticket: "CHG-1",
		Created: "2026-11-20T09:00:00Z", Expires: "2026-12-20",
	}
}

func sign(t testing.TB, f File, r Role, by, key string, at time.Time) Signature {
	t.Helper()
	s, err := Sign(f, r, by, at, signerOf(t, key))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// signed is a waiver that dana asked for and kim approved.
func signed(t testing.TB, w *Waiver) *Waiver {
	t.Helper()
	at := w.Created.Start().Add(time.Hour)
	w.Signatures = []Signature{sign(t, w, Requester, "dana", "dana", at), sign(t, w, Approver, "kim", "kim", at)}
	return w
}

func kinds(v Verdict) string {
	var out []string
	for _, p := range v.Problems {
		out = append(out, string(p.Kind))
	}
	return strings.Join(out, " ")
}

// again writes a waiver and reads it back.
func again(t testing.TB, w *Waiver) *Waiver {
	t.Helper()
	data, err := Encode(w)
	if err != nil {
		t.Fatal(err)
	}
	out, err := ParseWaiver(Folder+"/"+w.ID+".yaml", data)
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	return out
}

func TestJudge(t *testing.T) {
	at := now.AddDate(0, 0, -2)
	for _, c := range []struct {
		name   string
		people string
		alter  func(w *Waiver)
		ctx    func(c *Context)
		want   string // kinds; empty counts
	}{
		{name: "counts"},
		{name: "by fingerprint", alter: func(w *Waiver) {
			w.Rule, w.Paths, w.Scope, w.Fingerprint = "", nil, nil, "0123456789abcdef0123456789abcdef"
			signed(t, w)
		}},
		{name: "altered", alter: func(w *Waiver) { w.Reason = "for ever" }, want: "altered altered"},
		{name: "unsigned", alter: func(w *Waiver) { w.Signatures = nil }, want: "unsigned unsigned"},
		{name: "not approved", alter: func(w *Waiver) { w.Signatures = w.Signatures[:1] }, want: "unsigned"},
		{name: "another's signature in place", alter: func(w *Waiver) { w.Signatures[1].Signature = w.Signatures[0].Signature }, want: "altered"},
		{name: "asked by another than it names", alter: func(w *Waiver) { w.Signatures[0] = sign(t, w, Requester, "lou", "lou", at) }, want: "altered"},
		{name: "approved by who asked", alter: func(w *Waiver) {
			w.Requester = "kim"
			signed(t, w)
			w.Signatures[0] = sign(t, w, Requester, "kim", "kim", at)
		}, want: "self-approved"},
		{name: "approved by the author of the change", ctx: func(c *Context) { c.Authors = []Identity{{"K", "KIM@example.com"}} }, want: "self-approved"},
		{name: "by another address of the author", ctx: func(c *Context) { c.Authors = []Identity{{"", "kim+work@users.example.net"}} }, want: "self-approved"},
		{name: "by the author's other name", ctx: func(c *Context) { c.Authors = []Identity{{"kim  ROE", "x@example.org"}} }, want: "self-approved"},
		{name: "by who brought it in", ctx: func(c *Context) { c.AddedBy = []Identity{{"Kim Roe", ""}} }, want: "self-approved"},
		{name: "the requester may be the author", ctx: func(c *Context) { c.Authors, c.AddedBy = []Identity{{"dana", ""}}, []Identity{{"dana", ""}} }},
		{
			name: "one key under two names", people: "  - {name: dana2, roles: [approver], keys: [{key: " + pub(t, "dana") + ", from: 2026-01-01}, {key: " + pub(t, "more") + ", from: 2026-01-01}]}\n",
			alter: func(w *Waiver) { w.Signatures[1] = sign(t, w, Approver, "dana2", "more", at) }, want: "self-approved",
		},
		{name: "nobody who is listed", alter: func(w *Waiver) { w.Signatures[1] = sign(t, w, Approver, "eve", "eve", at) }, want: "unknown-person"},
		{name: "in another's name", alter: func(w *Waiver) { w.Signatures[1] = sign(t, w, Approver, "kim", "eve", at) }, want: "bad-key"},
		{name: "with another's key", alter: func(w *Waiver) { w.Signatures[1] = sign(t, w, Approver, "kim", "lou", at) }, want: "bad-key"},
		{
			name: "without the role", people: "  - {name: eve, keys: [{key: " + pub(t, "eve") + ", from: 2026-01-01}]}\n",
			alter: func(w *Waiver) { w.Signatures[1] = sign(t, w, Approver, "eve", "eve", at) }, want: "no-role",
		},
		{name: "in the future", alter: func(w *Waiver) { w.Signatures[1] = sign(t, w, Approver, "kim", "kim", now.Add(time.Hour)) }, want: "bad-key"},
		{name: "before it was", alter: func(w *Waiver) { w.Signatures[1] = sign(t, w, Approver, "kim", "kim", at.AddDate(0, 0, -9)) }, want: "bad-key"},
		{name: "expired", ctx: func(c *Context) { c.Now = now.AddDate(0, 1, 0) }, want: "expired"},
		{name: "on its last day", ctx: func(c *Context) { c.Now = time.Date(2026, 12, 20, 23, 59, 59, 0, time.UTC) }},
		{name: "begins later", alter: func(w *Waiver) { w.Created = "2026-12-01"; w.Signatures = nil }, want: "unsigned unsigned not-yet"},
		{name: "not merged", ctx: func(c *Context) { c.AtBase = false }, want: "unmerged"},
		{name: "no path", alter: func(w *Waiver) { w.Paths = nil; signed(t, w) }, want: "too-broad"},
		{name: "no scope", alter: func(w *Waiver) { w.Scope = nil; signed(t, w) }, want: "too-broad"},
		{name: "a wildcard at the top", alter: func(w *Waiver) { w.Paths = []string{"a.tf", "**/*.tf"}; signed(t, w) }, want: "too-broad"},
		{name: "alternatives at the top", alter: func(w *Waiver) { w.Paths = []string{"{a,*}/x.tf"}; signed(t, w) }, want: "too-broad"},
		{name: "a family of rules", alter: func(w *Waiver) { w.Rule = "iac/*"; signed(t, w) }, want: "too-broad"},
		{name: "what watches the gate", alter: func(w *Waiver) { w.Rule = RuleEmergency; signed(t, w) }, want: "too-broad"},
		{name: "too many paths", alter: func(w *Waiver) { w.Paths = strings.Split(strings.Repeat("a/b ", 21), " ")[:21]; signed(t, w) }, want: "too-broad"},
		{name: "over a year", alter: func(w *Waiver) { w.Expires = "2027-11-21"; signed(t, w) }, want: "too-long"},
		{name: "a year", alter: func(w *Waiver) { w.Expires = "2027-11-20"; signed(t, w) }},
		{name: "too long for the finding", ctx: func(c *Context) { c.Profile, c.Severity = assay.Strict, assay.Critical }, want: "too-long"},
		{name: "not too long for another", ctx: func(c *Context) { c.Profile, c.Severity = assay.Strict, assay.High }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, ctx := signed(t, byRule()), Context{Now: now, AtBase: true}
			if c.alter != nil {
				c.alter(w)
			}
			if c.ctx != nil {
				c.ctx(&ctx)
			}
			v := Judge(again(t, w), people(t, c.people), ctx)
			if got := kinds(v); got != c.want || v.Counts != (c.want == "") {
				t.Errorf("got %q (%s), want %q", got, v.Why(), c.want)
			}
			for _, p := range v.Problems {
				if p.Why == "" || p.Fix == "" {
					t.Errorf("%s lacks a reason or a fix", p.Kind)
				}
			}
		})
	}
}

func TestKeysOverTime(t *testing.T) {
	for _, c := range []struct{ name, key, want string }{
		{"valid then", "from: 2026-11-01", ""},
		{"rotated since", "from: 2026-11-01, until: 2026-11-21", ""},
		{"on its last day", "from: 2026-11-01, until: 2026-11-20", ""},
		{"not yet then", "from: 2026-11-21", "bad-key"},
		{"no longer then", "from: 2026-11-01, until: 2026-11-19", "bad-key"},
		{"revoked later", "from: 2026-11-01, revoked: 2026-11-21, reason: left", ""},
		{"revoked before", "from: 2026-11-01, revoked: 2026-11-19, reason: left", "bad-key"},
		{"compromised", "from: 2026-11-01, revoked: 2026-11-21, reason: stolen, compromised: true", "bad-key"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := people(t, fmt.Sprintf("  - {name: max, roles: [approver], keys: [{key: %s, from: 2026-11-22}, {key: %s, %s}]}\n", pub(t, "new"), pub(t, "max"), c.key))
			w := signed(t, byRule())
			w.Signatures[1] = sign(t, w, Approver, "max", "max", w.Created.Start().Add(time.Hour))
			if got := kinds(Judge(w, a, Context{Now: now, AtBase: true})); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestAnyEditVoids edits every text of a waiver and of its signatures, each by
// itself, by a character more, one less, and another: none of it counts.
func TestAnyEditVoids(t *testing.T) {
	a := people(t, "")
	edits := 0
	for _, f := range []File{signed(t, byRule()), granted(t)} {
		counts := func() bool {
			switch f := f.(type) {
			case *Waiver:
				return Judge(f, a, Context{Now: now, AtBase: true}).Counts
			case *Emergency:
				v := JudgeEmergency(f, a, forChange())
				return v.Counts && v.State == Closed
			}
			return false
		}
		if !counts() {
			t.Fatalf("%T does not count to begin with", f)
		}
		texts(reflect.ValueOf(f).Elem(), "", func(name string, v reflect.Value) {
			was := v.String()
			for _, edit := range []string{was + "x", was + " ", " " + was, strings.TrimSuffix(was, was[max(0, len(was)-1):]), swapCase(was), ""} {
				if edit == was || strings.HasSuffix(name, ".signature") && strings.TrimSpace(edit) == strings.TrimSpace(was) {
					continue // blanks around the armour are no part of the signature
				}
				v.SetString(edit)
				edits++
				if counts() {
					t.Errorf("%T: %s counts as %q, signed was %q", f, name, edit, was)
				}
			}
			v.SetString(was)
		})
	}
	if edits < 100 {
		t.Errorf("only %d edits", edits)
	}
	w := signed(t, byRule())
	for i := range w.Paths {
		w.Paths = append(w.Paths[:i:i], "other/**")
		if Judge(w, a, Context{Now: now, AtBase: true}).Counts {
			t.Error("another path counts")
		}
	}
}

func swapCase(s string) string {
	return strings.Map(func(r rune) rune {
		if l := []rune(strings.ToLower(string(r)))[0]; l != r {
			return l
		}
		return []rune(strings.ToUpper(string(r)))[0]
	}, s)
}

func texts(v reflect.Value, name string, visit func(string, reflect.Value)) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			key, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
			texts(v.Field(i), name+"."+key, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), fmt.Sprintf("%s.%d", name, i), visit)
		}
	case reflect.String:
		if v.String() != "" {
			visit(name, v)
		}
	}
}

// TestFourEyes tries all ways to fill the three parts with some people under
// all of their names: it counts only when the approver is somebody else.
func TestFourEyes(t *testing.T) {
	a := people(t, "")
	names := map[string][]string{"dana": {"dana", "DANA", "dana@example.com"}, "kim": {"kim", "Kim Roe", "kim@example.com", "Kim@Users.example.net"}, "lou": {"lou", "Lou <lou@example.com>"}}
	for asker, askerNames := range names {
		for approver, approverNames := range names {
			for author, authorNames := range names {
				for i := range askerNames {
					for j := range approverNames {
						for k := range authorNames {
							w := byRule()
							w.Requester = askerNames[i]
							at := w.Created.Start().Add(time.Hour)
							w.Signatures = []Signature{sign(t, w, Requester, askerNames[0], asker, at), sign(t, w, Approver, approverNames[j], approver, at)}
							v := Judge(w, a, Context{Now: now, AtBase: true, Authors: []Identity{ParseIdentity(authorNames[k])}})
							want := approver != "dana" && approver != asker && approver != author
							if v.Counts != want {
								t.Fatalf("asked by %s, approved by %s, written by %s: counts %v (%s)", askerNames[i], approverNames[j], authorNames[k], v.Counts, v.Why())
							}
						}
					}
				}
			}
		}
	}
}

func TestSigningIgnoresLayout(t *testing.T) {
	w := signed(t, byRule())
	data, err := Encode(w)
	if err != nil {
		t.Fatal(err)
	}
	laid := "# a comment\n" + strings.ReplaceAll(string(data), "reason: moves next month", "reason:   \"moves next month\"  # why") + "\n"
	laid = strings.ReplaceAll(laid, "paths:\n  - services/ledger/**\n", "paths: services/ledger/**\n")
	if laid == string(data) || !strings.Contains(laid, "paths: serv") {
		t.Fatalf("nothing was laid out anew:\n%s", laid)
	}
	other, err := ParseWaiver(Folder+"/W-1.yaml", []byte(laid))
	if err != nil {
		t.Fatal(err)
	}
	if v := Judge(other, people(t, ""), Context{Now: now, AtBase: true}); !v.Counts {
		t.Errorf("another layout does not count: %s", v.Why())
	}
	want := `{"control":"network closed","created":"2026-11-20T09:00:00Z","expires":"2026-12-20","id":"W-1","kind":"waiver","owner":"ledger",` +
		`"paths":["services/ledger/**"],"reason":"moves next month","requester":"dana","rule":"iac/AWS-1","scope":["service/ledger","environment/staging"],` +
		`"signing":{"at":"2026-11-20T10:00:00Z","by":"kim","role":"approver"},"ticket":"CHG-1","version":1}`
	if got := string(Message(w, w.Signatures[1])); got != want {
		t.Errorf("signed is\n%s\nwant\n%s", got, want)
	}
}

func TestAddSignature(t *testing.T) {
	w := byRule()
	w.Signatures = []Signature{sign(t, w, Requester, "dana", "dana", now)}
	data, err := Encode(w)
	if err != nil {
		t.Fatal(err)
	}
	text := "# keep this\n" + string(data)
	for _, by := range []string{"lou", "kim"} { // kim's in place of lou's
		out, err := AddSignature([]byte(text), sign(t, w, Approver, by, by, now))
		if err != nil {
			t.Fatal(err)
		}
		text = string(out)
	}
	got, err := ParseWaiver("W-1.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(text, "# keep this\n") || len(got.Signatures) != 2 || got.Approver() != "kim" {
		t.Errorf("got\n%s", text)
	}
	if v := Judge(got, people(t, ""), Context{Now: now, AtBase: true}); !v.Counts {
		t.Error(v.Why())
	}
}

// TestOpenSSH lets ssh-keygen check what we sign, and checks what it signs.
func TestOpenSSH(t *testing.T) {
	keygen, err := exec.LookPath("ssh-keygen")
	if err != nil {
		t.Skip("ssh-keygen is not installed")
	}
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		at := filepath.Join(dir, name)
		if err := os.WriteFile(at, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, f := range []File{signed(t, byRule()), granted(t)} {
		s, _ := find(f, Approver)
		allowed := write("allowed", []byte(s.By+" "+pub(t, s.By)+"\n"))
		verify := func(s Signature, message []byte) error {
			cmd := exec.Command(keygen, "-Y", "verify", "-f", allowed, "-I", s.By, "-n", f.namespace(), "-s", write("sig", []byte(s.Signature)))
			cmd.Stdin = bytes.NewReader(message)
			return cmd.Run()
		}
		if err := verify(s, Message(f, s)); err != nil {
			t.Errorf("%T: ssh-keygen refuses what we signed: %v", f, err)
		}
		if verify(s, append(Message(f, s), 'x')) == nil {
			t.Errorf("%T: ssh-keygen takes anything", f)
		}
	}
	w := byRule()
	key := filepath.Join(dir, "key")
	if out, err := exec.Command(keygen, "-q", "-t", "ed25519", "-N", "", "-f", key).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	s := Signature{Role: Approver, By: "kim", At: At(now)}
	cmd := exec.Command(keygen, "-Y", "sign", "-f", key, "-n", w.namespace(), write("message", Message(w, s)))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	armour, err := os.ReadFile(filepath.Join(dir, "message.sig"))
	if err != nil {
		t.Fatal(err)
	}
	s.Signature = string(armour)
	if _, ok := verify(w, s); !ok {
		t.Error("what ssh-keygen signed is refused")
	}
}

func TestOtherKeysDoNotSign(t *testing.T) {
	data, err := os.ReadFile("testdata/rsa.pub")
	if err != nil {
		t.Fatal(err)
	}
	_, err = ParseApprovers("a.yaml", []byte("version: 1\npeople:\n  - {name: a, keys: [{key: "+strings.TrimSpace(string(data))+", from: 2026-01-01}]}\n"))
	if err == nil || !strings.Contains(err.Error(), "a.yaml:3: key 1 of a is no ssh-ed25519 public key") {
		t.Errorf("got %v", err)
	}
}

func TestBadFiles(t *testing.T) {
	good, err := Encode(byRule())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, want string }{
		{"reason:", "raeson:", `W-1.yaml:10: unknown key "raeson" in the file`},
		{"version: 1", "version: 2", "W-1.yaml:1: version is 2"},
		{"kind: waiver", "kind: emergency", "W-1.yaml:2: the kind is no waiver"},
		{"id: W-1", "id: W-2", `the id is "W-2" and the file is named W-1.yaml`},
		{"id: W-1", "id: ../W-1", "the id is no plain word"},
		{"ticket: CHG-1", `ticket: ""`, "ticket is missing"},
		{"expires: \"2026-12-20\"", "expires: soon", "expires is neither a day nor a time"},
		{"expires: \"2026-12-20\"", "expires: 2026-01-01", "it expires before it was created"},
		{"services/ledger/**", "/etc/**", "no glob below this folder"},
		{"services/ledger/**", "a/../**", "no glob below this folder"},
		{"services/ledger/**", "a/[", "no glob below this folder"},
		{"service/ledger", "service/*", "the scope names nothing"},
		{"rule: iac/AWS-1", "fingerprint: 0123456789abcdef0123456789abcdef", "paths and scope go with a rule"},
		{"rule: iac/AWS-1", "owner: x", "stands twice"},
		{"reason: moves next month", "reason: \"a\u202eb\"", "reason holds a character that does not show"},
		{"reason: moves next month", `reason: "a\x00b"`, "reason holds a character that does not show"},
		{"reason: moves next month", "reason: &a x", "anchors and aliases are not allowed here"},
	} {
		text := strings.Replace(string(good), c.from, c.to, 1)
		if text == string(good) {
			t.Fatalf("%q is not in\n%s", c.from, good)
		}
		if _, err := ParseWaiver("W-1.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.to, err, c.want)
		}
	}
}

func TestBadApprovers(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "version is 0"},
		{"version: 1\npeople: [{name: a}, {name: A}]", `"A" stands twice`},
		{"version: 1\npeople: [{emails: [a@b.c]}]", "a person without a name"},
		{"version: 1\npeople: [{name: a, roles: [boss]}]", `unknown role "boss"`},
		{"version: 1\npeople: [{name: a, keys: [{key: x, from: 2026-01-01}]}]", "is no ssh-ed25519 public key"},
		{"version: 1\npeople: [{name: a, keys: [{key: " + pub(t, "a") + "}]}]", "has no from"},
		{"version: 1\npeople: [{name: a, keys: [{key: " + pub(t, "a") + ", from: 2026-01-01, revoked: 2026-02-01}]}]", "revoked without a reason"},
		{"version: 1\npeople: [{name: a, keys: [{key: " + pub(t, "a") + ", from: 2026-31-01}]}]", "from is neither a day nor a time"},
	} {
		if _, err := ParseApprovers("a.yaml", []byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.text, err, c.want)
		}
	}
}

func TestSet(t *testing.T) {
	file := func(w *Waiver, atBase bool) Candidate {
		data, err := Encode(w)
		if err != nil {
			t.Fatal(err)
		}
		return Candidate{Path: Folder + "/" + w.ID + ".yaml", Data: data, AtBase: atBase}
	}
	soon, late, gone, fresh := byRule(), byRule(), byRule(), byRule()
	soon.ID, soon.Expires, soon.Scope = "W-soon", "2026-12-01", []string{"repository"}
	soon.Paths = []string{"services/fraud/**"}
	late.ID, late.Expires = "W-late", "2027-05-01"
	gone.ID, gone.Rule, gone.Expires = "W-gone", "iac/AWS-2", "2026-11-22"
	fresh.ID, fresh.Rule = "W-fresh", "iac/AWS-3"
	for _, w := range []*Waiver{soon, late, gone, fresh} {
		signed(t, w)
	}
	set := NewSet([]Candidate{file(late, true), file(soon, true), file(gone, true), file(fresh, false), {Path: Folder + "/W-bad.yaml", Data: []byte("x: 1"), AtBase: true}}, people(t, ""), Setting{
		Now: now, Authors: []Identity{{"Kim Roe", ""}},
		ProfileOf:     func(string) assay.Profile { return assay.Standard },
		EnvironmentOf: func(assay.ServiceID) string { return "staging" },
	})
	covers := func(rule assay.RuleID, path string, s assay.Severity, status assay.Status, service assay.ServiceID) string {
		if w, ok := set.Covers(&assay.Finding{Rule: rule, Severity: s, Status: status, Service: service, Location: assay.Location{Path: path}}); ok {
			return w.ID
		}
		return ""
	}
	for _, c := range []struct{ got, want string }{
		{covers("iac/AWS-1", "services/ledger/a.tf", assay.High, assay.StatusOld, "ledger"), ""}, // too long for high
		{covers("iac/AWS-1", "services/ledger/a.tf", assay.Medium, assay.StatusOld, "ledger"), "W-late"},
		{covers("iac/AWS-1", "services/ledger/a.tf", assay.Medium, assay.StatusOld, "other"), ""},
		{covers("iac/AWS-1", "services/ledger/a.tf", assay.Medium, assay.StatusNew, "ledger"), ""}, // kim wrote it
		{covers("iac/AWS-1", "services/fraud/a.tf", assay.Medium, assay.StatusOld, "any"), "W-soon"},
		{covers("iac/AWS-1", "services/fraud", assay.Medium, assay.StatusOld, "any"), "W-soon"},
		{covers("iac/AWS-1", "other/a.tf", assay.Medium, assay.StatusOld, "any"), ""},
		{covers("iac/AWS-2", "services/ledger/a.tf", assay.Medium, assay.StatusOld, "ledger"), ""},
		{covers("iac/AWS-3", "services/ledger/a.tf", assay.Medium, assay.StatusOld, "ledger"), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	var got []string
	for _, f := range set.Findings() {
		got = append(got, fmt.Sprintf("%s %s %s", f.Rule, f.Location.Path, f.Status))
	}
	want := []string{
		"governance/waiver-invalid .assay/waivers/W-bad.yaml old",
		"governance/waiver-unmerged .assay/waivers/W-fresh.yaml new",
		"governance/waiver-expired .assay/waivers/W-gone.yaml old",
		"governance/waiver-too-long .assay/waivers/W-late.yaml old",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if notes := set.Notes(); len(notes) != 1 || notes[0] != "waiver W-soon counts until 2026-12-01: ledger is to end or renew it" {
		t.Errorf("notes %q", notes)
	}
	if why := set.Refusal(&assay.Finding{Rule: "iac/AWS-2", Service: "ledger", Location: assay.Location{Path: "services/ledger/a.tf"}}); why != "waiver W-gone does not count: it expired on 2026-11-22" {
		t.Errorf("refusal %q", why)
	}
	gate := assay.Finding{Rule: RuleEmergency, Engine: assay.EngineGovernance, Fingerprint: "0123456789abcdef0123456789abcdef"}
	if (&Waiver{Fingerprint: gate.Fingerprint}).Matches(&gate, "") {
		t.Error("a waiver silences an emergency")
	}
	var none *Set
	if _, ok := none.Covers(&assay.Finding{}); ok || none.Findings() != nil || none.Notes() != nil {
		t.Error("no set covers something")
	}
}

// TestReference holds docs/reference/waivers.md to the types; rewrite it with
// UPDATE=1 go test ./internal/govern/waiver.
func TestReference(t *testing.T) {
	const path = "../../../docs/reference/waivers.md"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, Reference(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(Reference()), string(got)); diff != "" {
		t.Errorf("run UPDATE=1 go test ./internal/govern/waiver\n%s", diff)
	}
}
