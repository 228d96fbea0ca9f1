package sbom

import (
	"cmp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/version"
)

// Change is one way in which a bill of materials differs from an older one.
type Change struct {
	// Kind is added, removed, upgraded, downgraded, changed (versions that can't
	// be compared) or relicensed.
	Kind      string          `json:"kind"`
	Ecosystem assay.Ecosystem `json:"ecosystem"`
	Name      string          `json:"name"`
	From      string          `json:"from,omitempty"` // version or licence
	To        string          `json:"to,omitempty"`
	Use       assay.Use       `json:"use,omitempty"`
	Direct    bool            `json:"direct,omitempty"`
	Roots     []string        `json:"roots,omitempty"` // projects that it concerns, sorted
}

// kinds in the order in which people want to read them.
var kinds = []string{"added", "upgraded", "downgraded", "changed", "relicensed", "removed"}

// Diff says what a change brings in, takes away, and moves, project by project;
// what is the same in several projects is told once.
func Diff(base, head []assay.Component) []Change {
	old, now := byPackage(base), byPackage(head)
	var out []Change
	for key, h := range now {
		out = append(out, compareVersions(key, old[key], h)...)
	}
	for key, b := range old {
		if now[key] == nil {
			out = append(out, compareVersions(key, b, nil)...)
		}
	}
	return join(out)
}

// packageKey is a package within a project.
type packageKey struct {
	root      string
	ecosystem assay.Ecosystem
	name      string
}

func byPackage(list []assay.Component) map[packageKey][]*assay.Component {
	out := map[packageKey][]*assay.Component{}
	for i := range list {
		c := &list[i]
		k := packageKey{c.Root, c.Ecosystem, c.Name}
		out[k] = append(out[k], c)
	}
	return out
}

// compareVersions pairs what is gone with what is new, in the order of versions.
func compareVersions(k packageKey, base, head []*assay.Component) []Change {
	gone, fresh := missing(base, head), missing(head, base)
	var out []Change
	for i := range max(len(gone), len(fresh)) {
		c := Change{Ecosystem: k.ecosystem, Name: k.name, Roots: []string{k.root}}
		switch {
		case i >= len(gone):
			c.Kind, c.To, c.Use, c.Direct = "added", said(fresh[i]), fresh[i].Use, fresh[i].Direct
		case i >= len(fresh):
			c.Kind, c.From, c.Use, c.Direct = "removed", said(gone[i]), gone[i].Use, gone[i].Direct
		default:
			c.Kind, c.From, c.To, c.Use, c.Direct = moved(gone[i], fresh[i]), said(gone[i]), said(fresh[i]), fresh[i].Use, fresh[i].Direct
		}
		out = append(out, c)
	}
	if len(base) == 1 && len(head) == 1 && base[0].Licence != head[0].Licence && base[0].Licence != "" && head[0].Licence != "" {
		out = append(out, Change{Kind: "relicensed", Ecosystem: k.ecosystem, Name: k.name, From: base[0].Licence, To: head[0].Licence, Use: head[0].Use, Direct: head[0].Direct, Roots: []string{k.root}})
	}
	return out
}

// said is the version, or what was asked for where none is known.
func said(c *assay.Component) string { return cmp.Or(c.Version, c.Constraint) }

func missing(list, from []*assay.Component) []*assay.Component {
	var out []*assay.Component
	for _, c := range list {
		there := func(o *assay.Component) bool { return said(o) == said(c) }
		if !slices.ContainsFunc(from, there) && !slices.ContainsFunc(out, there) {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b *assay.Component) int { return version.Compare(a.Ecosystem, a.Version, b.Version) })
	return out
}

func moved(from, to *assay.Component) string {
	if !version.Valid(from.Ecosystem, from.Version) || !version.Valid(to.Ecosystem, to.Version) {
		return "changed"
	}
	if version.Compare(to.Ecosystem, to.Version, from.Version) < 0 {
		return "downgraded"
	}
	return "upgraded"
}

// join tells once what happens in several projects, and sorts.
func join(list []Change) []Change {
	slices.SortFunc(list, func(a, b Change) int {
		return cmp.Or(slices.Index(kinds, a.Kind)-slices.Index(kinds, b.Kind), strings.Compare(string(a.Ecosystem), string(b.Ecosystem)),
			strings.Compare(a.Name, b.Name), strings.Compare(a.From, b.From), strings.Compare(a.To, b.To), strings.Compare(a.Roots[0], b.Roots[0]))
	})
	var out []Change
	for _, c := range list {
		if n := len(out); n > 0 {
			l := &out[n-1]
			if l.Kind == c.Kind && l.Ecosystem == c.Ecosystem && l.Name == c.Name && l.From == c.From && l.To == c.To {
				l.Roots, l.Direct = append(l.Roots, c.Roots...), l.Direct || c.Direct
				continue
			}
		}
		out = append(out, c)
	}
	return out
}
