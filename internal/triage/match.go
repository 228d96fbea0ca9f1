package triage

import (
	"cmp"
	"hash/fnv"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// near is how many lines apart two tools may see one problem.
const near = 3

// Same says whether two findings of different engines or tools are about one
// problem: the same flaw of the same package, the same secret's place, or
// weaknesses of one family within a few lines or at one parameter. cwe gives
// the weaknesses of a finding.
func Same(a, b *assay.Finding, cwe func(*assay.Finding) []int) bool {
	switch {
	case a.Engine == b.Engine && a.Tool == b.Tool:
		return false // one tool tells its problems apart itself
	case a.Vulnerability != nil || b.Vulnerability != nil:
		return sameFlaw(a, b)
	case a.Location.URL != "" && b.Location.URL != "":
		return sameEndpoint(a, b) && related(cwe(a), cwe(b))
	case !samePath(a.Location.Path, b.Location.Path):
		return false
	case a.Location.Resource != "" && a.Location.Resource == b.Location.Resource:
		return related(cwe(a), cwe(b)) || ruleName(a) == ruleName(b)
	case !overlap(a.Location, b.Location):
		return false
	case a.Engine == assay.EngineSecret && b.Engine == assay.EngineSecret:
		return true
	}
	return ruleName(a) == ruleName(b) || related(cwe(a), cwe(b))
}

// sameFlaw: a name in common, and the same package where both say one.
func sameFlaw(a, b *assay.Finding) bool {
	x, y := a.Vulnerability, b.Vulnerability
	if x == nil || y == nil || !strings.EqualFold(x.Package, y.Package) || x.Version != "" && y.Version != "" && x.Version != y.Version {
		return false
	}
	if a.Location.Path != "" && b.Location.Path != "" && path.Dir(a.Location.Path) != path.Dir(b.Location.Path) && !samePath(a.Location.Path, b.Location.Path) {
		return false
	}
	return slices.ContainsFunc(flawNames(x), func(n string) bool { return slices.Contains(flawNames(y), n) })
}

func flawNames(v *assay.Vulnerability) []string { return append([]string{v.ID}, v.Aliases...) }

func sameEndpoint(a, b *assay.Finding) bool {
	x, _, _ := strings.Cut(a.Location.URL, "?")
	y, _, _ := strings.Cut(b.Location.URL, "?")
	return x == y && a.Location.Parameter == b.Location.Parameter && (a.Location.Method == "" || b.Location.Method == "" || a.Location.Method == b.Location.Method)
}

// samePath: equal, or one is the end of the other: tools examine from
// different folders.
func samePath(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	return b != "" && (a == b || strings.HasSuffix(a, "/"+b))
}

func overlap(a, b assay.Location) bool {
	if a.Start.Line == 0 || b.Start.Line == 0 {
		return false
	}
	return a.Start.Line <= cmp.Or(b.End.Line, b.Start.Line)+near && b.Start.Line <= cmp.Or(a.End.Line, a.Start.Line)+near
}

// ruleName is a rule's name without its engine or tool.
func ruleName(f *assay.Finding) string {
	_, name, _ := strings.Cut(string(f.Rule), "/")
	return strings.ToLower(name)
}

// families are weaknesses that tools report for one another
// (https://cwe.mitre.org: a weakness with its parents and children).
var families = [][]int{
	{89, 564, 943},                                    // SQL and query injection
	{79, 80, 83, 116},                                 // cross-site scripting
	{77, 78, 88},                                      // command injection
	{22, 23, 36, 73},                                  // path traversal
	{94, 95, 917},                                     // code injection
	{326, 327, 328, 916},                              // weak cryptography
	{330, 338, 331},                                   // weak randomness
	{259, 321, 798, 522, 540, 312, 256},               // credentials in the open
	{295, 297, 599},                                   // certificates not checked
	{502},                                             // deserialisation
	{611, 776, 827},                                   // XML entities
	{918}, {601}, {352}, {434}, {1333, 400, 730, 770}, // request forgery, redirects, uploads, exhaustion
	{284, 285, 862, 863, 639, 732}, // access control
	{311, 319},                     // clear text
	{614, 1004, 1275, 315},         // cookies
}

var familyOf = func() map[int]int {
	out := map[int]int{}
	for i, f := range families {
		for _, n := range f {
			out[n] = i + 1
		}
	}
	return out
}()

func related(a, b []int) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y || familyOf[x] != 0 && familyOf[x] == familyOf[y] {
				return true
			}
		}
	}
	return false
}

// Merge joins findings of several engines and tools that are about one problem:
// the first of them stays (ours before others', then in order), with the rest
// in its Also. What a tool reports twice stays once.
func Merge(findings []assay.Finding, cwe func(*assay.Finding) []int) []assay.Finding {
	order := make([]int, len(findings))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(foreign(&findings[a]), foreign(&findings[b])) })
	if len(findings) > 0 && alone(findings) {
		return findings
	}
	places := map[uint64][]int32{} // where a finding is looked for → kept ones
	keep := make([]bool, len(findings))
	for _, i := range order {
		f := &findings[i]
		if f.Tool != "" && join(findings, places, i, cwe) {
			continue
		}
		keep[i] = true
		for _, k := range buckets(f) {
			places[k] = append(places[k], int32(i))
		}
	}
	out := make([]assay.Finding, 0, len(findings))
	for i := range findings {
		if keep[i] {
			out = append(out, findings[i])
		}
	}
	return out
}

func foreign(f *assay.Finding) int {
	if f.Tool == "" {
		return 0
	}
	return 1
}

// join adds a finding to a kept one that is the same.
func join(findings []assay.Finding, places map[uint64][]int32, i int, cwe func(*assay.Finding) []int) bool {
	f := &findings[i]
	for _, k := range buckets(f) {
		for _, at := range places[k] {
			kept := &findings[at]
			if kept.Tool == f.Tool && kept.Engine == f.Engine && kept.Fingerprint == f.Fingerprint && kept.Location == f.Location {
				return true
			}
			if i := slices.IndexFunc(kept.Also, func(r assay.Report) bool { return r.Tool == f.Tool && r.Engine == f.Engine }); i >= 0 {
				if kept.Also[i].Fingerprint == f.Fingerprint && kept.Also[i].Rule == f.Rule {
					return true
				}
				continue // one report of a tool for one problem: its others are others
			}
			if Same(kept, f, cwe) {
				kept.Also = append(kept.Also, assay.Report{Engine: f.Engine, Tool: f.Tool, Rule: f.Rule, Fingerprint: f.Fingerprint, Severity: f.Severity, Message: f.Message})
				if len(kept.Flow) == 0 {
					kept.Flow = f.Flow
				}
				return true
			}
		}
	}
	return false
}

// alone: all findings are of one tool, which tells them apart itself.
func alone(findings []assay.Finding) bool {
	seen := make(map[assay.Fingerprint]bool, len(findings))
	for i := range findings {
		f := &findings[i]
		if f.Engine != findings[0].Engine || f.Tool != findings[0].Tool || f.Tool != "" && seen[f.Fingerprint] {
			return false
		}
		seen[f.Fingerprint] = true
	}
	return true
}

// buckets are hashes of the keys under which findings that may be the same meet.
func buckets(f *assay.Finding) []uint64 {
	keys := meetings(f)
	out := make([]uint64, 0, len(keys))
	for _, k := range keys {
		h := fnv.New64a()
		_, _ = io.WriteString(h, k) // a hash takes everything
		if sum := h.Sum64(); !slices.Contains(out, sum) {
			out = append(out, sum)
		}
	}
	return out
}

func meetings(f *assay.Finding) []string {
	switch {
	case f.Vulnerability != nil:
		var out []string
		for _, n := range flawNames(f.Vulnerability) {
			out = append(out, "v\x00"+strings.ToLower(f.Vulnerability.Package)+"\x00"+n)
		}
		return out
	case f.Location.URL != "":
		u, _, _ := strings.Cut(f.Location.URL, "?")
		return []string{"u\x00" + u + "\x00" + f.Location.Parameter}
	case f.Location.Path == "":
		return []string{"f\x00" + string(f.Fingerprint)}
	}
	file := "p\x00" + path.Base(f.Location.Path) + "\x00"
	if f.Location.Resource != "" {
		return []string{file + f.Location.Resource, file + block(f.Location.Start.Line)}
	}
	return []string{file + block(f.Location.Start.Line), file + block(f.Location.Start.Line-near-1), file + block(f.Location.Start.Line+near+1)}
}

// block groups lines, so that a file with many findings is no square of work.
func block(line int) string {
	const lines = 16
	if line <= 0 {
		return "0"
	}
	return strconv.Itoa(1 + line/lines)
}
