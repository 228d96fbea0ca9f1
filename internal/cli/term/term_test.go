package term

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestColour(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want bool
	}{
		{nil, false}, // a buffer is no terminal
		{map[string]string{"CLICOLOR_FORCE": "1"}, true},
		{map[string]string{"CLICOLOR_FORCE": "0"}, false},
		{map[string]string{"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, false},
		{map[string]string{"CLICOLOR_FORCE": "1", "NO_COLOR": ""}, true},
	} {
		if got := Colour(&bytes.Buffer{}, func(k string) string { return c.env[k] }); got != c.want {
			t.Errorf("Colour with %v: got %v", c.env, got)
		}
	}
}

func TestTableAligns(t *testing.T) {
	var table Table
	table.Right(1)
	table.Row("NAME", "N", "NOTE")
	table.Row("\x1b[31mred\x1b[0m", "12", "x")
	table.Row("数", "3", "")
	var b bytes.Buffer
	if _, err := table.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	want := "NAME   N  NOTE\n\x1b[31mred\x1b[0m   12  x\n数     3\n"
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

func TestTableRowIsOneLine(t *testing.T) {
	var table Table
	table.Row("2025-01", "Compute\n2025-02  Storage", "1")
	table.Row("2025-01", "a\tb", "2")
	var b bytes.Buffer
	if _, err := table.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	want := "2025-01  Compute 2025-02  Storage  1\n2025-01  a b                       2\n"
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

func TestLiveIsSilentInAPipe(t *testing.T) {
	var b bytes.Buffer
	l := NewLive(&b, time.Now, false)
	l.Set("working")
	l.Clear()
	if b.Len() > 0 {
		t.Errorf("wrote %q", b.String())
	}
}

func TestLiveDrawsOneLine(t *testing.T) {
	var b bytes.Buffer
	clock := time.Unix(0, 0)
	l := &Live{w: &b, now: func() time.Time { return clock }, on: true, width: func() int { return 12 }}
	l.Set("scanning\x1b[2J a/very/long/path")
	l.Set("too fast")
	clock = clock.Add(time.Second)
	l.Set("two\nlines")
	l.Clear()
	l.Clear()
	want := "\rscanning [2\x1b[K\rtwo lines\x1b[K\r\x1b[K"
	if b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

func FuzzColumns(f *testing.F) {
	f.Add("\x1b[31m")
	f.Add("\x1b[")
	f.Fuzz(func(t *testing.T, s string) {
		if n := Columns(s); n < 0 || n > 2*len(s) {
			t.Errorf("%q takes %d columns", s, n)
		}
		if got := fit(s, 10); Columns(got) > 10 || strings.ContainsAny(got, "\x1b\n\r") {
			t.Errorf("%q fits as %q", s, got)
		}
	})
}

// TestTableFarLonger: one cell that is far longer than the others runs over, and many
// long ones make their column wide.
func TestTableFarLonger(t *testing.T) {
	show := func(names ...string) string {
		var out Table
		out.Right(1)
		for _, n := range names {
			out.Row(n, "1.00")
		}
		var b strings.Builder
		if _, err := out.WriteTo(&b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	long := strings.Repeat("x", 200)
	if got, want := show("a", "bcd", long), "a    1.00\nbcd  1.00\n"+long+"  1.00\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := show(long, long+"y"), long+"   1.00\n"+long+"y  1.00\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
