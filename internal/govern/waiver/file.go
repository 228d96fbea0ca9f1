package waiver

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"reflect"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/fault"
)

// MaxSize bounds a waiver and a grant, in bytes.
const MaxSize = 64 << 10

// File is a waiver or an emergency grant.
type File interface {
	// Signed lists the signatures.
	Signed() []Signature
	// namespace is the domain of its signatures; no other file's counts here.
	namespace() string
	name() string
	begun() Moment
}

// Message gives the bytes that a signature is over: the JSON object (RFC 8785)
// of the file's keys that are not empty, texts as they are, without
// "signatures"; and under "signing" the signature's role, by and at.
func Message(f File, s Signature) []byte {
	content := map[string]any{}
	v := reflect.Indirect(reflect.ValueOf(f))
	for i := range v.NumField() {
		key, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
		if key != "signatures" && !v.Field(i).IsZero() {
			content[key] = v.Field(i).Interface()
		}
	}
	content["signing"] = map[string]string{"role": string(s.Role), "by": s.By, "at": string(s.At)}
	var b bytes.Buffer
	enc := json.NewEncoder(&b) // keys sorted; what RFC 8785 escapes differently, check refuses
	enc.SetEscapeHTML(false)
	if err := enc.Encode(content); err != nil {
		panic(err) // texts, numbers and lists of texts only
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

var idForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// decode reads a file into out, and checks what both kinds share.
func decode(name string, data []byte, kind string, out File, version *int, stated *string) (*config.Document, error) {
	if len(data) > MaxSize {
		return nil, fault.New(fault.Invalid, "%s: larger than %d KiB", name, MaxSize>>10)
	}
	doc, err := config.Decode(name, data, out)
	if err != nil {
		return nil, err
	}
	if *version != 1 {
		return nil, doc.Errorf([]any{"version"}, "version is %d, this assay reads version 1", *version).WithHelp("write version: 1, or update assay")
	}
	if *stated != kind {
		return nil, doc.Errorf([]any{"kind"}, "the kind is no %s", kind).WithHelp("write kind: %s", kind)
	}
	if id := out.name(); !idForm.MatchString(id) {
		return nil, doc.Errorf([]any{"id"}, "the id is no plain word of at most 64 letters, digits, dots and dashes")
	} else if want := strings.TrimSuffix(path.Base(name), ".yaml"); want != id {
		return nil, doc.Errorf([]any{"id"}, "the id is %q and the file is named %s", id, path.Base(name)).WithHelp("name the file %s.yaml", id)
	}
	if err := plain(doc, reflect.Indirect(reflect.ValueOf(out)), nil); err != nil {
		return nil, err
	}
	seen := map[Role]bool{}
	for i, s := range out.Signed() {
		switch {
		case seen[s.Role]:
			return nil, doc.Errorf([]any{"signatures", i}, "two signatures as %s", s.Role).WithHelp("keep one of them")
		case s.By == "" || s.Signature == "" || !s.At.valid():
			return nil, doc.Errorf([]any{"signatures", i}, "a signature needs role, by, at and signature")
		}
		seen[s.Role] = true
	}
	return doc, nil
}

// plain refuses texts that could mean one thing to a reader and another to a
// program: characters that don't show, that turn the direction of writing, or
// that JSON writers disagree on.
func plain(doc *config.Document, v reflect.Value, at []any) error {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			key, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
			if err := plain(doc, v.Field(i), append(at[:len(at):len(at)], key)); err != nil {
				return err
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if err := plain(doc, v.Index(i), append(at[:len(at):len(at)], i)); err != nil {
				return err
			}
		}
	case reflect.String:
		if s := v.String(); !utf8.ValidString(s) || strings.ContainsFunc(s, hidden) {
			return doc.Errorf(at, "%v holds a character that does not show", at[0]).WithHelp("write it in plain text")
		}
	}
	return nil
}

func hidden(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control) || r == utf8.RuneError
}

// required refuses a file that leaves a key out.
func required(doc *config.Document, keys ...[2]string) error {
	for _, k := range keys {
		if strings.TrimSpace(k[1]) == "" {
			return doc.Errorf(nil, "%s is missing", k[0])
		}
	}
	return nil
}

// span refuses a life that is none.
func span(doc *config.Document, created, expires Moment) error {
	for _, m := range []struct {
		key string
		Moment
	}{{"created", created}, {"expires", expires}} {
		if !m.valid() {
			return doc.Errorf([]any{m.key}, "%s is neither a day nor a time", m.key).WithHelp("write it as 2027-03-31, or 2027-03-31T12:00:00Z")
		}
	}
	if !created.Start().Before(expires.End()) {
		return doc.Errorf([]any{"expires"}, "it expires before it was created")
	}
	return nil
}

// Encode writes a file as YAML.
func Encode(f File) ([]byte, error) {
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(f); err != nil {
		return nil, fmt.Errorf("write %s: %w", f.name(), err)
	}
	return b.Bytes(), enc.Close()
}

// AddSignature writes a signature into the text of a file, in place of another
// in the same role. All else stays as it is, comments too.
func AddSignature(data []byte, s Signature) ([]byte, error) {
	var doc, entry yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	if err := entry.Encode(s); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, fault.New(fault.Invalid, "no mapping of keys to sign")
	}
	list := signatures(doc.Content[0])
	kept := list.Content[:0]
	for _, old := range list.Content {
		var o Signature
		if err := old.Decode(&o); err != nil {
			return nil, err
		}
		if o.Role != s.Role {
			kept = append(kept, old)
		}
	}
	list.Content = append(kept, &entry)
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(&doc); err != nil {
		return nil, err
	}
	return b.Bytes(), enc.Close()
}

// signatures finds the list, or puts one at the end.
func signatures(m *yaml.Node) *yaml.Node {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == "signatures" {
			if m.Content[i+1].Kind != yaml.SequenceNode {
				m.Content[i+1] = &yaml.Node{Kind: yaml.SequenceNode}
			}
			return m.Content[i+1]
		}
	}
	list := &yaml.Node{Kind: yaml.SequenceNode}
	m.Content = append(m.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: "signatures"}, list)
	return list
}
