// Package report shows one run to people and machines: the same View as text,
// JSON, SARIF, JUnit, Markdown, HTML and the reports that GitLab shows.
//
// Every writer is a function of a View and an io.Writer; it reads no clock, no
// disk and no environment, so the same View gives the same bytes. What varies
// between two runs on the same input lives in View.Run alone.
package report

import (
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/rule"
)

// SchemaVersion names the shape of the JSON form; it changes with the shape.
const SchemaVersion = "assay.report/1"

// View is one run, ready to be shown.
type View struct {
	Schema  string  `json:"schema"`  // SchemaVersion
	Command string  `json:"command"` // run or scan
	Verdict Verdict `json:"verdict"`
	// Change is nil for a folder that is no repository.
	Change   *assay.Change   `json:"change,omitempty"`
	Profile  assay.Profile   `json:"profile,omitempty"` // the strictest that applied
	Services []assay.Service `json:"services,omitempty"`
	Counts   Counts          `json:"counts"`
	// Findings are sorted: counted before not counted, new before old, worst
	// first, then by path, line and rule. Suppressed ones are among them.
	Findings  []assay.Finding  `json:"findings"`
	Coverage  []assay.Coverage `json:"coverage"`
	Gaps      []assay.Gap      `json:"gaps,omitempty"`
	Stages    []Stage          `json:"stages,omitempty"`
	Rules     []rule.Rule      `json:"rules,omitempty"`     // the rules that Findings name, by id
	Resources map[string]int   `json:"resources,omitempty"` // resources evaluated, by source
	// Components counts what is brought in, by ecosystem.
	Components map[string]int `json:"components,omitempty"`
	// Licences sums up what components come under; nil without components.
	Licences *Licences `json:"licences,omitempty"`
	// Controls are those that this run touches, failing ones first.
	Controls []Control `json:"controls,omitempty"`
	// Threats says what the change does to the threat model; nil without one, and
	// where the change leaves alone what it is made from.
	Threats *Threats `json:"threats,omitempty"`
	// Cost says what the infrastructure costs a month and what the change does to
	// it; nil where no code describes any.
	Cost *Cost `json:"cost,omitempty"`
	Run  Run   `json:"run"`
}

// Outcome is the answer of the gate, or of a scan without one.
type Outcome string

// The outcomes.
const (
	Pass        Outcome = "pass"        // may ship
	Deny        Outcome = "deny"        // may not ship
	Unfinished  Outcome = "unfinished"  // could not finish: never taken for clean
	Interrupted Outcome = "interrupted" // stopped by a person or a system
	Listed      Outcome = "listed"      // a scan without a gate: it only lists
)

// Verdict is the answer.
type Verdict struct {
	Outcome  Outcome `json:"outcome"`
	ExitCode int     `json:"exit_code"`
	// Reasons are sentences, most important first; each says what would flip it.
	Reasons []Reason `json:"reasons,omitempty"`
	// Warnings hold nothing up. In an emergency what would have is among them.
	Warnings []Reason `json:"warnings,omitempty"`
	// Emergency names the grant by which a change passes that is denied otherwise.
	Emergency string `json:"emergency,omitempty"`
	// Notes are sentences that a person should know and that change nothing.
	Notes []string `json:"notes,omitempty"`
}

// Reason is one ground for the verdict.
type Reason struct {
	// Policy names the rule that says so: profile/findings; empty for the gate itself.
	Policy  string `json:"policy,omitempty"`
	Message string `json:"message"`
	// Flip is the smallest thing that would remove this ground.
	Flip string `json:"flip,omitempty"`
	// Findings are indices into View.Findings, worst first.
	Findings []int `json:"findings,omitempty"`
}

// Control is one control of a framework, as this run leaves it.
type Control struct {
	Framework string `json:"framework"` // pci-dss-4.0.1
	ID        string `json:"id"`
	Title     string `json:"title"`
	// State is failing, partial or passing: what the automated checks say.
	State string `json:"state"`
	// Part says why it is partial: "not shown", "nothing to examine", "part of the duty".
	Part string `json:"part,omitempty"`
	// Findings are indices into View.Findings.
	Findings []int `json:"findings,omitempty"`
}

// Evidence says where the proof of a run is.
type Evidence struct {
	ID string `json:"id"` // of the decision's statement
	// Where is the log's folder, or the file that waits to be submitted.
	Where string `json:"where"`
	// Entries are the ids of all statements of this run.
	Entries []string `json:"entries,omitempty"`
	// Key names the signing key by its fingerprint.
	Key string `json:"key"`
}

// Counts sums the findings up.
type Counts struct {
	Blocking    int            `json:"blocking"`              // findings that the gate counts and refuses
	Waived      int            `json:"waived,omitempty"`      // of the suppressed ones, by a waiver
	Emergencies int            `json:"emergencies,omitempty"` // emergency changes that nobody has approved in retrospect yet
	New         int            `json:"new"`                   // not suppressed
	Old         int            `json:"old"`                   // not suppressed
	Suppressed  int            `json:"suppressed"`            // by an inline ignore that counts
	Fixed       int            `json:"fixed"`                 // at the base, gone at the head
	BySeverity  map[string]int `json:"by_severity"`           // new and old, not suppressed
}

// Stage is one stage of the change's way, with its declared steps.
type Stage struct {
	Name    string           `json:"name"` // plan, code, build, test, release or deploy
	Engines []assay.EngineID `json:"engines,omitempty"`
	Steps   []StepResult     `json:"steps,omitempty"`
}

// StepResult is how a declared step went. Its time is in Run.StepSeconds.
type StepResult struct {
	Name     string `json:"name"`
	Command  string `json:"command"`
	State    string `json:"state"` // passed, failed, skipped or not-run
	ExitCode int    `json:"exit_code"`
	// Output is the redacted tail, at most 64 KiB.
	Output string `json:"output,omitempty"`
	// Why explains skipped and not-run.
	Why string `json:"why,omitempty"`
}

// Run holds everything that may differ between two runs on the same input.
type Run struct {
	ID        string    `json:"id,omitempty"`
	Version   string    `json:"version"` // of assay
	Started   time.Time `json:"started"`
	Seconds   float64   `json:"seconds"`
	Host      string    `json:"host,omitempty"`
	Root      string    `json:"root"` // the folder as it was named
	CI        string    `json:"ci,omitempty"`
	FilesRead int       `json:"files_read"`
	BytesRead int64     `json:"bytes_read"`
	FromCache int       `json:"from_cache"` // units not evaluated again
	// EngineSeconds is processor time per engine, summed over goroutines.
	EngineSeconds map[string]float64 `json:"engine_seconds,omitempty"`
	StepSeconds   map[string]float64 `json:"step_seconds,omitempty"` // by stage/step
	Notes         []string           `json:"notes,omitempty"`        // cache not writable, …
	// Evidence is nil when none was written.
	Evidence *Evidence `json:"evidence,omitempty"`
	// Policies and PolicyInput are the SHA-256 of what decided and of what it
	// decided on.
	Policies    string `json:"policies,omitempty"`
	PolicyInput string `json:"policy_input,omitempty"`
	// Advisories says how old the data on known flaws is, where components were
	// held against it.
	Advisories []DataAge `json:"advisories,omitempty"`
}

// Licences says under which licences components come, each package in each
// version once, and what is paid.
type Licences struct {
	Known   int `json:"known"`
	Unknown int `json:"unknown"` // nobody's files say one
	Review  int `json:"review"`  // findings
	Denied  int `json:"denied"`  // findings
	// Paid lists what .assay/tools.yaml names; PerMonth sums it up by currency.
	Paid     []Paid         `json:"paid,omitempty"`
	PerMonth []money.Amount `json:"per_month,omitempty"`
}

// Paid is one contract.
type Paid struct {
	Name       string       `json:"name"`
	Owner      string       `json:"owner,omitempty"`
	Components int          `json:"components"` // packages in use that it is for
	Seats      int          `json:"seats,omitempty"`
	PerMonth   money.Amount `json:"per_month"`
	Until      string       `json:"until,omitempty"`
	Expired    bool         `json:"expired,omitempty"`
	Unused     bool         `json:"unused,omitempty"` // it is for components, and none is in use
}

// DataAge is how old data from outside is: the day of its youngest record.
type DataAge struct {
	Name    string    `json:"name"` // an ecosystem, or KEV, or EPSS
	Records int       `json:"records,omitempty"`
	Newest  time.Time `json:"newest"`
	Days    int       `json:"days"` // from then until the run
}
