package licence

import (
	"strings"
	"sync"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/version"
	"github.com/assay-dev/assay/rules"
)

// entry is one line of the list of well-known packages.
type entry struct {
	ecosystem assay.Ecosystem
	name      string // may hold *
	from      string // first version it holds for; empty for all
	below     string // first version it holds for no more; empty for all
	licence   string
}

// known parses the list once: lines of ecosystem, name, versions, licence.
var known = sync.OnceValue(func() map[assay.Ecosystem][]entry {
	out := map[assay.Ecosystem][]entry{}
	for line := range strings.Lines(rules.Licences) {
		f := strings.Fields(line)
		if len(f) < 4 || f[0] == "#" {
			continue
		}
		e := entry{ecosystem: assay.Ecosystem(f[0]), name: f[1], licence: strings.Join(f[3:], " ")}
		if f[2] != "*" {
			e.from, e.below, _ = strings.Cut(f[2], "..")
		}
		out[e.ecosystem] = append(out[e.ecosystem], e)
	}
	return out
})

// listed is the licence that a package is known for; empty when it is not.
func listed(c *assay.Component) string {
	for _, e := range known()[c.Ecosystem] {
		if !Matches(e.name, c.Name) {
			continue
		}
		after := e.from == "" || version.Compare(c.Ecosystem, c.Version, e.from) >= 0
		before := e.below == "" || version.Compare(c.Ecosystem, c.Version, e.below) < 0
		if after && before {
			return e.licence
		}
	}
	return ""
}
