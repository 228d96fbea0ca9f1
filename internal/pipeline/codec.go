package pipeline

import (
	"encoding/binary"
	"errors"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// codecVersion goes into every memo key: change it with the form below.
const codecVersion = "7"

// errCodec says that remembered bytes are no output of this version.
var errCodec = errors.New("not an output")

// encoder writes an output in a compact form: unsigned varints, and texts with
// their length before them. It is several times quicker to read back than
// JSON, which is what a warm run waits for. TestCodec holds it to every field.
type encoder struct{ b []byte }

func encodeOutput(o engine.Output) []byte {
	var e encoder
	e.number(len(o.Findings))
	for i := range o.Findings {
		e.finding(&o.Findings[i])
	}
	e.number(len(o.Resources))
	for i := range o.Resources {
		e.resource(&o.Resources[i])
	}
	e.number(len(o.Plans))
	for i := range o.Plans {
		e.plan(&o.Plans[i])
	}
	e.number(len(o.Projects))
	for i := range o.Projects {
		e.project(&o.Projects[i])
	}
	e.number(len(o.Components))
	for i := range o.Components {
		e.component(&o.Components[i])
	}
	e.number(len(o.APIs))
	for i := range o.APIs {
		e.api(&o.APIs[i])
	}
	e.number(len(o.Gaps))
	for i := range o.Gaps {
		e.gap(&o.Gaps[i])
	}
	e.number(len(o.Ignores))
	for _, ig := range o.Ignores {
		e.text(string(ig.Rule), ig.Reason)
		e.location(&ig.Location)
	}
	scopes := make([]assay.Scope, 0, len(o.Examined))
	for s := range o.Examined {
		scopes = append(scopes, s)
	}
	slices.Sort(scopes)
	e.number(len(scopes))
	for _, s := range scopes {
		e.text(string(s))
		e.number(o.Examined[s])
	}
	e.text(o.Facts)
	return e.b
}

func (e *encoder) number(n int) { e.b = binary.AppendUvarint(e.b, uint64(n)) }

func (e *encoder) text(ss ...string) {
	for _, s := range ss {
		e.number(len(s))
		e.b = append(e.b, s...)
	}
}

func (e *encoder) location(l *assay.Location) {
	e.text(l.Path, l.Resource, l.Commit, l.Component, l.URL, l.Method, l.Parameter)
	for _, n := range []int{l.Start.Line, l.Start.Column, l.End.Line, l.End.Column} {
		e.number(n)
	}
}

func (e *encoder) place(p *assay.Place) {
	e.text(p.Path)
	for _, n := range []int{p.Start.Line, p.Start.Column, p.End.Line, p.End.Column} {
		e.number(n)
	}
}

// finding leaves out what comes later (service, suppression, deadline, other
// reports) and what engines that are remembered do not say.
func (e *encoder) finding(f *assay.Finding) {
	e.text(string(f.Rule), string(f.Engine), string(f.Fingerprint), string(f.Status), f.Message, f.Snippet, f.Fix, f.Identity)
	e.number(int(f.Severity))
	e.number(int(f.Confidence))
	e.location(&f.Location)
	e.number(len(f.Flow))
	for i := range f.Flow {
		e.text(f.Flow[i].Message)
		e.location(&f.Flow[i].Location)
	}
	e.flag(f.Replacement != nil)
	if f.Replacement != nil {
		e.text(*f.Replacement)
	}
}

func (e *encoder) resource(r *assay.Resource) {
	e.text(r.Address, r.Root, r.Source, r.Type, r.Provider, string(r.Made), r.Condition)
	e.location(&r.Location)
	e.number(len(r.Attributes))
	for i := range r.Attributes {
		a := &r.Attributes[i]
		e.text(a.Path, string(a.Kind), a.Value)
		e.place(&a.Location)
	}
	e.number(len(r.References))
	for _, ref := range r.References {
		e.text(ref.Path, ref.To)
	}
}

func (e *encoder) plan(p *assay.Plan) {
	e.text(p.Root)
	e.list(p.Covers)
	e.flag(p.Told)
	e.number(len(p.Before))
	for i := range p.Before {
		e.resource(&p.Before[i])
	}
	e.list(p.Added)
}

func (e *encoder) api(a *assay.API) {
	e.text(a.Path, a.Title)
	e.number(len(a.Servers))
	for _, s := range a.Servers {
		e.text(s.URL)
		e.number(s.Line)
	}
	e.number(len(a.Operations))
	for i := range a.Operations {
		o := &a.Operations[i]
		e.text(o.Method, o.Path, string(o.Access))
		e.number(o.Line)
		e.list(o.Schemes)
		e.list(o.Data)
	}
	e.number(a.Left)
}

func (e *encoder) flag(set bool) {
	n := 0
	if set {
		n = 1
	}
	e.number(n)
}

func (e *encoder) list(ss []string) {
	e.number(len(ss))
	e.text(ss...)
}

func (e *encoder) project(p *assay.Project) {
	e.text(p.Root, string(p.Ecosystem), p.Name, p.Version, p.Licence, p.Why)
	e.flag(p.Complete)
}

func (e *encoder) component(c *assay.Component) {
	e.text(string(c.Ecosystem), c.Name, c.Version, c.Constraint, c.Root, string(c.Use), c.Licence)
	e.location(&c.Location)
	e.flag(c.Direct)
	e.list(c.Requires)
	e.list(c.Checksums)
}

func (e *encoder) gap(g *assay.Gap) {
	e.text(string(g.Scope), g.Reason, g.Help, string(g.Status))
	e.flag(g.Unsupported)
	e.location(&g.Location)
}

// decoder reads what encoder wrote. All texts share the memory of one string.
type decoder struct {
	s   string
	bad bool
}

func decodeOutput(data []byte) (engine.Output, error) {
	d := decoder{s: string(data)}
	var o engine.Output
	o.Findings = list(&d, (*decoder).finding)
	o.Resources = list(&d, (*decoder).resource)
	o.Plans = list(&d, (*decoder).plan)
	o.Projects = list(&d, (*decoder).project)
	o.Components = list(&d, (*decoder).component)
	o.APIs = list(&d, (*decoder).api)
	o.Gaps = list(&d, (*decoder).gap)
	o.Ignores = list(&d, func(d *decoder) assay.Ignore {
		return assay.Ignore{Rule: assay.RuleID(d.text()), Reason: d.text(), Location: d.location()}
	})
	for n := d.count(); n > 0; n-- {
		s := assay.Scope(d.text())
		o.Examine(s, d.number())
	}
	o.Facts = d.text()
	if d.bad || d.s != "" {
		return engine.Output{}, errCodec
	}
	return o, nil
}

// list reads a number and so many items.
func list[T any](d *decoder, item func(*decoder) T) []T {
	n := d.count()
	if n == 0 {
		return nil
	}
	out := make([]T, 0, n)
	for ; n > 0 && !d.bad; n-- {
		out = append(out, item(d))
	}
	return out
}

func (d *decoder) number() int {
	var n uint64
	for i, shift := 0, 0; i < len(d.s) && shift < 63; i, shift = i+1, shift+7 {
		c := d.s[i]
		n |= uint64(c&0x7f) << shift
		if c < 0x80 {
			d.s = d.s[i+1:]
			return int(n)
		}
	}
	d.bad, d.s = true, ""
	return 0
}

// count reads a number of items, each of which takes a byte at least.
func (d *decoder) count() int {
	n := d.number()
	if n < 0 || n > len(d.s) {
		d.bad, d.s = true, ""
		return 0
	}
	return n
}

func (d *decoder) text() string {
	n := d.count()
	s := d.s[:n]
	d.s = d.s[n:]
	return s
}

func (d *decoder) location() assay.Location {
	return assay.Location{
		Path: d.text(), Resource: d.text(), Commit: d.text(), Component: d.text(), URL: d.text(), Method: d.text(), Parameter: d.text(),
		Start: assay.Position{Line: d.number(), Column: d.number()},
		End:   assay.Position{Line: d.number(), Column: d.number()},
	}
}

func (d *decoder) place() assay.Place {
	return assay.Place{
		Path:  d.text(),
		Start: assay.Position{Line: d.number(), Column: d.number()},
		End:   assay.Position{Line: d.number(), Column: d.number()},
	}
}

func (d *decoder) finding() assay.Finding {
	f := assay.Finding{
		Rule: assay.RuleID(d.text()), Engine: assay.EngineID(d.text()), Fingerprint: assay.Fingerprint(d.text()), Status: assay.Status(d.text()),
		Message: d.text(), Snippet: d.text(), Fix: d.text(), Identity: d.text(),
	}
	f.Severity, f.Confidence = assay.Severity(d.number()), assay.Confidence(d.number())
	f.Location = d.location()
	f.Flow = list(d, func(d *decoder) assay.Step { return assay.Step{Message: d.text(), Location: d.location()} })
	if d.flag() {
		text := d.text()
		f.Replacement = &text
	}
	return f
}

func (d *decoder) resource() assay.Resource {
	r := assay.Resource{Address: d.text(), Root: d.text(), Source: d.text(), Type: d.text(), Provider: d.text(), Made: assay.Made(d.text()), Condition: d.text(), Location: d.location()}
	r.Attributes = list(d, func(d *decoder) assay.Attribute {
		return assay.Attribute{Path: d.text(), Kind: assay.ValueKind(d.text()), Value: d.text(), Location: d.place()}
	})
	r.References = list(d, func(d *decoder) assay.Reference { return assay.Reference{Path: d.text(), To: d.text()} })
	return r
}

func (d *decoder) plan() assay.Plan {
	return assay.Plan{
		Root: d.text(), Covers: list(d, (*decoder).text), Told: d.flag(),
		Before: list(d, (*decoder).resource), Added: list(d, (*decoder).text),
	}
}

func (d *decoder) api() assay.API {
	return assay.API{
		Path: d.text(), Title: d.text(),
		Servers: list(d, func(d *decoder) assay.APIServer { return assay.APIServer{URL: d.text(), Line: d.number()} }),
		Operations: list(d, func(d *decoder) assay.Operation {
			return assay.Operation{
				Method: d.text(), Path: d.text(), Access: assay.Access(d.text()), Line: d.number(),
				Schemes: list(d, (*decoder).text), Data: list(d, (*decoder).text),
			}
		}),
		Left: d.number(),
	}
}

func (d *decoder) flag() bool { return d.number() == 1 }

func (d *decoder) project() assay.Project {
	return assay.Project{
		Root: d.text(), Ecosystem: assay.Ecosystem(d.text()), Name: d.text(), Version: d.text(), Licence: d.text(), Why: d.text(),
		Complete: d.flag(),
	}
}

func (d *decoder) component() assay.Component {
	return assay.Component{
		Ecosystem: assay.Ecosystem(d.text()), Name: d.text(), Version: d.text(), Constraint: d.text(), Root: d.text(),
		Use: assay.Use(d.text()), Licence: d.text(), Location: d.location(), Direct: d.flag(),
		Requires: list(d, (*decoder).text), Checksums: list(d, (*decoder).text),
	}
}

func (d *decoder) gap() assay.Gap {
	g := assay.Gap{Scope: assay.Scope(d.text()), Reason: d.text(), Help: d.text(), Status: assay.Status(d.text())}
	g.Unsupported = d.flag()
	g.Location = d.location()
	return g
}
