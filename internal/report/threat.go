package report

import (
	"fmt"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// Threats sums a threat model up, and what the change adds to it. Everything
// but the counts is against the base, and empty without one.
type Threats struct {
	Elements   int `json:"elements"`
	Flows      int `json:"flows"`
	Boundaries int `json:"boundaries"`
	Open       int `json:"open"`
	Unknown    int `json:"unknown"`
	Accepted   int `json:"accepted,omitempty"`
	Answered   int `json:"answered"`
	// AddedElements and AddedFlows are in words.
	AddedElements []string `json:"added_elements,omitempty"`
	AddedFlows    []string `json:"added_flows,omitempty"`
	Opened        []Threat `json:"opened,omitempty"` // worst first
	Closed        int      `json:"closed,omitempty"`
	Asked         int      `json:"asked,omitempty"` // new and not answered yet
	// Requirements are ids of controls that the change brings into scope.
	Requirements []string `json:"requirements,omitempty"`
}

// Threat is one threat that the change opens.
type Threat struct {
	ID       string         `json:"id"`
	Severity assay.Severity `json:"severity"`
	Title    string         `json:"title"`
	Next     string         `json:"next,omitempty"`
	Location assay.Location `json:"location,omitzero"`
}

// changed says that the change does something to the model.
func (t *Threats) changed() bool {
	return t != nil && len(t.AddedElements)+len(t.AddedFlows)+len(t.Opened)+t.Closed+t.Asked+len(t.Requirements) > 0
}

// some lists the first few of a list.
func some(list []string, n int) string {
	if len(list) <= n {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %s more", strings.Join(list[:n], ", "), thousands(len(list)-n))
}

// tally counts what the change does.
func (t *Threats) tally() string {
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{{len(t.Opened), "opened"}, {t.Closed, "closed"}, {t.Asked, "to answer"}} {
		if p.n > 0 {
			parts = append(parts, thousands(p.n)+" "+p.word)
		}
	}
	return strings.Join(parts, ", ")
}

// lines are at most four, most needed first.
func (t *Threats) lines() []string {
	var out []string
	if len(t.Opened) > 0 {
		o := t.Opened[0]
		s := severitySymbol(o.Severity) + " " + o.Severity.String() + "  " + o.Title
		if len(t.Opened) > 1 {
			s += fmt.Sprintf(" (and %s more)", thousands(len(t.Opened)-1))
		}
		out = append(out, s)
	}
	if n := len(t.AddedElements); n > 0 {
		out = append(out, "adds "+some(t.AddedElements, 4))
	}
	if n := len(t.AddedFlows); n > 0 {
		out = append(out, "flows "+some(t.AddedFlows, 3))
	}
	if n := len(t.Requirements); n > 0 {
		out = append(out, "brings into scope "+some(t.Requirements, 6))
	}
	return out
}

// threats says in at most five lines what the change does to the model.
func (t *text) threats() {
	if !t.Threats.changed() {
		return
	}
	title := "Threat model"
	if s := t.Threats.tally(); s != "" {
		title += " " + t.dim("("+s+")")
	}
	t.line("\n%s", strings.Replace(title, "Threat model", t.head("Threat model"), 1))
	for _, l := range t.Threats.lines() {
		t.line("   %s", t.wrapped(l, 3))
	}
}

func (m *markdown) threats() {
	if !m.Threats.changed() {
		return
	}
	m.row("#### Threat model %s\n", m.text(m.Threats.tally()))
	for _, l := range m.Threats.lines() {
		m.row("- %s", m.text(l))
	}
	m.row("")
}

// ThreatLines and ThreatTally are the same, for the page.
func (d *digest) ThreatLines() []string {
	if !d.Threats.changed() {
		return nil
	}
	return d.Threats.lines()
}

// ThreatTally sums the model up.
func (d *digest) ThreatTally() string {
	if d.Threats == nil {
		return ""
	}
	return d.Threats.tally()
}
