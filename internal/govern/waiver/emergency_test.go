package waiver

import (
	"strings"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

var (
	theBase   = strings.Repeat("a", 40)
	theChange = "sha256:" + strings.Repeat("b", 64)
)

func grant() *Emergency {
	return &Emergency{
		Version: 1, Kind: "emergency", ID: "E-1", Reason: "payments are down", Ticket: "INC-1", Requester: "dana",
		Base: theBase, Head: theBase, Change: theChange, Created: "2026-11-22T20:00:00Z", Expires: "2026-11-23T20:00:00Z",
	}
}

// granted is let pass by lou, asked for by dana, and approved afterwards by kim.
func granted(t testing.TB) *Emergency {
	e := grant()
	at := e.Created.Start()
	e.Signatures = []Signature{
		sign(t, e, Approver, "lou", "lou", at), sign(t, e, Requester, "dana", "dana", at), sign(t, e, Retrospective, "kim", "kim", at.Add(time.Hour)),
	}
	return e
}

func forChange() EmergencyContext {
	return EmergencyContext{Now: now, Base: theBase, Change: theChange, Authors: []Identity{{"dana", ""}}}
}

func TestJudgeEmergency(t *testing.T) {
	at := grant().Created.Start()
	for _, c := range []struct {
		name   string
		people string
		alter  func(e *Emergency)
		ctx    func(c *EmergencyContext)
		counts bool
		state  State
		want   string
	}{
		{name: "closed", counts: true, state: Closed},
		{name: "open", alter: func(e *Emergency) { e.Signatures = e.Signatures[:1] }, counts: true, state: Open},
		{name: "requester unlisted", alter: func(e *Emergency) {
			e.Requester = "Max <max@example.com>"
			e.Signatures = []Signature{sign(t, e, Approver, "lou", "lou", at)}
		}, counts: true, state: Open},
		{name: "without the role", alter: func(e *Emergency) { e.Signatures = []Signature{sign(t, e, Approver, "kim", "kim", at)} }, state: Refused, want: "no-role"},
		{name: "unsigned", alter: func(e *Emergency) { e.Signatures = nil }, state: Refused, want: "unsigned"},
		{name: "altered", alter: func(e *Emergency) { e.Change = "sha256:" + strings.Repeat("c", 64) }, state: Refused, want: "altered altered altered"},
		{name: "asked and let pass", alter: func(e *Emergency) {
			e.Requester = "LOU@example.com"
			e.Signatures = []Signature{sign(t, e, Approver, "lou", "lou", at)}
		}, state: Refused, want: "self-approved"},
		{name: "wrote and let pass", ctx: func(c *EmergencyContext) { c.Authors = []Identity{{"", "lou@example.com"}} }, state: Closed, want: "self-approved"},
		{name: "lives too long", alter: func(e *Emergency) {
			e.Expires = "2026-11-25T20:00:01Z"
			e.Signatures = []Signature{sign(t, e, Approver, "lou", "lou", at)}
		}, state: Refused, want: "too-long"},
		{name: "expired", ctx: func(c *EmergencyContext) { c.Now = now.AddDate(0, 0, 1) }, state: Closed, want: "expired"},
		{name: "another change", ctx: func(c *EmergencyContext) { c.Change = "sha256:" + strings.Repeat("c", 64) }, state: Closed, want: "other-change"},
		{name: "another base", ctx: func(c *EmergencyContext) { c.Base = strings.Repeat("c", 40) }, state: Closed, want: "other-change"},
		{name: "later only whether it is closed", ctx: func(c *EmergencyContext) { *c = EmergencyContext{Now: now.AddDate(1, 0, 0)} }, state: Closed},
		{name: "afterwards by who let it pass", alter: func(e *Emergency) { e.Signatures[2] = sign(t, e, Retrospective, "lou", "lou", now) }, counts: true, state: Open, want: "self-approved"},
		{name: "afterwards by the author", ctx: func(c *EmergencyContext) { c.Authors = []Identity{{"Kim Roe", ""}} }, counts: true, state: Open, want: "self-approved"},
		{name: "afterwards by who asked", people: "", alter: func(e *Emergency) {
			e.Requester = "kim"
			e.Signatures = []Signature{sign(t, e, Approver, "lou", "lou", at), sign(t, e, Retrospective, "kim", "kim", now)}
		}, counts: true, state: Open, want: "self-approved"},
		{name: "afterwards without the role", alter: func(e *Emergency) { e.Signatures[2] = sign(t, e, Retrospective, "dana", "dana", now) }, counts: true, state: Open, want: "no-role self-approved"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, ctx := granted(t), forChange()
			if c.alter != nil {
				c.alter(e)
			}
			if c.ctx != nil {
				c.ctx(&ctx)
			}
			data, err := Encode(e)
			if err != nil {
				t.Fatal(err)
			}
			if e, err = ParseEmergency(EmergencyFolder+"/E-1.yaml", data); err != nil {
				t.Fatal(err)
			}
			v := JudgeEmergency(e, people(t, c.people), ctx)
			if got := kinds(Verdict{Problems: v.Problems}); got != c.want || v.Counts != c.counts || v.State != c.state {
				t.Errorf("counts %v, %s, %q (%s); want %v, %s, %q", v.Counts, v.State, got, v.Why(), c.counts, c.state, c.want)
			}
		})
	}
}

func TestEmergencyFinding(t *testing.T) {
	a, e := people(t, ""), granted(t)
	judge := func(at time.Time) EmergencyVerdict { return JudgeEmergency(e, a, EmergencyContext{Now: at}) }
	if f, ok := EmergencyFinding(e, judge(now), true); ok {
		t.Errorf("closed, and yet %s", f.Message)
	}
	e.Signatures = e.Signatures[:1]
	f, ok := EmergencyFinding(e, judge(now), true)
	if !ok || f.Bites != "" || f.Severity != assay.Medium || f.Status != assay.StatusOld || f.Message != "emergency E-1 was let pass by lou on 2026-11-22 and waits for approval afterwards, until 2026-11-29" {
		t.Errorf("open: %+v", f)
	}
	if f, ok = EmergencyFinding(e, judge(now.AddDate(0, 0, 8)), true); !ok || f.Severity != assay.Critical || f.Bites != "emergency E-1 was not approved by 2026-11-29" {
		t.Errorf("overdue: %+v", f)
	}
	gone := JudgeEmergency(e, a, EmergencyContext{Now: now, Gone: true})
	if f, ok = EmergencyFinding(e, gone, true); !ok || f.Severity != assay.Critical || f.Bites != "emergency E-1 is deleted before it was approved" {
		t.Errorf("deleted while open: %+v", f)
	}
	if v := JudgeEmergency(granted(t), a, EmergencyContext{Now: now, Gone: true}); v.Gone {
		t.Error("one that is closed may be deleted")
	}
	// a change that edits the day away brings something worse
	e.Created = "2026-12-01T20:00:00Z"
	v := judge(now.AddDate(0, 0, 8))
	if f, ok = EmergencyFinding(e, v, false); !ok || v.State != Refused || f.Severity != assay.Critical || f.Status != assay.StatusNew ||
		!strings.HasPrefix(f.Message, "emergency E-1 does not count: it is not what lou signed") {
		t.Errorf("refused: %+v", f)
	}
}
