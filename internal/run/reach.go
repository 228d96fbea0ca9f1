package run

import (
	"cmp"
	"context"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/advisory"
	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/reach"
)

// findReach looks for the program before any work starts.
func (j *job) findReach() error {
	if j.req.Reach == nil {
		return nil
	}
	if j.req.Staged || j.repo != nil && j.repo.Bare {
		return fault.New(fault.Invalid, "--reach needs the files in a folder: it builds a call graph").WithHelp("leave --reach out here")
	}
	prog, err := reach.Find()
	j.req.Reach.Program = prog
	return err
}

// followCalls says of the flaws of Go modules whether the program calls them.
// A module that can't be analysed is a gap, and its findings stay as they are.
func (j *job) followCalls(ctx context.Context) {
	if j.req.Reach == nil || j.head == nil {
		return
	}
	where, byRoot := j.subjects(), map[string][]*assay.Finding{}
	for i := range j.head.Findings {
		f := &j.head.Findings[i]
		if f.Engine != assay.EngineDependency || f.Vulnerability == nil {
			continue
		}
		subs := where[siteOf(f.Location, f.Vulnerability.Package, f.Vulnerability.Version)]
		if len(subs) == 1 && subs[0].Ecosystem == assay.Go && path.Base(subs[0].Project[0]) == "go.mod" {
			byRoot[subs[0].Project[0]] = append(byRoot[subs[0].Project[0]], f)
		}
	}
	roots := make([]string, 0, len(byRoot))
	for root := range byRoot {
		roots = append(roots, root)
	}
	slices.Sort(roots)
	for i, root := range roots {
		j.progress("following calls in "+root, i, 0)
		if err := j.followIn(ctx, root, byRoot[root]); err != nil && ctx.Err() == nil {
			j.head.Gaps = append(j.head.Gaps, assay.Gap{
				Scope: assay.ScopeGoModules, Location: assay.Location{Path: root}, Reason: "calls were not followed: " + string(j.Redact([]byte(err.Error()))),
				Help: "make the module build here first (go mod download, go build ./...), give it more with --reach-memory and --reach-timeout, or leave --reach out",
			})
		}
	}
}

func (j *job) followIn(ctx context.Context, root string, findings []*assay.Finding) error {
	var list []advisory.Advisory
	told := map[string]bool{}
	for _, f := range findings {
		if told[f.Vulnerability.Package] {
			continue
		}
		told[f.Vulnerability.Package] = true
		of, err := j.Flaws.Of(assay.Go, f.Vulnerability.Package)
		if err != nil {
			return err
		}
		list = append(list, of...)
	}
	dir, err := filepath.Abs(filepath.Join(j.req.Dir, filepath.FromSlash(path.Dir(root))))
	if err != nil {
		return err
	}
	res, err := reach.Run(ctx, dir, list, *j.req.Reach)
	if err != nil {
		return err
	}
	for _, f := range findings {
		j.weigh(f, path.Dir(root), list, res)
	}
	return nil
}

// weigh tells how a flaw is reached. It takes confidence away only where the
// analysis looked for every record of the flaw in this very version.
func (j *job) weigh(f *assay.Finding, dir string, list []advisory.Advisory, res *reach.Result) {
	v := f.Vulnerability
	names := append([]string{v.ID}, v.Aliases...)
	looked, all := 0, true
	var calls [][]reach.Frame
	for i := range list {
		a := &list[i]
		if a.Package != v.Package || !slices.Contains(names, a.ID) || !strings.HasPrefix(a.ID, "GO-") || !a.Affects(v.Version) {
			continue
		}
		paths, seen := res.Seen[reach.Flaw{ID: a.ID, Module: v.Package, Version: v.Version}]
		all = all && seen && reach.Names(a)
		looked++
		calls = append(calls, paths...)
	}
	switch {
	case len(calls) > 0:
		v.Reached = entries(calls)
		f.Flow = callPath(calls[0], dir)
		f.Message += ", and the program calls it"
	case looked > 0 && all:
		f.Confidence = min(f.Confidence, assay.Tentative)
		f.Message += "; no call path to it was found"
	}
}

// entries names the functions of the project that call into other modules on
// the way to a flaw.
func entries(calls [][]reach.Frame) []string {
	var out []string
	for _, way := range calls {
		last := &way[0]
		for i := range way {
			if way[i].Module == way[0].Module {
				last = &way[i]
			}
		}
		out = append(out, last.Name())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// callPath shows a path; only files of the project itself have a place here.
func callPath(way []reach.Frame, dir string) []assay.Step {
	var out []assay.Step
	for i := range way {
		fr := &way[i]
		step := assay.Step{Message: fr.Name()}
		file := filepath.ToSlash(fr.File)
		if fr.Module == way[0].Module && fr.Line > 0 && filepath.IsLocal(file) {
			step.Location.Path = path.Join(dir, file)
			step.Location.Start = assay.Position{Line: fr.Line, Column: fr.Column}
		} else {
			step.Location.Component = assay.PURL(assay.Go, cmp.Or(fr.Module, "stdlib"), fr.Version)
		}
		out = append(out, step)
	}
	return out
}
