package fix

import (
	"bytes"
	"errors"
	"fmt"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// goMod raises a require line. What is replaced is chosen elsewhere, and the
// standard library comes with the toolchain.
func goMod(data []byte, line span, e Edit) ([]byte, error) {
	if e.Name == "stdlib" {
		return nil, fmt.Errorf("it comes with Go: go get go@%s, and build with that", e.To)
	}
	f, err := parse(data)
	if err != nil {
		return nil, errors.New("go.mod can't be read")
	}
	for _, r := range f.Replace {
		if r.Old.Path == e.Name || r.New.Path == e.Name {
			return nil, fmt.Errorf("it is replaced in line %d: edit that", r.Syntax.Start.Line)
		}
	}
	for _, x := range f.Exclude {
		if x.Mod.Path == e.Name && x.Mod.Version == "v"+e.To {
			return nil, fmt.Errorf("v%s is excluded", e.To)
		}
	}
	if required(f, e) != "v"+e.From {
		return nil, errNotThere
	}
	if err := module.Check(e.Name, "v"+e.To); err != nil {
		return nil, fmt.Errorf("v%s needs another module path than %s", e.To, e.Name)
	}
	at, err := literal(append(data[:len(data):len(data)], '\n'), span{line.from, min(line.to+1, len(data)+1)}, "v"+e.From, " \t\"`", " \t\r\n\"`/)")
	if err != nil {
		return nil, err
	}
	out := splice(data, at, "v"+e.To)
	if f, err = parse(out); err != nil || required(f, e) != "v"+e.To {
		return nil, errors.New("the line has no form that is known")
	}
	return out, nil
}

// parse reads all of a go.mod, unlike modfile.ParseLax, which passes over what
// is replaced.
func parse(data []byte) (*modfile.File, error) {
	return modfile.Parse("go.mod", bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), nil)
}

// required is the version that the line asks for.
func required(f *modfile.File, e Edit) string {
	for _, r := range f.Require {
		if r.Mod.Path == e.Name && r.Syntax.Start.Line == e.Line {
			return r.Mod.Version
		}
	}
	return ""
}
