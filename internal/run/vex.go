package run

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/vex"
)

// vexFolder holds the VEX documents that count.
const vexFolder = ".assay/vex"

// maxVEX bounds the number of documents; a folder with more is not read.
const maxVEX = 1000

// readVEX reads the VEX documents as they stand where the configuration is
// read: at the base, on disk where there is none, nowhere when nothing tells
// what was merged. One that can't be read says so and does not count.
func (j *job) readVEX(ctx context.Context) error {
	if j.untrusted() || j.repo != nil && j.repo.Bare && j.govCommit == "" {
		return nil
	}
	names, read, err := j.vexDocuments(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		j.notes = append(j.notes, fmt.Sprintf("no VEX document counts: %v", err))
		return nil
	}
	if len(names) > maxVEX {
		j.notes = append(j.notes, fmt.Sprintf("no VEX document counts: %s holds %d, more than %d", vexFolder, len(names), maxVEX))
		return nil
	}
	var all []vex.Statement
	for _, name := range names {
		data, err := read(name)
		var list []vex.Statement
		if err == nil {
			list, err = vex.Read(name, data)
		}
		if err != nil {
			j.notes = append(j.notes, fmt.Sprintf("a VEX document does not count: %s: %s", name, strings.TrimPrefix(err.Error(), name+": ")))
			continue
		}
		all = append(all, list...)
	}
	j.vex = vex.NewSet(all)
	return ctx.Err()
}

// vexDocuments names the documents, and gives a way to read one.
func (j *job) vexDocuments(ctx context.Context) (names []string, read func(string) ([]byte, error), err error) {
	if j.govCommit == "" {
		names, err = change.ListFiles(j.req.Dir, vexFolder)
		read = func(name string) ([]byte, error) { return change.ReadFile(j.req.Dir, name, vex.MaxSize) }
		return slices.DeleteFunc(names, notVEX), read, err
	}
	entries, err := j.repo.TreeEntries(ctx, j.govCommit, nil)
	for _, e := range entries {
		// A link's target may be changed without a word to who watches .assay.
		if e.Link == "" && !notVEX(e.Path) {
			names = append(names, e.Path)
		}
	}
	read = func(name string) ([]byte, error) {
		return j.repo.ReadAt(ctx, j.blobs, j.govCommit, name, vex.MaxSize)
	}
	return names, read, err
}

func notVEX(p string) bool { return path.Dir(p) != vexFolder || path.Ext(p) != ".json" }

// heedVEX sets known flaws aside that a VEX document says do not reach us.
func (j *job) heedVEX(findings []assay.Finding) {
	if j.vex.Len() == 0 {
		return
	}
	where := j.subjects()
	n := 0
	for i := range findings {
		f := &findings[i]
		st := j.said(f, where)
		if st == nil || st.Status == vex.Affected || st.Status == vex.UnderInvestigation {
			continue
		}
		ok, why := st.Sound()
		if f.Suppression != nil && (f.Suppression.Counts || !ok) {
			continue
		}
		f.Suppression = &assay.Suppression{Reason: j.reason(st), Location: st.Location, Counts: ok, Why: cmp.Or(why, st.Location.Path+" sets it aside")}
		if ok {
			n++
		}
	}
	if n > 0 {
		words := map[bool]string{true: "1 known flaw is", false: fmt.Sprintf("%d known flaws are", n)}[n == 1]
		j.notes = append(j.notes, words+" set aside by VEX documents")
	}
}

// reason is what a statement says, without secrets.
func (j *job) reason(st *vex.Statement) string {
	words := string(st.Status)
	if st.Status == vex.NotAffected {
		words = cmp.Or(strings.ReplaceAll(st.Justification, "_", " "), "not affected")
	}
	if st.Impact != "" {
		words += ": " + st.Impact
	}
	return string(j.Redact([]byte(words)))
}

// said is the statement that holds for a finding: in each project that the
// finding stands for the latest one, and of these the most careful; nil when
// nobody spoke of one of them.
func (j *job) said(f *assay.Finding, where map[site][]vex.Subject) *vex.Statement {
	v := f.Vulnerability
	if v == nil || f.Engine != assay.EngineDependency {
		return nil
	}
	var out *vex.Statement
	names, subjects := append([]string{v.ID}, v.Aliases...), where[siteOf(f.Location, v.Package, v.Version)]
	for i := range subjects {
		st, ok := j.vex.About(names, &subjects[i])
		if !ok {
			return nil
		}
		if out == nil || st.MoreCareful(out) {
			out = st
		}
	}
	return out
}

// site is where a component is named: one finding stands for all projects that
// bring it in by one line.
type site struct {
	path         string
	line         int
	name, number string
}

func siteOf(l assay.Location, name, number string) site {
	return site{l.Path, l.Start.Line, name, number}
}

// subjects lists, by site, the projects that bring a component in.
func (j *job) subjects() map[site][]vex.Subject {
	projects := map[string]*assay.Project{}
	for i := range j.head.Projects {
		projects[j.head.Projects[i].Root] = &j.head.Projects[i]
	}
	out := map[site][]vex.Subject{}
	for i := range j.head.Components {
		c := &j.head.Components[i]
		sub := vex.Subject{Ecosystem: c.Ecosystem, Package: c.Name, Version: c.Version, Project: []string{c.Root, j.name()}}
		if dir := path.Dir(c.Root); dir != "." {
			sub.Project = append(sub.Project, dir)
		}
		if p := projects[c.Root]; p != nil {
			sub.Project = append(sub.Project, p.Name)
			sub.Releases = append(sub.Releases, p.Version)
		}
		if j.repo != nil {
			sub.Releases = append(sub.Releases, j.repo.Head)
		}
		at := siteOf(c.Location, c.Name, c.Version)
		out[at] = append(out[at], sub)
	}
	return out
}
