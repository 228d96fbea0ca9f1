package secret

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

const (
	snippetBefore = 80
	snippetAfter  = 60
	// shortCopy is the length from which further copies of a secret are
	// replaced too: shorter ones occur in ordinary words.
	shortCopy = 4
)

// redactor makes snippets in which no suspected secret of the file is left.
type redactor struct {
	data []byte
	all  []candidate // sorted by start
	// widest is the longest candidate, how far back one may reach into a line.
	widest int
	// bare leaves out what stands around: the file was not examined to its
	// end, so the neighbourhood may hold more.
	bare bool
}

func newRedactor(data []byte, all []candidate) *redactor {
	r := &redactor{data: data, all: all}
	for _, c := range all {
		r.widest = max(r.widest, c.end-c.start)
	}
	return r
}

// snippet is the line of a candidate, cut to what a person can take in, with
// all secrets on it replaced.
func (r *redactor) snippet(c candidate) string {
	low, high := r.bounds(c)
	if r.bare {
		return redaction(c.end-c.start, c.shown)
	}
	var b strings.Builder
	at := low
	for _, span := range r.spans(low, high) {
		if span.end <= at {
			continue
		}
		b.Write(r.data[at:max(at, span.start)])
		b.WriteString(span.text)
		at = span.end
	}
	if at < high {
		b.Write(r.data[at:high])
	}
	return r.scrub(strings.TrimSpace(strings.ToValidUTF8(b.String(), "�")), low, high)
}

// bounds is the first line of the candidate, or the part of it around.
func (r *redactor) bounds(c candidate) (low, high int) {
	low = max(0, c.start-snippetBefore)
	if i := bytes.LastIndexByte(r.data[low:c.start], '\n'); i >= 0 {
		low += i + 1
	}
	high = min(len(r.data), c.end+snippetAfter)
	if i := bytes.IndexByte(r.data[c.start:high], '\n'); i >= 0 {
		high = c.start + i
	}
	for low < c.start && !utf8.RuneStart(r.data[low]) {
		low++
	}
	return low, high
}

type span struct {
	start, end int
	text       string
}

// spans lists what to replace between two offsets: the suspects there and
// all copies of them, joined where they overlap.
func (r *redactor) spans(low, high int) []span {
	first := sort.Search(len(r.all), func(i int) bool { return r.all[i].start >= low-r.widest })
	var out []span
	for _, c := range r.all[first:] {
		if c.start >= high {
			break
		}
		if c.end > low {
			out = append(out, span{c.start, c.end, redaction(c.end-c.start, c.shown)})
			out = r.copies(out, c, low, high)
		}
	}
	slices.SortStableFunc(out, func(a, b span) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	return joined(out)
}

// copies adds the places where the bytes of a suspect stand again, also where
// the cut goes through one.
func (r *redactor) copies(out []span, c candidate, low, high int) []span {
	n := c.end - c.start
	if n < shortCopy || n > maxLine {
		return out
	}
	from, to := max(0, low-n), min(len(r.data), high+n)
	for at := from; ; {
		i := bytes.Index(r.data[at:to], r.data[c.start:c.end])
		if i < 0 {
			return out
		}
		if at += i; at != c.start && at < high && at+n > low {
			out = append(out, span{at, at + n, "[redacted]"})
		}
		at += n
	}
}

func joined(in []span) []span {
	var out []span
	for _, s := range in {
		if n := len(out); n > 0 && s.start < out[n-1].end {
			if s.end > out[n-1].end {
				out[n-1].end, out[n-1].text = s.end, redaction(s.end-out[n-1].start, "")
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

func redaction(length int, shown string) string {
	if shown != "" {
		return "[redacted " + shown + "]"
	}
	return fmt.Sprintf("[redacted, %d characters]", length)
}

// scrub removes the decoded forms of the secrets between two offsets.
func (r *redactor) scrub(text string, low, high int) string {
	for _, c := range r.all {
		if c.start < high && c.end > low && len(c.secret) >= shortCopy {
			text = strings.ReplaceAll(text, string(c.secret), "[redacted]")
		}
	}
	return text
}

// message says what was found, never what it is.
func message(c candidate) string {
	text := titleOf(c.rule)
	switch {
	case c.rule == "card-number":
		return fmt.Sprintf("%s %s stands in clear.", c.note, c.shown)
	case c.rule == "iban":
		return fmt.Sprintf("The bank account number %s stands in clear.", c.shown)
	case c.note != "":
		return fmt.Sprintf("%s, %s.", text, c.note)
	}
	return text + "."
}
