package evidence

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/disk"
	"github.com/assay-dev/assay/internal/govern/evidence/tiles"
)

// maxNames is the most bytes of a file of names.
const maxNames = 1 << 20

// files looks at every file of the folder: none may be there that nobody
// answers for.
func (v *verifier) files() error {
	err := v.list("", 0)
	v.report.Personal = len(v.people)
	if gone := len(v.people) - v.report.Names; gone > 0 {
		v.report.note("names of %d of %d statements are not here (%d forgotten on record)", gone, len(v.people), len(v.forgotten))
	}
	for _, s := range slices.Sorted(maps.Keys(v.people)) {
		if v.held[s] && !v.named[s] && !v.forgotten[s] {
			v.report.problem(namesPath(s), "is on hold, and gone")
		}
	}
	return err
}

func (v *verifier) list(dir string, depth int) error {
	items, err := v.disk.List(cmp.Or(dir, "."))
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return reading(err)
	}
	for _, item := range items {
		name := path.Join(dir, item.Name)
		switch {
		case item.Dir && depth < 8 && (depth > 0 || item.Name == tiles.Folder || item.Name == namesFolder):
			if err := v.list(name, depth+1); err != nil {
				return err
			}
		case !item.Regular:
			v.report.problem(name, "does not belong to the log")
		default:
			v.file(name)
		}
	}
	return nil
}

func (v *verifier) file(name string) {
	if p, ok := tiles.ParsePath(name); ok {
		v.tile(name, p)
		return
	}
	if strings.HasPrefix(name, namesFolder+"/") {
		v.names(name)
		return
	}
	switch name {
	case checkpointFile, historyFile, disk.LockName:
	case checkpointFile + ".new":
		v.leftOver(name)
	default:
		v.report.problem(name, "does not belong to the log")
	}
}

// tile looks at a tile that is there: the current one was checked, a narrower one
// must be its beginning, and what is past the end is no evidence.
func (v *verifier) tile(name string, p tiles.Place) {
	now := tiles.Current(v.checkpoint.Head.Size, p.Entries, p.Level, p.N)
	if p.Width == now.Width {
		return
	}
	if p.Width > now.Width {
		v.leftOver(name)
		return
	}
	small, err := v.disk.Read(name, tiles.MaxFile)
	if err != nil {
		v.missing(name, err)
		return
	}
	big, err := v.disk.Read(now.Path(), tiles.MaxFile)
	if err == nil && !begins(small, big, p) {
		v.report.problem(name, "is not the beginning of %s", now.Path())
	}
}

// begins says whether small holds exactly the first p.Width hashes or entries of big.
func begins(small, big []byte, p tiles.Place) bool {
	if !bytes.HasPrefix(big, small) {
		return false
	}
	if !p.Entries {
		return len(small) == p.Width*32
	}
	_, err := tiles.ParseBundle(small, p.Width)
	return err == nil
}

func (v *verifier) leftOver(name string) {
	v.report.note("%s is left of an append that was cut off; it is no evidence", name)
}

// names holds a file of names to the commitments in the log.
func (v *verifier) names(name string) {
	statement := strings.TrimSuffix(strings.TrimPrefix(name, namesFolder+"/"), ".json")
	list, ok := v.people[statement]
	switch {
	case namesPath(statement) != name || len(statement) != 64 || strings.Trim(statement, "0123456789abcdef") != "":
		v.report.problem(name, "does not belong to the log")
		return
	case !ok:
		v.report.note("%s: its statement is not in the log; assay evidence forget removes it", name)
		return
	case v.forgotten[statement]:
		v.report.note("%s should be forgotten; assay evidence forget removes it", name)
		return
	}
	v.named[statement] = true // what is wrong with it is said below
	data, err := v.disk.Read(name, maxNames)
	if err != nil {
		v.missing(name, err)
		return
	}
	n, err := parseNames(data)
	if err == nil && n.Statement != statement {
		err = errors.New("is of another statement than it is named after")
	}
	if err == nil {
		err = n.opens(list)
	}
	if err != nil {
		v.report.problem(name, "%v", err)
		return
	}
	v.report.Names++
}
