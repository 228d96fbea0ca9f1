package scala

import (
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

const (
	// wholeParameter is the type of a metavariable that stands for a parameter
	// as a whole.
	wholeParameter = "PARAM_"
	// anyKeyword is the annotation of a declaration whose keyword is a
	// metavariable.
	anyKeyword = "KEYWORD_"
	// ellipsis is followed by a space: an operator's character directly behind
	// an underscore would belong to the name.
	ellipsis = ast.DotsName + " "
)

var (
	// keyword finds $DECL $X = ....
	keyword = regexp.MustCompile(`(^|[{;\n])([ \t]*)\$[A-Z_][A-Z_0-9]*[ \t]+(\$[A-Z_][A-Z_0-9]*[ \t]*(?::[^=\n]*)?=[^=>])`)
	// assignment finds $X = ... at a line's start.
	assignment   = regexp.MustCompile(`(^|[{;\n])([ \t]*)(\$[A-Z_][A-Z_0-9]*[ \t]*=[^=>])`)
	classPattern = regexp.MustCompile(`^\s*(?:class|object|trait)\b`)
	// parameterHead finds what stands before a list of parameters.
	parameterHead = regexp.MustCompile(`(\bdef\b[^{}=;]*|\bclass\s+[^{}=;]*)$`)
	matchHead     = regexp.MustCompile(`(\bmatch|\bcatch)\s*$`)
	enumHead      = regexp.MustCompile(`\benum\s+[^{};]*$`)
)

// encode gives a pattern's text, and for a class one in which assignments among
// the members are declarations.
func encode(pattern string) []string {
	out := []string{encodeOnce(pattern)}
	if classPattern.MatchString(pattern) && assignment.MatchString(pattern) {
		out = append(out, encodeOnce(assignment.ReplaceAllString(pattern, "${1}${2}@"+anyKeyword+" val $3")))
	}
	return out
}

func encodeOnce(pattern string) string {
	s := keyword.ReplaceAllString(pattern, "${1}${2}@"+anyKeyword+" val $3")
	s = language.EncodeLists(s, parameterHead, encodeList)
	return language.EncodeWith(s, language.Syntax{Quotes: `"`}, encodeEllipsis)
}

// encodeList gives the ellipses and lone metavariables among parameters a type.
func encodeList(s string) string {
	parts := strings.Split(s, ",")
	for i, p := range parts {
		switch t := strings.TrimSpace(p); {
		case t == "...":
			parts[i] = ellipsis + ": " + ellipsis
		case strings.HasPrefix(t, "$") && !strings.ContainsAny(t, ": "):
			parts[i] = t + " : " + wholeParameter
		}
	}
	return strings.Join(parts, ",")
}

// encodeEllipsis gives an ellipsis the form that its place wants.
func encodeEllipsis(e language.Ellipsis) string {
	if e.Bracket == '(' || e.Bracket == '[' {
		return ellipsis
	}
	before := strings.TrimRight(e.Before, " \t\r\n")
	if e.Bracket == '{' {
		head := language.BraceHead(before)
		switch {
		case enumHead.MatchString(head):
			return "case " + ellipsis
		case matchHead.MatchString(head) && !strings.HasSuffix(before, "=>"):
			return "case " + ellipsis + "=> " + ellipsis
		}
	}
	// Lines keep their indentation, which means something.
	line, end := strings.TrimRight(e.Before, " \t"), ";"
	if after := strings.TrimLeft(e.After, " \t"); after == "" || strings.IndexByte("\r\n;}", after[0]) >= 0 {
		end = ""
	}
	switch {
	case e.Follows() && !strings.HasSuffix(line, "\n"):
		return "; " + ellipsis + end
	case e.Follows() || e.Stands():
		return ellipsis + end
	}
	return ellipsis
}
