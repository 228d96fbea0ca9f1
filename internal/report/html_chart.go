package report

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// The bar's size in its own units; the page stretches it to its width.
const (
	barWidth  = 1000
	barHeight = 22
	barLeast  = 8 // so that one finding among thousands is still seen
	barGap    = 3
)

// severityBar draws the findings by severity as one stacked bar, worst first.
// It writes numbers and our own names only, so it needs no escaping.
func severityBar(counts map[string]int) template.HTML {
	var parts []assay.Severity
	total := 0
	for _, s := range assay.Severities() {
		if n := counts[s.String()]; n > 0 {
			parts = append(parts, s)
			total += n
		}
	}
	if total == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="bar" viewBox="0 0 %d %d" preserveAspectRatio="none" role="img" aria-label="%s">`,
		barWidth, barHeight, barLabel(parts, counts))
	x, room := 0.0, float64(barWidth-barGap*(len(parts)-1)-barLeast*len(parts))
	for _, s := range parts {
		width := barLeast + room*float64(counts[s.String()])/float64(total)
		fmt.Fprintf(&b, `<rect class="fill-%s" x="%.1f" y="0" width="%.1f" height="%d" rx="3"></rect>`, s, x, width, barHeight)
		x += width + barGap
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String()) //nolint:gosec // numbers and our own words only
}

func barLabel(parts []assay.Severity, counts map[string]int) string {
	words := make([]string, len(parts))
	for i, s := range parts {
		words[i] = fmt.Sprintf("%d %s", counts[s.String()], s)
	}
	return "Findings by severity: " + strings.Join(words, ", ")
}

// ownerRow is one service with its findings.
type ownerRow struct {
	Service  assay.ServiceID
	Owner    string
	Centre   string
	Profile  assay.Profile
	Data     string
	Counts   []int // by severity, worst first
	Blocking int
	Total    int
}

// owners counts the unsuppressed findings by service, the worst hit first;
// what belongs to no service stands last.
func (d *digest) owners() []ownerRow {
	rows := make([]ownerRow, 0, len(d.Services)+1)
	at := map[assay.ServiceID]int{}
	for _, s := range d.Services {
		at[s.ID] = len(rows)
		rows = append(rows, ownerRow{
			Service: s.ID, Owner: s.Owner, Centre: s.CostCentre, Profile: s.Profile,
			Data: strings.Join(s.DataClasses, ", "), Counts: make([]int, len(assay.Severities())),
		})
	}
	for i := range d.Findings {
		f := &d.Findings[i]
		if suppressed(f) {
			continue
		}
		k, ok := at[f.Service]
		if !ok {
			k = len(rows)
			at[f.Service] = k
			rows = append(rows, ownerRow{Service: f.Service, Counts: make([]int, len(assay.Severities()))})
		}
		rows[k].count(f, d.blocking[i])
	}
	slices.SortStableFunc(rows, worstHit)
	return rows
}

func (r *ownerRow) count(f *assay.Finding, blocks bool) {
	r.Total++
	if blocks {
		r.Blocking++
	}
	if k := slices.Index(assay.Severities(), f.Severity); k >= 0 {
		r.Counts[k]++
	}
}

func worstHit(a, b ownerRow) int {
	return cmp.Or(
		boolOrder(a.Service == "", b.Service == ""),
		cmp.Compare(b.Blocking, a.Blocking),
		slices.Compare(b.Counts, a.Counts),
		strings.Compare(string(a.Service), string(b.Service)),
	)
}

// legendEntry is one severity under the bar.
type legendEntry struct {
	Severity assay.Severity
	Count    int
}

// Legend lists all severities, so that a missing one is seen to be zero.
func (d *digest) Legend() []legendEntry {
	var out []legendEntry
	for _, s := range assay.Severities() {
		out = append(out, legendEntry{s, d.Counts.BySeverity[s.String()]})
	}
	return out
}

// Total counts the findings that are not suppressed.
func (d *digest) Total() int {
	n := 0
	for i := range d.Findings {
		if !suppressed(&d.Findings[i]) {
			n++
		}
	}
	return n
}
