// Package licence reads licence expressions and knows what the licences of the
// SPDX list ask of those who use them.
//
//	e, err := licence.Parse("MIT OR GPL-3.0-only")
//	e.Judge(func(id string) licence.Verdict { … })
//
// Packages write many things where an expression should stand; what is plainly
// one of the common licences is read as such, everything else is unknown and
// said to be. It gives no legal advice: a policy decides.
package licence

import (
	_ "embed"
	"strings"
	"sync"
)

// Class is what a licence asks for, roughly.
type Class string

// The classes.
const (
	Permissive Class = "permissive" // keep the notice
	Weak       Class = "weak"       // share changes to the files or library themselves
	Strong     Class = "strong"     // share the whole work when it is distributed
	Network    Class = "network"    // share the whole work when others use it over a network
	Restricted Class = "restricted" // not for every purpose
	Other      Class = "other"      // on the list, not classed by us
	Exception  Class = "exception"  // what may stand after WITH
	Unknown    Class = ""           // not on the list
)

//go:embed spdx.txt
var list string

// known maps lower-case identifiers to how they are written and their class.
var known = sync.OnceValue(func() map[string]struct {
	id    string
	class Class
} {
	out := map[string]struct {
		id    string
		class Class
	}{}
	for line := range strings.Lines(list) {
		id, class, ok := strings.Cut(strings.TrimSpace(line), " ")
		if ok && id != "#" {
			out[strings.ToLower(id)] = struct {
				id    string
				class Class
			}{id, Class(class)}
		}
	}
	return out
})

// ClassOf gives the class of an identifier, whatever its case; a final + is as
// without it.
func ClassOf(id string) Class {
	if id == "LicenseRef-Unlicensed" || id == "LicenseRef-Proprietary" { // what packages say that give no permission
		return Restricted
	}
	return known()[strings.ToLower(strings.TrimSuffix(id, "+"))].class
}

// IDs lists the identifiers of a class.
func IDs(c Class) []string {
	var out []string
	for line := range strings.Lines(list) {
		if id, class, ok := strings.Cut(strings.TrimSpace(line), " "); ok && Class(class) == c {
			out = append(out, id)
		}
	}
	return out
}

// Canonical writes what a package says of its licence as an SPDX expression;
// single says that it is one identifier of the list and nothing more.
func Canonical(text string) (expression string, single bool, err error) {
	e, err := Parse(text)
	if err != nil {
		return "", false, err
	}
	s := e.String()
	_, single = known()[strings.ToLower(s)]
	return s, single, nil
}
