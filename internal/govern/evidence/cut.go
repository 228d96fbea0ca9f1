package evidence

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/assay-dev/assay/internal/assay"
)

// cutter takes people out of texts that are signed in clear: those whom it knows
// become their role, and whatever looks like an e-mail address goes. It cannot
// know a stranger's name.
type cutter struct {
	known *regexp.Regexp // nil when nobody is known
	roles map[string]string
}

// minName is how long a name must be to be looked for: a shorter one is part of
// too many words.
const minName = 3

func newCutter(people []assay.Person) cutter {
	c := cutter{roles: map[string]string{}}
	var words []string
	for _, p := range people {
		name, address, _ := strings.Cut(strings.TrimSuffix(p.Name, ">"), "<")
		for _, word := range []string{p.Name, strings.TrimSpace(name), strings.TrimSpace(address)} {
			low := strings.ToLower(word)
			if utf8.RuneCountInString(word) >= minName && c.roles[low] == "" {
				c.roles[low] = "[" + p.Role + "]"
				words = append(words, regexp.QuoteMeta(word))
			}
		}
	}
	if len(words) > 0 {
		slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
		c.known = regexp.MustCompile("(?i)" + strings.Join(words, "|"))
	}
	return c
}

var (
	address = regexp.MustCompile(`[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}`)
	// versioned is what follows the @ of a package, not of an address.
	versioned = regexp.MustCompile(`@v?\p{N}+\.\p{N}`)
)

// text is s without the people.
func (c cutter) text(s string) string {
	if c.known != nil {
		s = c.names(s)
	}
	if !strings.Contains(s, "@") {
		return s
	}
	return address.ReplaceAllStringFunc(s, func(found string) string {
		if versioned.MatchString(found) {
			return found
		}
		return "[address]"
	})
}

// noteOf is what an operator wrote, without addresses.
func noteOf(s string) string { return cutter{}.text(s) }

// names puts roles in the place of whole words that are names.
func (c cutter) names(s string) string {
	var b strings.Builder
	done := 0
	for _, at := range c.known.FindAllStringIndex(s, -1) {
		before, _ := utf8.DecodeLastRuneInString(s[:at[0]])
		after, _ := utf8.DecodeRuneInString(s[at[1]:])
		role := c.roles[strings.ToLower(s[at[0]:at[1]])]
		if inWord(before) || inWord(after) || role == "" {
			continue
		}
		b.WriteString(s[done:at[0]] + role)
		done = at[1]
	}
	return b.String() + s[done:]
}

func inWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
}

// cutRun is a run without people in its texts; they stay in its People.
func cutRun(run assay.Run) assay.Run {
	c := newCutter(run.People)
	run.Ticket = c.text(run.Ticket)
	run.Decision.Rulings = slices.Clone(run.Decision.Rulings)
	for i := range run.Decision.Rulings {
		r := &run.Decision.Rulings[i]
		r.Message, r.Flip = c.text(r.Message), c.text(r.Flip)
	}
	run.Stages = slices.Clone(run.Stages)
	for i := range run.Stages {
		st := &run.Stages[i]
		st.Steps = slices.Clone(st.Steps)
		for k := range st.Steps {
			st.Steps[k].Name = c.text(st.Steps[k].Name)
		}
	}
	if run.Facts != nil {
		facts := map[string]string{}
		for k, v := range run.Facts {
			facts[k] = c.text(v)
		}
		run.Facts = facts
	}
	if run.Grant != nil {
		g := *run.Grant
		g.Reason, g.Ticket = c.text(g.Reason), c.text(g.Ticket)
		run.Grant = &g
	}
	return run
}
