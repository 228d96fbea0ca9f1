package waiver

import (
	"fmt"
	"regexp"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

// EmergencyFolder holds the emergency grants, one in each file, <id>.yaml.
const EmergencyFolder = ".assay/emergency"

// Emergency lets one change pass that the gate refuses: break the glass. It
// counts although it comes with the change, because who may sign it is read at
// the base. It stays open until somebody else approves it afterwards.
type Emergency struct {
	Version    int         `yaml:"version" doc:"Version of this file's shape: 1."`
	Kind       string      `yaml:"kind" doc:"emergency"`
	ID         string      `yaml:"id" doc:"Name of the file, without .yaml."`
	Reason     string      `yaml:"reason" doc:"Why the change can't wait."`
	Ticket     string      `yaml:"ticket" doc:"The incident."`
	Requester  string      `yaml:"requester" doc:"Who asks: a name of approvers.yaml, or Name <address>."`
	Base       string      `yaml:"base" doc:"The commit that the change is compared with."`
	Head       string      `yaml:"head" doc:"The commit at its tip when it was granted: whose authors may not approve."`
	Change     string      `yaml:"change" doc:"Digest of the change, from assay waive emergency."`
	Created    Moment      `yaml:"created" doc:"When it was granted."`
	Expires    Moment      `yaml:"expires" doc:"To when it counts, at most 72 hours later."`
	Signatures []Signature `yaml:"signatures,omitempty" doc:"The approver's, the requester's if they sign too, and later the retrospective one."`
}

// Signed lists the signatures.
func (e *Emergency) Signed() []Signature { return e.Signatures }
func (e *Emergency) namespace() string   { return "assay-emergency@v1" }
func (e *Emergency) name() string        { return e.ID }
func (e *Emergency) begun() Moment       { return e.Created }

// Approver is who let the change pass; empty before it is signed.
func (e *Emergency) Approver() string { return signer(e, Approver) }

// Retrospective is who approved it afterwards; empty before.
func (e *Emergency) Retrospective() string { return signer(e, Retrospective) }

var (
	commitForm = regexp.MustCompile(`^[0-9a-f]{40}([0-9a-f]{24})?$`)
	digestForm = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)
)

// ParseEmergency reads and checks one grant. The name is the file's path.
// Errors are of kind fault.Invalid and name file and line.
func ParseEmergency(name string, data []byte) (*Emergency, error) {
	e := &Emergency{}
	doc, err := decode(name, data, "emergency", e, &e.Version, &e.Kind)
	if err != nil {
		return nil, err
	}
	if err := required(doc, [2]string{"reason", e.Reason}, [2]string{"ticket", e.Ticket}, [2]string{"requester", e.Requester}); err != nil {
		return nil, err
	}
	var bad *fault.Error
	switch {
	case !commitForm.MatchString(e.Base):
		bad = doc.Errorf([]any{"base"}, "base is no full commit id")
	case !commitForm.MatchString(e.Head):
		bad = doc.Errorf([]any{"head"}, "head is no full commit id")
	case !digestForm.MatchString(e.Change):
		bad = doc.Errorf([]any{"change"}, "change is no digest of the form sha256:…")
	default:
		return e, span(doc, e.Created, e.Expires)
	}
	return nil, bad.WithHelp("write a fresh one: assay waive emergency")
}

// State is how an emergency stands.
type State string

// The states.
const (
	Open    State = "open"    // nobody approved it afterwards yet
	Closed  State = "closed"  // somebody did
	Refused State = "refused" // it was never a grant
)

// EmergencyContext is what a grant is judged in.
type EmergencyContext struct {
	Now time.Time
	// Base and Change are the commit compared with and the digest of the change
	// that is tested; empty when the question is only whether the grant is open.
	Base, Change string
	// Authors wrote the change that the grant is for, where known. When the change
	// that is tested is that one (Change is the grant's), its authors belong here
	// too: the grant's own Head is only the approver's word. Of a later change the
	// authors are none of its business.
	Authors []Identity
	// Gone says that the change deletes it: an open one bites then at once, or it
	// would be out of sight before anybody looked.
	Gone bool
	// Days is how long it may stay open; 0 is RetrospectiveDays.
	Days int
}

// EmergencyVerdict says how a grant stands.
type EmergencyVerdict struct {
	// Counts says that it lets the change pass that is tested.
	Counts bool  `json:"counts"`
	State  State `json:"state"`
	// Problems say why it does not count, or why it is still open.
	Problems []Problem `json:"problems,omitempty"`
	// Due is when it must have been approved afterwards.
	Due     time.Time `json:"due"`
	Overdue bool      `json:"overdue,omitempty"` // it is open, and Due has passed
	Gone    bool      `json:"gone,omitempty"`    // it is open, and the change deletes it
}

// Why is all reasons in one line.
func (v EmergencyVerdict) Why() string { return Verdict{Problems: v.Problems}.Why() }

// JudgeEmergency says whether a grant lets a change pass, and whether it was
// approved afterwards. It is a pure function of its arguments.
func JudgeEmergency(e *Emergency, a *Approvers, c EmergencyContext) EmergencyVerdict {
	days := c.Days
	if days == 0 {
		days = RetrospectiveDays
	}
	v := EmergencyVerdict{State: Open, Due: e.Created.Start().AddDate(0, 0, days)}
	if _, ok := find(e, Retrospective); ok {
		after := verdict([]*Problem{a.Check(e, Retrospective, MayApprove, c.Now), a.afterwards(e, c)})
		if v.Problems = after.Problems; after.Counts {
			v.State = Closed
		}
	}
	if sound := a.sound(e, c); !sound.Counts {
		if v.State == Open { // who approved it afterwards knew what they closed
			v.State = Refused
		}
		v.Problems = append(sound.Problems, v.Problems...)
		return v
	}
	v.Overdue = v.State == Open && c.Now.After(v.Due)
	v.Gone = v.State == Open && c.Gone
	if c.Change == "" {
		return v
	}
	now := verdict([]*Problem{e.expired(c), e.isFor(c)})
	v.Counts, v.Problems = now.Counts, append(v.Problems, now.Problems...)
	return v
}

// sound says whether a grant was ever one.
func (a *Approvers) sound(e *Emergency, c EmergencyContext) Verdict {
	found := []*Problem{strange(e, Requester, Approver, Retrospective), a.Check(e, Approver, MayEmergency, c.Now)}
	if _, ok := find(e, Requester); ok {
		found = append(found, a.Check(e, Requester, "", c.Now), a.asked(e, e.Requester))
	}
	found = append(found, a.apart(e.Approver(), e.Requester, c.Authors, "the change"))
	if e.Expires.End().Sub(e.Created.Start()) > LongestEmergency {
		found = append(found, problem(TooLong, "it lives longer than 72 hours", "write a fresh one: assay waive emergency"))
	}
	if c.Now.Add(skew).Before(e.Created.Start()) {
		found = append(found, problem(NotYet, "it begins on "+e.Created.Day(), "write a fresh one: assay waive emergency"))
	}
	return verdict(found)
}

// afterwards: who approves later neither let it pass, nor asked, nor wrote it.
func (a *Approvers) afterwards(e *Emergency, c EmergencyContext) *Problem {
	who := e.Retrospective()
	if a.Same(ParseIdentity(who), ParseIdentity(e.Approver())) {
		return problem(SelfApproved, who+" let it pass and approved it afterwards", "let somebody else approve it: assay waive approve "+e.ID)
	}
	return a.apart(who, e.Requester, c.Authors, "the change")
}

func (e *Emergency) expired(c EmergencyContext) *Problem {
	if c.Now.Before(e.Expires.End()) {
		return nil
	}
	return problem(Expired, "it expired on "+string(e.Expires), "write a fresh one: assay waive emergency")
}

func (e *Emergency) isFor(c EmergencyContext) *Problem {
	const fix = "the change was altered since: write a fresh one: assay waive emergency"
	switch {
	case e.Change != c.Change:
		return problem(OtherChange, "it is for another change", fix)
	case e.Base != c.Base:
		return problem(OtherChange, "it is for the change on another base", fix)
	}
	return nil
}

// EmergencyFinding is the finding that a grant raises; ok is false once it is
// closed. One that is overdue, or that the change deletes while it is open, bites
// although it is old, and so does a merged one that does not count (any more) and
// that nobody approved: its approver may have lost the right since. One that a
// change brings and that is none is critical, so that no profile merges it. Where
// the text in the folder is Refused, the one at the base is to be asked as well.
func EmergencyFinding(e *Emergency, v EmergencyVerdict, atBase bool) (f assay.Finding, ok bool) {
	if v.State == Closed {
		return assay.Finding{}, false
	}
	path := EmergencyFolder + "/" + e.ID + ".yaml"
	f = finding(RuleEmergency, path, atBase)
	f.Identity = path
	f.Due = v.Due
	f.Fix = "let somebody who neither asked, nor wrote it, nor let it pass look at the change: assay waive approve " + path
	f.Message = fmt.Sprintf("emergency %s was let pass by %s on %s and waits for approval afterwards, until %s", e.ID, e.Approver(), e.Created.Day(), v.Due.Format(time.DateOnly))
	if v.State == Refused {
		f.Message = fmt.Sprintf("emergency %s does not count: %s", e.ID, v.Why())
		f.Fix, f.Due = v.Problems[0].Fix, time.Time{}
		f.Severity = assay.Critical
		if atBase {
			f.Bites = "emergency " + e.ID + " was merged, does not count any more and was never approved afterwards"
			f.Fix = "let somebody else who may approve look at the change: assay waive approve " + path
		}
	} else if len(v.Problems) > 0 && e.Retrospective() != "" {
		f.Message += "; " + v.Why()
	}
	if v.Gone {
		f.Severity = assay.Critical
		f.Bites = "emergency " + e.ID + " is deleted before it was approved"
		f.Fix = "put the file back, and let somebody approve it: assay waive approve " + path
	}
	if v.Overdue {
		f.Severity = assay.Critical
		f.Bites = "emergency " + e.ID + " was not approved by " + v.Due.Format(time.DateOnly)
	}
	return f, true
}
