package secret

import (
	"bytes"
	"context"
	"fmt"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

const (
	// maxListed bounds the findings of one file that stand for one secret
	// each; the rest are summed up by rule.
	maxListed = 1000
	// maxCandidates bounds what is kept of one file, some 30 MB.
	maxCandidates = 200_000
	// workBudget bounds, per file, the bytes given to regular expressions and
	// to parsers that look further than a line: beyond it a file is hostile or
	// no text.
	workBudget = 32 << 20
	// regexCost is what a byte costs that a regular expression sees.
	regexCost = 4
	// maxLine is how far a detector looks for the ends of a line.
	maxLine = 1 << 10
)

// candidate is a suspected secret: bytes of the file with what is known of them.
type candidate struct {
	rule       string // without the engine's prefix
	start, end int    // in the file's bytes
	secret     []byte // what identity is made of; nil means the bytes themselves
	shown      string // what a reader may see instead of the secret
	note       string // completes the message: "in a connection string"
	fix        string // the smallest change, in the file's own language
	severity   assay.Severity
	confidence assay.Confidence
	rank       int // the more specific rule wins where two overlap
}

// Ranks, ascending.
const (
	rankEncoded    = 20
	rankAssignment = 40
	rankKeyword    = 50 // a vendor's name near a value of the right shape
	rankFile       = 60 // the file's own format says what it is
	rankStructure  = 80 // parsed or checksummed
	rankToken      = 90 // a vendor's own token form
)

// scan is the work on one file, or on one decoded piece of it.
type scan struct {
	ctx    context.Context
	m      *matcher
	path   string
	data   []byte
	kind   fileKind
	nested bool // data was decoded from a piece of the file

	cands []candidate
	work  int
	gap   string
	// placed is the last candidate by where it starts: several detectors may
	// come upon the same.
	placed map[int]int

	at int // how far the pass over the literals has come

	lastIdent int         // assignments before this offset are done
	seenTo    map[int]int // per vendor rule, how far windows have gone
	hasSecret int8        // 1 when the file is a Kubernetes Secret, -1 when not
	blockTo   int         // end of the last key block
	ibanTo    int         // end of the last account number
}

func (s *scan) run() {
	s.wholeFile()
	hits := 0
	s.m.machine.Scan(s.data, func(literal, end int) bool {
		if hits++; hits&0xfff == 0 && s.ctx.Err() != nil {
			return false
		}
		s.at = end
		s.hit(literal, end)
		return s.gap == ""
	})
	if s.gap != "" {
		return
	}
	s.numbers()
	if !s.nested && !s.kind.cheap {
		s.encoded()
	}
}

// hit hands an occurrence of a literal to all who asked for it.
func (s *scan) hit(literal, end int) {
	start := end - s.m.machine.Len(literal)
	for _, d := range s.m.detectors[literal] {
		d(s, start, end)
	}
	for _, r := range s.m.vendors[literal] {
		s.vendor(r, start, end)
	}
}

func (s *scan) add(c candidate) {
	if c.start >= c.end || c.end > len(s.data) {
		return
	}
	if i, ok := s.placed[c.start]; ok && s.cands[i].end == c.end && s.cands[i].rule == c.rule {
		return
	}
	if len(s.cands) >= maxCandidates {
		s.gap = fmt.Sprintf("more than %d suspected secrets", maxCandidates)
		return
	}
	if s.kind.test {
		c.severity = demoted(c)
	}
	if s.placed == nil {
		s.placed = map[int]int{}
	}
	s.placed[c.start] = len(s.cands)
	s.cands = append(s.cands, c)
}

// demoted is the severity among tests, examples and samples. What an issuer
// outside gave out is real wherever it stands; keys, tokens and passwords that
// anybody can make were most likely made for the test.
func demoted(c candidate) assay.Severity {
	switch {
	case c.severity <= assay.Low:
		return c.severity
	case c.rule == "private-key" || c.rule == "putty-private-key":
		return assay.Medium
	case c.rank == rankToken:
		return c.severity - 1
	}
	return assay.Low
}

// spend takes n from the work budget; false means that it is used up.
func (s *scan) spend(n int) bool {
	if s.work -= n; s.work < 0 {
		s.gap = "its structure would take unbounded work"
		return false
	}
	return true
}

// lineStart is where the line of an offset begins, or maxLine before it.
func (s *scan) lineStart(at int) int {
	low := max(0, at-maxLine)
	if i := bytes.LastIndexByte(s.data[low:at], '\n'); i >= 0 {
		return low + i + 1
	}
	return low
}

// lineEnd is where the line of an offset ends, or maxLine after it.
func (s *scan) lineEnd(at int) int {
	high := min(len(s.data), at+maxLine)
	if i := bytes.IndexByte(s.data[at:high], '\n'); i >= 0 {
		high = at + i
	}
	if high > at && s.data[high-1] == '\r' {
		high--
	}
	return high
}

func isBinary(data []byte) bool { return engine.Binary(data) }
