package iac

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/yamldoc"
)

// charts is the Helm charts of a tree. Their templates can't be evaluated; what
// else stands beneath is judged like any file.
type charts struct {
	files   map[string]string // the Chart.yaml by folder
	leftOut map[string]int    // templates by folder
}

func chartsOf(files []engine.File, kinds []formats) *charts {
	c := &charts{files: map[string]string{}, leftOut: map[string]int{}}
	for i, f := range files {
		if kinds[i].has(formatChart) && isChart(f.Data) {
			c.files[path.Dir(f.Path)] = f.Path
		}
	}
	return c
}

// isChart tells a chart from a file that happens to have its name. One that
// can't be read counts as none: it hides nothing then.
func isChart(data []byte) bool {
	n, err := yamldoc.Parse(yamldoc.Normal(data))
	return err == nil && yamldoc.Text(yamldoc.Get(n, "name")) != "" &&
		(yamldoc.Text(yamldoc.Get(n, "version")) != "" || yamldoc.Text(yamldoc.Get(n, "apiVersion")) != "")
}

// leaveOut says whether a file is a template of a chart, and counts it.
func (c *charts) leaveOut(f engine.File) bool {
	for dir := path.Dir(f.Path); dir != "."; dir = path.Dir(dir) {
		if path.Base(dir) != "templates" {
			continue
		}
		if chart := path.Dir(dir); c.files[chart] != "" && isTemplate(f.Data) {
			c.leftOut[chart]++
			return true
		}
	}
	return false
}

// isTemplate says whether a tag stands outside of comments.
func isTemplate(data []byte) bool {
	for line := range bytes.Lines(data) {
		at := bytes.Index(line, []byte("{{"))
		if at < 0 {
			continue
		}
		before := bytes.TrimLeft(line[:at], " \t")
		quoted := bytes.ContainsAny(before, `"'`)
		if !bytes.HasPrefix(before, []byte("#")) && (quoted || !bytes.Contains(before, []byte(" #"))) {
			return true
		}
	}
	return false
}

// gaps tells of each chart.
func (c *charts) gaps() []assay.Gap {
	var out []assay.Gap
	for dir, file := range c.files {
		reason := "Helm charts are not evaluated"
		switch n := c.leftOut[dir]; {
		case n == 1:
			reason += ": 1 template is left out"
		case n > 1:
			reason += fmt.Sprintf(": %d templates are left out", n)
		}
		out = append(out, assay.Gap{
			Scope:       assay.ScopeHelm,
			Location:    assay.Location{Path: file, Start: assay.Position{Line: 1}},
			Reason:      reason,
			Help:        "render it with helm template and examine the result",
			Unsupported: true,
		})
	}
	slices.SortFunc(out, func(a, b assay.Gap) int { return strings.Compare(a.Location.Path, b.Location.Path) })
	return out
}
