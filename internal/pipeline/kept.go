package pipeline

import (
	"slices"
	"strings"
)

// Kept gives the bytes of a file as extractors saw them; ok is false when none
// selected it. They must not be changed.
func (res *Result) Kept(path string) (data []byte, ok bool) {
	i, ok := slices.BinarySearchFunc(res.kept, path, func(k keptFile, p string) int { return strings.Compare(k.Path, p) })
	if !ok {
		return nil, false
	}
	return res.kept[i].Data, true
}
