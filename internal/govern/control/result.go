package control

import (
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// SchemaVersion names the shape of an Assessment as JSON.
const SchemaVersion = "assay.controls/1"

// State is what can be said of a control for a period. None says that a duty
// is met.
type State string

// The states, in the order in which they ask for attention.
const (
	Failing    State = "failing"      // an automatic check did not pass
	Stale      State = "stale"        // the last evidence is older than the control allows
	Partial    State = "partial"      // something was not shown, for some changes or at all
	Passing    State = "passing"      // the automatic checks pass on all that was tested
	ByHand     State = "manual"       // only a person can show it
	NotInScope State = "not in scope" // no service brings it into scope
)

// States lists the states in that order.
func States() []State { return []State{Failing, Stale, Partial, Passing, ByHand, NotInScope} }

// Part says why a control is partial.
type Part string

// The kinds of partial, the most urgent first.
const (
	PartNotShown  Part = "not shown"          // something that could be shown was not
	PartNothing   Part = "nothing to examine" // nothing was there that its checks look at
	PartOfTheDuty Part = "part of the duty"   // the checks pass, and show a part of the duty only
)

// WhyInPart is the reason of a control whose checks pass and show a part.
const WhyInPart = "the checks show a part of the duty only"

// stateOf is what a change shows of a control whose checks may show a part only.
func stateOf(v verdict, part bool) (State, Part) {
	switch {
	case v == fails:
		return Failing, ""
	case v == unshown || v == held:
		return Partial, PartNotShown
	case v == absent:
		return Partial, PartNothing
	case part:
		return Partial, PartOfTheDuty
	}
	return Passing, ""
}

// Input is what an assessment is made from.
type Input struct {
	// Runs and Deploys of the period; those before it say how old evidence is.
	Runs    []assay.Run
	Deploys []assay.Deploy
	// Evidence names what vouches for a run or a deploy, by its id.
	Evidence map[string]string
	// From and To bound the period, both included; Now is today.
	From, To, Now time.Time
	// Services are those of today, with what is in force for them.
	Services []assay.RunService
	// Service and Frameworks narrow it; empty takes all.
	Service    assay.ServiceID
	Frameworks []string
}

// Assessment is what can be said for a period.
type Assessment struct {
	Schema  string          `json:"schema"`
	From    time.Time       `json:"from"`
	To      time.Time       `json:"to"`
	Service assay.ServiceID `json:"service,omitempty"`
	// Changes counts the tested ones of the period; Stopped those of them that
	// the gate kept back.
	Changes int `json:"changes"`
	Stopped int `json:"stopped"`
	// Emergencies are runs that went through by a grant.
	Emergencies []Mark `json:"emergencies,omitempty"`
	Deploys     int    `json:"deploys"`
	// Bypasses are deploys of what no run let through beforehand.
	Bypasses []Mark `json:"bypasses,omitempty"`
	// Waivers are those that counted in a run of the period.
	Waivers []string `json:"waivers,omitempty"`
	// Verified counts references that somebody read in the official text, of all.
	Verified   int               `json:"references_verified"`
	References int               `json:"references"`
	Frameworks []FrameworkResult `json:"frameworks"`
}

// Mark points at a run or a deploy.
type Mark struct {
	ID       string    `json:"id"`
	At       time.Time `json:"at"`
	Evidence string    `json:"evidence,omitempty"`
	Message  string    `json:"message"`
}

// FrameworkResult is one framework with its controls.
type FrameworkResult struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Document string `json:"document"`
	InScope  bool   `json:"in_scope"`
	// Services bring it into scope; an empty name stands for paths without one.
	Services []assay.ServiceID `json:"services,omitempty"`
	// Why says what would bring it into scope, where nothing does.
	Why      string        `json:"why,omitempty"`
	Counts   map[State]int `json:"counts"`
	Controls []Result      `json:"controls"`
}

// Result is what can be said of one control.
type Result struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	Reference Reference `json:"reference"`
	Binds     []string  `json:"binds"`
	State     State     `json:"state"`
	// Part says of what kind partial is.
	Part Part `json:"part,omitempty"`
	// Shown says in a few words on what: "9 of 10 changes".
	Shown string `json:"shown,omitempty"`
	// Changes is the population, Passing those that pass every check of a change,
	// Stopped those that do not and that the gate kept back.
	Changes int `json:"changes"`
	Passing int `json:"passing"`
	Stopped int `json:"stopped,omitempty"`
	// Why says, most important first, what keeps it from passing, and what of all
	// that is asked for was not there.
	Why []string `json:"why,omitempty"`
	// Exceptions are the newest first; More counts those that are left out.
	Exceptions []Exception `json:"exceptions,omitempty"`
	More       int         `json:"more_exceptions,omitempty"`
	// Evidence names what vouches for the newest runs that show it.
	Evidence []string  `json:"evidence,omitempty"`
	Last     time.Time `json:"last_evidence,omitzero"`
	// Freshness is the age in days from which evidence is stale.
	Freshness int     `json:"freshness_days"`
	Manual    *Manual `json:"manual,omitempty"`
	Next      string  `json:"next,omitempty"`
}

// Exception is a run or a deploy that is no plain pass.
type Exception struct {
	Kind     ExceptionKind       `json:"kind"`
	Run      string              `json:"run,omitempty"`
	Deploy   string              `json:"deploy,omitempty"`
	Evidence string              `json:"evidence,omitempty"`
	At       time.Time           `json:"at"`
	Message  string              `json:"message"`
	Findings []assay.Fingerprint `json:"findings,omitempty"` // at most maxFingerprints
	Waivers  []string            `json:"waivers,omitempty"`
}

// ExceptionKind sorts exceptions.
type ExceptionKind string

// The kinds.
const (
	ExceptionFailing   ExceptionKind = "failing"   // a check says no
	ExceptionNotShown  ExceptionKind = "not shown" // nothing tells either way
	ExceptionStopped   ExceptionKind = "stopped"   // a check says no, and the gate kept the change back
	ExceptionEmergency ExceptionKind = "emergency" // went through by a grant
	ExceptionWaived    ExceptionKind = "waived"    // passes, by waivers
)

// Bounds of what is listed for one control.
const (
	maxExceptions   = 100
	maxFingerprints = 20
	maxEvidence     = 10
)
