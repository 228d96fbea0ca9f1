package engine

import "bytes"

// Binary says whether data is no text: it holds zero bytes, and what is between
// these is not almost all printable, so that zero bytes in a text hide nothing.
func Binary(data []byte) bool {
	const head = 8000 // as git looks
	if bytes.IndexByte(data[:min(len(data), head)], 0) < 0 {
		return false
	}
	const sample = 64 << 10
	parts := [][]byte{data}
	if len(data) > 2*sample {
		parts = [][]byte{data[:sample], data[len(data)-sample:]}
	}
	printable, total := 0, 0
	for _, part := range parts {
		total += len(part) - bytes.Count(part, []byte{0})
		for _, c := range part {
			printable += int(shown[c])
		}
	}
	return total == 0 || printable*100 < total*85
}

// shown is 1 for the bytes that text is made of.
var shown = func() (t [256]uint8) {
	for c := byte(' '); c < 0x7f; c++ {
		t[c] = 1
	}
	t['\n'], t['\r'], t['\t'] = 1, 1, 1
	return t
}()
