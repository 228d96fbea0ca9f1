package importer

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// SARIF 2.1.0 (OASIS). A run may name rules, artifacts and base addresses
// after the results that refer to them, so results are kept in short form
// until their run ends.

func isSARIF(o outline) bool {
	return o.has("/runs") && (strings.Contains(o["/$schema"], "sarif") || strings.HasPrefix(o["/version"], "2.") ||
		o.any("/runs/[]/tool", "/runs/[]/results"))
}

func readSARIF(s *stream) error {
	return s.object(func(name string) error {
		if name != "runs" {
			return s.skip()
		}
		return s.array(func() error { return readSARIFRun(s) })
	})
}

func readSARIFRun(s *stream) error {
	r := &sarifRun{b: s.b, from: len(s.b.out.Findings), places: map[sarifPlace]int{}}
	err := s.object(func(name string) error {
		switch name {
		case "tool":
			return one(s, &r.tool)
		case "originalUriBaseIds":
			return one(s, &r.bases)
		case "artifacts":
			return entries(s, func(a *sarifListed) error {
				r.artifacts = append(r.artifacts, a.Location)
				return nil
			})
		case "taxonomies":
			return entries(s, func(c *sarifComponent) error {
				r.taxonomies = append(r.taxonomies, *c)
				return nil
			})
		case "threadFlowLocations":
			return entries(s, func(l *sarifStep) error {
				r.steps = append(r.steps, r.step(*l))
				return nil
			})
		case "invocations":
			return entries(s, func(v *sarifInvocation) error {
				v.check(s.b)
				return nil
			})
		case "results":
			return entries(s, r.result)
		default:
			return s.skip()
		}
	})
	if err != nil {
		return err
	}
	return r.finish()
}

// check tells of a tool that did not get through.
func (v *sarifInvocation) check(b *builder) {
	if v.Successful != nil && !*v.Successful {
		b.failed("the report says that the tool did not run to its end: " + first(v.Exit, "no reason given"))
	}
	for _, n := range v.Notifications {
		if n.Level == "error" {
			b.failed("the tool says: " + first(n.Message.Text, n.Message.ID))
		}
	}
}

// one decodes a value that is needed whole.
func one[T any](s *stream, into *T) error {
	v, ok, err := decode[T](s)
	if ok {
		*into = *v
	}
	return err
}

// sarifRun is a run while it is read.
type sarifRun struct {
	b          *builder
	tool       sarifTool
	bases      map[string]sarifArtifact
	artifacts  []sarifArtifact
	taxonomies []sarifComponent
	steps      []assay.Step     // the run's list of steps that flows may refer to
	from       int              // where the run's findings begin in the report
	pending    [][]sarifPending // in chunks, which do not move as the list grows
	places     map[sarifPlace]int
	order      []sarifPlace
	rules      sarifIndex
}

const chunk = 1024

// sarifPending is what of a result waits for the end of its run. Until then
// Path of its finding's locations holds the number of a sarifPlace.
type sarifPending struct {
	rule       sarifRef
	level      string
	kind       string
	severity   string // a word or a score, as the result's properties have it
	confidence string
	engine     string
	rank       *float64
	message    sarifText
	stable     string
	web        bool
	late       map[int]int // steps of the flow that stand in the run's list, and where
}

// result takes in what can be said of a result on its own.
func (r *sarifRun) result(v *sarifResult) error {
	if v.settled() {
		r.b.skipped()
		return nil
	}
	if v.RuleID == "" && v.Rule == nil && v.RuleIndex == nil && v.Message.empty() {
		r.b.gap("a result names neither a rule nor a message; it was left out")
		return nil
	}
	if len(r.b.out.Findings) >= maxFindings {
		return r.b.tooMany()
	}
	f := assay.Finding{CWE: v.weaknesses(), Status: v.status(), Fix: v.fix(), Suppression: v.suppression(r)}
	r.locate(v, &f)
	p := sarifPending{
		late: r.flow(v, &f),
		rule: v.ref(), level: r.b.intern(v.Level), kind: r.b.intern(v.Kind), rank: v.Rank,
		severity: r.b.intern(v.Properties.severity()), confidence: r.b.intern(string(v.Properties.Confidence)),
		engine: r.b.intern(string(v.Properties.Engine)), message: v.Message.bounded(),
		stable: v.stable(), web: v.WebRequest != nil,
	}
	r.b.out.Findings = append(r.b.out.Findings, f)
	if n := len(r.pending); n == 0 || len(r.pending[n-1]) == chunk {
		r.pending = append(r.pending, make([]sarifPending, 0, chunk))
	}
	last := &r.pending[len(r.pending)-1]
	*last = append(*last, p)
	return nil
}

// settled says that the tool looked and found nothing, or finds it no longer.
func (v *sarifResult) settled() bool {
	switch v.Kind {
	case "pass", "notApplicable":
		return true
	}
	return v.BaselineState == "absent"
}

func (v *sarifResult) status() assay.Status {
	switch v.BaselineState {
	case "new":
		return assay.StatusNew
	case "unchanged", "updated":
		return assay.StatusOld
	}
	return ""
}

// suppression is nil where one of several was refused or is still open: then
// the result is not suppressed (3.27.23).
func (v *sarifResult) suppression(r *sarifRun) (out *assay.Suppression) {
	for _, s := range v.Suppressions {
		if s.Status != "" && s.Status != "accepted" {
			return nil
		}
		if out == nil {
			out = setAside("")
		}
		if out.Reason == "" {
			out.Reason = cut(s.Justification, maxMessage)
		}
		if s.Location != nil && out.Location == (assay.Location{}) {
			out.Location = r.location(*s.Location)
		}
	}
	return out
}

// fix is the smallest change: the tool's words for it, else what it would write.
func (v *sarifResult) fix() string {
	if v.Properties.Fix != "" {
		return string(v.Properties.Fix)
	}
	for _, f := range v.Fixes {
		if s := first(f.Description.Text, f.Description.Markdown); s != "" {
			return s
		}
		for _, c := range f.Changes {
			for _, p := range c.Replacements {
				if s := strings.TrimSpace(p.Inserted.Text); s != "" {
					return "Replace it with: " + s
				}
			}
		}
	}
	return ""
}
