package document

import "bytes"

// tooDeep gives the line on which brackets of a TOML text stand deeper in each
// other than MaxDepth; 0 when none do. The parser calls itself for each level
// and bounds nothing.
func tooDeep(data []byte) int {
	depth := 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '[', '{':
			if depth++; depth > MaxDepth {
				return bytes.Count(data[:i], []byte("\n")) + 1
			}
		case ']', '}':
			depth = max(0, depth-1)
		case '#':
			i = behind(data, i, "\n")
		case '"':
			i = stringEnd(data, i, `"`, true)
		case '\'':
			i = stringEnd(data, i, `'`, false)
		}
	}
	return 0
}

// behind is the last byte of the next mark, or of the text.
func behind(data []byte, from int, mark string) int {
	if end := bytes.Index(data[from:], []byte(mark)); end >= 0 {
		return from + end + len(mark) - 1
	}
	return len(data)
}

// stringEnd is the last byte of the string that begins at from. Where a string
// of one line does not end on it, the parser stops there, too.
func stringEnd(data []byte, from int, quote string, escapes bool) int {
	triple := quote + quote + quote
	mark, start := quote, from+1
	if bytes.HasPrefix(data[from:], []byte(triple)) {
		mark, start = triple, from+3
	}
	for i := start; i < len(data); i++ {
		switch {
		case escapes && data[i] == '\\':
			i++
		case bytes.HasPrefix(data[i:], []byte(mark)):
			// One or two more quotation marks still belong to a long string.
			for i += len(mark); mark == triple && i < len(data) && data[i] == quote[0]; i++ {
			}
			return i - 1
		case data[i] == '\n' && mark == quote:
			return i
		}
	}
	return len(data)
}
