// Package term is the little that our commands need of a terminal: does this
// stream take colour, how wide is it, an aligned table, and one live line that
// says what is going on.
//
// It honours NO_COLOR (https://no-color.org), CLICOLOR_FORCE and TERM=dumb, and
// knows nothing else of ours. It is no full-screen interface: the web pages are that.
package term

import (
	"io"
	"os"

	"golang.org/x/term"
)

// fd is what a stream that may be a terminal has.
type fd interface{ Fd() uintptr }

// IsTerminal says whether a person looks at w directly.
func IsTerminal(w io.Writer) bool {
	f, ok := w.(fd)
	return ok && term.IsTerminal(int(f.Fd()))
}

// Width is the number of columns of w; 0 when w is no terminal, which means
// that lines must not be broken.
func Width(w io.Writer) int {
	f, ok := w.(fd)
	if !ok {
		return 0
	}
	n, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return n
}

// Colour says whether w is to get colours. getenv is os.Getenv, or a test's.
func Colour(w io.Writer, getenv func(string) string) bool {
	switch {
	case getenv("NO_COLOR") != "":
		return false
	case getenv("CLICOLOR_FORCE") != "" && getenv("CLICOLOR_FORCE") != "0":
		return true
	case getenv("TERM") == "dumb":
		return false
	default:
		return IsTerminal(w)
	}
}

var _ fd = (*os.File)(nil)
