package yamldoc

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// Normal gives a text in UTF-8 without a byte order mark, its lines ending in
// LF or CRLF: what YAML readers accept beyond that is made so. Most texts are
// given back as they are.
func Normal(data []byte) []byte {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		data = fromUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		data = fromUTF16(data[2:], binary.BigEndian)
	default:
		data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	}
	if bytes.Count(data, []byte("\r")) == bytes.Count(data, []byte("\r\n")) {
		return data
	}
	out := bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(out, []byte("\r"), []byte("\n"))
}

func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

var (
	escape    = regexp.MustCompile(`\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|U[0-9a-fA-F]{8}|\r?\n[ \t]*)`)
	escapable = regexp.MustCompile(`\\[uxU\r\n]`)
)

// Unescaped writes out the escapes of quoted texts, wherever they stand: it is
// for searching, not for reading.
func Unescaped(data []byte) []byte {
	if bytes.IndexByte(data, '\\') < 0 || !escapable.Match(data) {
		return data
	}
	return escape.ReplaceAllFunc(data, func(m []byte) []byte {
		if m[1] == '\n' || m[1] == '\r' {
			return nil
		}
		r, err := strconv.ParseUint(string(m[2:]), 16, 32)
		if err != nil || r > utf8.MaxRune {
			return m
		}
		return utf8.AppendRune(nil, rune(r))
	})
}

// binaryTag is a tag for base64, however it is spelt.
var binaryTag = regexp.MustCompile(`!\S*(?:binary|%[0-9a-fA-F]{2})`)

// HasBinary says whether texts may stand in base64.
func HasBinary(data []byte) bool {
	return bytes.IndexByte(data, '!') >= 0 && (bytes.Contains(data, []byte("binary")) || bytes.IndexByte(data, '%') >= 0) && binaryTag.Match(data)
}

var tag = regexp.MustCompile(`\{\{.*\}\}|\{%.*%\}|\{\{-?\s*/\*`)

// TemplateAt says whether a tag of a template ({{ … }}, {% … %}) stands in a
// line or next to it: the YAML reader names the line that it noticed in.
func TemplateAt(data []byte, line int) bool {
	n := 0
	for text := range bytes.Lines(data) {
		n++
		if n >= line-1 && n <= line+1 && tag.Match(text) {
			return true
		}
	}
	return false
}
