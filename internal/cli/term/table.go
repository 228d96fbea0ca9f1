package term

import (
	"bufio"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Table is rows of cells in aligned columns. The zero value is ready.
type Table struct {
	rows  [][]string
	right map[int]bool
}

// Right aligns columns (from 0) to the right: numbers.
func (t *Table) Right(columns ...int) {
	if t.right == nil {
		t.right = map[int]bool{}
	}
	for _, c := range columns {
		t.right[c] = true
	}
}

// Row adds a row, of one line: what breaks lines in a cell becomes a blank. Cells may
// carry colour; control characters of other kinds are the caller's to escape.
func (t *Table) Row(cells ...string) {
	row := make([]string, len(cells))
	for i, c := range cells {
		row[i] = oneLine.Replace(c)
	}
	t.rows = append(t.rows, row)
}

var oneLine = strings.NewReplacer("\r\n", " ", "\n", " ", "\t", " ", "\u2028", " ", "\u2029", " ")

// WriteTo writes the rows, two blanks between columns, none at the end of a line.
func (t *Table) WriteTo(w io.Writer) (int64, error) {
	widths := t.widths()
	out := bufio.NewWriter(w)
	var n int64
	for _, row := range t.rows {
		k, err := out.WriteString(strings.TrimRight(t.line(row, widths), " ") + "\n")
		n += int64(k)
		if err != nil {
			return n, err
		}
	}
	return n, out.Flush()
}

// widths are those of the columns. A cell far longer than most runs over the columns
// after it, and does not push those of all rows away.
func (t *Table) widths() []int {
	var cells [][]int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(cells) {
				cells = append(cells, nil)
			}
			cells[i] = append(cells[i], Columns(cell))
		}
	}
	widths := make([]int, len(cells))
	for i, list := range cells {
		slices.Sort(list)
		most := max(farLonger, 2*list[len(list)/2])
		for _, n := range list {
			if n <= most {
				widths[i] = n
			}
		}
	}
	return widths
}

// farLonger is how wide a cell is at least that runs over.
const farLonger = 60

func (t *Table) line(row []string, widths []int) string {
	var b strings.Builder
	for i, cell := range row {
		if i > 0 {
			b.WriteString("  ")
		}
		blanks := strings.Repeat(" ", max(widths[i]-Columns(cell), 0))
		if t.right[i] {
			b.WriteString(blanks + cell)
		} else {
			b.WriteString(cell + blanks)
		}
	}
	return b.String()
}

// Columns counts the columns that s takes: colour takes none, combining marks
// none, wide East Asian characters and pictures two.
func Columns(s string) int {
	n := 0
	for i := 0; i < len(s); {
		if k := escapeLen(s[i:]); k > 0 {
			i += k
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		n += runeColumns(r)
		i += size
	}
	return n
}

// escapeLen is the length of a colour sequence at the start of s, or 0.
func escapeLen(s string) int {
	if !strings.HasPrefix(s, "\x1b[") {
		return 0
	}
	return strings.IndexByte(s, 'm') + 1
}

func runeColumns(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana),
		r >= 0x1f300 && r <= 0x1faff, r >= 0xff01 && r <= 0xff60:
		return 2
	default:
		return 1
	}
}
