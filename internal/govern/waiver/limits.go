package waiver

import (
	"fmt"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// lives are the longest lives of waivers, in days: the worse the finding and
// the stricter the profile, the sooner somebody looks again.
var lives = map[assay.Profile]map[assay.Severity]int{
	assay.Strict:   {assay.Critical: 14, assay.High: 30, assay.Medium: 90, assay.Low: 180, assay.Info: 365},
	assay.Standard: {assay.Critical: 30, assay.High: 90, assay.Medium: 180, assay.Low: 365, assay.Info: 365},
	assay.Light:    {assay.Critical: 90, assay.High: 180, assay.Medium: 365, assay.Low: 365, assay.Info: 365},
}

const (
	// longestLife bounds every waiver, in days.
	longestLife = 365
	// mostPaths and mostScopes bound the reach of one waiver.
	mostPaths  = 20
	mostScopes = 20
	// LongestEmergency bounds the life of a grant.
	LongestEmergency = 72 * time.Hour
	// RetrospectiveDays is how long a grant may stay open, in days, unless the caller says otherwise.
	RetrospectiveDays = 7
	// Soon is how many days before its end a waiver is spoken of.
	Soon = 14
)

// MaxLife is the longest life of a waiver for findings of a severity where a
// profile holds, in days, counted from the day on which it was created.
func MaxLife(p assay.Profile, s assay.Severity) int {
	if of, ok := lives[p]; ok {
		return of[s]
	}
	return lives[assay.Standard][s]
}

// life is how many days lie between the day of creation and the last day.
func (w *Waiver) life() int { return days(w.Created.Start(), w.Expires.Start()) }

func days(from, to time.Time) int {
	day := func(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
	return int(day(to).Sub(day(from)).Hours() / 24)
}

func tooLong(life, longest int, what string) *Problem {
	if life <= longest {
		return nil
	}
	return problem(TooLong, fmt.Sprintf("it lives %d days, at most %d are allowed%s", life, longest, what), fmt.Sprintf("ask for one of %d days: assay waive --expires %dd", longest, longest))
}

// broad says why a waiver reaches too far; nil when it does not.
func (w *Waiver) broad() *Problem {
	if w.Fingerprint != "" {
		return nil
	}
	if watches(w.Rule) {
		return problem(TooBroad, "what watches the gate itself can't wait", "do what the finding asks for, and delete the file")
	}
	const fix = "name the rule, the folders and the services: assay waive --rule ID --path services/payments/** --scope service/payments"
	why := ""
	switch {
	case strings.ContainsAny(string(w.Rule), "*?["):
		why = "it names no single rule"
	case len(w.Paths) == 0:
		why = "it names no path"
	case len(w.Paths) > mostPaths:
		why = fmt.Sprintf("it names %d paths, at most %d are allowed", len(w.Paths), mostPaths)
	case len(w.Scope) == 0:
		why = "it does not say for which services or environments"
	case len(w.Scope) > mostScopes:
		why = fmt.Sprintf("it names %d services and environments, at most %d are allowed", len(w.Scope), mostScopes)
	}
	for _, p := range w.Paths {
		if top, _, _ := strings.Cut(p, "/"); strings.ContainsAny(top, "*?[{") {
			why = "the path " + p + " does not begin with a folder or file that is written out"
		}
	}
	if why == "" {
		return nil
	}
	return problem(TooBroad, why, fix)
}

// watches says whether a rule is one of those that watch the gate itself: no
// waiver silences an emergency or another waiver.
func watches(id assay.RuleID) bool {
	return strings.HasPrefix(string(id), string(assay.EngineGovernance)+"/")
}
