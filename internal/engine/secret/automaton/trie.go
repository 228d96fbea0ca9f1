package automaton

// trie is the machine while it is built.
type trie struct {
	width int
	nodes []node
}

type node struct {
	next []int32 // by class; 0 is the root
	fail int32
	outs []uint16
}

func newTrie(width int) *trie {
	return &trie{width: width, nodes: []node{{next: make([]int32, width)}}}
}

func (t *trie) add(word []uint8, literal uint16) {
	at := int32(0)
	for _, c := range word {
		if t.nodes[at].next[c] == 0 {
			t.nodes = append(t.nodes, node{next: make([]int32, t.width)})
			t.nodes[at].next[c] = int32(len(t.nodes) - 1)
		}
		at = t.nodes[at].next[c]
	}
	t.nodes[at].outs = append(t.nodes[at].outs, literal)
}

// link fills in every missing arrow with that of the longest proper suffix,
// breadth first.
func (t *trie) link() {
	queue := make([]int32, 0, len(t.nodes))
	for _, to := range t.nodes[0].next {
		if to != 0 {
			queue = append(queue, to)
		}
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		fail := t.nodes[t.nodes[at].fail]
		t.nodes[at].outs = append(t.nodes[at].outs, fail.outs...)
		for c, to := range t.nodes[at].next {
			if to == 0 {
				t.nodes[at].next[c] = fail.next[c]
				continue
			}
			t.nodes[to].fail = fail.next[c]
			queue = append(queue, to)
		}
	}
}
