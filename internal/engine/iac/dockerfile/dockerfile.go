// Package dockerfile reads one Dockerfile: its final image becomes an
// assay.Resource (base images, user, exposed ports), and the checks say what
// they deny of it.
//
// It builds nothing and looks at no image: a base image is a name.
package dockerfile

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"

	trivy "github.com/aquasecurity/trivy/pkg/iac/providers/dockerfile"
	"github.com/aquasecurity/trivy/pkg/iac/scanners/dockerfile/parser"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/iac/check"
	"github.com/assay-dev/assay/internal/engine/iac/graph"
	"github.com/assay-dev/assay/internal/yamldoc"
)

// maxBytes is how big a Dockerfile may be.
const maxBytes = 1 << 20

// Evaluate reads and judges one file.
func Evaluate(ctx context.Context, checks *check.Evaluator, name string, data []byte) (engine.Output, error) {
	var out engine.Output
	if len(data) > maxBytes {
		out.Gaps = append(out.Gaps, gap(name, 0, fmt.Sprintf("not evaluated: a Dockerfile of more than %d MB", maxBytes>>20), ""))
		return out, nil
	}
	parsed, err := parser.Parse(ctx, bytes.NewReader(data), name)
	if err != nil {
		g := gap(name, errorLine(err), "not evaluated: "+err.Error(), "correct it, or list the file in .assayignore")
		if line := g.Location.Start.Line; line > 0 && yamldoc.TemplateAt(data, line) || strings.Contains(err.Error(), "instruction: {%") || strings.Contains(err.Error(), "instruction: {{") {
			g = gap(name, g.Location.Start.Line, "a template of a Dockerfile is not evaluated", "render it and examine the result")
			g.Unsupported = true
		}
		out.Gaps = append(out.Gaps, g)
		return out, nil
	}
	file, ok := parsed.(*trivy.Dockerfile)
	if !ok || len(file.Stages) == 0 {
		return out, nil
	}
	out.Examine(assay.ScopeDockerfile, 1)
	resource := describe(name, file)
	out.Resources = append(out.Resources, resource)
	results, failures, err := checks.Dockerfile(ctx, file.ToRego())
	if err != nil {
		return engine.Output{}, err
	}
	for _, f := range failures {
		out.Gaps = append(out.Gaps, gap(name, 0, fmt.Sprintf("%s could not be run: %v", f.Check.Rule(), f.Err), ""))
	}
	for _, r := range results {
		out.Findings = append(out.Findings, finding(r, resource, file, data))
	}
	return out, nil
}

// finding places a result. One without a line speaks of the whole file: it
// stands at the last FROM, which starts the image that is shipped.
func finding(r check.Result, resource assay.Resource, file *trivy.Dockerfile, data []byte) assay.Finding {
	f := r.Finding(resource.Address)
	from := baseName(file)
	start, end := r.Place.Start, r.Place.End
	if start == 0 {
		start, end = finalFrom(file)
		f.Identity = strings.Join([]string{string(f.Rule), resource.Address, r.Message, from}, "|")
	} else {
		f.Identity = strings.Join([]string{string(f.Rule), instruction(file, start), from}, "|")
	}
	f.Location = assay.Location{
		Path:     resource.Location.Path,
		Start:    assay.Position{Line: start},
		End:      assay.Position{Line: end},
		Resource: resource.Address,
	}
	f.Snippet = graph.Snippet(data, start)
	return f
}

// finalFrom is the instruction that starts the final stage.
func finalFrom(file *trivy.Dockerfile) (start, end int) {
	last := file.Stages[len(file.Stages)-1]
	return last.Commands[0].StartLine, last.Commands[0].EndLine
}

// baseName is what the final stage is made from, without tag and digest: a new
// version of the same image makes no new problem of an old one.
func baseName(file *trivy.Dockerfile) string {
	value := file.Stages[len(file.Stages)-1].Commands[0].Value
	if len(value) == 0 {
		return ""
	}
	name, _, _ := strings.Cut(value[0], "@")
	if i := strings.LastIndexByte(name, ':'); i > strings.LastIndexByte(name, '/') {
		name = name[:i]
	}
	return name
}

// instruction is the text of the instruction at a line, white space evened out.
func instruction(file *trivy.Dockerfile, line int) string {
	for _, s := range file.Stages {
		for _, c := range s.Commands {
			if c.StartLine == line {
				return strings.Join(strings.Fields(c.Original), " ")
			}
		}
	}
	return ""
}

// describe makes the resource of the final stage.
func describe(name string, file *trivy.Dockerfile) assay.Resource {
	var b graph.Builder
	ports, bases := 0, 0
	add := func(path, value string, line int) {
		kind := assay.KindString
		if strings.Contains(value, "$") {
			kind = assay.KindUnknown
		}
		b.Add(assay.Attribute{Path: path, Kind: kind, Value: value, Location: at(name, line, line)})
	}
	last := len(file.Stages) - 1
	user := assay.Attribute{Path: "user", Kind: assay.KindUnknown, Location: at(name, file.Stages[last].Commands[0].StartLine, 0)}
	for i, stage := range file.Stages {
		for _, c := range stage.Commands {
			switch {
			case c.Cmd == "from" && len(c.Value) > 0:
				add("base."+strconv.Itoa(bases), c.Value[0], c.StartLine)
				bases++
			case c.Cmd == "expose" && i == last:
				for _, port := range c.Value {
					add("port."+strconv.Itoa(ports), port, c.StartLine)
					ports++
				}
			case c.Cmd == "user" && i == last && len(c.Value) > 0:
				user = assay.Attribute{Path: "user", Kind: assay.KindString, Value: c.Value[0], Location: at(name, c.StartLine, c.EndLine)}
				if strings.Contains(user.Value, "$") {
					user.Kind = assay.KindUnknown
				}
			}
		}
	}
	b.Add(user)
	commands := file.Stages[last].Commands
	return assay.Resource{
		Address:    stageName(file.Stages[last].Name, path.Base(name)),
		Root:       name,
		Source:     "dockerfile",
		Type:       "image",
		Provider:   "docker",
		Location:   at(name, commands[0].StartLine, commands[len(commands)-1].EndLine).At(),
		Attributes: b.Attributes(),
	}
}

// stageName is the alias of "FROM image AS alias", else the file's name.
func stageName(from, file string) string {
	words := strings.Fields(from)
	if len(words) > 2 && strings.EqualFold(words[len(words)-2], "as") {
		return words[len(words)-1]
	}
	return file
}

func at(name string, start, end int) assay.Place {
	return assay.Place{Path: name, Start: assay.Position{Line: start}, End: assay.Position{Line: end}}
}

var onLine = regexp.MustCompile(`on line (\d+)|line (\d+):`)

func errorLine(err error) int {
	m := onLine.FindStringSubmatch(err.Error())
	if m == nil {
		return 0
	}
	line, _ := strconv.Atoi(m[1] + m[2])
	return line
}

func gap(name string, line int, reason, help string) assay.Gap {
	return assay.Gap{
		Scope:    assay.ScopeDockerfile,
		Location: assay.Location{Path: name, Start: assay.Position{Line: line}},
		Reason:   reason,
		Help:     help,
	}
}
