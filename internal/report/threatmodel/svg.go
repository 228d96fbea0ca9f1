package threatmodel

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/assay-dev/assay/internal/engine/threat"
	"github.com/assay-dev/assay/internal/report"
)

// pictureStyle colours a picture, in light and in dark.
const pictureStyle = `.tm{--tm-bg:#fff;--tm-ink:#17202c;--tm-soft:#526071;--tm-line:#8e9aa8;--tm-fill:#fff;--tm-box:#f3f5f8;--tm-net:#e9f0fa;--tm-ok:#12703f;--tm-bad:#b3202c;--tm-badge:#fff;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
@media (prefers-color-scheme:dark){.tm{--tm-bg:#10151c;--tm-ink:#e6ebf2;--tm-soft:#a0adbd;--tm-line:#6d7b8c;--tm-fill:#18202a;--tm-box:#151b24;--tm-net:#16202d;--tm-ok:#6fd6a0;--tm-bad:#ff8f92;--tm-badge:#10151c}}
.tm .bg{fill:var(--tm-bg)}.tm .box{fill:var(--tm-box);stroke:var(--tm-line);stroke-dasharray:7 5}.tm .box.net{fill:var(--tm-net)}
.tm .box-title{fill:var(--tm-soft);font-size:12.5px;font-weight:650}.tm .node{fill:var(--tm-fill);stroke:var(--tm-ink);stroke-width:1.4}.tm .node.none{stroke:none}
.tm .rail{stroke:var(--tm-ink);stroke-width:1.8}.tm .name{fill:var(--tm-ink);font-size:13.5px;font-weight:650}.tm .type{fill:var(--tm-soft);font-size:11.5px}
.tm .flow{fill:none;stroke:var(--tm-line);stroke-width:1.6}.tm .flow.yes{stroke:var(--tm-ok)}.tm .flow.no{stroke:var(--tm-bad);stroke-width:2.2}.tm .flow.assumed{stroke-dasharray:3 5}
.tm .tag{fill:var(--tm-bg);stroke:var(--tm-line);stroke-width:.8}.tm .tag.yes{stroke:var(--tm-ok)}.tm .tag.no{stroke:var(--tm-bad)}.tm .tag-text{fill:var(--tm-ink);font-size:11px}
.tm .lock{fill:none;stroke:var(--tm-soft);stroke-width:1.5}.tm .lock.yes{stroke:var(--tm-ok)}.tm .lock.no{stroke:var(--tm-bad)}.tm .ask{fill:var(--tm-soft);font-size:12px;font-weight:700}
.tm .head{fill:var(--tm-line)}.tm .head.yes{fill:var(--tm-ok)}.tm .head.no{fill:var(--tm-bad)}.tm .badge{fill:var(--tm-bad)}.tm .badge-text{fill:var(--tm-badge);font-size:11px;font-weight:700}.tm .note{fill:var(--tm-soft);font-size:11.5px}`

func writeSVG(w io.Writer, d *Document, _ Options) error {
	b := bufio.NewWriter(w)
	drawSVG(b, d, true)
	return b.Flush()
}

// escaped is a text of unknown origin as text of an XML document.
func escaped(s string) string { return html.EscapeString(report.Escape(s)) }

// drawSVG writes the picture; alone says that it is a file of its own, which
// carries its style.
func drawSVG(w io.Writer, d *Document, alone bool) {
	l := arrange(draw(d.Model))
	notes := l.notes()
	const legendHeight = 30.0
	height := l.height + legendHeight + 18*float64(len(notes))
	width := max(l.width, 760)
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" class="tm" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" role="img" aria-labelledby="tm-title tm-desc">`+"\n", width, height, width, height)
	fmt.Fprintf(w, "<title id=\"tm-title\">Threat model of %s</title>\n<desc id=\"tm-desc\">%s</desc>\n", escaped(d.Name), escaped(d.describe(&l.picture)))
	if alone {
		fmt.Fprintf(w, "<style>%s</style>\n", pictureStyle)
	}
	fmt.Fprint(w, `<defs>`)
	for _, class := range []string{"unknown", "yes", "no"} {
		fmt.Fprintf(w, `<marker id="tm-%s" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse" markerUnits="userSpaceOnUse" class="tm"><path class="head %s" d="M0 1 10 5 0 9z"/></marker>`, class, class)
	}
	fmt.Fprintf(w, "</defs>\n<rect class=\"bg\" width=\"%.0f\" height=\"%.0f\"/>\n", width, height)
	for depth := range 6 {
		for _, b := range l.boxes {
			if b.depth == depth {
				b.draw(w)
			}
		}
	}
	for i := range l.routes {
		l.routes[i].line(w)
	}
	for i := range l.nodes {
		l.nodes[i].draw(w, l.at[l.nodes[i].id])
	}
	for i := range l.routes {
		l.routes[i].tag(w, l)
	}
	legend(w, margin, l.height+6)
	for i, n := range notes {
		fmt.Fprintf(w, "<text class=\"note\" x=\"%.0f\" y=\"%.0f\">%s</text>\n", margin, l.height+legendHeight+14+18*float64(i), escaped(n))
	}
	fmt.Fprint(w, "</svg>\n")
}

// notes are the lines below a picture.
func (l *layout) notes() []string {
	var out []string
	if c := l.caption(); c != "" {
		out = append(out, c)
	}
	const most = 12
	for i, s := range l.spare {
		if i == most {
			return append(out, fmt.Sprintf("… and %d more flows without room for a label: see the list of flows", len(l.spare)-most))
		}
		out = append(out, cut(s, 110))
	}
	return out
}

// describe says in words what the picture shows.
func (d *Document) describe(p *picture) string {
	s := fmt.Sprintf("A data flow diagram: %s. Threats: %s.", d.size(), d.tally())
	if c := p.caption(); c != "" {
		s += " " + c + "."
	}
	return s
}

func (b *box) draw(w io.Writer) {
	class := "box"
	if b.kind == threat.Network || b.kind == threat.Namespace {
		class = "box net"
	}
	fmt.Fprintf(w, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"10\"/><text class=\"box-title\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
		class, b.x, b.y, b.w, b.h, b.x+14, b.y+21, escaped(cut(b.title, int(b.w/8)-2)))
}

func (n *node) draw(w io.Writer, r rect) {
	typ := n.typ
	if len(n.data) > 0 {
		typ += " · " + strings.Join(n.data, ", ")
	}
	fmt.Fprintf(w, "<g><title>%s</title>", escaped(n.name+": "+typ))
	switch n.role {
	case threat.External:
		fmt.Fprintf(w, `<rect class="node" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, r.x, r.y, r.w, r.h)
	case threat.Store:
		fmt.Fprintf(w, `<rect class="node none" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/><path class="rail" d="M%.1f %.1fh%.1fM%.1f %.1fh%.1f"/>`, r.x, r.y, r.w, r.h, r.x, r.y, r.w, r.x, r.y+r.h, r.w)
	default:
		fmt.Fprintf(w, `<rect class="node" x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="29"/>`, r.x, r.y, r.w, r.h)
	}
	middle := r.x + r.w/2
	fmt.Fprintf(w, `<text class="name" text-anchor="middle" x="%.1f" y="%.1f">%s</text><text class="type" text-anchor="middle" x="%.1f" y="%.1f">%s</text>`,
		middle, r.y+26, escaped(fitted(n.name, 21)), middle, r.y+43, escaped(fitted(typ, 27)))
	if n.open > 0 {
		text := fmt.Sprintf("%d open", n.open)
		bw := 14 + 6.2*textWidth(text)
		fmt.Fprintf(w, `<rect class="badge" x="%.1f" y="%.1f" width="%.1f" height="18" rx="9"/><text class="badge-text" text-anchor="middle" x="%.1f" y="%.1f">%s</text>`,
			r.x+r.w-bw-4, r.y-10, bw, r.x+r.w-bw/2-4, r.y+3, text)
	}
	fmt.Fprint(w, "</g>\n")
}

// fitted cuts a text to so many columns.
func fitted(s string, columns float64) string {
	for n := len([]rune(s)); textWidth(s) > columns && n > 1; n-- {
		s = cut(s, n-1)
	}
	return s
}

func (r *route) class() string { return string(r.encrypted) }

func (r *route) line(w io.Writer) {
	class := "flow " + r.class()
	if r.assumed {
		class += " assumed"
	}
	if r.bend != 0 {
		fmt.Fprintf(w, "<path class=\"%s\" marker-end=\"url(#tm-%s)\" d=\"%s\"/>\n", class, r.class(), r.corners())
		return
	}
	fmt.Fprintf(w, "<path class=\"%s\" marker-end=\"url(#tm-%s)\" d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\"/>\n",
		class, r.class(), r.x[0], r.y[0], r.x[1], r.y[1], r.x[2], r.y[2], r.x[3], r.y[3])
}

// corners is the way in straight lines, with round corners.
func (r *route) corners() string {
	radius := min(12, abs(r.y[3]-r.y[0])/2)
	across, down := radius, radius
	if r.x[3] < r.x[0] {
		across = -radius
	}
	if r.y[3] < r.y[0] {
		down = -radius
	}
	return fmt.Sprintf("M%.1f %.1fH%.1fQ%.1f %.1f %.1f %.1fV%.1fQ%.1f %.1f %.1f %.1fH%.1f",
		r.x[0], r.y[0], r.bend-across, r.bend, r.y[0], r.bend, r.y[0]+down, r.y[3]-down, r.bend, r.y[3], r.bend+across, r.y[3], r.x[3])
}

// tag is the label of a flow: protocol with a lock, closed, open or asked for.
func (r *route) tag(w io.Writer, l *layout) {
	if r.label.w == 0 {
		return
	}
	words := map[threat.Answer]string{threat.Yes: "encrypted", threat.No: "in clear", threat.Unknown: "encryption unknown"}[r.encrypted]
	if r.anonymous {
		words += ", anonymous"
	}
	if r.assumed {
		words += ", assumed"
	}
	fmt.Fprintf(w, "<g><title>%s</title>", escaped(l.name(r.from)+" to "+l.name(r.to)+": "+r.edge.label()+", "+words))
	fmt.Fprintf(w, `<rect class="tag %s" x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="9"/>`, r.class(), r.label.x, r.label.y, r.label.w, r.label.h)
	padlock(w, r.encrypted, r.label.x+7, r.label.y+3)
	fmt.Fprintf(w, "<text class=\"tag-text\" x=\"%.1f\" y=\"%.1f\">%s</text></g>\n", r.label.x+20, r.label.y+13, escaped(r.mark))
}

// padlock draws a lock of 9 by 12: shut, open, or a question mark.
func padlock(w io.Writer, a threat.Answer, x, y float64) {
	switch a {
	case threat.Yes:
		fmt.Fprintf(w, `<path class="lock yes" d="M%.1f %.1fh9v6h-9zm2 0v-2a2.5 2.5 0 0 1 5 0v2"/>`, x, y+5.5)
	case threat.No:
		fmt.Fprintf(w, `<path class="lock no" d="M%.1f %.1fh9v6h-9zm2 0v-2.4a2.5 2.5 0 0 1 4.6 -1.4"/>`, x, y+5.5)
	default:
		fmt.Fprintf(w, `<text class="ask" x="%.1f" y="%.1f">?</text>`, x+1, y+10.5)
	}
}

// legend explains the marks.
func legend(w io.Writer, x, y float64) {
	for _, k := range []struct {
		answer threat.Answer
		word   string
	}{{threat.Yes, "encrypted"}, {threat.No, "in clear"}, {threat.Unknown, "not known"}} {
		padlock(w, k.answer, x, y+2)
		fmt.Fprintf(w, `<text class="note" x="%.1f" y="%.1f">%s</text>`, x+15, y+13, k.word)
		x += 34 + 6.3*textWidth(k.word)
	}
	fmt.Fprintf(w, `<path class="flow assumed" d="M%.1f %.1fh26"/><text class="note" x="%.1f" y="%.1f">assumed</text>`, x, y+9, x+33, y+13)
	x += 96
	fmt.Fprintf(w, `<rect class="node" x="%.1f" y="%.1f" width="22" height="13"/><text class="note" x="%.1f" y="%.1f">outside</text>`, x, y+2, x+29, y+13)
	x += 88
	fmt.Fprintf(w, `<rect class="node" x="%.1f" y="%.1f" width="22" height="13" rx="6.5"/><text class="note" x="%.1f" y="%.1f">runs</text>`, x, y+2, x+29, y+13)
	x += 74
	fmt.Fprintf(w, `<path class="rail" d="M%.1f %.1fh22m-22 11h22"/><text class="note" x="%.1f" y="%.1f">keeps</text>`, x, y+3, x+29, y+13)
	x += 80
	fmt.Fprintf(w, "<rect class=\"box\" x=\"%.1f\" y=\"%.1f\" width=\"22\" height=\"13\" rx=\"3\"/><text class=\"note\" x=\"%.1f\" y=\"%.1f\">trust boundary</text>\n", x, y+2, x+29, y+13)
}
