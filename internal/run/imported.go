package run

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/importer"
	"github.com/assay-dev/assay/internal/report"
	"github.com/assay-dev/assay/internal/rule"
	"github.com/assay-dev/assay/internal/sbom"
	"github.com/assay-dev/assay/internal/store"
	"github.com/assay-dev/assay/internal/triage"
)

// readReports reads other tools' reports. What is in several of them, or twice
// in one, is there once.
func (s *Service) readReports(ctx context.Context, files []string, format, root string, progress func(phase string, done, total int)) (*importer.Report, error) {
	all := &importer.Report{}
	seen := map[assay.Fingerprint]bool{}
	for i, name := range files {
		if progress != nil {
			progress("reading reports", i, len(files))
		}
		r, err := s.readReport(ctx, name, format, root)
		if err != nil {
			return nil, err
		}
		for k := range r.Findings {
			f := &r.Findings[k]
			f.Fingerprint = triage.Fingerprint(f)
			f.Identity = ""
		}
		r.Findings = slices.DeleteFunc(r.Findings, func(f assay.Finding) bool {
			twice := seen[f.Fingerprint]
			seen[f.Fingerprint] = true
			return twice
		})
		if all.Findings == nil {
			all.Findings = r.Findings
		} else {
			all.Findings = append(all.Findings, r.Findings...)
		}
		all.Format, all.Tool, all.ToolVersion = r.Format, r.Tool, r.ToolVersion
		all.Rules = append(all.Rules, r.Rules...)
		all.Projects, all.Components = append(all.Projects, r.Projects...), append(all.Components, r.Components...)
		all.Gaps, all.Skipped = append(all.Gaps, r.Gaps...), all.Skipped+r.Skipped
	}
	return all, nil
}

func (s *Service) readReport(ctx context.Context, name, format, root string) (*importer.Report, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fault.New(fault.Invalid, "there is no report %s: %w", name, errors.Unwrap(err)).WithHelp("check the name; a report of several files is several arguments")
	}
	defer f.Close()
	return importer.Read(ctx, filepath.Base(name), f, importer.Options{
		Format: format, Root: root, Redact: s.Redact,
		Components: func(ctx context.Context, name string, r io.Reader) ([]assay.Project, []assay.Component, []assay.Gap, error) {
			d, err := sbom.Read(ctx, name, r)
			if err != nil {
				return nil, nil, nil, err
			}
			for i := range d.Components {
				if c := &d.Components[i]; c.Location.Path == "" {
					c.Location.Path = name
				}
			}
			return d.Projects, d.Components, nil, nil
		},
	})
}

// ImportRequest says what to take in.
type ImportRequest struct {
	Dir    string // the folder that the reports are about
	Files  []string
	Format string // empty: told from the content
	Root   string // see importer.Options
	// FailOn makes the answer no from this severity on, for what is new.
	FailOn   *assay.Severity
	Progress func(phase string, done, total int)
}

// Import takes other tools' reports in: each problem once, however often it is
// reported, joined with what the latest run found itself.
func (s *Service) Import(ctx context.Context, req ImportRequest) (*report.View, error) {
	start := s.Now()
	if s.Store == nil {
		return nil, fault.New(fault.Invalid, "there is no home folder to keep findings in").WithHelp("set --home or ASSAY_HOME")
	}
	j := &job{Service: s, req: Request{Dir: req.Dir, FailOn: req.FailOn}, stepSeconds: map[string]float64{}}
	defer j.close()
	if err := j.prepare(ctx); err != nil {
		return nil, interruptedOr(ctx, err)
	}
	in, err := s.readReports(ctx, req.Files, req.Format, req.Root, req.Progress)
	if err != nil {
		return nil, interruptedOr(ctx, err)
	}
	if err := j.keep(ctx, in.Findings); err != nil {
		return nil, err
	}
	for i := range in.Findings { // nothing suppresses itself before a threshold
		if f := &in.Findings[i]; req.FailOn == nil || f.Status == assay.StatusOld {
			honour(f, "the tool that reports it set it aside")
		}
	}
	j.findings, j.gaps = in.Findings, in.Gaps
	found, err := j.judgeComponents(ctx, in)
	if err != nil {
		return nil, err
	}
	j.findings = append(j.findings, found...)
	ours, err := j.latest(ctx)
	if err != nil {
		return nil, err
	}
	rules := rulesOf(in.Rules, ours.Rules, j.rulesOf(found))
	fresh := map[assay.Fingerprint]bool{}
	for i := range in.Findings {
		fresh[in.Findings[i].Fingerprint] = in.Findings[i].Status == assay.StatusNew
	}
	for i := range ours.Findings {
		ours.Findings[i].Also = nil
	}
	j.findings = triage.Merge(append(j.findings, ours.Findings...), weaknesses(rules))
	given := map[assay.Fingerprint]bool{}
	for i := range found {
		given[found[i].Fingerprint] = true
	}
	j.findings = slices.DeleteFunc(j.findings, func(f assay.Finding) bool { return f.Tool == "" && len(f.Also) == 0 && !given[f.Fingerprint] })
	for i := range j.findings {
		if f := &j.findings[i]; f.Tool == "" && !given[f.Fingerprint] { // ours: new as its report is
			f.Status = assay.StatusOld
			if slices.ContainsFunc(f.Also, func(r assay.Report) bool { return fresh[r.Fingerprint] }) {
				f.Status = assay.StatusNew
			}
		}
	}
	slices.SortStableFunc(j.findings, inOrder)
	v := j.importView(start, in, rules)
	return v, j.keepBill(ctx, v, in, req.Files)
}

// judgeComponents holds a bill of materials that was taken in against known
// flaws and licences, like our own.
func (j *job) judgeComponents(ctx context.Context, in *importer.Report) ([]assay.Finding, error) {
	if len(in.Components) == 0 {
		return nil, nil
	}
	var out []assay.Finding
	for _, a := range j.Engines(EngineOptions{Catalogue: j.catalogue}).Analysers {
		part, err := a.Analyse(ctx, engine.Facts{Projects: in.Projects, Components: in.Components})
		if err != nil {
			return nil, err
		}
		out = append(out, part.Findings...)
		j.gaps = append(j.gaps, part.Gaps...)
	}
	for i := range out {
		out[i].Fingerprint = triage.Fingerprint(&out[i])
		out[i].Identity, out[i].Status = "", assay.StatusNew
		if s, ok := j.catalogue.Owner(out[i].Location.Path); ok {
			out[i].Service = s.ID
		}
	}
	triage.Number(out)
	return out, nil
}

// keepBill stores what a bill of materials holds, for questions later on, beside
// the runs of the folder and not as one of them.
func (j *job) keepBill(ctx context.Context, v *report.View, in *importer.Report, files []string) (err error) {
	if len(in.Components) == 0 {
		return nil
	}
	rec, err := record(v, j.req.Dir)
	if err != nil {
		return err
	}
	rec.Root = filepath.Join(rec.Root, filepath.Base(files[0]))
	if rec.Inventory, err = j.inventoryOf(in.Components); err != nil {
		return err
	}
	st, err := j.Store()
	if err != nil {
		return err
	}
	return errors.Join(st.SaveRun(ctx, rec), st.Close())
}

// readImports reads the reports that were handed in with the run.
func (j *job) readImports(ctx context.Context) (err error) {
	if len(j.req.Imports) > 0 {
		j.imported, err = j.readReports(ctx, j.req.Imports, "", "", j.req.Progress)
	}
	return err
}

// addImports places what was handed in. A report knows no base: what it says of
// a file that the change leaves alone is old.
func (j *job) addImports(head []assay.Finding) []assay.Finding {
	if j.imported == nil {
		return head
	}
	changed := map[string]bool{}
	for _, c := range j.changed {
		changed[c.Path] = true
	}
	for _, f := range j.imported.Findings {
		f.Status = j.status(j.base != nil && f.Location.Path != "" && !changed[f.Location.Path])
		if f.Status == assay.StatusOld {
			honour(&f, "it stood at the base")
		}
		head = append(head, f)
	}
	return triage.Merge(head, weaknesses(rulesOf(j.imported.Rules, j.rulesOf(head))))
}

// honour lets a tool's own suppression count.
func honour(f *assay.Finding, why string) {
	if f.Suppression != nil {
		s := *f.Suppression
		s.Counts, s.Why = true, why
		f.Suppression = &s
	}
}

// foundRule is a rule, or that there is none.
type foundRule struct {
	rule.Rule
	ok bool
}

// rule finds a rule of this run's engines, or of the catalogue, and remembers it:
// some describe themselves only when they are asked, at some cost.
func (j *job) rule(id assay.RuleID) (rule.Rule, bool) {
	r, known := j.rulesFound[id]
	if !known {
		r.Rule, r.ok = j.findRule(id)
		if j.rulesFound == nil {
			j.rulesFound = map[assay.RuleID]foundRule{}
		}
		j.rulesFound[id] = r
	}
	return r.Rule, r.ok
}

func (j *job) findRule(id assay.RuleID) (rule.Rule, bool) {
	if j.ownRules != nil {
		if r, ok := j.ownRules.Rule(id); ok {
			return r, true
		}
	}
	return j.Rules.Rule(id)
}

// rulesOf lists the rules that findings name, by id.
func (j *job) rulesOf(findings []assay.Finding) []rule.Rule {
	seen := map[assay.RuleID]bool{}
	var out []rule.Rule
	for i := range findings {
		f := &findings[i]
		if seen[f.Rule] {
			continue
		}
		seen[f.Rule] = true
		r, ok := j.rule(f.Rule)
		if !ok {
			r = rule.Rule{ID: f.Rule, Engine: f.Engine, Severity: f.Severity}
			if j.imported != nil {
				if i := slices.IndexFunc(j.imported.Rules, func(r rule.Rule) bool { return r.ID == f.Rule }); i >= 0 {
					r = j.imported.Rules[i]
				}
			}
		}
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b rule.Rule) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return out
}

// keep stores findings, and tells which were known.
func (j *job) keep(ctx context.Context, findings []assay.Finding) (err error) {
	abs, err := filepath.Abs(j.req.Dir)
	if err != nil {
		return err
	}
	slices.SortFunc(findings, func(a, b assay.Finding) int {
		return cmp.Or(strings.Compare(a.Tool, b.Tool), strings.Compare(string(a.Fingerprint), string(b.Fingerprint)))
	})
	st, err := j.Store()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	at := j.Now()
	first, err := st.SaveFindings(ctx, abs, at, j.encoded(findings))
	if err != nil {
		return err
	}
	for i := range findings {
		findings[i].Status = assay.StatusOld
		if first[i].UnixNano() == at.UnixNano() {
			findings[i].Status = assay.StatusNew
		}
	}
	return nil
}

// encoded gives findings in the form in which they are stored, one by one.
func (j *job) encoded(findings []assay.Finding) iter.Seq2[store.Finding, error] {
	return func(yield func(store.Finding, error) bool) {
		for i := range findings {
			f := &findings[i]
			if s, ok := j.catalogue.Owner(f.Location.Path); ok {
				f.Service = s.ID
			}
			data, err := json.Marshal(f)
			if !yield(store.Finding{Tool: f.Tool, Fingerprint: string(f.Fingerprint), Data: data}, err) {
				return
			}
		}
	}
}

// latest is the newest stored run of the folder; empty when there is none.
func (j *job) latest(ctx context.Context) (v report.View, err error) {
	abs, err := filepath.Abs(j.req.Dir)
	if err != nil {
		return v, err
	}
	st, err := j.Store()
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	runs, err := st.Runs(ctx, store.Filter{Root: abs, Limit: 1})
	if err != nil || len(runs) == 0 {
		return v, err
	}
	r, err := st.Run(ctx, runs[0].ID)
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(r.Report, &v); err != nil {
		return v, fmt.Errorf("read run %s: %w", r.ID, err)
	}
	v.Findings = slices.DeleteFunc(v.Findings, func(f assay.Finding) bool { return f.Tool != "" })
	return v, nil
}

func rulesOf(lists ...[]rule.Rule) map[assay.RuleID]rule.Rule {
	out := map[assay.RuleID]rule.Rule{}
	for _, l := range lists {
		for _, r := range l {
			if _, ok := out[r.ID]; !ok {
				out[r.ID] = r
			}
		}
	}
	return out
}

// weaknesses gives a finding's CWE numbers: its own, else its rule's.
func weaknesses(rules map[assay.RuleID]rule.Rule) func(*assay.Finding) []int {
	return func(f *assay.Finding) []int {
		if len(f.CWE) > 0 {
			return f.CWE
		}
		return rules[f.Rule].CWE
	}
}

// importView shows what was taken in.
func (j *job) importView(start time.Time, in *importer.Report, rules map[assay.RuleID]rule.Rule) *report.View {
	d := j.failOn()
	if d.ExitCode == 0 && slices.ContainsFunc(j.gaps, func(g assay.Gap) bool { return !g.Unsupported }) {
		d.ExitCode = fault.ExitUnfinished
	}
	v := &report.View{
		Schema: report.SchemaVersion, Command: "import", Verdict: j.verdict(d), Services: j.catalogue.Services(),
		Counts: j.counts(len(d.Blocking)), Findings: j.findings, Coverage: []assay.Coverage{}, Gaps: j.gaps,
	}
	if v.Findings == nil {
		v.Findings = []assay.Finding{}
	}
	if v.Verdict.Outcome == report.Pass && j.req.FailOn == nil {
		v.Verdict.Outcome = report.Listed
	}
	if in.Skipped > 0 {
		v.Verdict.Notes = append(v.Verdict.Notes, fmt.Sprintf("%d entries that are no findings were left out: passed, fixed or closed", in.Skipped))
	}
	for i := range in.Components {
		if v.Components == nil {
			v.Components = map[string]int{}
		}
		v.Components[cmp.Or(string(in.Components[i].Ecosystem), "other")]++
	}
	named := map[assay.RuleID]bool{}
	for _, f := range j.findings {
		if r, ok := rules[f.Rule]; ok && !named[f.Rule] {
			v.Rules = append(v.Rules, r)
		}
		named[f.Rule] = true
	}
	slices.SortFunc(v.Rules, func(a, b rule.Rule) int { return strings.Compare(string(a.ID), string(b.ID)) })
	v.Run = report.Run{ID: runID(start, j.req.Dir, j.Host, ""), Version: j.Version, Started: start.UTC(), Seconds: j.Now().Sub(start).Seconds(), Host: j.Host, Root: j.req.Dir}
	return v
}

// given is what reports say is brought in.
func (j *job) given() engine.Output {
	if j.imported == nil {
		return engine.Output{}
	}
	return engine.Output{Projects: j.imported.Projects, Components: j.imported.Components}
}
