package npm

import (
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
)

// unsatisfied is the help where a lockfile and a manifest disagree.
const unsatisfied = "Run npm install, or whatever writes the lockfile here, and commit what it writes."

// holdToPin tells of a lockfile that has another version than the one that a
// manifest allows, and of one that was written for another range: what is
// installed then depends on the command. What an override explains is in order.
func (u *unit) holdToPin(m *manifest, d dependency, l lock, c *assay.Component) {
	name, spec := alias(d.name, strings.TrimSpace(d.spec))
	pin := pinned(spec)
	if pin == "" || d.peer || c.Version == "" || path.Base(m.path) != manifestName {
		return
	}
	as := c.Name == name && plainVersion(c.Version) == plainVersion(pin)
	said := l.says(m, d.name)
	_, repeated := alias(d.name, strings.TrimSpace(said))
	if as && (said == "" || pinned(repeated) == pin) {
		return
	}
	found, _ := u.overridesFor(m, d.name)
	for _, o := range found {
		_, want := alias(d.name, o.spec)
		if v := pinned(want); v == "" || plainVersion(v) == plainVersion(c.Version) {
			return
		}
	}
	has := c.Name + " " + c.Version
	if as {
		has = document.Quote(said)
	}
	u.problems.Add(m.path, d.line, unsatisfied, "the lockfile does not satisfy package.json: it has %s for %s %s", has, name, pin)
}
