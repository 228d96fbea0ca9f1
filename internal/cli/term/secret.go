package term

import (
	"errors"
	"fmt"
	"io"

	"golang.org/x/term"
)

// ErrNoTerminal says that there is nobody to ask.
var ErrNoTerminal = errors.New("there is no terminal to ask on")

// Secret asks for a word that is not shown as it is typed.
func Secret(in io.Reader, out io.Writer, prompt string) ([]byte, error) {
	f, ok := in.(fd)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil, ErrNoTerminal
	}
	if _, err := io.WriteString(out, prompt); err != nil {
		return nil, err
	}
	word, err := term.ReadPassword(int(f.Fd()))
	if _, printErr := fmt.Fprintln(out); err == nil {
		err = printErr
	}
	return word, err
}
