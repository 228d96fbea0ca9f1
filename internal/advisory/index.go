package advisory

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"hash/fnv"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// An index file is: magic, the length of Info and Info as JSON, two
// directories (packages, names of flaws) of fixed-size entries sorted by the
// hash of their key, their check sum, and the packages' records. Only Info and
// the directories are read to open it; each record carries its own check sum.
const (
	magic     = "assay-advisories/2\n"
	entrySize = 8 + 8 + 4 + 4 // hash, offset, length, check sum
	maxInfo   = 1 << 20
	maxBlob   = 64 << 20
)

// Info says what an index holds and how old it is.
type Info struct {
	Sources []Source `json:"sources"` // by ecosystem
	// Exploited and EPSS are the dates of the lists of exploited flaws (CISA
	// KEV) and of exploitation probabilities (FIRST EPSS); zero without one.
	Exploited time.Time `json:"exploited,omitzero"`
	EPSS      time.Time `json:"epss,omitzero"`
	Packages  int       `json:"packages"`
	Names     int       `json:"names"`
}

// Source is what one ecosystem's records amount to.
type Source struct {
	Ecosystem assay.Ecosystem `json:"ecosystem"`
	Records   int             `json:"records"`
	// Newest is the day of the youngest record: the data is at least as old as
	// the days since.
	Newest time.Time `json:"newest"`
}

// Index is an open index. It is safe for concurrent use.
type Index struct {
	Info Info

	r        io.ReaderAt
	packages []byte
	names    []byte
	blobs    int64 // offset of the first record
	known    sync.Map
}

// Open reads the head of an index. The error says what is wrong with it.
func Open(r io.ReaderAt, size int64) (*Index, error) {
	head := make([]byte, len(magic)+4)
	if _, err := r.ReadAt(head, 0); err != nil || string(head[:len(magic)]) != magic {
		return nil, errDamaged
	}
	n := int64(binary.LittleEndian.Uint32(head[len(magic):]))
	if n > maxInfo || int64(len(head))+n > size {
		return nil, errDamaged
	}
	info := make([]byte, n)
	if _, err := r.ReadAt(info, int64(len(head))); err != nil {
		return nil, errDamaged
	}
	ix := &Index{r: r}
	if err := json.Unmarshal(info, &ix.Info); err != nil || ix.Info.Packages < 0 || ix.Info.Names < 0 {
		return nil, errDamaged
	}
	at := int64(len(head)) + n
	dir := (int64(ix.Info.Packages) + int64(ix.Info.Names)) * entrySize
	if dir < 0 || dir > size || at+dir+4 > size {
		return nil, errDamaged
	}
	entries := make([]byte, dir+4)
	if _, err := r.ReadAt(entries, at); err != nil {
		return nil, errDamaged
	}
	sum := crc32.Update(crc32.ChecksumIEEE(info), crc32.IEEETable, entries[:dir])
	if binary.LittleEndian.Uint32(entries[dir:]) != sum {
		return nil, errDamaged
	}
	ix.packages, ix.names = entries[:ix.Info.Packages*entrySize], entries[ix.Info.Packages*entrySize:dir]
	ix.blobs = at + dir + 4
	return ix, nil
}

// Of lists the advisories about a package, by ID. An error says that the index
// is damaged.
func (ix *Index) Of(e assay.Ecosystem, name string) ([]Advisory, error) {
	name = Normal(e, name)
	key := string(e) + "\x00" + name
	if list, ok := ix.known.Load(key); ok {
		return list.([]Advisory), nil
	}
	list, err := ix.find(ix.packages, key, func(list []Advisory) bool {
		return len(list) > 0 && list[0].Ecosystem == e && list[0].Package == name
	})
	if err == nil {
		ix.known.Store(key, list)
	}
	return list, err
}

// Records is how many records there are about an ecosystem.
func (ix *Index) Records(e assay.Ecosystem) int {
	for _, s := range ix.Info.Sources {
		if s.Ecosystem == e {
			return s.Records
		}
	}
	return 0
}

// Named lists the advisories that carry a name: an ID or an alias.
func (ix *Index) Named(name string) ([]Advisory, error) {
	var out []Advisory
	_, err := ix.find(ix.names, name, func(list []Advisory) bool {
		for _, a := range list {
			if slices.Contains(a.Names(), name) {
				out = append(out, a)
			}
		}
		return false // several packages may share a flaw
	})
	slices.SortFunc(out, func(a, b Advisory) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Ecosystem, b.Ecosystem), cmp.Compare(a.Package, b.Package))
	})
	return out, err
}

// find visits the records under the hash of a key until want says that it is the one.
func (ix *Index) find(dir []byte, key string, want func([]Advisory) bool) ([]Advisory, error) {
	h := hash(key)
	n := len(dir) / entrySize
	for i := search(dir, n, h); i < n; i++ {
		entry := dir[i*entrySize : (i+1)*entrySize]
		if binary.LittleEndian.Uint64(entry) != h {
			break
		}
		list, err := ix.once(entry)
		if err != nil {
			return nil, err
		}
		if want(list) {
			return list, nil
		}
	}
	return nil, nil
}

// search is the number of the first entry whose hash is h or more.
func search(dir []byte, n int, h uint64) int {
	low, high := 0, n
	for low < high {
		mid := (low + high) / 2
		if binary.LittleEndian.Uint64(dir[mid*entrySize:]) < h {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// once reads a record and remembers it: a package is asked for under many names.
func (ix *Index) once(entry []byte) ([]Advisory, error) {
	at := binary.LittleEndian.Uint64(entry[8:])
	if list, ok := ix.known.Load(at); ok {
		return list.([]Advisory), nil
	}
	list, err := ix.read(entry)
	if err == nil {
		ix.known.Store(at, list)
	}
	return list, err
}

func (ix *Index) read(entry []byte) ([]Advisory, error) {
	length := binary.LittleEndian.Uint32(entry[16:])
	if length > maxBlob {
		return nil, errDamaged
	}
	data := make([]byte, length)
	if _, err := ix.r.ReadAt(data, ix.blobs+int64(binary.LittleEndian.Uint64(entry[8:]))); err != nil {
		return nil, errDamaged
	}
	if crc32.ChecksumIEEE(data) != binary.LittleEndian.Uint32(entry[20:]) {
		return nil, errDamaged
	}
	return decode(data)
}

// All visits every package's advisories in the order of the directory.
func (ix *Index) All(visit func([]Advisory) error) error {
	for i := 0; i < len(ix.packages); i += entrySize {
		list, err := ix.read(ix.packages[i : i+entrySize])
		if err != nil {
			return err
		}
		if err := visit(list); err != nil {
			return err
		}
	}
	return nil
}

func hash(key string) uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, key) // a hash takes everything
	return h.Sum64()
}

// Bytes opens an index in memory.
func Bytes(data []byte) (*Index, error) { return Open(bytes.NewReader(data), int64(len(data))) }
