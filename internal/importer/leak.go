package importer

import (
	"regexp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// What a finding about a secret quotes is the secret. Of such a finding no code
// is kept, and the values that the report names elsewhere are taken out of
// every text. Where we are not sure, the text goes and not the secret stays.

var secretWords = []string{"secret", "passw", "pwd", "token", "credential", "api-key", "api_key", "apikey", "private-key", "private_key", "hardcoded-key"}

// aboutSecret: by its kind, its weakness (hard-coded credentials, passwords,
// keys) or the words in its rule's name. What is about a package quotes none.
func (b *builder) aboutSecret(it *item) bool {
	switch it.Engine {
	case assay.EngineSecret:
		return true
	case assay.EngineDependency, assay.EngineLicence:
		return false
	}
	for _, n := range slices.Concat(it.CWE, it.about.CWE) {
		if n == 798 || n == 259 || n == 321 {
			return true
		}
	}
	names := strings.ToLower(it.rule + "\n" + it.about.Title + "\n" + b.tool.name)
	return slices.ContainsFunc(secretWords, func(w string) bool { return strings.Contains(names, w) })
}

// hush takes secrets out of a finding, before its texts are looked at.
func (b *builder) hush(it *item) {
	f := &it.Finding
	if !b.aboutSecret(it) {
		f.Message, f.Fix = hideLiterals(f.Message), hideLiterals(f.Fix)
		for i := range f.Flow {
			f.Flow[i].Message = code(f.Flow[i].Message)
		}
		return
	}
	named, guessed := leaked(it)
	f.Snippet, f.Flow = "", nil
	for _, p := range []*string{&f.Message, &f.Fix, &it.about.Title, &it.about.Explanation, &it.about.Fix} {
		*p = hideRandom(hideLiterals(without(*p, guessed)))
	}
	if f.Suppression != nil {
		s := *f.Suppression
		s.Reason = hideRandom(without(s.Reason, guessed))
		s.Location = placeWithout(s.Location, named)
		f.Suppression = &s
	}
	f.Location = placeWithout(f.Location, named)
	it.rule = without(it.rule, named)
	for _, list := range []*[]string{&it.about.References, &it.about.Tags, &it.about.Aliases} {
		*list = slices.Clone(*list)
		for i := range *list {
			(*list)[i] = without((*list)[i], named)
		}
	}
}

func placeWithout(l assay.Location, values []string) assay.Location {
	for _, p := range []*string{&l.Path, &l.Resource, &l.Commit, &l.Component, &l.URL, &l.Method, &l.Parameter} {
		*p = without(*p, values)
	}
	return l
}

var (
	literal  = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|`[^`]*`")
	assigned = regexp.MustCompile(`(?:=>|:=|[=:])\s*(\S[^\r\n]*)`)
)

// leaked lists the values that the report says are secret, long ones first.
// named may go from names and paths as well, guessed only from sentences: a
// literal in quoted code may be any word.
func leaked(it *item) (named, guessed []string) {
	for _, s := range it.secrets {
		named = append(named, s, joinSpace(s))
		for line := range strings.Lines(s) {
			if line = strings.TrimSpace(line); len(line) >= 16 {
				named = append(named, line)
			}
		}
	}
	for _, q := range append(it.quotes, it.Snippet) {
		q = cut(q, maxProse)
		guessed = append(guessed, strings.TrimSpace(q), joinSpace(q))
		for _, m := range literal.FindAllString(q, maxList) {
			guessed = append(guessed, m[1:len(m)-1])
		}
		for _, m := range assigned.FindAllStringSubmatch(q, maxList) {
			guessed = append(guessed, strings.Trim(m[1], "\"'`;, \t"))
		}
		for _, m := range randomWord.FindAllString(q, maxList) {
			if isRandom(m) {
				guessed = append(guessed, m)
			}
		}
	}
	for _, g := range guessed {
		if isRandom(g) {
			named = append(named, g)
		}
	}
	return tidy(named), tidy(append(guessed, named...))
}

// tidy leaves out what is too short to be told from other text.
func tidy(values []string) []string {
	values = slices.DeleteFunc(values, func(s string) bool { return len(s) < 4 || strings.Trim(s, "*.xX ") == "" })
	slices.SortFunc(values, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(values)
}

func without(s string, values []string) string {
	for _, v := range values {
		if s == "" {
			break
		}
		s = strings.ReplaceAll(s, v, redacted)
	}
	return s
}

// secretName is the name of a variable, field or function that holds one.
const secretName = `(?:[\w$.-]*(?:pass|pwd|secret|token|key|credential)[\w$.-]*|\b(?:[\w$.]*[._])?pw[\d_]?\w{0,4}|[a-z]+Pw)`

var (
	secretNamed  = regexp.MustCompile(`(?i)` + secretName)
	secretAssign = regexp.MustCompile(`(?i)(` + secretName + "[\"'`\\])]*\\s*(?::\\s*[\\w<>?\\[\\]. ]+)?\\s*(?:=>|:=|<-|[=!]=+|[=:,(])\\s*[@$a-z]{0,3})(\"(?:[^\"\\\\]|\\\\.)*\"?|'(?:[^'\\\\]|\\\\.)*'?|`[^`]*`?)")
	plainLiteral = regexp.MustCompile(`^[A-Za-z_.-]*$`)
)

// hideLiterals takes out what is quoted and assigned to, compared with or
// passed to something that is named like a secret.
func hideLiterals(s string) string {
	if !strings.ContainsAny(s, "\"'`") || !secretNamed.MatchString(s) {
		return s
	}
	return secretAssign.ReplaceAllString(s, "${1}"+redacted)
}

// code is a line of code without secrets; nothing of it where it names one and
// quotes something that we cannot place.
func code(s string) string {
	s = hideLiterals(s)
	if !strings.ContainsAny(s, "\"'`") || !secretNamed.MatchString(s) {
		return s
	}
	for _, m := range literal.FindAllString(s, -1) {
		if m = m[1 : len(m)-1]; !plainLiteral.MatchString(m) {
			return ""
		}
	}
	return s
}

var randomWord = regexp.MustCompile(`[A-Za-z0-9+/=_~!@#$%^&*.-]{8,}`)

// hideRandom takes out words that nobody would write: letters and digits in turn.
func hideRandom(s string) string {
	return randomWord.ReplaceAllStringFunc(s, func(m string) string {
		if isRandom(m) {
			return redacted
		}
		return m
	})
}

func isRandom(word string) bool {
	if strings.ContainsAny(word, " \t\r\n") || flawID.MatchString(word) || strings.Contains(word, "://") {
		return false
	}
	for part := range strings.FieldsFuncSeq(word, func(r rune) bool { return strings.ContainsRune("-_./:", r) }) {
		turns := 0
		for i := 1; i < len(part); i++ {
			if isDigit(part[i]) != isDigit(part[i-1]) {
				turns++
			}
		}
		if len(part) >= 8 && turns >= 2 {
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
