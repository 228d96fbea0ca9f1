package terraform

import (
	"cmp"
	"regexp"
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
	f.Snippet = graph.Snippet(s.file.Data, r.Place.Start)
	f.Identity += "|" + e.computed.scrub(r.Place.Resource)
	e.out.Findings = append(e.out.Findings, f)
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
