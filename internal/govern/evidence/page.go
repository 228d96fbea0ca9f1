package evidence

import (
	"bytes"
	_ "embed" // the page
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

//go:embed page.html.tmpl
var pageText string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"day":   func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") },
	"short": short,
	"names": func(list []Name) string {
		var out []string
		for _, n := range list {
			out = append(out, n.Role+": "+n.Name)
		}
		return strings.Join(out, ", ")
	},
}).Parse(pageText))

// Page is what a person reads first of an export.
type Page struct {
	Origin, Service, Period string
	Entries, Size           int64
	Deploys                 []Judged
	Bypasses, Emergencies   []Judged
	// Changes are runs with their decisions.
	Changes []Change
	Passed  int
	// Waivers are those that did not count: expired, altered, self-approved …
	Waivers []Waived
	Names   bool
}

// Change is a run on the page.
type Change struct {
	RunRecord
	Verdict  Verdict
	Why      string
	Findings int // open
	People   []Name
}

// Waived is a waiver that did not count, with the runs that said so.
type Waived struct {
	Rule        assay.RuleID
	Fingerprint assay.Fingerprint
	Runs        int
	Last        time.Time
	RunID       string // the last
}

const waiverRules = "governance/waiver-"

func newPage(records []*Record, m manifest, files map[string][]byte) *Page {
	p := &Page{Origin: m.Origin, Service: string(m.Service), Period: period(m.From, m.To), Entries: int64(len(m.Entries)), Size: m.Size, Names: m.Names}
	pop, err := population(func(yield func(*Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}, Filter{})
	if err != nil {
		panic(err) // the records above bring no error
	}
	statements := map[string]string{}
	for _, r := range records {
		statements[r.ID] = r.Statement
	}
	waived := map[string]*Waived{}
	for _, run := range pop.Runs {
		c := Change{RunRecord: run, People: namesIn(files, statements[run.EvidenceID])}
		c.Verdict, c.Why = outcome(&run.Decision)
		if part := runInPart(&run); part != "" && !c.Verdict.Bypass() {
			c.Verdict, c.Why = Partial, "tested in part: "+part
		}
		if c.Verdict == Passed || c.Verdict == Emergency {
			p.Passed++
		}
		for _, f := range run.Findings {
			if f.Suppressed == "" {
				c.Findings++
			}
			if strings.HasPrefix(string(f.Rule), waiverRules) {
				p.waiver(waived, run, f)
			}
		}
		p.Changes = append(p.Changes, c)
	}
	for _, d := range pop.Deploys {
		j := judge(d.Deploy, pop.Runs)
		p.Deploys = append(p.Deploys, j)
		if j.Verdict.Bypass() {
			p.Bypasses = append(p.Bypasses, j)
		}
		if j.Verdict == Emergency {
			p.Emergencies = append(p.Emergencies, j)
		}
	}
	p.undeployed(pop.Runs)
	return p
}

// undeployed adds emergencies whose deploy nobody recorded.
func (p *Page) undeployed(runs []RunRecord) {
	for _, run := range runs {
		if run.Decision.Emergency == "" || run.Decision.Outcome != "pass" ||
			slices.ContainsFunc(p.Emergencies, func(j Judged) bool { return sameCommit(run.Head, j.Commit) }) {
			continue
		}
		j := Judged{Deploy: assay.Deploy{At: run.Started, Commit: run.Head, Ticket: run.Ticket}, Verdict: Emergency, Why: byGrant(&run) + "; no deploy of it is recorded", Evidence: run.Decided}
		if len(run.Services) > 0 {
			j.Service = run.Services[0].ID
		}
		p.Emergencies = append(p.Emergencies, j)
	}
}

func (p *Page) waiver(seen map[string]*Waived, run RunRecord, f assay.RunFinding) {
	key := string(f.Rule) + " " + string(f.Fingerprint)
	if seen[key] == nil {
		p.Waivers = append(p.Waivers, Waived{Rule: f.Rule, Fingerprint: f.Fingerprint})
	}
	for i := range p.Waivers {
		w := &p.Waivers[i]
		if w.Rule == f.Rule && w.Fingerprint == f.Fingerprint {
			w.Runs++
			w.Last, w.RunID = run.Started, run.ID
			seen[key] = w
		}
	}
}

func namesIn(files map[string][]byte, statement string) []Name {
	n, err := parseNames(files[namesPath(statement)])
	if err != nil {
		return nil // verified elsewhere; a page without names is whole too
	}
	return n.People
}

func period(from, to time.Time) string {
	switch {
	case from.IsZero() && to.IsZero():
		return "everything"
	case to.IsZero():
		return "from " + from.UTC().Format(time.DateOnly)
	case from.IsZero():
		return "up to " + to.Add(-time.Second).UTC().Format(time.DateOnly)
	}
	return fmt.Sprintf("%s to %s", from.UTC().Format(time.DateOnly), to.Add(-time.Second).UTC().Format(time.DateOnly))
}

func (p *Page) html() ([]byte, error) {
	var b bytes.Buffer
	err := pageTemplate.Execute(&b, p)
	return b.Bytes(), err
}
