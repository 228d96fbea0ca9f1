package shape

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// module is ours; types of others are not read.
const module = "github.com/assay-dev/assay"

// source is what the source of packages says of their types.
type source struct {
	packages map[string]bool
	docs     map[string]string  // by path.Type and path.Type.Field
	values   map[string][]value // constants, by path.Type
	err      error
}

func newSource() source {
	return source{packages: map[string]bool{}, docs: map[string]string{}, values: map[string][]value{}}
}

// value is a constant of a string type, with its comment.
type value struct{ text, doc string }

// doc is the comment of a field, or of the type for an empty one, in the words of
// JSON: names of fields are those that are written.
func (s *source) doc(t reflect.Type, field string) string {
	key := s.key(t)
	if field == "" {
		name, _, _ := strings.Cut(t.Name(), "[")
		return inJSON(s.docs[key], t, name)
	}
	return inJSON(s.docs[key+"."+field], t, field)
}

// constants are those of a type.
func (s *source) constants(t reflect.Type) []value { return s.values[s.key(t)] }

// key names a type, whose package is read.
func (s *source) key(t reflect.Type) string {
	path := t.PkgPath()
	if rest, ok := strings.CutPrefix(path, module); ok && !s.packages[path] {
		s.packages[path] = true
		if err := s.read(path, rest); err != nil && s.err == nil {
			s.err = err
		}
	}
	name, _, _ := strings.Cut(t.Name(), "[")
	return path + "." + name
}

var word = regexp.MustCompile(`(?:[A-Za-z]+\.)?\b[A-Za-z]+\b`)

// inJSON puts the names of JSON for those of Go in a comment, and leaves out its
// subject, the field or the type itself: "Forecast is Actual and more" is "`actual` and more",
// "Known says which" is "says which".
func inJSON(doc string, t reflect.Type, subject string) string {
	if rest, ok := strings.CutPrefix(doc, subject+" "); ok && !strings.HasPrefix(rest, "and ") && !strings.HasPrefix(rest, "of ") {
		doc = strings.TrimPrefix(strings.TrimPrefix(rest, "is "), "are ")
	}
	own, _ := t.FieldByName(subject)
	return word.ReplaceAllStringFunc(doc, func(w string) string {
		if w == "nil" {
			return absent(own.Tag.Get("json"))
		}
		f, ok := t.FieldByName(w)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !ok || name == "" || name == "-" || strings.ToUpper(w) == w {
			return w
		}
		return "`" + name + "`"
	})
}

// absent is what nil is in JSON.
func absent(tag string) string {
	if strings.Contains(tag, ",omit") {
		return "absent"
	}
	return "null"
}

func (s *source) read(path, rest string) error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(rest), "*.go"))
	if err != nil {
		return err
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		for _, d := range f.Decls {
			if decl, ok := d.(*ast.GenDecl); ok {
				s.decl(path, decl)
			}
		}
	}
	return nil
}

// moduleRoot is the folder of go.mod, at or above the one that a test runs in.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	for ; err == nil; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no go.mod above")
		}
	}
	return "", fmt.Errorf("working folder: %w", err)
}

func (s *source) decl(path string, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch x := spec.(type) {
		case *ast.TypeSpec:
			name := path + "." + x.Name.Name
			s.docs[name] = comment(d.Doc, x.Doc)
			if st, ok := x.Type.(*ast.StructType); ok {
				s.structure(name, st)
			}
		case *ast.ValueSpec:
			s.constant(path, x)
		}
	}
}

func (s *source) structure(name string, st *ast.StructType) {
	for _, f := range st.Fields.List {
		for _, n := range f.Names {
			s.docs[name+"."+n.Name] = comment(f.Doc, f.Comment)
		}
	}
}

func (s *source) constant(path string, spec *ast.ValueSpec) {
	of := typeName(spec.Type)
	if of == "" || len(spec.Values) == 0 {
		return
	}
	if lit, ok := spec.Values[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
		if v, err := strconv.Unquote(lit.Value); err == nil {
			name := path + "." + of
			s.values[name] = append(s.values[name], value{v, comment(spec.Doc, spec.Comment)})
		}
	}
}

// typeName is that of a type of the package, or "assay.CostKey" of another one.
func typeName(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		if of, ok := x.X.(*ast.Ident); ok {
			return of.Name + "." + x.Sel.Name
		}
	}
	return ""
}

func comment(groups ...*ast.CommentGroup) string {
	for _, c := range groups {
		if s := strings.Join(strings.Fields(c.Text()), " "); s != "" {
			return s
		}
	}
	return ""
}
