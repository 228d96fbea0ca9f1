// Package pack writes numbers and texts in a compact form and reads them back:
// varints, and texts with their length before them. What it reads may be
// spoilt: then Bad says so, and all that is read from there on is empty.
package pack

import (
	"encoding/binary"
	"slices"
)

// Writer collects bytes.
type Writer struct{ Bytes []byte }

// Num writes a number that is not negative.
func (w *Writer) Num(n int) { w.Bytes = binary.AppendUvarint(w.Bytes, uint64(n)) }

// Signed writes any number.
func (w *Writer) Signed(n int) { w.Bytes = binary.AppendVarint(w.Bytes, int64(n)) }

// Text writes a text.
func (w *Writer) Text(s string) { w.Num(len(s)); w.Bytes = append(w.Bytes, s...) }

// Texts writes a list of texts.
func (w *Writer) Texts(s []string) {
	w.Num(len(s))
	for _, x := range s {
		w.Text(x)
	}
}

// Flag writes a truth.
func (w *Writer) Flag(b bool) {
	if b {
		w.Num(1)
	} else {
		w.Num(0)
	}
}

// Pairs writes a map, sorted.
func (w *Writer) Pairs(m map[string]string) {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	w.Num(len(keys))
	for _, k := range keys {
		w.Text(k)
		w.Text(m[k])
	}
}

// Reader reads what a Writer wrote.
type Reader struct {
	Rest string // what is not read yet
	Bad  bool
}

// Num reads a number.
func (r *Reader) Num() int {
	for i, shift := 0, 0; i < len(r.Rest) && i < 10; i, shift = i+1, shift+7 {
		if r.Rest[i] < 0x80 {
			n := 0
			for j := i; j >= 0; j-- {
				n = n<<7 | int(r.Rest[j]&0x7f)
			}
			r.Rest = r.Rest[i+1:]
			return n
		}
	}
	r.Bad, r.Rest = true, ""
	return 0
}

// Signed reads what Signed wrote.
func (r *Reader) Signed() int {
	n := r.Num()
	return int(uint(n)>>1) ^ -(n & 1)
}

// Count reads the length of a list; each element takes a byte at least.
func (r *Reader) Count() int {
	n := r.Num()
	if n < 0 || n > len(r.Rest) {
		r.Bad = true
		return 0
	}
	return n
}

// Text reads a text; it shares the memory of what is read.
func (r *Reader) Text() string {
	n := r.Count()
	s := r.Rest[:n]
	r.Rest = r.Rest[n:]
	return s
}

// Texts reads a list of texts.
func (r *Reader) Texts() []string {
	n := r.Count()
	if n == 0 {
		return nil
	}
	out := make([]string, n)
	for i := range out {
		out[i] = r.Text()
	}
	return out
}

// Flag reads a truth.
func (r *Reader) Flag() bool { return r.Num() == 1 }

// Pairs reads a map.
func (r *Reader) Pairs() map[string]string {
	n := r.Count()
	if n == 0 {
		return nil
	}
	out := make(map[string]string, n)
	for range n {
		k := r.Text()
		out[k] = r.Text()
	}
	return out
}
