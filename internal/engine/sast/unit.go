package sast

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/sast/check"
	"github.com/assay-dev/assay/internal/engine/sast/flow"
	"github.com/assay-dev/assay/internal/engine/sast/language"
	"github.com/assay-dev/assay/internal/engine/sast/languages"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
	"github.com/assay-dev/assay/internal/engine/sast/search"
	"github.com/assay-dev/assay/internal/engine/sast/taint"
)

// unit is what one file gives by itself.
type unit struct {
	path  string
	src   []byte
	lang  *language.Language
	scope assay.Scope
	out   engine.Output
	graph *flow.Graph
	marks map[int]*taint.Marks // by the number of the rule

	index *lines
	texts map[int][]sinkText // by the number of the rule; see sink
}

// sinkText is what is said of a sink that data reaches.
type sinkText struct {
	message string
	replace *string
}

// unit runs all rules on one file, or remembers what came of it.
func (e *Engine) unit(f *engine.File, memo engine.Memo) *unit {
	l := languages.ByPath(f.Path)
	u := &unit{path: f.Path, lang: l, scope: scopeText, src: f.Data}
	if l != nil {
		u.scope = assay.SASTScope(scopeOf(l))
	}
	key := engine.Key([]byte("unit"), []byte(f.Path), f.Hash[:])
	if out, ok := memo.Get(key); ok {
		u.out = out
		if len(out.Facts) == 0 || u.decode(out.Facts) {
			return u
		}
		u.out, u.graph, u.marks = engine.Output{}, nil, nil
	}
	u.analyse(e.rules)
	identify(u.out.Findings)
	// The compact form takes a fraction of the memory; most graphs are never
	// looked into again.
	if u.out.Facts = string(u.encode()); u.out.Facts != "" {
		u.decode(u.out.Facts)
	}
	memo.Put(key, u.out)
	return u
}

// scopeOf is the language as scopes name it.
func scopeOf(l *language.Language) string {
	if l.ID == "tsx" {
		return "typescript"
	}
	return l.ID
}

// analyse parses the file and runs all rules on it.
func (u *unit) analyse(rules *Rules) {
	u.out.Examine(u.scope, 1)
	u.searchText(rules)
	if u.lang == nil {
		return
	}
	if why := unreadable(u.src); why != "" {
		u.gap(why, "exclude the file, or split it")
		return
	}
	set := rules.of(u.lang)
	c, err := u.parse(set)
	if err != nil {
		u.gap(err.Error(), "exclude the file")
		return
	}
	if c.Broken >= 0 {
		at := u.lines().at(uint32(c.Broken))
		why, help := "was not understood", "check that the file compiles"
		if c.Deep {
			why, help = "is nested too deeply", "split it, or exclude the file"
		}
		u.out.Gaps = append(u.out.Gaps, assay.Gap{
			Scope: u.scope, Location: assay.Location{Path: u.path, Start: at}, Unsupported: true,
			Reason: fmt.Sprintf("line %d %s; the rest of the file was examined", at.Line, why), Help: help,
		})
	}
	for _, r := range set.rules {
		if !applies(r.Rule, u.path) {
			continue
		}
		found := r.Run(c)
		u.tooMuch(r, c)
		for _, m := range found {
			u.out.Findings = append(u.out.Findings, u.finding(r, c, m.Match))
		}
	}
	u.graph = flow.Build(c.File, c.Matcher.Scopes())
	u.marks = map[int]*taint.Marks{}
	for _, r := range set.taints {
		if !applies(r.Rule, u.path) {
			continue
		}
		m, _ := r.Marks(c, u.graph)
		u.tooMuch(r, c)
		if !m.Empty() {
			u.marks[rules.number[r.Rule]] = m
		}
	}
	for i := range u.graph.Funcs {
		if fn := &u.graph.Funcs[i]; fn.Exhausted {
			u.out.Gaps = append(u.out.Gaps, assay.Gap{
				Scope: u.scope, Location: assay.Location{Path: u.path, Start: u.lines().at(fn.Start)},
				Reason: fmt.Sprintf("%s is too large to follow to its end", cmp.Or(fn.Name, "the code outside functions")),
				Help:   "exclude the file if it is generated, or split the function",
			})
		}
	}
	u.compact()
	u.graph.Seal()
}

// compact keeps of the graph what the marks can need.
func (u *unit) compact() {
	keep := map[flow.Node]bool{}
	for _, m := range u.marks {
		m.Each(func(n *flow.Node) { keep[*n] = true })
	}
	number := u.graph.Compact(keep, func(at uint32) int { return u.lines().at(at).Line })
	for _, m := range u.marks {
		m.Each(func(n *flow.Node) { *n = number[*n] })
	}
}

// searchText runs the rules for text of any kind.
func (u *unit) searchText(rules *Rules) {
	set := rules.text()
	if set == nil {
		return
	}
	c := check.NewText(u.path, u.src, set.filter.present(u.src))
	for _, r := range set.rules {
		if !applies(r.Rule, u.path) {
			continue
		}
		found := r.Run(c)
		u.tooMuch(r, c)
		for _, m := range found {
			u.out.Findings = append(u.out.Findings, u.finding(r, c, m.Match))
		}
	}
}

// tooMuch notes that a rule was not finished.
func (u *unit) tooMuch(r *check.Rule, c *check.File) {
	if c.Matcher.Exhausted() {
		u.gap(fmt.Sprintf("rule %s takes more work than is allowed on this file; some of its findings may be missing", r.ID), "exclude the file if it is generated, or make the rule more precise")
	}
}

func (u *unit) parse(set *set) (*check.File, error) {
	file, err := u.lang.Parse(u.path, u.src)
	if err != nil {
		return nil, err
	}
	return check.NewFile(file, set.filter.present(u.src)), nil
}

// sink is what a rule says of one of its sinks. Only rules whose words depend
// on the code look at it again.
func (u *unit) sink(rules *Rules, r int, sink *taint.Sink) sinkText {
	rule := rules.all[r]
	if !strings.Contains(rule.Message, "$") && rule.Fix == nil && rule.FixRegex == nil {
		return sinkText{message: strings.Join(strings.Fields(rule.Message), " ")}
	}
	if u.texts == nil {
		u.texts = map[int][]sinkText{}
	}
	if _, ok := u.texts[r]; !ok {
		set := rules.of(u.lang)
		if c, err := u.parse(set); err == nil {
			g := flow.Build(c.File, c.Matcher.Scopes())
			for _, x := range set.taints {
				if x.Rule != rule {
					continue
				}
				_, sinks := x.Marks(c, g)
				for _, s := range sinks {
					u.texts[r] = append(u.texts[r], sinkText{check.Message(rule, c.File, s.Env), check.Fix(rule, c.File, s.Env, string(u.src[s.Start:s.End]))})
				}
			}
		}
	}
	if list := u.texts[r]; int(sink.Tag) < len(list) {
		return list[sink.Tag]
	}
	return sinkText{message: rule.Message}
}

// function names the function of the graph around an offset.
func (u *unit) function(at uint32) string {
	for i := range u.graph.Funcs {
		if f := &u.graph.Funcs[i]; f.Name != "" && f.Start <= at && at < f.End {
			return strings.TrimPrefix(f.Class+"."+f.Name, ".")
		}
	}
	return ""
}

func (u *unit) lines() *lines {
	if u.index == nil {
		u.index = newLines(u.src)
	}
	return u.index
}

func (u *unit) gap(reason, help string) {
	u.out.Gaps = append(u.out.Gaps, assay.Gap{Scope: u.scope, Location: assay.Location{Path: u.path}, Reason: reason, Help: help})
}

// unreadable says why a file is no source that a person wrote.
func unreadable(data []byte) string {
	if len(data) > maxFile {
		return fmt.Sprintf("the file is larger than %d MB: it is not analysed", maxFile>>20)
	}
	if bytes.IndexByte(data[:min(len(data), 8000)], 0) >= 0 {
		return "the file holds binary data"
	}
	for rest := data; len(rest) > maxLine; {
		i := bytes.IndexByte(rest, '\n')
		if i < 0 || i > maxLine {
			return "the file has lines too long for a person to have written: it is not analysed"
		}
		rest = rest[i+1:]
	}
	return ""
}

// applies says whether a rule's paths let it look at a file.
func applies(r *ruleset.Rule, path string) bool {
	if len(r.Include) > 0 && !slices.ContainsFunc(r.Include, func(p string) bool { return matchPath(p, path) }) {
		return false
	}
	return !slices.ContainsFunc(r.Exclude, func(p string) bool { return matchPath(p, path) })
}

// finding is a finding of a search rule.
func (u *unit) finding(r *check.Rule, c *check.File, m search.Match) assay.Finding {
	text := string(u.src[m.Start:m.End])
	bad, sure := u.weigh(r.Rule)
	return assay.Finding{
		Replacement: check.Fix(r.Rule, c.File, m.Env, text), Rule: assay.RuleID("sast/" + r.ID), Engine: assay.EngineSAST, Severity: bad, Confidence: sure,
		Message: check.Message(r.Rule, c.File, m.Env), Fix: advice(r.Rule),
		Location: u.location(m.Start, m.End), Snippet: u.snippet(m.Start), Identity: identity(c.Function(m.Start), text),
	}
}

// advice is the fix of this language, where the rule has one.
func advice(r *ruleset.Rule) string { return meta(r, "fix") }

func (u *unit) location(start, end uint32) assay.Location {
	return assay.Location{Path: u.path, Start: u.lines().at(start), End: u.lines().at(end)}
}

// maxSnippet bounds the line that a finding shows.
const maxSnippet = 200

// snippet is the line on which something starts.
func (u *unit) snippet(at uint32) string {
	start := bytes.LastIndexByte(u.src[:at], '\n') + 1
	end := bytes.IndexByte(u.src[start:], '\n')
	line := u.src[start:]
	if end >= 0 {
		line = u.src[start : start+end]
	}
	// A copy of no more than is shown: a finding must not keep its file.
	line = bytes.TrimSpace(line)
	return strings.ToValidUTF8(string(line[:min(len(line), maxSnippet)]), "")
}

// lines maps offsets to positions.
type lines struct{ starts []uint32 }

func newLines(src []byte) *lines {
	l := &lines{starts: []uint32{0}}
	for i, c := range src {
		if c == '\n' {
			l.starts = append(l.starts, uint32(i+1))
		}
	}
	return l
}

func (l *lines) at(offset uint32) assay.Position {
	i, found := slices.BinarySearch(l.starts, offset)
	if !found {
		i--
	}
	return assay.Position{Line: i + 1, Column: int(offset-l.starts[i]) + 1}
}
