package gradle

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// locks lets the lock state decide versions, and adds what it brings in.
func (w *writer) locks() {
	known := map[string][]locked{}
	runtime := false
	for _, l := range w.p.locks {
		runtime = runtime || !l.build
		for _, e := range l.entries {
			known[e.name] = append(known[e.name], e)
		}
	}
	if len(w.p.locks) == 0 {
		return
	}
	direct := w.components
	w.components, w.index = nil, map[string]int{}
	for _, c := range direct {
		w.lockDirect(c, known[c.Name])
	}
	for _, l := range w.p.locks {
		for _, e := range l.entries {
			w.lockTransitive(l, e)
		}
	}
}

// lockDirect gives a declared component the version that was locked.
func (w *writer) lockDirect(c assay.Component, entries []locked) {
	if len(entries) == 0 {
		if !strings.HasSuffix(c.Name, ".gradle.plugin") {
			w.uncovered = append(w.uncovered, c.Name)
		}
		w.put(c)
		return
	}
	same := slices.ContainsFunc(entries, func(e locked) bool { return e.version == c.Version })
	for _, e := range entries {
		if same && e.version != c.Version {
			continue
		}
		d := c
		d.Version, d.Constraint = e.version, ""
		w.put(d)
	}
}

// lockTransitive adds an entry, unless a script asked for it.
func (w *writer) lockTransitive(l lockfile, e locked) {
	use := assay.Development
	if !l.build && !w.p.build.logic {
		for _, c := range e.configs {
			if u := lockedUse(c); stronger(u, use) {
				use = u
			}
		}
	}
	w.put(assay.Component{
		Ecosystem: assay.Maven, Name: e.name, Version: e.version, Root: w.root, Location: e.at.location(), Use: use,
	})
}

// lockedUse is the use of a resolved configuration.
func lockedUse(config string) assay.Use {
	switch config {
	case "runtimeClasspath", "compileClasspath":
		return assay.Runtime
	}
	return useOf(config)
}
