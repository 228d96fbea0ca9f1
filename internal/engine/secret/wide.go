package secret

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// wide says whether data is text in UTF-16, as Windows' own tools write it.
func wide(data []byte) bool {
	return bytes.HasPrefix(data, []byte{0xff, 0xfe}) && len(data) > 3 && data[2]|data[3] != 0 || bytes.HasPrefix(data, []byte{0xfe, 0xff})
}

// narrow writes it in UTF-8. Lines stay lines; columns count the new bytes.
func narrow(data []byte) []byte {
	order := binary.ByteOrder(binary.LittleEndian)
	if data[0] == 0xfe {
		order = binary.BigEndian
	}
	out := make([]byte, 0, len(data)/2)
	for at := 2; at+1 < len(data); at += 2 {
		r := rune(order.Uint16(data[at:]))
		if utf16.IsSurrogate(r) && at+3 < len(data) {
			r = utf16.DecodeRune(r, rune(order.Uint16(data[at+2:])))
			at += 2
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}
