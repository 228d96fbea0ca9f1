package threatmodel

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/assay-dev/assay/internal/engine/threat"
	"github.com/assay-dev/assay/internal/report"
)

func writeMermaid(w io.Writer, d *Document, _ Options) error {
	b := bufio.NewWriter(w)
	p := draw(d.Model)
	mermaid(b, &p)
	return b.Flush()
}

// mermaid draws a flowchart with a subgraph for each boundary. Names of nodes
// are numbers of ours; what comes from a repository stands in labels only.
func mermaid(w io.Writer, p *picture) {
	fmt.Fprintln(w, "flowchart LR")
	number := map[string]int{}
	for i, n := range p.nodes {
		number[n.id] = i
	}
	numberOf := map[string]int{}
	for i, b := range p.bounds {
		numberOf[b.ID] = i
	}
	var inside func(parent string, indent string)
	inside = func(parent, indent string) {
		for i, n := range p.nodes {
			if n.boundary == parent {
				fmt.Fprintf(w, "%sn%d%s\n", indent, i, shape(&n))
			}
		}
		for _, b := range p.bounds {
			if b.Parent == parent {
				fmt.Fprintf(w, "%ssubgraph b%d[\"%s\"]\n", indent, numberOf[b.ID], mermaidText(boundaryTitle(b)))
				inside(b.ID, indent+"  ")
				fmt.Fprintf(w, "%send\n", indent)
			}
		}
	}
	inside("", "  ")
	for _, e := range p.edges {
		arrow := "-->"
		if e.assumed {
			arrow = "-.->"
		}
		mark := map[threat.Answer]string{threat.Yes: "🔒", threat.No: "🔓", threat.Unknown: "?"}[e.encrypted]
		label := e.label() + " " + mark
		if e.anonymous {
			label += " anonymous"
		}
		fmt.Fprintf(w, "  n%d %s|\"%s\"| n%d\n", number[e.from], arrow, mermaidText(label), number[e.to])
	}
	fmt.Fprintln(w, "  classDef open stroke:#b3202c,stroke-width:3px")
	var open []string
	for i, n := range p.nodes {
		if n.open > 0 {
			open = append(open, fmt.Sprintf("n%d", i))
		}
	}
	if len(open) > 0 {
		fmt.Fprintf(w, "  class %s open\n", strings.Join(open, ","))
	}
}

// shape is a node by its role: a rectangle outside, round what runs, a drum
// what keeps.
func shape(n *node) string {
	label := mermaidText(cut(n.name, 40))
	if n.count == 1 && n.role != threat.External {
		label += "<br/>" + mermaidText(n.typ)
	}
	if len(n.data) > 0 {
		label += "<br/>" + mermaidText(cut(strings.Join(n.data, ", "), 40))
	}
	if n.open > 0 {
		label += fmt.Sprintf("<br/>%d open", n.open)
	}
	switch n.role {
	case threat.External:
		return `["` + label + `"]`
	case threat.Store:
		return `[("` + label + `")]`
	}
	return `(["` + label + `"])`
}

// mermaidText writes a text so that it is text for Mermaid and for the HTML that
// it makes: all but letters, digits and a few marks as numbers.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range report.Escape(s) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" .,-_/:×→…?🔒🔓", r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
