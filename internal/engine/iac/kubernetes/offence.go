package kubernetes

import (
	"regexp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/iac/check"
	"github.com/assay-dev/assay/internal/engine/iac/graph"
)

// field is how a message names a field: securityContext.capabilities.add.
var field = regexp.MustCompile(`[A-Za-z]+(?:\[\*\])?(?:\.[A-Za-z]+(?:\[\*\])?)+`)

// offence marks the values of the fields that a message names, within the
// lines that it is about, and the rules of a role. Images don't count: a new
// tag makes no new problem.
func offence(message string, place check.Place, attributes []assay.Attribute) string {
	var fields []string
	for _, text := range field.FindAllString(message, -1) {
		words := strings.Split(strings.ReplaceAll(text, "[*]", ""), ".")
		if last := words[len(words)-1]; last == "image" || last == "name" || last == "namespace" {
			continue
		}
		fields = append(fields, "."+strings.Join(words[max(0, len(words)-2):], ".")+".")
	}
	var o graph.Offence
	for _, a := range attributes {
		if line := a.Location.Start.Line; line < place.Start || line > place.End {
			continue
		}
		name := "." + graph.Names(a.Path) + "."
		if strings.HasPrefix(name, ".rules.") || slices.ContainsFunc(fields, func(f string) bool { return strings.Contains(name, f) }) {
			o.Add(a)
		}
	}
	return o.Mark()
}
