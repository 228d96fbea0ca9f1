package regex

import (
	"regexp/syntax"
	"strings"
)

// minNeed is the least length of a literal that is worth looking for, and
// maxNeeds the most alternatives.
const (
	minNeed  = 3
	maxNeeds = 100
)

// Needs are literals in lower case, of each list at least one of which stands
// in every text that the expression matches.
func (r *Regex) Needs() [][]string {
	re := r.quick
	if re == nil {
		re = r.wide
	}
	if re == nil {
		return nil
	}
	tree, err := syntax.Parse(re.String(), syntax.Perl)
	if err != nil {
		return nil
	}
	return needs(tree)
}

func needs(re *syntax.Regexp) [][]string {
	switch re.Op {
	case syntax.OpLiteral:
		if s := strings.ToLower(string(re.Rune)); len(s) >= minNeed && plain(s) {
			return [][]string{{s}}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return needs(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return needs(re.Sub[0])
		}
	case syntax.OpConcat:
		var out [][]string
		for _, sub := range re.Sub {
			out = append(out, needs(sub)...)
		}
		return out
	case syntax.OpAlternate:
		var any []string
		for _, sub := range re.Sub {
			best := []string(nil)
			for _, set := range needs(sub) {
				if best == nil || least(set) > least(best) {
					best = set
				}
			}
			if best == nil || len(any)+len(best) > maxNeeds {
				return nil
			}
			any = append(any, best...)
		}
		return [][]string{any}
	}
	return nil
}

func least(set []string) int {
	n := len(set[0])
	for _, s := range set {
		n = min(n, len(s))
	}
	return n
}
