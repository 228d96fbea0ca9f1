package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// verdictWords are how an outcome is said: always a word and a symbol, so that
// colour is never the only carrier.
type verdictWords struct{ Word, Symbol, Sentence string }

func wordsFor(o Outcome) verdictWords {
	switch o {
	case Pass:
		return verdictWords{"PASS", "✔", "This change may ship"}
	case Deny:
		return verdictWords{"DENIED", "✘", "This change may not ship"}
	case Listed:
		return verdictWords{"SCANNED", "●", "A scan lists what it finds; it decides nothing"}
	case Interrupted:
		return verdictWords{"INTERRUPTED", "■", "Stopped before the end: the results are not complete"}
	default:
		return verdictWords{"UNFINISHED", "▲", "Not everything that is required was examined"}
	}
}

// Word is how an outcome is said, with its symbol.
func Word(o Outcome) string { return wordsFor(o).Symbol + " " + wordsFor(o).Word }

// words are the outcome's; what was taken in was not scanned.
func (d *digest) words() verdictWords {
	w := wordsFor(d.Verdict.Outcome)
	if d.Command == "import" && d.Verdict.Outcome == Listed {
		w.Word = "IMPORTED"
	}
	return w
}

// headline is the one sentence beside the verdict's word.
func (d *digest) headline() string {
	if len(d.Verdict.Reasons) > 0 {
		return d.Verdict.Reasons[0].Message
	}
	w := d.words()
	if d.Verdict.Emergency != "" {
		return fmt.Sprintf("This change may ship as emergency %s, although the gate says no", d.Verdict.Emergency)
	}
	if d.Verdict.Outcome == Listed || d.Command == "scan" && d.Verdict.Outcome == Pass {
		return d.tally()
	}
	if d.Verdict.Outcome == Pass && d.Counts.New+d.Counts.Old > 0 {
		return w.Sentence + " (" + d.tally() + ")"
	}
	return w.Sentence
}

// tally counts the findings in words: "3 new findings, 12 old".
func (d *digest) tally() string {
	if d.Counts.New+d.Counts.Old == 0 {
		return "no findings"
	}
	word := "new finding"
	if d.Verdict.Outcome == Listed && d.Command != "import" {
		word = "finding"
	}
	s := plural(d.Counts.New, word)
	if d.Counts.Old > 0 {
		s += ", " + thousands(d.Counts.Old) + " old"
	}
	if d.Counts.Fixed > 0 {
		s += ", " + thousands(d.Counts.Fixed) + " fixed"
	}
	return s
}

// severitySymbol is the shape that goes with the word and the colour.
func severitySymbol(s assay.Severity) string {
	switch s {
	case assay.Critical:
		return "✖"
	case assay.High:
		return "▲"
	case assay.Medium:
		return "■"
	case assay.Low:
		return "●"
	default:
		return "○"
	}
}

// place writes a location the way editors and terminals open it.
func place(l assay.Location) string {
	s := l.Path
	if s != "" && l.Start.Line > 0 {
		s += ":" + strconv.Itoa(l.Start.Line)
	}
	if s == "" && l.URL != "" {
		s = strings.TrimSpace(l.Method + " " + l.URL)
		if l.Parameter != "" {
			s += " (" + l.Parameter + ")"
		}
	}
	if s == "" {
		s = l.Component
	}
	if l.Resource != "" {
		s = strings.TrimSpace(s + " " + l.Resource)
	}
	if l.Commit != "" {
		s += " @" + short(l.Commit)
	}
	if s == "" {
		return "(the whole change)"
	}
	return s
}

// short cuts a commit to the length that people use.
func short(commit string) string {
	return fmt.Sprintf("%.10s", commit)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(n) + " " + noun + "s"
}

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func seconds(s float64) string {
	if s < 10 {
		return fmt.Sprintf("%.2f s", s)
	}
	return fmt.Sprintf("%.0f s", s)
}

// footer is the last line: what was read, how long it took.
func (d *digest) footer() string {
	parts := []string{plural(d.Run.FilesRead, "file") + " in " + seconds(d.Run.Seconds)}
	if d.Command == "import" {
		parts[0] = seconds(d.Run.Seconds)
	}
	if d.Run.FromCache > 0 {
		parts = append(parts, thousands(d.Run.FromCache)+" from cache")
	}
	if d.Profile != "" {
		parts = append(parts, "profile "+string(d.Profile))
	}
	if d.Change != nil && d.Change.Base != "" {
		parts = append(parts, "base "+short(d.Change.Base)+via(d.Change.BaseSource))
	}
	if age := d.dataAge(); age != "" {
		parts = append(parts, age)
	}
	if e := d.Run.Evidence; e != nil {
		parts = append(parts, "evidence "+e.ID)
	}
	return strings.Join(append(parts, "assay "+d.Run.Version), " · ")
}

func via(source string) string {
	if source == "" {
		return ""
	}
	return " (" + source + ")"
}

// scopes says in words how complete the run was: "scopes: 2 complete, 1 partial".
func (d *digest) scopes() string {
	n := map[assay.CoverageState]int{}
	for _, c := range d.Coverage {
		n[c.State]++
	}
	var parts []string
	for _, s := range []assay.CoverageState{assay.Complete, assay.Partial, assay.NotRun} {
		if n[s] > 0 {
			parts = append(parts, strconv.Itoa(n[s])+" "+strings.ReplaceAll(string(s), "-", " "))
		}
	}
	if len(parts) == 0 {
		return "no scopes"
	}
	return "scopes: " + strings.Join(parts, ", ")
}

// Everything says whether all scopes were covered and nothing was passed over.
func (d *digest) Everything() bool {
	return len(d.Gaps) == 0 && !slices.ContainsFunc(d.Coverage, func(c assay.Coverage) bool { return c.State != assay.Complete })
}
