package engine

import "bytes"

// Binary says whether data is no text: it holds zero bytes and is not
// otherwise almost all printable, so that one zero byte in a text hides
// nothing. UTF-16 counts as binary here; who reads it decodes it first.
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
		total += len(part)
		for _, c := range part {
			if c >= ' ' && c < 0x7f || c == '\n' || c == '\r' || c == '\t' {
				printable++
			}
		}
	}
	return printable*100 < total*85
}
