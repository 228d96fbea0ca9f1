package tiles

import "golang.org/x/mod/sumdb/tlog"

// Frontier grows a tree leaf by leaf and knows its root at each size. It is how
// a whole log is checked without reading a tile twice.
type Frontier struct {
	size  int64
	right []tlog.Hash // roots of the full subtrees, largest first
	// upper are the hashes at levels 8, 16 …: what the tiles above the lowest hold.
	upper [][]tlog.Hash
}

// Add takes in the next leaf hash.
func (f *Frontier) Add(leaf tlog.Hash) {
	f.right = append(f.right, leaf)
	f.size++
	for level := 1; f.size>>(level-1)&1 == 0; level++ {
		n := len(f.right)
		f.right[n-2] = tlog.NodeHash(f.right[n-2], f.right[n-1])
		f.right = f.right[:n-1]
		if level%height == 0 {
			f.keep(level/height-1, f.right[n-2])
		}
	}
}

func (f *Frontier) keep(level int, h tlog.Hash) {
	for len(f.upper) <= level {
		f.upper = append(f.upper, nil)
	}
	f.upper[level] = append(f.upper[level], h)
}

// Head is the tree as it stands.
func (f *Frontier) Head() Head {
	if f.size == 0 {
		return Empty()
	}
	root := f.right[len(f.right)-1]
	for i := len(f.right) - 2; i >= 0; i-- {
		root = tlog.NodeHash(f.right[i], root)
	}
	return Head{f.size, root}
}

// Upper gives the content of the tiles above the lowest level.
func (f *Frontier) Upper() []File {
	var out []File
	for i, hashes := range f.upper {
		for n := 0; n < len(hashes); n += Width {
			part := hashes[n:min(n+Width, len(hashes))]
			file := File{Place: Place{Level: i + 1, N: int64(n / Width), Width: len(part)}}
			for _, h := range part {
				file.Data = append(file.Data, h[:]...)
			}
			out = append(out, file)
		}
	}
	return out
}
