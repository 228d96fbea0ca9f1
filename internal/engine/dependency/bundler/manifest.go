package bundler

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// gem is a line of the Gemfile.
type gem struct {
	name, spec string
	use        assay.Use
	// platform says that some platform only needs it: where the lockfile knows
	// no such platform, it does not hold the gem.
	platform bool
	at       assay.Location
}

var (
	gemLine   = regexp.MustCompile(`^gem[\s(]+["']([^"']{1,200})["'](.*)$`)
	gemSpec   = regexp.MustCompile(`^\s*,\s*["']([^"']{1,100})["']`)
	groupLine = regexp.MustCompile(`^group[\s(]+(.*?)\)?\s*do\b`)
	groupKey  = regexp.MustCompile(`(?:\bgroups?:|:groups?\s*=>)\s*(\[[^\]]*\]|:\w+|["']\w+["'])`)
	word      = regexp.MustCompile(`\w+`)
	opens     = regexp.MustCompile(`\bdo\s*(\|[^|]*\|)?\s*$|^(if|unless|case|begin|def|class|module|while|until|for)\b`)
	exact     = regexp.MustCompile(`^=?\s*(\d+(?:\.[0-9A-Za-z]+){1,10})$`)
)

// developing are the groups that are not deployed.
var developing = []string{"development", "dev", "test", "tests", "lint", "ci", "docs", "doc", "debug", "console", "tools"}

// readManifest reads lines of the Gemfile: gem, group … do, end. What Ruby would
// compute stays unknown.
func (u *unit) readManifest(f engine.File) {
	number := 0
	blocks := []block{{use: assay.Runtime}} // that are open, the innermost last
	for raw := range bytes.Lines(document.Plain(f.Data)) {
		number++
		text := strings.TrimSpace(strings.ToValidUTF8(string(raw), "�"))
		switch {
		case strings.HasPrefix(text, "#"):
		case text == "end" || strings.HasPrefix(text, "end "):
			blocks = blocks[:max(1, len(blocks)-1)]
		case opens.MatchString(text):
			blocks = append(blocks, blocks[len(blocks)-1].within(text))
		default:
			u.gem(text, blocks[len(blocks)-1], inventory.At(f.Path, number))
		}
	}
}

// block is what the blocks around a line say of its gem.
type block struct {
	use      assay.Use
	platform bool
}

// within is the block that a line opens.
func (b block) within(line string) block {
	if m := groupLine.FindStringSubmatch(line); m != nil {
		b.use = useOf(m[1], b.use)
	}
	b.platform = b.platform || strings.HasPrefix(line, "platform") || strings.HasPrefix(line, "install_if")
	return b
}

// useOf says what a list of groups is for: with one that is deployed, to run.
func useOf(groups string, otherwise assay.Use) assay.Use {
	names := word.FindAllString(groups, 50)
	for _, name := range names {
		if name != "optional" && name != "true" && !slices.Contains(developing, strings.ToLower(name)) {
			return otherwise
		}
	}
	return assay.Development
}

func (u *unit) gem(text string, in block, at assay.Location) {
	m := gemLine.FindStringSubmatch(text)
	if m == nil || !inventory.Name(m[1]) {
		return
	}
	g := gem{name: m[1], use: in.use, at: at, platform: in.platform || strings.Contains(m[2], "platform")}
	if s := gemSpec.FindStringSubmatch(m[2]); s != nil {
		g.spec = s[1]
	}
	if k := groupKey.FindStringSubmatch(m[2]); k != nil {
		g.use = useOf(k[1], in.use)
	}
	if old, ok := u.lines[g.name]; ok {
		old.use = inventory.Stronger(old.use, g.use)
		g = old
	} else {
		u.order = append(u.order, g.name)
	}
	u.lines[g.name] = g
}

// component is a gem that no lockfile resolves. A bare version is exact.
func (g *gem) component() assay.Component {
	c := assay.Component{Ecosystem: assay.RubyGems, Name: g.name, Location: g.at}
	if m := exact.FindStringSubmatch(strings.TrimSpace(g.spec)); m != nil {
		c.Version = m[1]
	} else {
		c.Constraint = inventory.Harmless(g.spec)
	}
	return c
}
