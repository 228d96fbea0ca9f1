// Package automaton finds many literals in one pass over the bytes, whatever
// their case (ASCII).
//
// It is the machine of Aho and Corasick (1975) as a dense table: one load per
// byte, no failure links to follow, so the time depends on the length of the
// input alone. Bytes that no literal uses share one column.
//
//	a := automaton.New([]string{"akia", "ghp_"})
//	a.Scan(data, func(literal, end int) bool { …; return true })
//
// It knows nothing about rules; it only says which literal ends where.
package automaton

import "slices"

// Automaton is immutable and safe for concurrent use.
type Automaton struct {
	class [256]uint8
	shift uint
	// next holds, for each state and class, the following state already
	// multiplied by the width of a row.
	next []uint32
	// loud is the first state at which literals end; all later ones do too.
	loud uint32
	outs [][]uint16 // of the loud states, longest literal first
	lens []int
}

// New builds the machine. At most 65,535 literals; empty ones never match.
func New(literals []string) *Automaton {
	a := &Automaton{lens: make([]int, len(literals))}
	t := newTrie(a.classes(literals))
	for i, l := range literals {
		a.lens[i] = len(l)
		if l != "" {
			t.add(a.fold(l), uint16(i))
		}
	}
	t.link()
	a.freeze(t)
	return a
}

// Len is the length of a literal in bytes.
func (a *Automaton) Len(literal int) int { return a.lens[literal] }

// Scan calls visit for each literal that ends before data[end], from left to
// right, until visit says false.
func (a *Automaton) Scan(data []byte, visit func(literal, end int) bool) {
	next, class, loud := a.next, &a.class, a.loud
	state := uint32(0)
	for i, b := range data {
		state = next[state+uint32(class[b])]
		if state < loud {
			continue
		}
		for _, l := range a.outs[(state-loud)>>a.shift] {
			if !visit(int(l), i+1) {
				return
			}
		}
	}
}

// classes gives each byte that occurs in a literal its own column, upper and
// lower case together, and returns the width of a row: a power of two.
func (a *Automaton) classes(literals []string) int {
	count := 1
	for _, l := range literals {
		for _, b := range []byte(l) {
			if b = lower(b); a.class[b] == 0 {
				a.class[b] = uint8(count)
				count++
			}
		}
	}
	for b := byte('A'); b <= 'Z'; b++ {
		a.class[b] = a.class[lower(b)]
	}
	for 1<<a.shift < count {
		a.shift++
	}
	return 1 << a.shift
}

func (a *Automaton) fold(s string) []uint8 {
	out := make([]uint8, len(s))
	for i := range out {
		out[i] = a.class[s[i]]
	}
	return out
}

// freeze numbers the states so that the loud ones come last.
func (a *Automaton) freeze(t *trie) {
	number := make([]uint32, len(t.nodes))
	var n uint32
	for _, loud := range []bool{false, true} {
		if loud {
			a.loud = n << a.shift
		}
		for i, node := range t.nodes {
			if (len(node.outs) > 0) == loud {
				number[i] = n << a.shift
				n++
			}
		}
	}
	a.next = make([]uint32, len(t.nodes)<<a.shift)
	for i, node := range t.nodes {
		for c, to := range node.next {
			a.next[number[i]+uint32(c)] = number[to]
		}
		if len(node.outs) > 0 {
			slices.SortStableFunc(node.outs, func(x, y uint16) int { return a.lens[y] - a.lens[x] })
			a.outs = append(a.outs, node.outs)
		}
	}
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}
