package assay

import "time"

// RuleID names a rule: engine, slash, name ("secret/github-pat").
type RuleID string

// EngineID names an engine ("secret", "iac").
type EngineID string

// The engines that there are.
const (
	EngineSecret     EngineID = "secret"
	EngineIaC        EngineID = "iac"
	EngineTag        EngineID = "tag"
	EngineDependency EngineID = "dependency"
	EngineLicence    EngineID = "licence"
	EngineSAST       EngineID = "sast"
	EngineThreat     EngineID = "threat"
	EngineFinance    EngineID = "finance" // infrastructure of regulated services
	EngineDAST       EngineID = "dast"
	EngineIAST       EngineID = "iast"
	EngineMobile     EngineID = "mobile"
	EngineQuality    EngineID = "quality" // other tools' findings that are no weakness
	EngineGovernance EngineID = "governance"
)

// Fingerprint identifies a problem across commits, line moves and renames:
// 32 lower-case hex digits.
type Fingerprint string

// Position is a place in a text file; both numbers start at 1, columns count
// bytes. The zero value means unknown.
type Position struct {
	Line   int `json:"line,omitempty"`   // from 1
	Column int `json:"column,omitempty"` // from 1, in bytes
}

// Location is where a finding, a resource or a gap is.
type Location struct {
	// Path is relative to the examined folder, with slashes. Empty where the
	// problem has no file.
	Path  string   `json:"path,omitempty"`
	Start Position `json:"start,omitzero"` // of its first character
	End   Position `json:"end,omitzero"`   // after its last character
	// Resource is the address of the infrastructure resource, where one is meant.
	Resource string `json:"resource,omitempty"`
	// Commit is set when the place exists only in history.
	Commit string `json:"commit,omitempty"`
	// Component is the package URL of the component, where one is meant.
	Component string `json:"component,omitempty"`
	// URL is that of an endpoint of a running application, where one is meant.
	URL       string `json:"url,omitempty"`
	Method    string `json:"method,omitempty"`    // of that endpoint, in HTTP
	Parameter string `json:"parameter,omitempty"` // of that endpoint
}

// Place is a stretch of a file: what a Location is of the many small things that
// have no more to say.
type Place struct {
	Path  string   `json:"path,omitempty"`
	Start Position `json:"start,omitzero"`
	End   Position `json:"end,omitzero"`
}

// At is the place as a location.
func (p Place) At() Location { return Location{Path: p.Path, Start: p.Start, End: p.End} }

// Step is one hop of a data flow, from source to sink.
type Step struct {
	Location Location `json:"location"`
	Message  string   `json:"message"`
}

// Status places a finding against the base of the change.
type Status string

// The statuses.
const (
	StatusNew Status = "new" // absent at the base, or there is no base
	StatusOld Status = "old" // already at the base
)

// Finding is one problem at one place, whatever engine raised it. No field
// ever holds a secret, a card number or an account number in clear.
type Finding struct {
	Rule        RuleID      `json:"rule"`
	Engine      EngineID    `json:"engine"`
	Fingerprint Fingerprint `json:"fingerprint"`
	Status      Status      `json:"status,omitempty"`
	Severity    Severity    `json:"severity"`
	Confidence  Confidence  `json:"confidence"`
	// Message is one sentence about this very place.
	Message  string   `json:"message"`
	Location Location `json:"location"`
	// Snippet is the offending text, redacted, at most one line.
	Snippet string `json:"snippet,omitempty"`
	// Flow leads from source to sink where the engine followed data.
	Flow []Step `json:"flow,omitempty"`
	// Fix is the smallest change that removes this finding, when the engine
	// knows one better than the rule's own advice.
	Fix string `json:"fix,omitempty"`
	// Replacement is the text that, in place of the location's, removes the
	// finding; nil when the engine knows none. An empty one deletes.
	Replacement *string `json:"replacement,omitempty"`
	// CWE numbers of this finding, where they are not the rule's.
	CWE []int `json:"cwe,omitempty"`
	// Vulnerability is set when the problem is a publicly known flaw of a component.
	Vulnerability *Vulnerability `json:"vulnerability,omitempty"`
	// Due is the day by which the profile wants it gone; zero when none.
	Due time.Time `json:"due,omitzero"`
	// Bites says why an old finding counts all the same: it became known after
	// the base, or its deadline has passed.
	Bites string `json:"bites,omitempty"`
	// Tool names who reported it when that was not us ("SonarQube 10.4").
	Tool string `json:"tool,omitempty"`
	// Also lists reports of the same problem by other engines and tools.
	Also []Report `json:"also,omitempty"`
	// Service owns the path; set by triage from the catalogue.
	Service ServiceID `json:"service,omitempty"`
	// Suppression is set when an inline ignore or a VEX document speaks for it.
	Suppression *Suppression `json:"suppression,omitempty"`
	// Identity is the engine's name for the problem without path and line
	// (a keyed hash, a resource address with an attribute …). Triage makes
	// the fingerprint from it.
	Identity string `json:"-"`
}

// Report is another engine's or tool's finding of the same problem.
type Report struct {
	Engine      EngineID    `json:"engine"`
	Tool        string      `json:"tool,omitempty"`
	Rule        RuleID      `json:"rule"`
	Fingerprint Fingerprint `json:"fingerprint"`
	Severity    Severity    `json:"severity"`
	Message     string      `json:"message,omitempty"`
}

// Suppression is an inline ignore that names a finding's rule, or a statement
// of a VEX document on its flaw.
type Suppression struct {
	// By is vex, or waiver and its id; empty for an inline ignore.
	By       string   `json:"by,omitempty"`
	Reason   string   `json:"reason"`
	Location Location `json:"location"`
	// Counts says whether the gate honours it; Why says why it does or not.
	Counts bool   `json:"counts"`
	Why    string `json:"why"`
}

// Ignore is an inline comment "assay:ignore RULE reason" as it is written. It
// speaks for findings of that rule on its own line and on the next.
type Ignore struct {
	Rule     RuleID   `json:"rule"`
	Reason   string   `json:"reason"`
	Location Location `json:"location"`
}
