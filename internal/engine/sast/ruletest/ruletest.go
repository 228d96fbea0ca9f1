// Package ruletest runs rules on annotated files the way rule authors know
// it: a comment with "ruleid: ID" says that the rule must report the line
// after it, "ok: ID" that it must not; "todoruleid:" and "todook:" name lines
// on which the rule is not yet right, and which don't count.
package ruletest

import (
	"regexp"
	"slices"
	"strings"
)

// Expectation is what the annotations of one file say of one rule.
type Expectation struct {
	Rule   string
	Want   []int // lines, from 1
	Ignore []int // lines that don't count
}

var annotation = regexp.MustCompile(`\b(ruleid|ok|todoruleid|todook|proruleid|prook|deepruleid|deepok|todoproruleid|deeptodoruleid|todoprook|tododeepruleid|tododeepok)\s*:\s*([A-Za-z0-9_.\-]+(?:\s*,\s*[A-Za-z0-9_.\-]+)*)`)

var deeper = regexp.MustCompile(`\bruleid\s*:\s*(deep[a-z]+\s*:)`)

// note is an annotation.
type note struct {
	kind string
	rule string // the last part of its name
	line int    // of the comment, from 1
	code int    // the line that it speaks of
}

// notes lists the annotations of a file.
func notes(src []byte) []note {
	lines := strings.Split(string(src), "\n")
	found := make([][][]string, len(lines))
	for i, l := range lines {
		if comment(l) {
			// What is only so without crossing files: the engine crosses them.
			l = deeper.ReplaceAllString(l, "$1")
			found[i] = annotation.FindAllStringSubmatch(l, -1)
		}
	}
	var out []note
	for i, list := range found {
		for _, m := range list {
			// Annotations on consecutive lines are for the same code.
			at := i + 1
			for at < len(lines) && found[at] != nil {
				at++
			}
			for id := range strings.SplitSeq(m[2], ",") {
				out = append(out, note{m[1], lastPart(strings.TrimSpace(id)), i + 1, at + 1})
			}
		}
	}
	return out
}

// lastPart is the part of a rule's name after its packs, without the end of a
// comment that touches it, as in "<!-- ok: rule-->".
func lastPart(id string) string {
	id = strings.TrimRight(id, "-")
	return id[strings.LastIndexByte(id, '.')+1:]
}

// Parse reads the annotations of a file.
func Parse(src []byte) map[string]*Expectation {
	out := map[string]*Expectation{}
	for _, n := range notes(src) {
		e := out[n.rule]
		if e == nil {
			e = &Expectation{Rule: n.rule}
			out[n.rule] = e
		}
		switch n.kind {
		case "ruleid":
			e.Want = append(e.Want, n.code)
		case "ok", "deepok", "prook":
		default:
			e.Ignore = append(e.Ignore, n.code)
		}
	}
	for _, e := range out {
		slices.Sort(e.Want)
		e.Want = slices.Compact(e.Want)
	}
	return out
}

// comment says whether a line can hold an annotation.
func comment(l string) bool {
	return strings.Contains(l, "ruleid") || strings.Contains(l, "ok")
}

// Compare gives the lines that were wanted and not found, and those found and
// not wanted.
func (e *Expectation) Compare(found []int) (missing, extra []int) {
	for _, w := range e.Want {
		if !slices.Contains(found, w) && !slices.Contains(e.Ignore, w) {
			missing = append(missing, w)
		}
	}
	for _, f := range found {
		if !slices.Contains(e.Want, f) && !slices.Contains(e.Ignore, f) {
			extra = append(extra, f)
		}
	}
	slices.Sort(extra)
	return missing, slices.Compact(extra)
}
