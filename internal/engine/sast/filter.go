package sast

import (
	"bytes"

	ahocorasick "github.com/BobuSumisu/aho-corasick"

	"github.com/assay-dev/assay/internal/engine/sast/check"
	"github.com/assay-dev/assay/internal/engine/sast/search"
)

// filter tells, with one pass over a file's bytes, which literals it holds.
type filter struct {
	ids  map[string]int32
	trie *ahocorasick.Trie
}

func newFilter(sets ...[]*check.Rule) *filter {
	f := &filter{ids: map[string]int32{}}
	b := ahocorasick.NewTrieBuilder()
	add := func(s string) {
		if _, ok := f.ids[s]; !ok {
			f.ids[s] = int32(len(f.ids))
			b.AddString(s)
		}
	}
	for _, rules := range sets {
		for _, r := range rules {
			r.AllNeeds(add)
		}
	}
	f.trie = b.Build()
	return f
}

// present is the set of literals that a text holds, whatever their case.
func (f *filter) present(text []byte) search.Literals {
	found := make([]bool, len(f.ids))
	f.trie.Walk(bytes.ToLower(text), func(_, _, pattern int64) bool {
		found[pattern] = true
		return true
	})
	return func(s string) bool {
		i, ok := f.ids[s]
		return ok && found[i]
	}
}
