package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/assay-dev/assay/internal/fault"
)

// Parse reads and checks a configuration. Errors are of kind fault.Invalid and
// name file, line and what to do.
func Parse(name string, data []byte) (*Config, error) {
	cfg := Default()
	d := &decoder{name: name, help: "mend the line, or write a fresh file with: assay init"}
	if err := d.read(data, cfg); err != nil {
		return nil, err
	}
	if err := d.validate(cfg); err != nil {
		return nil, err
	}
	return cfg, nil
}

// Document is a YAML file that was read, for errors that name its lines.
type Document struct{ d *decoder }

// Decode reads another YAML file of ours as strictly as assay.yaml into the
// struct that out points to: its fields are text, whole numbers, truth values,
// lists, structs and maps, named by their yaml tags. An empty file leaves out as
// it is. Errors are of kind fault.Invalid and name file and line.
func Decode(name string, data []byte, out any) (*Document, error) {
	d := &decoder{name: name, help: "mend the line"}
	if err := d.read(data, out); err != nil {
		return nil, err
	}
	return &Document{d}, nil
}

// Errorf is an error of kind fault.Invalid at the line of what a path of keys
// (string) and indices (int) leads to, or of the nearest above it.
func (doc *Document) Errorf(path []any, format string, args ...any) *fault.Error {
	return doc.d.errorf(doc.d.at(path...), format, args...)
}

type decoder struct {
	name string
	help string // what to do about text that is no YAML
	root *yaml.Node
}

// read fills the struct that out points to.
func (d *decoder) read(data []byte, out any) error {
	if len(data) > MaxSize {
		return fault.New(fault.Invalid, "%s: larger than %d KiB", d.name, MaxSize>>10)
	}
	var err error
	if d.root, err = d.document(data); err != nil || d.root == nil {
		return err
	}
	return d.decode(d.root, reflect.ValueOf(out).Elem(), "the file")
}

// document reads exactly one YAML document; nil when there is nothing in it.
func (d *decoder) document(data []byte) (*yaml.Node, error) {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		return nil, fault.New(fault.Invalid, "%s: not valid YAML: %s", d.position(err), yamlText(err)).
			WithHelp("%s", d.help)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, fault.New(fault.Invalid, "%s: more than one YAML document", d.name)
	}
	if len(doc.Content) == 0 || doc.Content[0].Tag == "!!null" {
		return nil, nil
	}
	return doc.Content[0], nil
}

// position is the file, with the line that the parser names.
func (d *decoder) position(err error) string {
	var line int
	if _, scanErr := fmt.Sscanf(err.Error(), "yaml: line %d:", &line); scanErr != nil {
		return d.name
	}
	return fmt.Sprintf("%s:%d", d.name, line)
}

func yamlText(err error) string {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	if strings.HasPrefix(text, "line ") {
		_, text, _ = strings.Cut(text, ": ")
	}
	return text
}

func (d *decoder) errorf(n *yaml.Node, format string, args ...any) *fault.Error {
	return fault.New(fault.Invalid, "%s:%d: %s", d.name, n.Line, fmt.Sprintf(format, args...))
}

// decode fills v from a node. Only what our files need: structs, maps of
// strings, slices, strings, ints and bools. Aliases are refused: no bomb can hide.
func (d *decoder) decode(n *yaml.Node, v reflect.Value, what string) error {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		return d.errorf(n, "anchors and aliases are not allowed here").WithHelp("write the value out")
	}
	if n.Tag == "!!null" {
		return nil
	}
	switch v.Kind() {
	case reflect.Struct:
		return d.structure(n, v, what)
	case reflect.Map:
		return d.mapping(n, v, what)
	case reflect.Slice:
		return d.sequence(n, v, what)
	case reflect.String:
		if n.Kind != yaml.ScalarNode {
			return d.errorf(n, "%s must be text", what)
		}
		v.SetString(n.Value)
	case reflect.Int:
		i := 0
		if n.Kind != yaml.ScalarNode || n.Decode(&i) != nil {
			return d.errorf(n, "%s must be a whole number", what)
		}
		v.SetInt(int64(i))
	case reflect.Bool:
		if n.Kind != yaml.ScalarNode || n.Value != "true" && n.Value != "false" {
			return d.errorf(n, "%s must be true or false", what)
		}
		v.SetBool(n.Value == "true")
	}
	return nil
}

// quoted shows a wrong value when it is a short word: anything longer may be
// something that does not belong on a screen.
func quoted(value string) string {
	const longest = 20
	if len(value) > longest || strings.ContainsAny(value, " =:/@") {
		return "something else"
	}
	return strconv.Quote(value)
}

// short forms: the first field that a plain text (or list) stands for.
var shortForms = map[reflect.Type]string{
	reflect.TypeFor[RequiredTag](): "Key",
	reflect.TypeFor[Step]():        "Run",
	reflect.TypeFor[Stage]():       "Steps",
}

func (d *decoder) structure(n *yaml.Node, v reflect.Value, what string) error {
	if n.Kind != yaml.MappingNode {
		field, ok := shortForms[v.Type()]
		if !ok || (n.Kind == yaml.SequenceNode && v.FieldByName(field).Kind() != reflect.Slice) {
			return d.errorf(n, "%s must be a mapping of keys", what)
		}
		return d.decode(n, v.FieldByName(field), what)
	}
	fields := keys(v.Type())
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		at := slices.Index(fields, key.Value)
		if at < 0 {
			return d.errorf(key, "unknown key %q in %s", key.Value, what).
				WithHelp("%s", didYouMean(key.Value, fields))
		}
		if seen[key.Value] {
			return d.errorf(key, "key %q stands twice", key.Value)
		}
		seen[key.Value] = true
		if err := d.decode(val, v.Field(at), key.Value); err != nil {
			return err
		}
		if enum := v.Type().Field(at).Tag.Get("enum"); enum != "" && val.Tag != "!!null" {
			if allowed := strings.Split(enum, ","); !slices.Contains(allowed, val.Value) {
				return d.errorf(val, "%s is %s, want %s", key.Value, quoted(val.Value), strings.Join(allowed, ", "))
			}
		}
	}
	return nil
}

func (d *decoder) mapping(n *yaml.Node, v reflect.Value, what string) error {
	if n.Kind != yaml.MappingNode {
		return d.errorf(n, "%s must be a mapping of keys", what)
	}
	v.Set(reflect.MakeMap(v.Type()))
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if what == "stages" && !slices.Contains(StageNames(), key.Value) {
			return d.errorf(key, "unknown stage %q", key.Value).WithHelp("stages are %s", strings.Join(StageNames(), ", "))
		}
		elem := reflect.New(v.Type().Elem()).Elem()
		if err := d.decode(n.Content[i+1], elem, key.Value); err != nil {
			return err
		}
		v.SetMapIndex(reflect.ValueOf(key.Value), elem)
	}
	return nil
}

// sequence also takes a single item for a list of one.
func (d *decoder) sequence(n *yaml.Node, v reflect.Value, what string) error {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	} else if n.Kind != yaml.ScalarNode {
		return d.errorf(n, "%s must be a list", what)
	}
	out := reflect.MakeSlice(v.Type(), len(items), len(items))
	for i, item := range items {
		if err := d.decode(item, out.Index(i), "an item of "+what); err != nil {
			return err
		}
	}
	v.Set(out)
	return nil
}

func keys(t reflect.Type) []string {
	out := make([]string, t.NumField())
	for i := range out {
		out[i] = key(t.Field(i))
	}
	return out
}

// didYouMean names the nearest known key, or all of them.
func didYouMean(word string, known []string) string {
	best, distance := "", 3
	for _, k := range known {
		if e := editDistance(word, k); e < distance {
			best, distance = k, e
		}
	}
	if best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return "known keys: " + strings.Join(known, ", ")
}

// editDistance is Levenshtein's, for short words.
func editDistance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return 64
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
