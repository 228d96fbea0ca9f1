package value

import (
	"bytes"
	"encoding/base64"
	"strings"

	"github.com/assay-dev/assay/internal/engine/secret/proof"
)

// Place says how much a text must look like a credential to be one.
type Place int

// The places, from the most to the least credulous.
const (
	Store  Place = iota // a live credential file: dotfiles, .env, .netrc
	Config              // configuration in any format
	Code                // source code, tests
	Doc                 // prose, samples, templates
)

// Verdict is the answer for one text.
type Verdict int

// The verdicts.
const (
	No     Verdict = iota
	Weak           // real, but a word or a number that anybody would try first
	Likely         // real as far as its look goes
	Strong         // random
)

// Judge says whether text, assigned to a name of the given kind, is real.
func Judge(kind Kind, ident, text []byte, place Place) Verdict {
	text = bytes.TrimSpace(text)
	if kind == Nothing || len(text) < minimum[place] || len(text) > 4096 || Reference(text) || constant(text) {
		return No
	}
	if kind == Hash {
		return judgeHash(text)
	}
	if place == Store {
		if blank(text) {
			return No
		}
		return grade(text)
	}
	if n := len(text) - 1; text[n] == '=' && identifier(text[:n]) {
		return No // the next name of a list
	}
	if placeholder(text) || echo(ident, text) || location(text) || proofless(text) || kind != Password && (names(text) || sequence(text)) {
		return No
	}
	if kind != Password && identifier(text) && bytes.ContainsAny(text, "._") {
		return No
	}
	if disguised(kind, ident, text, place) {
		return No
	}
	if kind != Password && looksRandom(text) || (strongPassword(text) || kind == Password && composed(text)) && (kind == Password || place < Code || len(text) >= 12) {
		return strongIn(text, place)
	}
	if kind != Password || place == Doc {
		return No
	}
	return judgePassword(text, place)
}

var minimum = [...]int{Store: 3, Config: 4, Code: 6, Doc: 10}

func strongIn(text []byte, place Place) Verdict {
	if place >= Code && (wordy(text) && !composed(text) || identifier(text)) {
		return No
	}
	if place == Doc && (bytes.ContainsAny(text, " []") || len(text) < 24 || proof.Entropy(text) < 4 || hexadecimal(text)) {
		return No
	}
	return Strong
}

// judgePassword weighs what a person might have typed.
func judgePassword(text []byte, place Place) Verdict {
	c := classesOf(text)
	switch {
	case bytes.ContainsAny(text, " \t") && (c.count() < 4 || bytes.Count(text, []byte(" ")) > 1 || mentions(text)):
		return No
	case place == Config && (!wordy(text) || !bytes.ContainsAny(text, "-_. /:")) && !ordinary[strings.ToLower(string(text))]:
		return grade(text)
	case place == Code && c.letters && (c.digits || c.symbols) && !wordy(text) && !pattern(text) && !identifier(text):
		return grade(text)
	}
	return No
}

// disguised is base64 of a text that is no credential itself.
func disguised(kind Kind, ident, text []byte, place Place) bool {
	if len(text) < 12 || len(text)%4 != 0 {
		return false
	}
	plain, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil || bytes.ContainsFunc(plain, func(r rune) bool { return r < ' ' || r > '~' }) {
		return false
	}
	return bytes.ContainsAny(plain, "{ \"") || Judge(kind, ident, plain, place) == No
}

func grade(text []byte) Verdict {
	c := classesOf(text)
	switch {
	case looksRandom(text) || strongPassword(text):
		return Strong
	case len(text) < 8 || c.count() < 2:
		return Weak
	}
	return Likely
}

// looksRandom is for machine-made values: long, mixed, no words.
func looksRandom(text []byte) bool {
	c := classesOf(text)
	if len(text) < 12 || bytes.ContainsAny(text, " \t") && (len(text) < 40 || c.count() < 4 || proof.Entropy(text) < 4.8) {
		return false
	}
	need := 3.0
	if len(text) >= 20 {
		need = 3.2
	}
	if hexadecimal(text) {
		return c.digits && (len(text) >= 16) && proof.Entropy(text) > 2.7
	}
	return c.letters && (c.digits || c.upper && c.lower && len(text) >= 24) && proof.Entropy(text) >= need && !wordy(text)
}

// strongPassword is for what a person or a generator made with care.
func strongPassword(text []byte) bool {
	c := classesOf(text)
	return len(text) >= 8 && c.count() >= 4 && !bytes.ContainsAny(text, " \t") && !pattern(text) && !wordy(text)
}

// composed is words and numbers in mixed case, put together with dashes by a
// person: "Amber-Kite-42". Names of things keep to one case.
func composed(text []byte) bool {
	for _, c := range text {
		if c != '-' && c != '!' && !isDigit(c) && !isUpper(c) && !isLower(c) {
			return false
		}
	}
	return len(text) >= 8 && classesOf(text).count() == 4 && len(text) < 40 && !pattern(text) && !isHeader(text)
}

// isHeader is a name of an HTTP header: X-Auth-Token-V2.
func isHeader(text []byte) bool {
	for part := range bytes.SplitSeq(text, []byte("-")) {
		if len(part) == 0 || !isUpper(part[0]) && !isDigit(part[0]) {
			return false
		}
	}
	return bytes.HasPrefix(text, []byte("X-"))
}

// mentions says that a text speaks about passwords.
func mentions(text []byte) bool {
	low := bytes.ToLower(text)
	return bytes.Contains(low, []byte("pass")) || bytes.Contains(low, []byte("token")) || bytes.Contains(low, []byte("character")) || bytes.Contains(low, []byte("secret"))
}

type classes struct{ upper, lower, digits, symbols, letters bool }

func (c classes) count() int {
	n := 0
	for _, b := range []bool{c.upper, c.lower, c.digits, c.symbols} {
		if b {
			n++
		}
	}
	return n
}

func classesOf(text []byte) classes {
	var c classes
	for _, b := range text {
		switch {
		case isUpper(b):
			c.upper = true
		case isLower(b) || b >= 0x80:
			c.lower = true
		case isDigit(b):
			c.digits = true
		default:
			c.symbols = true
		}
	}
	c.letters = c.upper || c.lower
	return c
}
