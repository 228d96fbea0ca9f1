package advisory

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// Builder gathers records and writes an index. The zero value is empty.
type Builder struct {
	// byKey holds each package's advisories by ID; a younger record replaces.
	byKey map[string]map[string]Advisory
	// exploited and epss are by CVE number.
	exploited   map[string]time.Time
	epss        map[string]float64
	exploitedAt time.Time
	epssAt      time.Time
}

// Add takes advisories. Of two with one ID about one package the younger stays.
func (b *Builder) Add(list ...Advisory) {
	if b.byKey == nil {
		b.byKey = map[string]map[string]Advisory{}
	}
	for _, a := range list {
		key := string(a.Ecosystem) + "\x00" + a.Package
		if b.byKey[key] == nil {
			b.byKey[key] = map[string]Advisory{}
		}
		if old, ok := b.byKey[key][a.ID]; !ok || !a.Modified.Before(old.Modified) {
			b.byKey[key][a.ID] = a
		}
	}
}

// Keep takes over from an older index what this one has nothing newer for:
// whole ecosystems that Add saw nothing of, and the lists of exploitation.
func (b *Builder) Keep(old *Index) error {
	have := map[assay.Ecosystem]bool{}
	for key := range b.byKey {
		e, _, _ := strings.Cut(key, "\x00")
		have[assay.Ecosystem(e)] = true
	}
	keepKEV, keepEPSS := b.exploited == nil, b.epss == nil
	if keepKEV {
		b.exploited, b.exploitedAt = map[string]time.Time{}, old.Info.Exploited
	}
	if keepEPSS {
		b.epss, b.epssAt = map[string]float64{}, old.Info.EPSS
	}
	return old.All(func(list []Advisory) error {
		for _, a := range list {
			cve := a.Name()
			if keepKEV && !a.Exploited.IsZero() {
				b.exploited[cve] = a.Exploited
			}
			if keepEPSS && a.EPSS > 0 {
				b.epss[cve] = a.EPSS
			}
			if !have[a.Ecosystem] {
				b.Add(a)
			}
		}
		return nil
	})
}

// Ecosystems lists what was added, with the number of records.
func (b *Builder) Ecosystems() []Source {
	by := map[assay.Ecosystem]*Source{}
	for key, list := range b.byKey {
		e, _, _ := strings.Cut(key, "\x00")
		s := by[assay.Ecosystem(e)]
		if s == nil {
			s = &Source{Ecosystem: assay.Ecosystem(e)}
			by[s.Ecosystem] = s
		}
		for _, a := range list {
			s.Records++
			for _, t := range []time.Time{a.Modified, a.Published, yearOf(a.ID)} {
				if t.After(s.Newest) {
					s.Newest = t
				}
			}
		}
	}
	var out []Source
	for _, s := range by {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Source) int { return cmp.Compare(a.Ecosystem, b.Ecosystem) })
	return out
}

// yearOf is the first day of the year that an identifier names (GO-2026-5037):
// a record without dates is at least so young.
func yearOf(id string) time.Time {
	parts := strings.Split(id, "-")
	if len(parts) != 3 { // GHSA-9959-… has four
		return time.Time{}
	}
	t, err := time.Parse("2006", parts[1])
	if err != nil || t.Year() < 1990 {
		return time.Time{}
	}
	return t
}

// entry is one line of a directory.
type entry struct {
	hash   uint64
	offset uint64
	length uint32
	sum    uint32
}

func (e entry) append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint64(b, e.hash)
	b = binary.LittleEndian.AppendUint64(b, e.offset)
	b = binary.LittleEndian.AppendUint32(b, e.length)
	return binary.LittleEndian.AppendUint32(b, e.sum)
}

// Write writes the index; the same records give the same bytes.
func (b *Builder) Write(w io.Writer) error {
	keys := make([]string, 0, len(b.byKey))
	for k := range b.byKey {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var blobs bytes.Buffer
	var packages, names []entry
	for _, k := range keys {
		list := b.finish(b.byKey[k])
		data := encode(list)
		e := entry{hash(k), uint64(blobs.Len()), uint32(len(data)), crc32.ChecksumIEEE(data)}
		blobs.Write(data)
		packages = append(packages, e)
		named := map[string]bool{}
		for i := range list {
			for _, n := range list[i].Names() {
				if !named[n] {
					named[n] = true
					e.hash = hash(n)
					names = append(names, e)
				}
			}
		}
	}
	info, err := json.Marshal(Info{Sources: b.Ecosystems(), Exploited: b.exploitedAt, EPSS: b.epssAt, Packages: len(packages), Names: len(names)})
	if err != nil {
		return fmt.Errorf("encode the index: %w", err)
	}
	dir := append(directory(packages), directory(names)...)
	head := binary.LittleEndian.AppendUint32([]byte(magic), uint32(len(info)))
	sum := binary.LittleEndian.AppendUint32(nil, crc32.Update(crc32.ChecksumIEEE(info), crc32.IEEETable, dir))
	for _, part := range [][]byte{head, info, dir, sum, blobs.Bytes()} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// finish sorts a package's advisories and adds what is known of exploitation.
func (b *Builder) finish(byID map[string]Advisory) []Advisory {
	out := make([]Advisory, 0, len(byID))
	for _, a := range byID {
		for _, n := range a.Names() {
			if t, ok := b.exploited[n]; ok {
				a.Exploited = t
			}
			if p, ok := b.epss[n]; ok {
				a.EPSS = p
			}
		}
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b Advisory) int { return strings.Compare(a.ID, b.ID) })
	return out
}

func directory(entries []entry) []byte {
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.offset, b.offset)) })
	var out []byte
	for _, e := range entries {
		out = e.append(out)
	}
	return out
}
