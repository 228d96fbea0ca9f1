package sheet

import (
	"testing"

	"github.com/assay-dev/assay/internal/money"
)

func TestCells(t *testing.T) {
	for in, want := range map[string]string{"": "", "pay": "pay", "=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\tx": "'\tx", "\rx": "\uFFFDx", "a=b": "a=b"} {
		if got := Text(in); got != want {
			t.Errorf("%q gives %q", in, got)
		}
	}
	if n := money.NumberOf(-3); Number(&n) != "-3" || Number(nil) != "" {
		t.Error("numbers stay as they are")
	}
}

func TestTextSteersNoTerminal(t *testing.T) {
	if got, want := Text("=a\x1b[31m\x00\xff"), "'=a\uFFFD[31m\uFFFD\uFFFD"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
