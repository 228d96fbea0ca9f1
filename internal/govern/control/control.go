// Package control says what can be shown of the duties that frameworks lay on
// a financial application: by which automatic check, on how many changes, and
// what a person must show.
//
//	set, err := control.Load(rules.Controls())
//	a := set.Evaluate(control.Input{Runs: …, From: …, To: …, Now: …})
//	touched := set.Touched(run)
//
// It is pure: no disk, no network, no clock. Its words never claim that a duty
// is met; they say that a check passes, on what, and since when. References are
// to clause numbers, with duties in our own words; none is taken as read in the
// official text until somebody has written which edition.
package control

import (
	"github.com/assay-dev/assay/internal/assay"
)

// Set is the frameworks that there are, with the groups their checks ask about.
type Set struct {
	Frameworks []Framework
	groups     []Group
	groupAt    map[string]int
	exact      map[assay.RuleID][]int // groups by rule
	cwe        map[int][]int          // groups by CWE number
	tag        map[string][]int       // groups by a rule's tag
	prefixes   []prefixOf             // groups by the beginning of a rule's id
}

// prefixOf is what stands before the star of "sast/*".
type prefixOf struct {
	prefix string
	group  int
}

// Framework is a text that lays duties on somebody.
type Framework struct {
	ID       string   `yaml:"framework" json:"id"`
	Title    string   `yaml:"title" json:"title"`
	Document string   `yaml:"document" json:"document"` // what references are to, where they name nothing else
	About    string   `yaml:"about" json:"about"`
	Binds    []string `yaml:"binds" json:"binds"`
	// Scope and DataClasses of a service bring the framework into scope, besides
	// a service's or the file's own list of frameworks.
	Scope       []string  `yaml:"scope" json:"scope,omitempty"`
	DataClasses []string  `yaml:"data_classes" json:"data_classes,omitempty"`
	Controls    []Control `yaml:"controls" json:"controls"`
}

// Control is one duty.
type Control struct {
	ID        string    `yaml:"id" json:"id"`
	Title     string    `yaml:"title" json:"title"` // the duty in our own words
	Reference Reference `yaml:"reference" json:"reference"`
	// Binds says whom it binds, where that is not the framework's.
	Binds []string `yaml:"binds" json:"binds"`
	// Scope narrows it to services with one of these scopes or data classes.
	Scope []string `yaml:"scope" json:"scope,omitempty"`
	// Freshness is the age in days from which evidence is stale.
	Freshness int `yaml:"freshness" json:"freshness_days"`
	// Partial says that the checks show a part of the duty only, whatever they
	// find: the manual part says what they leave open.
	Partial bool    `yaml:"partial" json:"partial,omitempty"`
	Checks  []Check `yaml:"checks" json:"checks,omitempty"`
	Manual  *Manual `yaml:"manual" json:"manual,omitempty"`

	framework *Framework
}

// Framework is the one that the control belongs to.
func (c *Control) Framework() *Framework { return c.framework }

// Reference is where a duty stands.
type Reference struct {
	Document string `yaml:"document" json:"document"`
	// Clause is empty where it is not known for certain.
	Clause string `yaml:"clause" json:"clause,omitempty"`
	// Verified says that somebody has read the official text; Edition which one.
	Verified *bool   `yaml:"verified" json:"verified"`
	Edition  *string `yaml:"edition" json:"edition"`
}

// Check is one automatic check; exactly one field is set.
type Check struct {
	// NoFindings names groups of rules: the change left none of theirs open.
	NoFindings []string `yaml:"no_findings" json:"no_findings,omitempty"`
	// Examined names scopes, as "sast/*", that were examined completely.
	Examined []string `yaml:"examined" json:"examined,omitempty"`
	// Stage ran, with all of its declared steps passed.
	Stage string `yaml:"stage" json:"stage,omitempty"`
	// FourEyes: somebody other than every author approved the change.
	FourEyes bool `yaml:"four_eyes" json:"four_eyes,omitempty"`
	// Ticket: the change names its request.
	Ticket bool `yaml:"ticket" json:"ticket,omitempty"`
	// Gated: the gate decided on the change.
	Gated bool `yaml:"gated" json:"gated,omitempty"`
	// SBOM: there is a bill of materials.
	SBOM bool `yaml:"sbom" json:"sbom,omitempty"`
	// NoOverdue: no open finding is past its deadline.
	NoOverdue bool `yaml:"no_overdue" json:"no_overdue,omitempty"`
	// AdvisoriesWithin: data on known flaws was at most so many days old.
	AdvisoriesWithin int `yaml:"advisories_within" json:"advisories_within_days,omitempty"`
	// TestedWithin: something was tested in the last so many days.
	TestedWithin int `yaml:"tested_within" json:"tested_within_days,omitempty"`
	// EnvironmentsSeparated: what went to production went elsewhere before.
	EnvironmentsSeparated bool `yaml:"environments_separated" json:"environments_separated,omitempty"`
	// DeploysReconciled: every deploy is of a change that the gate let through.
	DeploysReconciled bool `yaml:"deploys_reconciled" json:"deploys_reconciled,omitempty"`
	// Fact: a declared check answered so.
	Fact *Fact `yaml:"fact" json:"fact,omitempty"`
}

// Fact is an answer that a declared check gives; see assay.Run.
type Fact struct {
	Name string   `yaml:"name" json:"name"`
	Is   []string `yaml:"is" json:"is"` // what passes
}

// Manual is what only a person can show.
type Manual struct {
	Show  string `yaml:"show" json:"show"`
	Owner string `yaml:"owner" json:"owner"` // a role
}

// Group is a set of rules. A finding belongs to it when its rule, one of its
// CWE numbers or one of its rule's tags is named.
type Group struct {
	Name  string `yaml:"name" json:"name"`
	About string `yaml:"about" json:"about"`
	// Engines must have looked, or nothing is shown. What one of them looks at
	// must be there too.
	Engines []assay.EngineID `yaml:"engines" json:"engines"`
	// Scopes, as "iac/kubernetes" or "sast/*", say in which of them it must be;
	// in any of the engines' when left out.
	Scopes []string `yaml:"scopes" json:"scopes,omitempty"`
	// Resources narrow it to types of the providers, as "aws_kms_key".
	Resources []string `yaml:"resources" json:"resources,omitempty"`
	// Of names what it is, for the sentence that there is none.
	Of    string   `yaml:"of" json:"of,omitempty"`
	Rules []string `yaml:"rules" json:"rules,omitempty"` // ids, or beginnings of ids with * after them
	CWE   []int    `yaml:"cwe" json:"cwe,omitempty"`
	Tags  []string `yaml:"tags" json:"tags,omitempty"`
	// AtLeast is the severity from which a finding counts: low when left out.
	AtLeast string `yaml:"at_least" json:"at_least,omitempty"`

	least assay.Severity
}

// Framework finds one by its id.
func (s *Set) Framework(id string) (*Framework, bool) {
	for i := range s.Frameworks {
		if s.Frameworks[i].ID == id {
			return &s.Frameworks[i], true
		}
	}
	return nil, false
}

// Control finds one by its id.
func (s *Set) Control(id string) (*Control, bool) {
	for i := range s.Frameworks {
		for k := range s.Frameworks[i].Controls {
			if c := &s.Frameworks[i].Controls[k]; c.ID == id {
				return c, true
			}
		}
	}
	return nil, false
}

// Groups lists the groups of rules in the order of the file.
func (s *Set) Groups() []Group { return s.groups }

// Group finds one by its name.
func (s *Set) Group(name string) (Group, bool) {
	i, ok := s.groupAt[name]
	if !ok {
		return Group{}, false
	}
	return s.groups[i], true
}
