package gradle

import (
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/dependency/mavencoord"
)

// lockfile is a lock state on disk
// (https://docs.gradle.org/current/userguide/dependency_locking.html).
type lockfile struct {
	entries []locked
	// covers are the configurations that it speaks of.
	covers map[string]bool
	build  bool // of the buildscript
}

// locked is one module of a lock state.
type locked struct {
	name, version string
	configs       []string
	at            place
}

func isLock(p string) bool {
	switch path.Base(p) {
	case "gradle.lockfile", "buildscript-gradle.lockfile", "settings-gradle.lockfile":
		return true
	}
	return strings.Contains("/"+p, "/gradle/dependency-locks/")
}

// readLock reads both forms: one file with configurations behind =, and one
// file for each configuration. bad is the first line that is neither.
func readLock(p string, data []byte) (l lockfile, bad int) {
	l.covers = map[string]bool{}
	own := ""
	if strings.Contains("/"+p, "/gradle/dependency-locks/") {
		own = strings.TrimSuffix(path.Base(p), ".lockfile")
		l.covers[own] = true
	}
	l.build = path.Base(p) == "buildscript-gradle.lockfile" || strings.HasPrefix(own, "buildscript-")
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if !l.line(line, own, place{p, i + 1}) && bad == 0 {
			bad = i + 1
		}
	}
	return l, bad
}

func (l *lockfile) line(line, own string, at place) bool {
	coordinate, configs, _ := strings.Cut(line, "=")
	names := strings.FieldsFunc(configs, func(r rune) bool { return r == ',' })
	if own != "" {
		names = []string{own}
	}
	for _, n := range names {
		l.covers[n] = true
	}
	if coordinate == "empty" {
		return true
	}
	c, ok := mavencoord.Parse(coordinate)
	if !ok || c.Version == "" || len(names) == 0 {
		return false
	}
	l.entries = append(l.entries, locked{c.Name(), c.Version, names, at})
	return true
}

// loadLocks finds the lock states of a project.
func (m *machine) loadLocks(p *project) {
	paths := []string{path.Join(p.dir, "gradle.lockfile"), path.Join(p.dir, "buildscript-gradle.lockfile")}
	prefix := path.Join(p.dir, "gradle/dependency-locks") + "/"
	i, _ := slices.BinarySearch(m.tree.paths, prefix)
	for ; i < len(m.tree.paths) && strings.HasPrefix(m.tree.paths[i], prefix); i++ {
		paths = append(paths, m.tree.paths[i])
	}
	for _, q := range paths {
		f, ok := m.tree.files[q]
		if !ok {
			continue
		}
		l, bad := readLock(q, f.Data)
		if bad > 0 {
			m.gap(place{q, bad}, "has a line that is no lock", "Write the lock state anew with --write-locks.")
		}
		p.locks = append(p.locks, l)
	}
}
