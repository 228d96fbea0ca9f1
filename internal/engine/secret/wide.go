package secret

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// encoding is how text is written.
type encoding struct {
	order binary.ByteOrder // nil: bytes as they are
	bytes int              // of one code unit: 2 or 4
	skip  int              // byte order mark
}

// encodingOf recognises UTF-16 and UTF-32 by where their zero bytes stand, with
// or without a byte order mark: a mark alone proves nothing, since anybody can
// put one before other text to hide it.
func encodingOf(data []byte) encoding {
	const sample = 4096
	head := data[:min(len(data), sample)&^3]
	if len(head) < 4 {
		return encoding{}
	}
	if bytes.IndexByte(head, 0) < 0 {
		return markedScript(head)
	}
	var zeros [4]int
	for i, c := range head {
		if c == 0 {
			zeros[i&3]++
		}
	}
	most, few := len(head)/4*6/10, len(head)/4/10 // of one column: text, and nearly none
	z := func(i int) bool { return zeros[i] >= most }
	text := func(i int) bool { return zeros[i] <= few }
	switch {
	case text(0) && z(1) && z(2) && z(3):
		return encoding{binary.LittleEndian, 4, marked(data, "\xff\xfe\x00\x00")}
	case z(0) && z(1) && z(2) && text(3):
		return encoding{binary.BigEndian, 4, marked(data, "\x00\x00\xfe\xff")}
	case text(0) && z(1) && text(2) && z(3):
		return encoding{binary.LittleEndian, 2, marked(data, "\xff\xfe")}
	case z(0) && text(1) && z(2) && text(3):
		return encoding{binary.BigEndian, 2, marked(data, "\xfe\xff")}
	}
	return encoding{}
}

// markedScript is UTF-16 with a mark whose letters have no zero bytes (Greek,
// Chinese …): as single bytes it is not readable.
func markedScript(head []byte) encoding {
	printable := 0
	for _, c := range head {
		if c >= ' ' && c < 0x7f {
			printable++
		}
	}
	switch {
	case printable*2 > len(head):
	case marked(head, "\xff\xfe") > 0:
		return encoding{binary.LittleEndian, 2, 2}
	case marked(head, "\xfe\xff") > 0:
		return encoding{binary.BigEndian, 2, 2}
	}
	return encoding{}
}

func marked(data []byte, mark string) int {
	if bytes.HasPrefix(data, []byte(mark)) {
		return len(mark)
	}
	return 0
}

// wide says whether data is text in UTF-16, as Windows' own tools write it, or
// in UTF-32.
func wide(data []byte) bool { return encodingOf(data).order != nil }

// narrow writes it in UTF-8. Lines stay lines; columns count the new bytes.
func narrow(data []byte) []byte {
	e := encodingOf(data)
	out := make([]byte, 0, len(data)/e.bytes)
	for at := e.skip; at+e.bytes <= len(data); at += e.bytes {
		if e.bytes == 4 {
			out = utf8.AppendRune(out, rune(e.order.Uint32(data[at:])))
			continue
		}
		r := rune(e.order.Uint16(data[at:]))
		if utf16.IsSurrogate(r) && at+3 < len(data) {
			r = utf16.DecodeRune(r, rune(e.order.Uint16(data[at+2:])))
			at += 2
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// withoutZeros drops zero bytes, which a shell drops too: padding, and every
// other byte where a piece of a file is in UTF-16. Lines stay lines.
func withoutZeros(data []byte) []byte {
	if bytes.IndexByte(data, 0) < 0 {
		return data
	}
	return bytes.ReplaceAll(data, []byte{0}, nil)
}
