package waiver

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// Kind is a class of reasons for which a waiver or a grant does not count.
type Kind string

// The kinds.
const (
	Unreadable    Kind = "unreadable"     // the file breaks its own form
	Altered       Kind = "altered"        // a signature is over something else
	Unsigned      Kind = "unsigned"       // a signature is missing
	UnknownPerson Kind = "unknown-person" // who signed is not listed
	NoRole        Kind = "no-role"        // who signed may not
	BadKey        Kind = "bad-key"        // not theirs, expired, revoked, misdated
	SelfApproved  Kind = "self-approved"  // four eyes were two
	TooBroad      Kind = "too-broad"
	TooLong       Kind = "too-long"
	Expired       Kind = "expired"
	NotYet        Kind = "not-yet" // it begins later
	Unmerged      Kind = "unmerged"
	OtherChange   Kind = "other-change" // a grant for something else
)

// Problem is one reason why something does not count.
type Problem struct {
	Kind Kind   `json:"kind"`
	Why  string `json:"why"` // a clause for a person
	Fix  string `json:"fix"` // what to do
}

func problem(k Kind, why, fix string) *Problem { return &Problem{k, why, fix} }

// Context is what a waiver is judged in.
type Context struct {
	Now time.Time
	// AtBase says that these very bytes were merged before the change.
	AtBase bool
	// AddedBy wrote the commits that brought the waiver in, where known.
	AddedBy []Identity
	// Authors wrote the change that the waiver is to serve, where there is one.
	Authors []Identity
	// Profile and Severity are those of the finding that it is to set aside; an
	// empty profile leaves the life that they allow out of account.
	Profile  assay.Profile
	Severity assay.Severity
}

// Verdict says whether a waiver counts.
type Verdict struct {
	Counts   bool      `json:"counts"`
	Problems []Problem `json:"problems,omitempty"` // gravest first; none when it counts
}

// Why is all reasons in one line; empty when it counts.
func (v Verdict) Why() string {
	var all []string
	for _, p := range v.Problems {
		all = append(all, p.Why)
	}
	return strings.Join(all, "; ")
}

// Judge says whether a waiver counts, by the people as they stand at the base.
// It is a pure function of its arguments.
func Judge(w *Waiver, a *Approvers, c Context) Verdict {
	found := []*Problem{
		strange(w, Requester, Approver), a.Check(w, Requester, "", c.Now), a.Check(w, Approver, MayApprove, c.Now), a.asked(w, w.Requester),
		a.fourEyes(w, c), w.broad(), tooLong(w.life(), longestLife, ""), w.lifeFor(c),
	}
	switch {
	case !c.Now.Before(w.Expires.End()):
		found = append(found, problem(Expired, "it expired on "+w.Expires.Day(), "fix the finding, or ask again: assay waive; and delete the file"))
	case c.Now.Add(skew).Before(w.Created.Start()):
		found = append(found, problem(NotYet, "it begins on "+w.Created.Day(), "wait, or ask again: assay waive"))
	}
	if !c.AtBase {
		found = append(found, problem(Unmerged, "it is not merged yet", "merge it before the change that it serves"))
	}
	return verdict(found)
}

func verdict(found []*Problem) Verdict {
	var v Verdict
	for _, p := range found {
		if p != nil {
			v.Problems = append(v.Problems, *p)
		}
	}
	v.Counts = len(v.Problems) == 0
	return v
}

// asked says whether the signature as requester is by who the file names.
func (a *Approvers) asked(f File, requester string) *Problem {
	by := signer(f, Requester)
	if by == "" || a.Same(ParseIdentity(by), ParseIdentity(requester)) {
		return nil
	}
	return problem(Altered, fmt.Sprintf("%s signed as requester and not %s, whom it names", by, requester), "ask again: assay waive")
}

func (a *Approvers) fourEyes(w *Waiver, c Context) *Problem {
	if p := a.apart(w.Approver(), w.Requester, c.AddedBy, "the commit that added it"); p != nil {
		return p
	}
	return a.apart(w.Approver(), "", c.Authors, "the change")
}

// apart says whether an approver is also who asked, or who wrote what.
func (a *Approvers) apart(approver, requester string, authors []Identity, what string) *Problem {
	if approver == "" {
		return nil // unsigned, which is said elsewhere
	}
	const fix = "let somebody else approve"
	id := ParseIdentity(approver)
	if requester != "" && a.Same(id, ParseIdentity(requester)) {
		return problem(SelfApproved, approver+" asked and approved", fix)
	}
	if slices.ContainsFunc(authors, func(author Identity) bool { return a.Same(id, author) }) {
		return problem(SelfApproved, fmt.Sprintf("%s approved and wrote %s", approver, what), fix)
	}
	return nil
}

func (w *Waiver) lifeFor(c Context) *Problem {
	if c.Profile == "" {
		return nil
	}
	return tooLong(w.life(), MaxLife(c.Profile, c.Severity), fmt.Sprintf(" for a %s finding under profile %s", c.Severity, c.Profile))
}
