package threatmodel

import (
	_ "embed" // the page's template
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/assay-dev/assay/internal/engine/threat"
	"github.com/assay-dev/assay/internal/report"
)

//go:embed page.html.tmpl
var pageTemplate string

// pageStyle is what the page needs beside the style of all reports.
const pageStyle = ".picture{padding:8px}.picture svg{display:block;max-width:none}.changes li{margin:3px 0}h1{margin-top:12px}\n"

type (
	pageState struct {
		Title string
		Rows  []pageThreat
		More  int
	}
	pageThreat struct {
		Severity, Symbol, Kind, Title, Evidence, Where, Next, Controls, Data, ID string
	}
	pageFlow struct{ From, To, Protocol, Lock, Caller, Data, Declared string }
)

// writeHTML is one page without script, with the picture in it.
func writeHTML(w io.Writer, d *Document, _ Options) error {
	t, err := template.New("page").Parse(pageTemplate)
	if err != nil {
		return err
	}
	var picture strings.Builder
	drawSVG(&picture, d, false)
	style := report.Style() + pageStyle + pictureStyle
	page := struct {
		Name, Base, Size, Tally, Policy string
		Style                           template.CSS
		Picture                         template.HTML
		Changes                         []string
		States                          []pageState
		Flows                           []pageFlow
		FlowCount                       int
	}{
		Name: report.Escape(d.Name), Base: report.Escape(d.Base), Size: d.size(), Tally: d.tally(), Policy: report.StylePolicy(style),
		Style: template.CSS(style), Picture: template.HTML(picture.String()), FlowCount: len(d.Model.Flows), // #nosec G203: ours, escaped where it is drawn
	}
	page.Changes = d.changes()
	for _, s := range threat.States() {
		if st := d.pageState(s); len(st.Rows) > 0 {
			page.States = append(page.States, st)
		}
	}
	for i := range d.Model.Flows {
		if i == maxRows {
			break
		}
		f := &d.Model.Flows[i]
		row := pageFlow{
			From: elementName(d.Model.Element(f.From)), To: elementName(d.Model.Element(f.To)), Protocol: strings.TrimSpace(f.Protocol + " " + f.What),
			Lock: lock(f), Caller: asked(f), Data: strings.Join(f.Data, ", "), Declared: place(f.Location),
		}
		if f.Assumed {
			row.Declared = "assumed"
		}
		row.From, row.To, row.Protocol = report.Escape(row.From), report.Escape(row.To), report.Escape(row.Protocol)
		page.Flows = append(page.Flows, row)
	}
	return t.Execute(w, page)
}

func (d *Document) pageState(s threat.State) pageState {
	out := pageState{Title: stateTitles[s]}
	for i := range d.Model.Threats {
		t := &d.Model.Threats[i]
		if t.State != s {
			continue
		}
		if len(out.Rows) == maxRows {
			out.More++
			continue
		}
		out.Rows = append(out.Rows, pageThreat{
			Severity: t.Severity.String(), Symbol: symbols[t.Severity], Kind: t.Kind, Title: report.Escape(t.Title), Evidence: report.Escape(t.Evidence),
			Where: place(t.Location), Next: report.Escape(t.Next), Controls: few(t.Controls, 6), Data: strings.Join(t.Data, ", "), ID: t.ID,
		})
	}
	return out
}

// changes lists in words what the change does.
func (d *Document) changes() []string {
	c := d.Change
	if c == nil {
		return nil
	}
	if c.Empty() {
		return []string{"It changes nothing in the model."}
	}
	var out []string
	add := func(format string, args ...any) { out = append(out, report.Escape(fmt.Sprintf(format, args...))) }
	for i := range c.AddedElements {
		add("adds %s", elementName(&c.AddedElements[i]))
	}
	for i := range c.AddedFlows {
		add("adds the flow %s, %s%s", d.Model.FlowName(&c.AddedFlows[i]), lock(&c.AddedFlows[i]), data(c.AddedFlows[i].Data))
	}
	for _, id := range c.Crossed {
		add("now something crosses the boundary %s", d.boundaryName(id))
	}
	for i := range c.RemovedElements {
		add("removes %s", elementName(&c.RemovedElements[i]))
	}
	for _, t := range c.Opened {
		add("opens %s: %s", t.Severity, t.Title)
	}
	for _, t := range c.Closed {
		add("closes %s", t.Title)
	}
	if n := len(c.Asked); n > 0 {
		add("%s to answer", plural(n, "new threat"))
	}
	if len(c.Controls) > 0 {
		add("brings into scope %s", strings.Join(c.Controls, ", "))
	}
	return out
}
