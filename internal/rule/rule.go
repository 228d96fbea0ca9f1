// Package rule is the catalogue of everything Assay can say: for each rule its
// severity, weakness, explanation and fix. Engines bring their rules as a
// Source; reports and `assay rules` look them up here.
package rule

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// Rule describes one kind of finding.
type Rule struct {
	ID          assay.RuleID     `json:"id"`
	Engine      assay.EngineID   `json:"engine"`
	Title       string           `json:"title"` // short, sentence case, no full stop
	Severity    assay.Severity   `json:"severity"`
	Confidence  assay.Confidence `json:"confidence"`
	CWE         []int            `json:"cwe,omitempty"` // numbers in the Common Weakness Enumeration
	Tags        []string         `json:"tags,omitempty"`
	Explanation string           `json:"explanation"` // why it matters, for a person
	Fix         string           `json:"fix"`         // what to do
	References  []string         `json:"references,omitempty"`
	Aliases     []string         `json:"aliases,omitempty"` // the same rule's names elsewhere
}

// Source is a family of rules, usually one engine's.
type Source interface {
	// Rule finds one rule. It must be cheap when the id is not of this
	// family, and safe for concurrent use.
	Rule(id assay.RuleID) (Rule, bool)
	// Rules lists the family in the order of the ids.
	Rules() []Rule
}

// List is a Source over a fixed slice.
type List []Rule

// Rule finds one rule by its id.
func (l List) Rule(id assay.RuleID) (Rule, bool) {
	for _, r := range l {
		if r.ID == id {
			return r, true
		}
	}
	return Rule{}, false
}

// Rules returns the slice.
func (l List) Rules() []Rule { return l }

// Catalogue joins the families.
type Catalogue []Source

// Rule finds a rule in any family. An unknown id gives a bare rule, so that a
// report never fails on an imported or retired one.
func (c Catalogue) Rule(id assay.RuleID) (Rule, bool) {
	for _, s := range c {
		if r, ok := s.Rule(id); ok {
			return r, true
		}
	}
	engine, _, _ := strings.Cut(string(id), "/")
	return Rule{ID: id, Engine: assay.EngineID(engine), Title: string(id)}, false
}

// Rules lists all rules, sorted by id.
func (c Catalogue) Rules() []Rule {
	var all []Rule
	for _, s := range c {
		all = append(all, s.Rules()...)
	}
	slices.SortFunc(all, func(a, b Rule) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return all
}
