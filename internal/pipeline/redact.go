package pipeline

import (
	"regexp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// redacted stands where a suspected secret was.
const redacted = "[redacted]"

// mark is what the secret engine leaves in place of a secret.
var mark = regexp.MustCompile(`^\[redacted(, \d+ characters| [\w.…-]{1,20})?\]?`)

// redact takes secrets out of what an engine says in passing: snippets,
// messages, values of resources, what APIs are called, reasons of gaps and of inline ignores. What
// the secret engine itself says of its own findings is redacted there.
func redact(out *engine.Output, suspects func(path string, text []byte) [][2]int) {
	texts := map[string]*page{}
	at := func(path string) *page {
		p := texts[path]
		if p == nil {
			p = &page{}
			texts[path] = p
		}
		return p
	}
	for i := range out.Findings {
		f := &out.Findings[i]
		p := at(f.Location.Path)
		p.add("", &f.Snippet)
		if f.Engine != assay.EngineSecret {
			p.add("", &f.Message)
		}
		if f.Engine != assay.EngineSecret && f.Engine != assay.EngineSAST { // its advice is the rule's
			p.add("", &f.Fix)
		}
		if f.Replacement != nil {
			text := *f.Replacement // the engine's own stays as it is
			f.Replacement = &text
			p.add("", f.Replacement)
		}
		for k := range f.Flow {
			at(f.Flow[k].Location.Path).add("", &f.Flow[k].Message)
		}
	}
	for i := range out.Gaps {
		at(out.Gaps[i].Location.Path).add("", &out.Gaps[i].Reason)
	}
	for i := range out.Ignores {
		at(out.Ignores[i].Location.Path).add("", &out.Ignores[i].Reason)
	}
	resource := func(r *assay.Resource) {
		p := at(r.Location.Path)
		for k := range r.Attributes {
			if a := &r.Attributes[k]; a.Kind == assay.KindString {
				p.add(nameOf(r, a), &a.Value)
			}
		}
	}
	for i := range out.Resources {
		resource(&out.Resources[i])
	}
	for i := range out.Plans {
		for k := range out.Plans[i].Before {
			resource(&out.Plans[i].Before[k])
		}
	}
	for i := range out.APIs {
		api := &out.APIs[i]
		p := at(api.Path)
		p.add("", &api.Title)
		for k := range api.Servers {
			p.add("", &api.Servers[k].URL)
		}
		for k := range api.Operations {
			p.add("", &api.Operations[k].Path)
		}
	}
	for path, p := range texts {
		if path == "" { // a unit that is kept apart from its place: a manifest
			path = "manifest.yaml"
		}
		p.redact(suspects(path, []byte(p.text.String())))
	}
	// What would write a mark into code is no fix.
	for i := range out.Findings {
		if r := out.Findings[i].Replacement; r != nil && strings.Contains(*r, redacted) {
			out.Findings[i].Replacement = nil
		}
	}
}

// nameOf is what a value is called where it stands: the last part of its path,
// or, for a list of names and values, the name beside it.
func nameOf(r *assay.Resource, a *assay.Attribute) string {
	dot := strings.LastIndexByte(a.Path, '.')
	name := a.Path[dot+1:]
	if name != "value" && name != "Value" {
		return name
	}
	for _, key := range []string{"name", "Name", "key", "Key"} {
		if n, ok := r.Attribute(a.Path[:dot+1] + key); ok && n.Kind == assay.KindString {
			return n.Value
		}
	}
	return name
}

// page is the texts of one file, one below the other, so that one look finds
// what is secret in all of them.
type page struct {
	text  strings.Builder
	parts []part
}

type part struct {
	start int
	s     *string
}

// add appends a text, as the value of a name where it has one.
func (p *page) add(name string, s *string) {
	const shortest = 4 // nobody's secret
	if len(*s) < shortest {
		return
	}
	if name != "" {
		p.text.WriteString(name + ": ")
	}
	p.parts = append(p.parts, part{p.text.Len(), s})
	p.text.WriteString(*s)
	p.text.WriteString("\n\n")
}

// redact replaces the given ranges in the texts that they touch.
func (p *page) redact(ranges [][2]int) {
	for _, part := range p.parts {
		end := part.start + len(*part.s)
		first, _ := slices.BinarySearchFunc(ranges, part.start, func(r [2]int, start int) int {
			if r[1] <= start {
				return -1
			}
			return 1
		})
		var b strings.Builder
		from := part.start
		for _, r := range ranges[first:] {
			if r[0] >= end {
				break
			}
			if m := mark.FindString((*part.s)[max(r[0], part.start)-part.start:]); m != "" && r[1]-r[0] <= len(m) {
				continue // what stands for a secret already
			}
			if r[0] > from {
				b.WriteString((*part.s)[from-part.start : r[0]-part.start])
			}
			b.WriteString(redacted)
			from = max(from, min(r[1], end))
		}
		if from > part.start {
			b.WriteString((*part.s)[from-part.start:])
			*part.s = b.String()
		}
	}
}
