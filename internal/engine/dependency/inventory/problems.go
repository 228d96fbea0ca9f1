package inventory

import (
	"fmt"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
)

// most is the number of gaps that are listed for one file; a hostile one may
// have millions.
const most = 5

// Problems collects the gaps of a unit.
type Problems struct {
	Scope assay.Scope
	gaps  []assay.Gap
	count map[string]int
}

// Add records that something at a line of a file was not read.
func (p *Problems) Add(path string, line int, help, format string, args ...any) {
	if p.count == nil {
		p.count = map[string]int{}
	}
	p.count[path]++
	if n := p.count[path]; n > most {
		return
	}
	p.gaps = append(p.gaps, assay.Gap{Scope: p.Scope, Location: At(path, line), Reason: fmt.Sprintf(format, args...), Help: help})
}

// Document records what is wrong with a document, and says whether something is.
func (p *Problems) Document(path string, err *document.Error) bool {
	if err == nil {
		return false
	}
	p.Add(path, err.Line, "Repair the file, or have the package manager write it anew.", "not read to its end: %s", err.Reason)
	return true
}

// Full records that a graph does not hold all packages of a file.
func (p *Problems) Full(g *Graph, path string) {
	if g.Full {
		p.Add(path, 0, "Divide the project.", "not read to its end: there are more than %d packages, or %d dependencies between them", Most, edgesEach*Most)
	}
}

// In says whether something in a file was not read.
func (p *Problems) In(path string) bool { return p.count[path] > 0 }

// Any says whether something was not read.
func (p *Problems) Any() bool { return len(p.gaps) > 0 }

// Gaps lists them. Of one file the first few are given, and the number of the others.
func (p *Problems) Gaps() []assay.Gap {
	out := p.gaps[:len(p.gaps):len(p.gaps)]
	seen := map[string]bool{}
	for _, g := range p.gaps {
		path := g.Location.Path
		if n := p.count[path]; n > most && !seen[path] {
			seen[path] = true
			out = append(out, assay.Gap{
				Scope: p.Scope, Location: assay.Location{Path: path},
				Reason: fmt.Sprintf("%d more entries were not read", n-most), Help: g.Help,
			})
		}
	}
	return out
}

// Output puts together what a reader says of its unit.
func (p *Problems) Output(files int, projects []assay.Project, components []assay.Component) engine.Output {
	out := engine.Output{Projects: projects, Components: components, Gaps: p.Gaps()}
	out.Examine(p.Scope, files)
	return out
}

// Incomplete says of a project what is missing.
func Incomplete(p *assay.Project, why string) {
	p.Complete = false
	if p.Why == "" {
		p.Why = why
	} else if !strings.Contains(p.Why, why) {
		p.Why += "; " + why
	}
}
