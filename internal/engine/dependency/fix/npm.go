package fix

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/version"
)

// simpleSpec is one version, exactly or as the least of its kind.
var simpleSpec = regexp.MustCompile(`^([\^~=]?v?)(\d[0-9A-Za-z.+-]*)$`)

// packageJSON raises a direct dependency and keeps its ^ or ~.
func packageJSON(data []byte, line span, e Edit) ([]byte, error) {
	pattern, err := regexp.Compile(`"` + regexp.QuoteMeta(e.Name) + `"[ \t]*:[ \t]*"([^"\\]*)"`)
	if err != nil {
		return nil, errNotThere
	}
	places := pattern.FindAllSubmatchIndex(line.of(data), 2)
	switch len(places) {
	case 0:
		return nil, errNotThere
	case 2:
		return nil, errTwice
	}
	at := span{line.from + places[0][2], line.from + places[0][3]}
	parts := simpleSpec.FindStringSubmatch(string(at.of(data)))
	if parts == nil {
		return nil, errors.New("what is asked for is no single version: choose the range by hand")
	}
	if version.Compare(e.Ecosystem, parts[2], e.To) >= 0 {
		return nil, fmt.Errorf("the manifest asks for %s already: have the lockfile follow", parts[2])
	}
	out := splice(data, at, parts[1]+e.To)
	if doc, err := document.JSON(out); err != nil || !asks(doc, e, parts[1]+e.To) {
		return nil, errors.New("the line is no dependency of this manifest")
	}
	return out, nil
}

func asks(doc *document.Node, e Edit, spec string) bool {
	for _, list := range []string{"dependencies", "devDependencies", "optionalDependencies", "peerDependencies"} {
		if doc.Get(list, e.Name).Text() == spec {
			return true
		}
	}
	return false
}
