// Package tiles is an append-only Merkle tree in files, laid out as
// https://c2sp.org/tlog-tiles says, so that any client of such logs (Tessera's
// among them) reads it. Hashes are those of RFC 6962.
//
//	files, next, leaves, err := tiles.Extend(read, head, entries)
//	// write the files, make them last, then publish next
//	proof, err := tiles.Prove(read, next, index)
//
// It computes and checks; it writes nothing, signs nothing, and does not know
// what an entry says.
package tiles

import (
	"encoding/binary"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	// Width is how many hashes a full tile, and entries a full bundle, has.
	Width = 256
	// MaxEntry is the most bytes of one entry: its length takes two bytes.
	MaxEntry = 1<<16 - 1
	// MaxFile is the most bytes of one file.
	MaxFile = Width * (MaxEntry + 2)

	height = 8
)

// Head is a tree: how many entries, and the hash over them.
type Head struct {
	Size int64
	Root tlog.Hash
}

// Empty is the tree without entries.
func Empty() Head {
	root, _ := tlog.TreeHash(0, nil) // reads nothing
	return Head{Root: root}
}

// Leaf is the hash of an entry.
func Leaf(entry []byte) tlog.Hash { return tlog.RecordHash(entry) }

// File is a file of the tree with its content.
type File struct {
	Place Place
	Data  []byte
}

// Read reads a file of the tree by its path.
type Read func(path string) ([]byte, error)

// Current is the place of tile or bundle n at a size: with how many it is there.
func Current(size int64, entries bool, level int, n int64) Place {
	whole := size >> (height * level)
	return Place{Entries: entries, Level: level, N: n, Width: int(min(max(whole-n*Width, 0), Width))}
}

// Extend gives the files that make a tree of head and the entries after it, the
// new head, and the entries' leaf hashes. What it reads of the old tree it
// checks against head.
func Extend(read Read, head Head, entries [][]byte) ([]File, Head, []tlog.Hash, error) {
	old, err := lastBundle(read, head)
	if err != nil {
		return nil, Head{}, nil, err
	}
	grow := &overlay{new: map[int64]tlog.Hash{}, old: hashes(read, head)}
	leaves := make([]tlog.Hash, len(entries))
	for i, e := range entries {
		if len(e) == 0 || len(e) > MaxEntry {
			return nil, Head{}, nil, fmt.Errorf("an entry of %d bytes: 1 to %d are possible", len(e), MaxEntry)
		}
		leaves[i] = Leaf(e)
		n := head.Size + int64(i)
		stored, err := tlog.StoredHashesForRecordHash(n, leaves[i], grow)
		if err != nil {
			return nil, Head{}, nil, fmt.Errorf("hash entry %d: %w", n, err)
		}
		at := tlog.StoredHashIndex(0, n)
		for j, h := range stored {
			grow.new[at+int64(j)] = h
		}
	}
	next := Head{Size: head.Size + int64(len(entries))}
	if next.Root, err = tlog.TreeHash(next.Size, grow); err != nil {
		return nil, Head{}, nil, fmt.Errorf("hash the tree: %w", err)
	}
	files := bundles(old, head.Size, entries)
	for _, t := range tlog.NewTiles(height, head.Size, next.Size) {
		data, err := tlog.ReadTileData(t, grow)
		if err != nil {
			return nil, Head{}, nil, fmt.Errorf("make tile %d/%d: %w", t.L, t.N, err)
		}
		files = append(files, File{Place{Level: t.L, N: t.N, Width: t.W}, data})
	}
	return files, next, leaves, nil
}

// lastBundle reads the bundle that is still open, and holds it to the tree.
func lastBundle(read Read, head Head) ([]byte, error) {
	at := Current(head.Size, true, 0, head.Size/Width)
	if at.Width == 0 {
		return nil, nil
	}
	data, err := read(at.Path())
	if err != nil {
		return nil, err
	}
	entries, err := ParseBundle(data, at.Width)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", at.Path(), err)
	}
	want, err := Leaves(read, head, at.N*Width, len(entries))
	if err != nil {
		return nil, err
	}
	for i, e := range entries {
		if Leaf(e) != want[i] {
			return nil, fmt.Errorf("%s: entry %d is not the one that was signed", at.Path(), at.N*Width+int64(i))
		}
	}
	return data, nil
}

// bundles packs entries after those of an open bundle.
func bundles(open []byte, size int64, entries [][]byte) []File {
	var out []File
	data := append([]byte(nil), open...)
	for i, e := range entries {
		data = binary.BigEndian.AppendUint16(data, uint16(len(e)))
		data = append(data, e...)
		n := size + int64(i) + 1
		if n%Width == 0 || i == len(entries)-1 {
			out = append(out, File{Current(n, true, 0, (n-1)/Width), data})
			data = nil
		}
	}
	return out
}

// ParseBundle splits a bundle into exactly n entries.
func ParseBundle(data []byte, n int) ([][]byte, error) {
	out := make([][]byte, 0, n)
	for rest := data; len(rest) > 0; {
		if len(rest) < 2 {
			return nil, fmt.Errorf("entry %d of the bundle is cut off", len(out))
		}
		size := int(binary.BigEndian.Uint16(rest))
		if rest = rest[2:]; size > len(rest) || len(out) == n {
			return nil, fmt.Errorf("entry %d of the bundle is cut off, or one too many", len(out))
		}
		out = append(out, rest[:size:size])
		rest = rest[size:]
	}
	if len(out) != n {
		return nil, fmt.Errorf("the bundle has %d entries, not %d", len(out), n)
	}
	return out, nil
}

// Entry reads entry n of a tree, checked against its head.
func Entry(read Read, head Head, n int64) ([]byte, error) {
	if n < 0 || n >= head.Size {
		return nil, fmt.Errorf("there is no entry %d among %d", n, head.Size)
	}
	at := Current(head.Size, true, 0, n/Width)
	data, err := read(at.Path())
	if err != nil {
		return nil, err
	}
	entries, err := ParseBundle(data, at.Width)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", at.Path(), err)
	}
	leaf, err := Leaves(read, head, n, 1)
	if err != nil {
		return nil, err
	}
	e := entries[n%Width]
	if Leaf(e) != leaf[0] {
		return nil, fmt.Errorf("%s: entry %d is not the one that was signed", at.Path(), n)
	}
	return e, nil
}

// Leaves reads count leaf hashes from entry n on, checked against the head.
func Leaves(read Read, head Head, n int64, count int) ([]tlog.Hash, error) {
	at := make([]int64, count)
	for i := range at {
		at[i] = tlog.StoredHashIndex(0, n+int64(i))
	}
	return hashes(read, head).ReadHashes(at)
}

// Prove gives the inclusion proof of entry n.
func Prove(read Read, head Head, n int64) (tlog.RecordProof, error) {
	return tlog.ProveRecord(head.Size, n, hashes(read, head))
}

// Check holds an inclusion proof to a head.
func Check(proof tlog.RecordProof, head Head, n int64, leaf tlog.Hash) error {
	return tlog.CheckRecord(proof, head.Size, head.Root, n, leaf)
}

// overlay reads new hashes, and those of the old tree beneath.
type overlay struct {
	new map[int64]tlog.Hash
	old tlog.HashReader
}

func (o *overlay) ReadHashes(at []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(at))
	var below []int64
	var where []int
	for i, n := range at {
		if h, ok := o.new[n]; ok {
			out[i] = h
			continue
		}
		below, where = append(below, n), append(where, i)
	}
	if len(below) == 0 {
		return out, nil
	}
	old, err := o.old.ReadHashes(below)
	if err != nil {
		return nil, err
	}
	for i, h := range old {
		out[where[i]] = h
	}
	return out, nil
}

// hashes reads hashes of a tree from its tiles, each checked against the root.
func hashes(read Read, head Head) tlog.HashReader {
	return tlog.TileHashReader(tlog.Tree{N: head.Size, Hash: head.Root}, &tileReader{read: read, size: head.Size, kept: map[string][]byte{}})
}

type tileReader struct {
	read Read
	size int64
	kept map[string][]byte
}

func (*tileReader) Height() int { return height }

func (*tileReader) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTiles reads tiles as wide as they are on disk, and cuts them to what is asked.
func (r *tileReader) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(list))
	for i, t := range list {
		path := Current(r.size, false, t.L, t.N).Path()
		data, ok := r.kept[path]
		if !ok {
			var err error
			if data, err = r.read(path); err != nil {
				return nil, err
			}
			r.kept[path] = data
		}
		if len(data) < t.W*tlog.HashSize {
			return nil, fmt.Errorf("%s is too short", path)
		}
		out[i] = data[:t.W*tlog.HashSize]
	}
	return out, nil
}
