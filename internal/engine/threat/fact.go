package threat

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// aspect is a good thing that may be so, not be so, or be unknown.
type aspect string

const (
	atRest    aspect = "encrypted at rest"
	private   aspect = "out of the public's reach"
	tls       aspect = "encrypted on the way"
	auth      aspect = "asking who calls"
	logged    aspect = "logged"
	kept      aspect = "backed up"
	limited   aspect = "limited"
	confined  aspect = "confined"
	unaltered aspect = "of a fixed origin"
)

// fact is what is known of an aspect, and where that stands.
type fact struct {
	answer  Answer
	because string
	at      assay.Location
	soft    bool // a provider's default, which anything written overrides
}

func (f fact) known() bool { return f.answer == Yes || f.answer == No }

// better says whether g tells more than f. Of two that are written yes wins:
// each of the places that a provider offers is enough.
func (f fact) better(g fact) bool {
	switch {
	case !g.known():
		return !f.known() && f.because == ""
	case !f.known():
		return true
	case f.soft != g.soft:
		return f.soft
	}
	return f.answer == No && g.answer == Yes
}

func (e *Element) set(a aspect, f fact) {
	if e.facts == nil {
		e.facts = map[aspect]fact{}
	}
	if old, ok := e.facts[a]; !ok || old.better(f) {
		e.facts[a] = f
	}
}

// test reads an aspect from a resource's attributes.
type test struct {
	aspect aspect
	mode   mode
	paths  []string // the same setting in several notations; a * stands for one name
	values []string
	absent Answer // what holds when nothing is written; empty: unknown
}

type mode uint8

const (
	isTrue  mode = iota // true: yes; false: no
	isFalse             // true: no; false: yes
	written             // anything: yes
	oneOf               // one of values: yes; another: no
	noneOf              // one of values: no; another: unknown
	allTrue             // all paths true: yes; else unknown
	above               // a number above zero: yes; zero: no
)

// read evaluates a test on a resource.
func (t test) read(r *assay.Resource) fact {
	found := false
	trues := 0
	var out fact
	for _, p := range t.paths {
		for _, a := range matching(r, p, t.mode == written) {
			found = true
			f := t.one(r, a)
			if t.mode == allTrue {
				if f.answer == Yes {
					trues++
					out = f
				}
				continue
			}
			if out.answer == "" || out.better(f) {
				out = f
			}
		}
	}
	if t.mode == allTrue {
		if trues > 0 && trues*2 >= len(t.paths) { // paths holds both notations
			return out
		}
		return fact{answer: Unknown}
	}
	if !found {
		if t.absent != "" {
			return fact{t.absent, plain(t.paths[0]) + " is not set in " + r.Address + ", and the default is " + offOn(t.mode, t.absent), place(r), true}
		}
		return fact{answer: Unknown}
	}
	return out
}

func offOn(m mode, a Answer) string {
	if (a == Yes) != (m == isFalse) {
		return "on"
	}
	return "off"
}

func (t test) one(r *assay.Resource, a assay.Attribute) fact {
	at := a.Location.At()
	at.Resource = r.Address
	says := func(answer Answer) fact {
		return fact{answer, a.Path + " = " + quote(a.Value) + " in " + r.Address, at, false}
	}
	if a.Kind == assay.KindUnknown {
		if t.mode == written {
			return fact{Yes, a.Path + " is set in " + r.Address, at, false}
		}
		return fact{Unknown, a.Path + " of " + r.Address + " is not known from the files", at, false}
	}
	value := strings.ToLower(a.Value)
	truth := value == "true" || value == "enabled" || value == "on"
	switch t.mode {
	case written:
		return fact{Yes, a.Path + " is set in " + r.Address, at, false}
	case isTrue, allTrue:
		return says(pick(truth, Yes, No))
	case isFalse:
		return says(pick(truth, No, Yes))
	case oneOf:
		return says(pick(slices.ContainsFunc(t.values, func(v string) bool { return strings.EqualFold(v, a.Value) }), Yes, No))
	case noneOf:
		return says(pick(slices.ContainsFunc(t.values, func(v string) bool { return strings.EqualFold(v, a.Value) }), No, Unknown))
	}
	return says(pick(strings.Trim(a.Value, "0.") != "", Yes, No))
}

func pick(yes bool, a, b Answer) Answer {
	if yes {
		return a
	}
	return b
}

func quote(s string) string {
	if len(s) > 60 {
		s = strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}

// plain is a path without numbers, for a person.
func plain(path string) string {
	var out []string
	for _, p := range strings.Split(path, ".") {
		if p != "*" {
			out = append(out, p)
		}
	}
	return strings.Join(out, ".")
}

// matching lists the leaves at a path, or at it and below.
func matching(r *assay.Resource, pattern string, below bool) []assay.Attribute {
	if !strings.Contains(pattern, "*") {
		if a, ok := r.Attribute(pattern); ok && a.Kind != assay.KindNull {
			return []assay.Attribute{a}
		}
		if !below {
			return nil
		}
	}
	head, _, _ := strings.Cut(pattern, "*")
	from, _ := slices.BinarySearchFunc(r.Attributes, head, func(a assay.Attribute, p string) int { return strings.Compare(a.Path, p) })
	var out []assay.Attribute
	for _, a := range r.Attributes[from:] {
		if !strings.HasPrefix(a.Path, head) {
			break
		}
		if a.Kind != assay.KindNull && fits(pattern, a.Path, below) {
			out = append(out, a)
		}
	}
	return out
}

// fits compares a pattern with a path, name by name.
func fits(pattern, path string, below bool) bool {
	for {
		p, restP, moreP := strings.Cut(pattern, ".")
		s, restS, moreS := strings.Cut(path, ".")
		if p != "*" && p != s {
			return false
		}
		if !moreP {
			return !moreS || below
		}
		if !moreS {
			return false
		}
		pattern, path = restP, restS
	}
}

func place(r *assay.Resource) assay.Location {
	l := r.Location
	l.Resource = r.Address
	return l
}
