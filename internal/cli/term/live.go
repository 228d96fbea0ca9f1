package term

import (
	"io"
	"strings"
	"sync"
	"time"
)

// every is the shortest time between two drawings: more often is flicker.
const every = 80 * time.Millisecond

// Live is one line that is drawn over and over. On anything but a terminal it
// is silent, so a log never fills with progress. It is safe for concurrent use.
type Live struct {
	mu    sync.Mutex
	w     io.Writer
	now   func() time.Time
	width func() int
	on    bool
	last  time.Time
	shown bool
}

// NewLive makes the line for a stream, usually stderr; now is the clock. It
// stays silent when quiet is asked for or w is no terminal.
func NewLive(w io.Writer, now func() time.Time, quiet bool) *Live {
	return &Live{w: w, now: now, on: !quiet && IsTerminal(w), width: func() int { return Width(w) }}
}

// Set shows text, cut to the width; line breaks and control characters become
// blanks. Calls that come too fast are dropped.
func (l *Live) Set(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if !l.on || l.shown && now.Sub(l.last) < every {
		return
	}
	l.last, l.shown = now, true
	_, _ = io.WriteString(l.w, "\r"+fit(text, l.width()-1)+"\x1b[K")
}

// Clear removes the line. Call it before writing anything else, and at the end.
func (l *Live) Clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shown {
		l.shown = false
		_, _ = io.WriteString(l.w, "\r\x1b[K")
	}
}

// fit makes text one plain line of at most n columns.
func fit(text string, n int) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	used := 0
	for i, r := range text {
		if used += runeColumns(r); used > n {
			return text[:i]
		}
	}
	return text
}
