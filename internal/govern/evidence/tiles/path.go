package tiles

import (
	"fmt"
	"strconv"
	"strings"
)

// Folder is where all files of the tree are.
const Folder = "tile"

// Place names a file of the tree: a tile of hashes, or a bundle of entries.
type Place struct {
	Entries bool
	Level   int   // of a tile of hashes, 0 to 7
	N       int64 // from the left, from 0
	Width   int   // 1 to 256 hashes or entries; below 256 it is partial
}

// Path of the file: tile/0/x001/x234/067.p/8.
func (p Place) Path() string {
	at := "entries"
	if !p.Entries {
		at = strconv.Itoa(p.Level)
	}
	path := fmt.Sprintf("%s/%s/%s", Folder, at, number(p.N))
	if p.Width < Width {
		path += ".p/" + strconv.Itoa(p.Width)
	}
	return path
}

func number(n int64) string {
	s := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		s = fmt.Sprintf("x%03d/%s", n%1000, s)
	}
	return s
}

// ParsePath reads a path back. It accepts what Path writes and nothing else.
func ParsePath(path string) (Place, bool) {
	rest, ok := strings.CutPrefix(path, Folder+"/")
	at, rest, ok2 := strings.Cut(rest, "/")
	if !ok || !ok2 || len(path) > 64 {
		return Place{}, false
	}
	p := Place{Entries: at == "entries", Width: Width}
	if !p.Entries {
		level, err := strconv.Atoi(at)
		if err != nil || level < 0 || level > 7 {
			return Place{}, false
		}
		p.Level = level
	}
	if body, width, partial := strings.Cut(rest, ".p/"); partial {
		w, err := strconv.Atoi(width)
		if err != nil || w < 1 || w >= Width {
			return Place{}, false
		}
		p.Width, rest = w, body
	}
	for _, part := range strings.Split(rest, "/") {
		n, err := strconv.Atoi(strings.TrimPrefix(part, "x"))
		if err != nil || n < 0 || p.N > 1<<50 {
			return Place{}, false
		}
		p.N = p.N*1000 + int64(n)
	}
	return p, p.Path() == path
}
