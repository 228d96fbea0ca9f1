package fix

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/version"
)

// simpleSpec is one version, exactly or as the least of its kind.
var simpleSpec = regexp.MustCompile(`^([\^~=]?v?)(\d[0-9A-Za-z.+-]*)$`)

// entry is a key with a text; what is escaped is no name and no version.
var entry = regexp.MustCompile(`"([^"\\]+)"[ \t]*:[ \t]*"([^"\\]*)"`)

// request is an entry of the line that asks for the package.
type request struct {
	key    string
	prefix string // of an alias: "npm:name@"
	spec   span   // what stands behind it
	parts  []string
}

// packageJSON raises a direct dependency and keeps its ^ or ~, and the other
// name by which it may be known here.
func packageJSON(data []byte, line span, e Edit) ([]byte, error) {
	r, err := requestFor(data, line, e)
	if err != nil {
		return nil, err
	}
	if r.parts == nil {
		return nil, errors.New("what is asked for is no single version: choose the range by hand")
	}
	if version.Compare(e.Ecosystem, r.parts[2], e.To) >= 0 {
		return nil, fmt.Errorf("the manifest asks for %s already: have the lockfile follow", r.parts[2])
	}
	out := splice(data, r.spec, r.parts[1]+e.To)
	doc, bad := document.JSON(out)
	if bad != nil || !asks(doc, r.key, r.prefix+r.parts[1]+e.To) {
		return nil, errors.New("the line is no dependency of this manifest")
	}
	if overridden(doc, r.key) {
		return nil, fmt.Errorf("an override of this manifest holds the version of %s: raise it there", r.key)
	}
	return out, nil
}

// requestFor finds the entry that the component came by. Where several of one
// line ask for the package, it is the one that names the version in use, or the
// only one that may mean it.
func requestFor(data []byte, line span, e Edit) (request, error) {
	all := requests(data, line, e.Name)
	if len(all) > 1 {
		pinned := func(r request) bool { return r.parts != nil && !strings.ContainsAny(r.parts[1], "^~") }
		exactly := slices.DeleteFunc(slices.Clone(all), func(r request) bool {
			return !pinned(r) || version.Compare(e.Ecosystem, r.parts[2], e.From) != 0
		})
		if all = slices.DeleteFunc(all, pinned); len(exactly) > 0 {
			all = exactly
		}
	}
	switch len(all) {
	case 0:
		return request{}, errNotThere
	case 1:
		return all[0], nil
	}
	return request{}, errTwice
}

// requests lists the entries of a line that ask for a package by whatever name.
func requests(data []byte, line span, name string) []request {
	var out []request
	for _, at := range entry.FindAllSubmatchIndex(line.of(data), -1) {
		r := request{key: string(line.of(data)[at[2]:at[3]]), spec: span{line.from + at[4], line.from + at[5]}}
		asked := r.key
		if target, ok := strings.CutPrefix(string(r.spec.of(data)), "npm:"); ok {
			r.prefix = "npm:"
			if i := strings.LastIndexByte(target, '@'); i > 0 {
				asked = target[:i]
				r.prefix += asked + "@"
			} // else it is yarn's way to write a range
			r.spec.from += len(r.prefix)
		}
		if asked == name {
			r.parts = simpleSpec.FindStringSubmatch(string(r.spec.of(data)))
			out = append(out, r)
		}
	}
	return out
}

func asks(doc *document.Node, key, spec string) bool {
	for _, list := range []string{"dependencies", "devDependencies", "optionalDependencies", "peerDependencies"} {
		if doc.Get(list, key).Text() == spec {
			return true
		}
	}
	return false
}

// overridden says whether the manifest puts another version in the place of
// what is asked for by a name.
func overridden(doc *document.Node, key string) bool {
	for _, list := range []*document.Node{doc.Get("overrides"), doc.Get("resolutions"), doc.Get("pnpm", "overrides")} {
		for _, m := range list.Members() {
			name := strings.TrimPrefix(m.Key, "**/")
			if !m.Value.Is(document.Object) && (name == key || strings.HasPrefix(name, key+"@")) && !strings.Contains(name, ">") {
				return true
			}
		}
	}
	return false
}
