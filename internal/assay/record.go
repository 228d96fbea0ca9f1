package assay

import (
	"time"

	"github.com/assay-dev/assay/internal/money"
)

// Run is what governance keeps of one tested change: the facts that controls
// count and evidence signs. It names no person; People stand beside it.
type Run struct {
	ID      string    `json:"id"`
	Started time.Time `json:"started"`
	Seconds float64   `json:"seconds"`
	// FixedClock says that Started is what somebody set, not the time.
	FixedClock bool   `json:"fixed_clock,omitempty"`
	Version    string `json:"version"` // of assay
	CI         string `json:"ci,omitempty"`
	// Repository names it without credentials: the origin's host and path, else
	// the folder's name.
	Repository string `json:"repository"`
	Base       string `json:"base,omitempty"`   // commit
	Head       string `json:"head,omitempty"`   // commit
	Dirty      bool   `json:"dirty,omitempty"`  // uncommitted work was examined too
	Ticket     string `json:"ticket,omitempty"` // id of the change request
	Changed    int    `json:"changed"`          // files that differ from the base
	// Folder was examined, by its path below the repository's root; empty for the root.
	Folder string `json:"folder,omitempty"`
	// Only are the stages that were asked for; empty for all.
	Only []string `json:"only,omitempty"`
	// Services own the examined paths, with what was in force for them.
	Services   []RunService   `json:"services,omitempty"`
	Profile    Profile        `json:"profile"` // the strictest
	Coverage   []Coverage     `json:"coverage,omitempty"`
	Stages     []RunStage     `json:"stages,omitempty"`
	Findings   []RunFinding   `json:"findings,omitempty"`
	Fixed      int            `json:"fixed,omitempty"`
	Components int            `json:"components,omitempty"`
	Resources  map[string]int `json:"resources,omitempty"` // by provider's type
	// Cost is what the change does to the monthly cost of its infrastructure; nil
	// where no code describes any.
	Cost *RunCost `json:"cost,omitempty"`
	// SBOM is the SHA-256, in hex, of the inventory; empty without one.
	SBOM string `json:"sbom,omitempty"`
	// AdvisoryDays is how old the data on known flaws is; -1 when none was used.
	AdvisoryDays int      `json:"advisory_days"`
	Decision     Decision `json:"decision"`
	// FourEyes says that somebody other than every author approved the change;
	// nil when nobody told who approved.
	FourEyes *bool `json:"four_eyes,omitempty"`
	// Waivers are those that counted.
	Waivers []string `json:"waivers,omitempty"`
	// Grant is the emergency grant by which a denied change passed; nil without one.
	Grant *Grant `json:"grant,omitempty"`
	// Facts are answers of declared checks and of what was evaluated that no
	// finding says: "kill-switch-test": "passed", "environment": "staging".
	Facts map[string]string `json:"facts,omitempty"`
	// People are kept apart from what is signed in clear.
	People []Person `json:"-"`
}

// RunCost is what a change does to the cost of a month, in list prices on demand.
// Amounts are the parts that are known.
type RunCost struct {
	Currency string       `json:"currency"`
	Before   money.Number `json:"before"`
	After    money.Number `json:"after"`
	Delta    money.Number `json:"delta"`
	// Unknown counts components that the change touches and whose cost is not
	// known: with any, Delta is not the whole difference.
	Unknown int `json:"unknown"`
	// Prices is the month that the newest of the prices is from.
	Prices string `json:"prices,omitempty"`
}

// RunService is a service as it stood in a run.
type RunService struct {
	ID          ServiceID `json:"id"`
	Profile     Profile   `json:"profile"`
	Scope       []string  `json:"scope,omitempty"`
	DataClasses []string  `json:"data_classes,omitempty"`
	Frameworks  []string  `json:"frameworks,omitempty"`
	Environment string    `json:"environment,omitempty"`
	// Outside says that some of its paths lie outside of the examined folder.
	Outside bool `json:"outside,omitempty"`
}

// RunStage is a stage of a run, with its declared steps by name.
type RunStage struct {
	Name    string     `json:"name"`
	Engines []EngineID `json:"engines,omitempty"`
	Steps   []RunStep  `json:"steps,omitempty"`
}

// RunStep is a declared step: passed, failed, skipped or not-run.
type RunStep struct {
	Name  string `json:"name"`
	State string `json:"state"`
}

// RunFinding is a finding as controls count it.
type RunFinding struct {
	Rule        RuleID      `json:"rule"`
	Fingerprint Fingerprint `json:"fingerprint"`
	Severity    Severity    `json:"severity"`
	Confidence  Confidence  `json:"confidence"`
	Status      Status      `json:"status,omitempty"`
	CWE         []int       `json:"cwe,omitempty"`
	Tags        []string    `json:"tags,omitempty"` // the rule's
	Service     ServiceID   `json:"service,omitempty"`
	// Suppressed says by what: "waiver W-1", "ignore", "vex"; empty when open.
	Suppressed string `json:"suppressed,omitempty"`
	// Overdue says that its deadline has passed.
	Overdue bool `json:"overdue,omitempty"`
}

// Effect is what a policy says, or all of them together.
type Effect string

// The effects, mildest first.
const (
	Allow Effect = "allow"
	Warn  Effect = "warn"
	Deny  Effect = "deny"
)

// Ruling is what one rule of a policy said.
type Ruling struct {
	// Policy names it: "profile/new-findings".
	Policy  string `json:"policy"`
	Effect  Effect `json:"effect"`
	Message string `json:"message"` // a sentence for a person
	// Flip is the smallest thing that would change it.
	Flip     string        `json:"flip,omitempty"`
	Findings []Fingerprint `json:"findings,omitempty"` // worst first
}

// Decision is the gate's answer as it is kept.
type Decision struct {
	// Outcome is pass, deny, unfinished or interrupted.
	Outcome  string   `json:"outcome"`
	ExitCode int      `json:"exit_code"`
	Effect   Effect   `json:"effect"`
	Rulings  []Ruling `json:"rulings,omitempty"` // denials and warnings
	// Policies is the SHA-256, in hex, of the policies that were asked; Input of
	// what they were asked on.
	Policies string `json:"policies,omitempty"`
	Input    string `json:"input,omitempty"`
	// Replaced names bundled policies that the repository's own took the place of.
	Replaced []string `json:"replaced,omitempty"`
	// Emergency names the emergency grant by which a denied change passed.
	Emergency string `json:"emergency,omitempty"`
}

// Grant is an emergency grant that let a denied change pass. Who signed it is
// among the people.
type Grant struct {
	ID      string    `json:"id"`
	Reason  string    `json:"reason"`
	Ticket  string    `json:"ticket,omitempty"`
	Base    string    `json:"base,omitempty"`   // commit that the change is compared with
	Change  string    `json:"change,omitempty"` // digest of what it was granted for
	Expires time.Time `json:"expires"`
}

// The roles of people in an emergency.
const (
	RoleEmergencyApprover  = "emergency-approver"
	RoleEmergencyRequester = "emergency-requester"
)

// Person is somebody's part in a change. Names are personal data: they are
// never signed in clear.
type Person struct {
	// Role is author, requester, approver, deployer, or one in an emergency.
	Role string `json:"role"`
	Name string `json:"name"`
}

// Deploy says what went where, and when.
type Deploy struct {
	ID          string    `json:"id"`                 // as its record has it
	At          time.Time `json:"at"`                 // when
	Day         bool      `json:"day,omitempty"`      // At is a day; the time is not known
	Service     ServiceID `json:"service"`            // that was deployed
	Environment string    `json:"environment"`        // where to
	Commit      string    `json:"commit,omitempty"`   // that was deployed
	Artifact    string    `json:"artifact,omitempty"` // name or digest of what was deployed
	Ticket      string    `json:"ticket,omitempty"`   // id of the change request
	People      []Person  `json:"-"`
}
