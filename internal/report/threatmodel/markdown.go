package threatmodel

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/assay-dev/assay/internal/engine/threat"
	"github.com/assay-dev/assay/internal/report"
)

// maxRows is how many rows a table has before it says that there are more.
const maxRows = 300

func md(s string) string { return report.MarkdownText(strings.Join(strings.Fields(s), " ")) }

// writeMarkdown is a page for a repository or a wiki.
func writeMarkdown(w io.Writer, d *Document, _ Options) error {
	b := bufio.NewWriter(w)
	p := draw(d.Model)
	fmt.Fprintf(b, "# Threat model of %s\n\n%s. Threats: %s.\n\n", md(d.Name), d.size(), d.tally())
	markdownChange(b, d)
	fmt.Fprint(b, "```mermaid\n")
	mermaid(b, &p)
	fmt.Fprint(b, "```\n\n")
	if c := p.caption(); c != "" {
		fmt.Fprintf(b, "%s.\n\n", c)
	}
	fmt.Fprint(b, "🔒 encrypted · 🔓 in clear · ? unknown · dotted: assumed, as both ends belong to one service\n")
	for _, s := range threat.States() {
		var rows []*threat.Threat
		for i := range d.Model.Threats {
			if t := &d.Model.Threats[i]; t.State == s {
				rows = append(rows, t)
			}
		}
		if len(rows) == 0 {
			continue
		}
		fmt.Fprintf(b, "\n## %s (%d)\n\n| Severity | Kind | Threat | Why | Next | Controls | Id |\n|---|---|---|---|---|---|---|\n", stateTitles[s], len(rows))
		for n, t := range rows {
			if n == maxRows {
				fmt.Fprintf(b, "\n… and %d more: `--format json`\n", len(rows)-n)
				break
			}
			fmt.Fprintf(b, "| %s %s | %s | %s | %s | %s | %s | %s |\n", symbols[t.Severity], t.Severity, t.Kind, md(t.Title), md(t.Evidence+at(place(t.Location))), md(t.Next), md(few(t.Controls, 6)), t.ID)
		}
	}
	fmt.Fprintf(b, "\n## Flows (%d)\n\n| From | To | Protocol | Protection | Caller | Data | Declared |\n|---|---|---|---|---|---|---|\n", len(d.Model.Flows))
	for n := range d.Model.Flows {
		if n == maxRows {
			fmt.Fprintf(b, "\n… and %d more: `--format json`\n", len(d.Model.Flows)-n)
			break
		}
		f := &d.Model.Flows[n]
		declared := place(f.Location)
		if f.Assumed {
			declared = "assumed"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s |\n", md(elementName(d.Model.Element(f.From))), md(elementName(d.Model.Element(f.To))), md(strings.TrimSpace(f.Protocol+" "+f.What)), lock(f), asked(f), md(strings.Join(f.Data, ", ")), md(declared))
	}
	return b.Flush()
}

func at(place string) string {
	if place == "" {
		return ""
	}
	return " (" + place + ")"
}

var stateTitles = map[threat.State]string{threat.Open: "Open", threat.Unasked: "To answer", threat.Accepted: "Accepted", threat.Answered: "Answered"}

func markdownChange(b io.Writer, d *Document) {
	c := d.Change
	if c == nil {
		return
	}
	fmt.Fprintf(b, "## The change against %s\n\n", md(d.Base))
	if c.Empty() {
		fmt.Fprint(b, "It changes nothing in the model.\n\n")
		return
	}
	for i := range c.AddedElements {
		fmt.Fprintf(b, "- adds %s\n", md(elementName(&c.AddedElements[i])))
	}
	for i := range c.AddedFlows {
		f := &c.AddedFlows[i]
		fmt.Fprintf(b, "- adds the flow %s, %s%s\n", md(d.Model.FlowName(f)), lock(f), md(data(f.Data)))
	}
	for _, id := range c.Crossed {
		fmt.Fprintf(b, "- now something crosses the boundary %s\n", md(d.boundaryName(id)))
	}
	for i := range c.RemovedElements {
		fmt.Fprintf(b, "- removes %s\n", md(elementName(&c.RemovedElements[i])))
	}
	for _, t := range c.Opened {
		fmt.Fprintf(b, "- **opens** %s %s: %s\n", symbols[t.Severity], t.Severity, md(t.Title))
	}
	for _, t := range c.Closed {
		fmt.Fprintf(b, "- closes %s\n", md(t.Title))
	}
	if n := len(c.Asked); n > 0 {
		fmt.Fprintf(b, "- %s to answer\n", plural(n, "new threat"))
	}
	if len(c.Controls) > 0 {
		fmt.Fprintf(b, "- brings into scope %s\n", md(strings.Join(c.Controls, ", ")))
	}
	fmt.Fprintln(b)
}
