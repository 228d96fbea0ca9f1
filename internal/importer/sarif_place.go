package importer

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// sarifPlace is an artifact as a result names it.
type sarifPlace struct {
	uri, base string
	index     int // in the run's artifacts; -1 when not given
}

// number stands for an artifact until the run's lists are known.
func (r *sarifRun) number(a sarifArtifact) string {
	p := sarifPlace{uri: cut(a.URI, 8*maxName), base: a.BaseID, index: -1}
	if p.uri == "" {
		if a.Index == nil {
			return ""
		}
		p.index, p.base = *a.Index, ""
	}
	n, ok := r.places[p]
	if !ok {
		n = len(r.order)
		r.places[p] = n
		r.order = append(r.order, p)
	}
	return strconv.Itoa(n)
}

// locate fills the location and the snippet from the first location.
func (r *sarifRun) locate(v *sarifResult, f *assay.Finding) {
	if len(v.Locations) > 0 {
		first := v.Locations[0]
		f.Location, f.Snippet = r.location(first), snippetOf(first)
		f.Location.Parameter = string(first.Properties.Parameter)
	}
	f.Location.Commit = string(v.Properties.Commit)
	if len(v.Properties.PURLs) > 0 {
		f.Location.Component = bare(v.Properties.PURLs[0])
	}
	if w := v.WebRequest; w != nil {
		f.Location.Method = w.Method
		if isURL(w.Target) {
			f.Location.URL = w.Target
		}
	}
	if f.Location.Parameter == "" {
		f.Location.Parameter = string(v.Properties.Parameter)
	}
}

func snippetOf(l sarifLocation) string {
	return cut(first(l.Physical.Region.Snippet.Text, string(l.Properties.Evidence)), 4*maxSnippet)
}

// location reads one; its Path is the number of a place.
func (r *sarifRun) location(l sarifLocation) assay.Location {
	g := l.Physical.Region
	out := assay.Location{
		Path:  r.number(l.Physical.Artifact),
		Start: assay.Position{Line: g.StartLine, Column: g.StartColumn},
		End:   assay.Position{Line: g.EndLine, Column: g.EndColumn},
	}
	if g.EndLine == 0 && g.EndColumn > 0 {
		out.End.Line = g.StartLine // 3.30.7: the same line when absent
	}
	for _, n := range l.Logical {
		name := first(n.FullName, n.Name)
		switch {
		case name == "":
		case strings.HasPrefix(name, "pkg:"):
			out.Component = bare(name)
		case out.Resource == "":
			out.Resource = cut(name, maxName)
		}
	}
	return out
}

// flow takes the first data flow; others lead to the same place. late says
// which steps must be looked up in the run's list.
func (r *sarifRun) flow(v *sarifResult, f *assay.Finding) (late map[int]int) {
	steps := bounded(r.b, v.steps())
	if len(steps) > 0 {
		f.Flow = make([]assay.Step, 0, len(steps))
	}
	for i, s := range steps {
		f.Flow = append(f.Flow, r.step(s))
		if s.Location == nil && s.Index != nil {
			if late == nil {
				late = map[int]int{}
			}
			late[i] = *s.Index
		}
	}
	return late
}

func (r *sarifRun) step(s sarifStep) assay.Step {
	if s.Location == nil {
		return assay.Step{}
	}
	return assay.Step{Location: r.location(*s.Location), Message: withoutLinks(cut(s.Location.Message.Text, maxMessage))}
}

func (v *sarifResult) steps() []sarifStep {
	for _, c := range v.CodeFlows {
		for _, t := range c.ThreadFlows {
			if len(t.Locations) > 0 {
				return t.Locations
			}
		}
	}
	return nil
}

// resolve puts path or URL where the number of a place stands.
func (r *sarifRun) resolve(l *assay.Location) {
	n, err := strconv.Atoi(l.Path)
	if err != nil || n >= len(r.order) {
		l.Path = ""
		return
	}
	l.Path = ""
	at := r.written(r.order[n])
	if !isURL(at) {
		l.Path = at
		return
	}
	// Lines of a response are no lines of a file.
	l.Start, l.End = assay.Position{}, assay.Position{}
	if l.URL == "" {
		l.URL = at
	}
}

// written is a place's path or URL: through the artifact's index where it has
// no address of its own, below its base address, which may have one itself.
func (r *sarifRun) written(p sarifPlace) string {
	uri, base := p.uri, p.base
	if p.index >= 0 {
		if p.index >= len(r.artifacts) {
			return ""
		}
		uri, base = r.artifacts[p.index].URI, r.artifacts[p.index].BaseID
	}
	if isURL(uri) {
		return uri
	}
	if absolute(uri) {
		return r.belowBases(unescapedURI(uri))
	}
	prefix := ""
	for range 10 { // a base may name itself
		a, ok := r.bases[base]
		if !ok || base == "" {
			break
		}
		if absolute(a.URI) && !isURL(a.URI) {
			break // the examined folder's own place is nobody's business
		}
		prefix, base = a.URI+prefix, a.BaseID
	}
	return unescapedURI(prefix + uri)
}

// belowBases makes an absolute path relative to the longest base that the run
// declares above it.
func (r *sarifRun) belowBases(path string) string {
	longest := ""
	for _, a := range r.bases {
		if root := slashed(unescapedURI(a.URI)); absolute(a.URI) && len(root) > len(longest) && root != "/" {
			if relative(path, root) != slashed(path) {
				longest = root
			}
		}
	}
	return relative(path, longest)
}

func absolute(uri string) bool {
	return strings.HasPrefix(uri, "/") || strings.HasPrefix(uri, "file:") || drive.MatchString(uri)
}

// unescapedURI decodes a relative or file reference. Some tools write a plain
// path; a percent sign that decodes nothing stays.
func unescapedURI(s string) string {
	if strings.HasPrefix(s, "file:") {
		return slashed(s)
	}
	if out, err := url.PathUnescape(s); err == nil {
		return out
	}
	return s
}
