package terraform

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/iac/check"
	"github.com/assay-dev/assay/internal/engine/iac/graph"
)

// report makes a finding of a result. One without a place in a file of ours
// speaks of nothing that anybody wrote.
func (e *evaluation) report(r check.Result, ix *index) {
	s, ok := e.sources[r.Place.Path]
	if !ok {
		return
	}
	trail := append([]check.Place{r.Place}, r.Parents...)
	address := cmp.Or(ix.address(trail), trail[len(trail)-1].Resource)
	r.Message = e.computed.scrub(r.Message)
	f := r.Finding(address)
	f.Location = assay.Location{
		Path:     r.Place.Path,
		Start:    assay.Position{Line: r.Place.Start},
		End:      assay.Position{Line: r.Place.End},
		Resource: address,
	}
	f.Snippet = graph.Redact(strings.TrimSpace(s.lines(r.Place.Start, r.Place.Start)))
	f.Identity += "|" + e.computed.scrub(r.Place.Resource) + offence(r.Place, ix.attributes[address], s)
	e.out.Findings = append(e.out.Findings, f)
}

// offence marks what a result points at: the values of the attribute, and of
// the block around it those that say whom it lets in. A document of policies
// is its own text.
func offence(place check.Place, attributes []assay.Attribute, s *source) string {
	var o graph.Offence
	if strings.HasPrefix(place.Resource, "data.") {
		o.AddText(s.text(place.Start, place.End))
		return o.Mark()
	}
	name := place.Resource[strings.LastIndexByte(place.Resource, '.')+1:]
	name, _, _ = strings.Cut(name, "[")
	var around []string // the blocks that were looked at
	for _, a := range attributes {
		line := a.Location.Start.Line
		before, rest, ok := cutName(a.Path, name)
		if !ok || a.Location.Path != place.Path || line < place.Start || line > place.End {
			continue
		}
		if graph.Names(rest) == "" || graph.Reach(a.Path) {
			o.Add(a)
		}
		if graph.Names(rest) != "" || slices.Contains(around, before) {
			continue
		}
		around = append(around, before)
		for _, sibling := range attributes {
			if inner, ok := strings.CutPrefix(sibling.Path, before); ok && graph.Reach(inner) {
				o.Add(sibling)
			}
		}
	}
	return o.Mark()
}

// cutName parts a path around one of its names: "ingress.0." and "0" for
// "ingress.0.cidr_blocks.0" around "cidr_blocks".
func cutName(path, name string) (before, rest string, ok bool) {
	for at := 0; ; {
		word, more, found := strings.Cut(path[at:], ".")
		if word == name {
			return path[:at], more, true
		}
		if !found {
			return "", "", false
		}
		at += len(word) + 1
	}
}

// text is some lines without their comments.
func (s *source) text(start, end int) string {
	var b strings.Builder
	for line := range strings.Lines(s.lines(max(start, 1), end)) {
		if trimmed := strings.TrimSpace(line); !strings.HasPrefix(trimmed, "#") && !strings.HasPrefix(trimmed, "//") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// within says whether a result lies in one of the blocks.
func within(r check.Result, only map[string]bool) bool {
	for _, p := range append([]check.Place{r.Place}, r.Parents...) {
		for key := range only {
			name, rest, _ := cutLast(key)
			if name == p.Path && rest == p.Start {
				return true
			}
		}
	}
	return false
}

// cutLast reads "path:line:column".
func cutLast(key string) (path string, line int, ok bool) {
	key = key[:strings.LastIndexByte(key, ':')]
	i := strings.LastIndexByte(key, ':')
	line, err := strconv.Atoi(key[i+1:])
	return key[:i], line, err == nil
}

// computed recognises what trivy made up: random ids and numbers stand for
// values that only the provider knows. Those that the files write out are real.
type computed struct{ written map[string]bool }

var invented = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{15,}|current-region`)

func newComputed(p *prepared) *computed {
	c := &computed{written: map[string]bool{}}
	for _, f := range p.unit.Files {
		for _, m := range invented.FindAll(f.Data, -1) {
			c.written[string(m)] = true
		}
	}
	return c
}

func (c *computed) is(value string) bool {
	for _, m := range invented.FindAllString(value, -1) {
		if !c.written[m] {
			return true
		}
	}
	return false
}

// scrub takes invented values out of a message.
func (c *computed) scrub(text string) string {
	return invented.ReplaceAllStringFunc(text, func(m string) string {
		if c.written[m] {
			return m
		}
		return "(known after apply)"
	})
}
