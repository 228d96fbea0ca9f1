package run

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/engine/dependency"
	"github.com/assay-dev/assay/internal/engine/dependency/fix"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/report"
	"github.com/assay-dev/assay/internal/version"
)

// FixOptions says which upgrades Fix may write.
type FixOptions struct {
	// Major allows versions of another major number.
	Major bool
	// Index is what is known of flaws.
	Index dependency.Index
}

// Upgrade is one component that has known flaws, and what became of it.
type Upgrade struct {
	Location assay.Location
	Package  string
	From     string
	To       string // empty when there is none to go to
	Remedy   assay.Remedy
	// Also names other components that the same line holds.
	Also []string
	// Left says why the file stands as it was; empty when it was changed.
	Left string
	// Next is the command to run in the folder of the file, when it was changed.
	Next string

	ecosystem assay.Ecosystem
}

// Fixed is what Fix did.
type Fixed struct {
	Upgrades    []Upgrade
	Corrections []Correction
}

// Fix is Test for a scan, and writes upgrades of what has known flaws into the
// manifests of the folder, and into source code what rules put in the place of
// what they found. The view tells of the state before.
func (s *Service) Fix(ctx context.Context, req Request, o FixOptions) (*report.View, Fixed, error) {
	var done Fixed
	if req.Gate || req.Staged || req.History {
		return nil, done, fault.New(fault.Invalid, "--fix changes the files of a folder: it goes with neither --staged nor --history").WithHelp("leave one of them out")
	}
	start := s.Now()
	j := &job{Service: s, req: req, started: start, stepSeconds: map[string]float64{}}
	defer j.close()
	if err := j.prepare(ctx); err != nil {
		return nil, done, interruptedOr(ctx, err)
	}
	if j.repo != nil && j.repo.Bare {
		return nil, done, fault.New(fault.Invalid, "--fix: a bare repository has no files to change").WithHelp("run it in a checkout")
	}
	if err := j.look(ctx); err != nil {
		return nil, done, interruptedOr(ctx, err)
	}
	saved := j.saveCache()
	if err := j.triage(ctx); err != nil {
		return nil, done, err
	}
	view := j.view(start, j.decide(ctx))
	<-saved // a cache that can't be kept changes no answer
	var err error
	if done.Upgrades, err = j.upgrade(ctx, o); err != nil {
		return view, done, err
	}
	done.Corrections, err = j.correct(ctx)
	return view, done, err
}

// upgrade writes what it can, file by file.
func (j *job) upgrade(ctx context.Context, o FixOptions) ([]Upgrade, error) {
	ups, err := j.upgrades(o)
	if err != nil {
		return nil, err
	}
	for from := 0; from < len(ups) && ctx.Err() == nil; {
		to := from
		for to < len(ups) && ups[to].Location.Path == ups[from].Location.Path {
			to++
		}
		j.rewrite(ups[from:to])
		from = to
	}
	if ctx.Err() != nil {
		return ups, fault.New(fault.Interrupted, "interrupted: look at what was changed so far")
	}
	return ups, nil
}

// upgrades lists the components with known flaws by place, with the version to
// go to. Of one that stands in several projects by one line it is one.
func (j *job) upgrades(o FixOptions) ([]Upgrade, error) {
	at := map[string]int{}
	var out []Upgrade
	for i := range j.findings {
		f := &j.findings[i]
		if f.Vulnerability == nil || f.Engine != assay.EngineDependency || f.Tool != "" || f.Suppression != nil && f.Suppression.Counts {
			continue
		}
		e, _, _, _ := assay.ParsePURL(f.Location.Component)
		key := fmt.Sprint(f.Location.Path, "\x00", f.Location.Start.Line, "\x00", f.Location.Component)
		if _, ok := at[key]; ok {
			continue
		}
		at[key] = len(out)
		out = append(out, newUpgrade(f, e, o.Major))
	}
	slices.SortStableFunc(out, func(a, b Upgrade) int {
		return cmp.Or(strings.Compare(a.Location.Path, b.Location.Path), a.Location.Start.Line-b.Location.Start.Line, strings.Compare(a.Package, b.Package))
	})
	lines := j.sharedLines()
	for i := range out {
		if err := j.together(&out[i], out, lines, o); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func newUpgrade(f *assay.Finding, e assay.Ecosystem, major bool) Upgrade {
	v := f.Vulnerability
	u := Upgrade{Location: f.Location, Package: v.Package, From: v.Version, ecosystem: e, Remedy: v.Compatible}
	if major {
		u.Remedy = v.Upgrade
	}
	u.To = u.Remedy.Version
	switch {
	case u.To != "":
	case v.Upgrade.Version != "":
		u.Left = fmt.Sprintf("only %s, of another major number, helps: --fix-major", v.Upgrade.Version)
	default:
		u.Left = "no fixed version is known"
	}
	return u
}

// line is a place that an upgrade edits.
type line struct {
	path string
	at   int
}

// sharedLines lists the components of each line.
func (j *job) sharedLines() map[line][]*assay.Component {
	out := map[line][]*assay.Component{}
	for i := range j.head.Components {
		c := &j.head.Components[i]
		at := line{c.Location.Path, c.Location.Start.Line}
		out[at] = append(out[at], c)
	}
	return out
}

// together looks at what else an edit of the line moves: all that has the same
// version there. These must be of one group, and no worse off; the highest
// version that one of them wants is taken.
func (j *job) together(u *Upgrade, all []Upgrade, lines map[line][]*assay.Component, o FixOptions) error {
	if u.Left != "" {
		return nil
	}
	for _, other := range all {
		same := other.Location.Path == u.Location.Path && other.Location.Start == u.Location.Start && other.From == u.From && other.Left == ""
		if same && sharesLine(u.Location.Path) && version.Compare(u.ecosystem, other.To, u.To) > 0 {
			u.To = other.To
		}
	}
	if !sharesLine(u.Location.Path) {
		return nil
	}
	known := dependency.NewAnalyser(o.Index)
	for _, c := range lines[line{u.Location.Path, u.Location.Start.Line}] {
		if c.Name == u.Package || c.Version != u.From || slices.Contains(u.Also, c.Name) {
			continue
		}
		if group(c.Name) != group(u.Package) {
			u.Left = fmt.Sprintf("the line holds the version of %s too: raise it by hand", c.Name)
			return nil
		}
		moved := *c
		moved.Version = u.To
		before, err1 := known.Known(c)
		after, err2 := known.Known(&moved)
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		if after > before {
			u.Left = fmt.Sprintf("it would move %s to %s, which has more known flaws", c.Name, u.To)
			return nil
		}
		u.Also = append(u.Also, c.Name)
	}
	slices.Sort(u.Also)
	return nil
}

// sharesLine: a property or a catalogue's version may serve several components.
// Elsewhere what stands on one line is found by its name.
func sharesLine(p string) bool {
	ext := path.Ext(p)
	return ext == ".xml" || ext == ".pom" || ext == ".toml" || ext == ".gradle" || ext == ".kts" || ext == ".properties"
}

func group(name string) string {
	g, _, _ := strings.Cut(name, ":")
	return g
}

// rewrite applies the edits of one file.
func (j *job) rewrite(ups []Upgrade) {
	name := ups[0].Location.Path
	seen, ok := j.head.Kept(name)
	leave := func(why string) {
		for i := range ups {
			if ups[i].Left == "" {
				ups[i].Left, ups[i].Next = why, ""
			}
		}
	}
	if !ok {
		leave("it comes from an archive, or from what no manifest here names")
		return
	}
	data := seen
	done := map[string]bool{} // by line and version: edited already
	for i := range ups {
		u := &ups[i]
		if u.Left != "" {
			continue
		}
		e := fix.Edit{Path: name, Line: u.Location.Start.Line, Ecosystem: u.ecosystem, Name: u.Package, From: u.From, To: u.To}
		key := fmt.Sprint(e.Line, "\x00", e.From, "\x00", e.To)
		if !done[key] || !sharesLine(name) {
			next, err := fix.Apply(data, e)
			if err != nil {
				u.Left = err.Error()
				continue
			}
			data, done[key] = next, true
		}
		u.Next = j.nextCommand(e)
	}
	if string(data) == string(seen) {
		return
	}
	if err := replaceFile(j.req.Dir, name, seen, data); err != nil {
		leave(err.Error())
	}
}

// nextCommand is what makes the lockfile follow.
func (j *job) nextCommand(e fix.Edit) string {
	dir := path.Dir(e.Path)
	has := func(dir, name string) bool {
		want := path.Join(dir, name)
		return slices.ContainsFunc(j.head.Files, func(f change.Entry) bool { return f.Path == want })
	}
	next := fix.Next(e)
	if e.Ecosystem == assay.PyPI {
		return cmp.Or(j.installs(e), next)
	}
	if e.Ecosystem == assay.Go && has(dir, "vendor/modules.txt") {
		return next + " && go mod vendor"
	}
	if e.Ecosystem != assay.NPM {
		return next
	}
	for ; ; dir = path.Dir(dir) {
		for _, m := range [][2]string{{"package-lock.json", "npm"}, {"yarn.lock", "yarn"}, {"pnpm-lock.yaml", "pnpm"}, {"bun.lock", "bun"}} {
			if has(dir, m[0]) {
				return m[1] + " install"
			}
		}
		if dir == "." {
			return next
		}
	}
}

// installs is the command for a file that a requirements file includes, as
// constraints or else: that one is what pip is given. Empty where there is none.
func (j *job) installs(e fix.Edit) string {
	root := ""
	for i := range j.head.Components {
		c := &j.head.Components[i]
		if c.Location.Path != e.Path || c.Location.Start.Line != e.Line || c.Ecosystem != e.Ecosystem {
			continue
		}
		ext := path.Ext(c.Root)
		if c.Root == e.Path || ext != ".txt" && ext != ".in" {
			return ""
		}
		if root == "" || c.Root < root {
			root = c.Root
		}
	}
	rel, err := filepath.Rel(filepath.FromSlash(path.Dir(e.Path)), filepath.FromSlash(root))
	if root == "" || err != nil {
		return ""
	}
	return "pip install -r " + filepath.ToSlash(rel)
}
