package evidence

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

func TestCut(t *testing.T) {
	c := newCutter([]assay.Person{
		{Role: "author", Name: "Ada Byte <ada@example.com>"},
		{Role: "approver", Name: "kim"},
		{Role: "requester", Name: "Zoë Ångström <zoe@bank.example>"},
		{Role: "author", Name: "Al"},
	})
	for in, want := range map[string]string{
		"Ada Byte asked Kim.":                  "[author] asked [approver].",
		"ada byte <ADA@example.com>":           "[author]",
		"<ada@example.com> wrote":              "<[author]> wrote",
		"for Zoë Ångström":                     "for [requester]",
		"kimono and skim stay":                 "kimono and skim stay",
		"CHG jane.o'neil+x@mail.163.com, now":  "CHG [address], now",
		"pkg:npm/%40a/b@1.2.3-beta.rc, x@v1.2": "pkg:npm/%40a/b@1.2.3-beta.rc, x@v1.2",
		"Al and all":                           "Al and all",
		"":                                     "",
	} {
		if got := c.text(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestNoNameIsSigned: nothing that a policy, a ticket, a step or a grant says
// brings a person into a leaf, and an emergency has its approver and reason.
func TestNoNameIsSigned(t *testing.T) {
	run := testRun(1)
	run.People = append(run.People, assay.Person{Role: assay.RoleEmergencyApprover, Name: "Di Lead <di@example.com>"}, assay.Person{Role: assay.RoleEmergencyRequester, Name: "ada"})
	run.Ticket = "CHG jane@example.com"
	run.Decision = assay.Decision{Outcome: "pass", Emergency: "E-1", Rulings: []assay.Ruling{{Policy: "p", Effect: assay.Deny, Message: "Ada asked bob@example.com", Flip: "ask Di Lead"}}}
	run.Stages = []assay.RunStage{{Name: "test", Steps: []assay.RunStep{{Name: "mail ada@example.com", State: "passed"}}}}
	run.Facts = map[string]string{"kill-switch-test": "by Bob"}
	run.Grant = &assay.Grant{ID: "E-1", Reason: "payments are down, says Ada", Expires: testTime.Add(time.Hour)}
	before, err := json.Marshal(run)
	if err != nil {
		t.Fatal(err)
	}
	deploy := DeployEntry(assay.Deploy{ID: "d", Ticket: "Cy Ops asked", People: []assay.Person{{Role: "deployer", Name: "Cy Ops"}}})
	hold := noteOf("case of eve@example.com")
	if strings.Contains(hold, "@") {
		t.Errorf("a reason: %s", hold)
	}
	list, err := Sign(testOptions(1), append(RunEntries(run, Context{Steps: true}), deploy)...)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		text := strings.ToLower(string(s.Envelope.Payload))
		for _, name := range []string{"ada@", "ada asked", "says ada", "bob", "jane", "di lead", "cy ops", "@example"} {
			if strings.Contains(text, name) {
				t.Errorf("%s is signed in clear: %s", name, text)
			}
		}
	}
	after, err := json.Marshal(run)
	if err != nil || string(after) != string(before) {
		t.Errorf("the caller's run was changed (%v)", err)
	}
	at := len(list) - 3
	r, err := openRecord(list[at].Envelope, nil)
	if err != nil || r.Kind != KindEmergency {
		t.Fatalf("%+v, %v", r, err)
	}
	if g := r.Predicate.Emergency; g == nil || g.Reason != "payments are down, says [author]" || len(list[at].Names.People) != 2 {
		t.Errorf("%+v, %+v", g, list[at].Names)
	}
}
