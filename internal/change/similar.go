package change

import (
	"bytes"
	"hash/maphash"
	"path"

	"github.com/assay-dev/assay/internal/assay"
)

// Bounds of the search for renamed files that were edited too.
const (
	maxPairs      = 100     // added and deleted files each
	maxSimilar    = 1 << 20 // bytes of a file
	leastSimilar  = 0.5     // shared lines, as git's own default
	leastSameName = 0.25    // of files that kept their name
)

// PairSimilar joins, in a list of changes, a deleted with an added file that
// shares most of its lines: a rename with edits. read gives the content of the
// base or of the head; a file that it can't read is paired with none.
func PairSimilar(files []assay.ChangedFile, readBase, readHead func(path string) []byte) []assay.ChangedFile {
	var added, deleted []int
	for i, f := range files {
		switch f.Kind {
		case assay.Added:
			added = append(added, i)
		case assay.Deleted:
			deleted = append(deleted, i)
		}
	}
	if len(added) == 0 || len(deleted) == 0 || len(added) > maxPairs || len(deleted) > maxPairs {
		return files
	}
	seed := maphash.MakeSeed()
	old := make([]map[uint64]int, len(deleted))
	for k, d := range deleted {
		old[k] = lineSet(seed, readBase(files[d].Path))
	}
	gone := map[int]bool{}
	for _, a := range added {
		lines := lineSet(seed, readHead(files[a].Path))
		best, likeness := -1, 0.0
		for k, d := range deleted {
			least := leastSimilar
			if path.Base(files[a].Path) == path.Base(files[d].Path) {
				least = leastSameName
			}
			if l := similar(lines, old[k]); !gone[d] && l >= least && l > likeness {
				best, likeness = d, l
			}
		}
		if best >= 0 {
			gone[best] = true
			files[a].Kind, files[a].From, files[a].Edited = assay.Renamed, files[best].Path, true
		}
	}
	out := files[:0]
	for i, f := range files {
		if !gone[i] {
			out = append(out, f)
		}
	}
	return out
}

// lineSet counts the lines of a text by hash; nil for one that is too large.
func lineSet(seed maphash.Seed, text []byte) map[uint64]int {
	if len(text) == 0 || len(text) > maxSimilar {
		return nil
	}
	set := map[uint64]int{}
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			set[maphash.Bytes(seed, line)]++
		}
	}
	return set
}

// similar is the share of lines that two texts have in common, of the longer.
func similar(a, b map[uint64]int) float64 {
	shared, na, nb := 0, 0, 0
	for h, n := range a {
		na += n
		shared += min(n, b[h])
	}
	for _, n := range b {
		nb += n
	}
	if longer := max(na, nb); longer > 0 {
		return float64(shared) / float64(longer)
	}
	return 0
}
