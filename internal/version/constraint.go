package version

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// Span is what a constraint lets through: from Low (empty for any) up to High,
// which is in it when Inclusive.
type Span struct {
	Low, High string
	Inclusive bool
}

// Within reads a constraint of npm (ranges, carets, tildes), PyPI (PEP 440) or
// Maven and NuGet (intervals). ok is false for one that it does not know, that
// has alternatives, or no upper end.
func Within(e assay.Ecosystem, constraint string) (s Span, ok bool) {
	constraint = strings.TrimSpace(constraint)
	if constraint == "" || len(constraint) > longest || strings.Contains(constraint, "||") {
		return Span{}, false
	}
	switch e {
	case assay.NPM:
		if low, high, hyphen := strings.Cut(constraint, " - "); hyphen {
			s = Span{Low: strings.TrimSpace(low), High: strings.TrimSpace(high), Inclusive: true}
			break
		}
		ok = s.all(e, strings.Fields(joined.ReplaceAllString(constraint, "$1")))
	case assay.PyPI:
		ok = s.all(e, strings.Split(constraint, ","))
	case assay.Maven, assay.NuGet:
		s, ok = interval(constraint)
	}
	valid := Valid(e, s.High) && (s.Low == "" || Valid(e, s.Low) && Compare(e, s.Low, s.High) <= 0)
	return s, valid && (ok || s.High != "")
}

// joined closes the gap between an operator and its version.
var joined = regexp.MustCompile(`(>=|<=|>|<|=|\^|~)\s+`)

// all narrows the span by each part; false when one is not known.
func (s *Span) all(e assay.Ecosystem, parts []string) bool {
	for _, p := range parts {
		if !s.part(e, strings.TrimSpace(p)) {
			*s = Span{}
			return false
		}
	}
	return true
}

func (s *Span) part(e assay.Ecosystem, p string) bool {
	op, v := operator(p)
	v = strings.TrimPrefix(strings.TrimSpace(v), "v")
	wild := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(v, ".*"), ".x"), ".X")
	numbers := strings.Split(wild, ".")
	switch {
	case v == "" || v == "*":
		return false
	case op == "!=":
		return true
	case op == ">" || op == ">=":
		s.Low = v // one version too many does no harm: see Analyser
	case op == "<":
		s.High, s.Inclusive = v, false
	case op == "<=":
		s.High, s.Inclusive = v, true
	case op == "^":
		s.Low, s.High = v, next(numbers, firstNonZero(numbers))
	case op == "~=" && len(numbers) > 1:
		s.Low, s.High = v, next(numbers, len(numbers)-2)
	case op == "~":
		s.Low, s.High = v, next(numbers, min(1, len(numbers)-1))
	case wild != v && (op == "" || op == "=" || op == "=="), e == assay.NPM && op == "" && len(numbers) < 3:
		s.Low, s.High = wild, next(numbers, len(numbers)-1)
	default:
		return false
	}
	return true
}

func operator(p string) (op, rest string) {
	for _, o := range []string{"===", "~=", "==", ">=", "<=", "!=", "^", "~", ">", "<", "="} {
		if rest, ok := strings.CutPrefix(p, o); ok {
			return o, rest
		}
	}
	return "", p
}

func firstNonZero(numbers []string) int {
	for i, n := range numbers {
		if strings.Trim(n, "0") != "" {
			return i
		}
	}
	return len(numbers) - 1
}

// next is the version that raises one number and drops what follows; empty when
// it is no number.
func next(numbers []string, at int) string {
	if at < 0 || at >= len(numbers) {
		return ""
	}
	n, err := strconv.Atoi(numbers[at])
	if err != nil {
		return ""
	}
	return strings.Join(append(append([]string{}, numbers[:at]...), strconv.Itoa(n+1)), ".")
}

// interval reads [a,b], (a,b] and the like, one of them.
func interval(text string) (Span, bool) {
	n := len(text)
	if n < 3 || strings.IndexByte("[(", text[0]) < 0 || strings.IndexByte("])", text[n-1]) < 0 {
		return Span{}, false
	}
	low, high, two := strings.Cut(text[1:n-1], ",")
	if !two || strings.ContainsAny(high, "[](),") {
		return Span{}, false
	}
	s := Span{Low: strings.TrimSpace(low), High: strings.TrimSpace(high), Inclusive: text[n-1] == ']'}
	return s, s.High != ""
}

// Covers says whether a range holds every version of a span.
func (r Range) Covers(e assay.Ecosystem, s Span) bool {
	inside := false
	for _, ev := range r {
		switch {
		case ev.Introduced == "0" || ev.Introduced != "" && s.Low != "" && Compare(e, ev.Introduced, s.Low) <= 0:
			inside = true
		case ev.Introduced != "":
			// begins within the span or behind it
		case inside && ev.Fixed != "":
			if c := Compare(e, s.High, ev.Fixed); c < 0 || c == 0 && !s.Inclusive {
				return true
			}
			inside = false
		case inside && ev.LastAffected != "":
			if Compare(e, s.High, ev.LastAffected) <= 0 {
				return true
			}
			inside = false
		}
	}
	return inside
}
