package importer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/go-json-experiment/json/jsontext"
)

// stream reads a JSON document front to back: containers are walked, entries
// are decoded one by one, the rest is skipped without being kept.
//
// A name that comes twice and bytes that are no UTF-8 pass while walking and
// are judged per entry.
type stream struct {
	dec *jsontext.Decoder
	b   *builder
}

func newStream(ctx context.Context, r io.Reader, b *builder) *stream {
	s := &stream{b: b}
	m := &meter{r: r, ctx: ctx, at: func() int64 { return 0 }}
	s.dec = jsontext.NewDecoder(m, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	m.at = s.dec.InputOffset
	return s
}

// document reads the one value of the document with f, which must consume it.
func (s *stream) document(f func() error) error {
	if err := f(); err != nil {
		return s.wrap(err)
	}
	if _, err := s.dec.ReadToken(); !errors.Is(err, io.EOF) {
		if err == nil {
			err = errors.New("there is more text behind the report")
		}
		return s.wrap(err)
	}
	return nil
}

// wrap says where. jsontext's own errors know it already.
func (s *stream) wrap(err error) error {
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("byte %d: the report ends in the middle", s.dec.InputOffset())
	case errors.As(err, &syntax):
		return fmt.Errorf("byte %d: no JSON: %w", syntax.ByteOffset, syntax.Err)
	case errors.Is(err, io.EOF):
		return fmt.Errorf("byte %d: the report ends in the middle", s.dec.InputOffset())
	}
	return err
}

// enter opens the container that comes next. false: it was something else,
// which is skipped, and noted unless it is null.
func (s *stream) enter(kind jsontext.Kind) (bool, error) {
	got := s.dec.PeekKind()
	if got == kind {
		_, err := s.dec.ReadToken()
		return err == nil, err
	}
	at, where := s.dec.InputOffset(), s.dec.StackPointer()
	if err := s.dec.SkipValue(); err != nil {
		return false, err
	}
	if got != 'n' {
		s.b.gap(fmt.Sprintf("%s (after byte %d) is %s where %s belongs", where, at, kindName(got), kindName(kind)))
	}
	return false, nil
}

func kindName(k jsontext.Kind) string {
	switch k {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "text"
	case '0':
		return "a number"
	case 'n':
		return "null"
	default:
		return "true or false"
	}
}

// object calls f with each name of the object that comes next; f must consume
// the value.
func (s *stream) object(f func(name string) error) error {
	ok, err := s.enter('{')
	if !ok {
		return err
	}
	for s.dec.PeekKind() != '}' {
		t, err := s.dec.ReadToken()
		if err != nil {
			return err
		}
		if err := f(t.String()); err != nil {
			return err
		}
	}
	_, err = s.dec.ReadToken()
	return err
}

// array calls f before each element of the list that comes next; f must
// consume the element.
func (s *stream) array(f func() error) error {
	ok, err := s.enter('[')
	if !ok {
		return err
	}
	for s.dec.PeekKind() != ']' {
		if err := f(); err != nil {
			return err
		}
	}
	_, err = s.dec.ReadToken()
	return err
}

func (s *stream) skip() error { return s.dec.SkipValue() }

// text reads a string; anything else counts as none.
func (s *stream) text() (string, error) {
	v, err := s.dec.ReadValue()
	if err != nil || v.Kind() != '"' {
		return "", err
	}
	out, err := jsontext.AppendUnquote(nil, v)
	if err != nil && len(out) == 0 {
		return "", nil //nolint:nilerr // broken text is no text
	}
	return string(out), nil
}

// entries decodes the elements of a list, one at a time, and hands those that
// can be used to f. What is wrong with one becomes a gap.
func entries[T any](s *stream, f func(v *T) error) error {
	return s.array(func() error {
		v, ok, err := decode[T](s)
		if err != nil || !ok {
			return err
		}
		return f(v)
	})
}

// decode reads one value. ok is false when it cannot be used. Where a single
// field of it is of the wrong kind, the rest is used.
func decode[T any](s *stream) (v *T, ok bool, err error) {
	raw, err := s.dec.ReadValue()
	if err != nil {
		return nil, false, err
	}
	if reason := s.judge(raw); reason != "" {
		s.note(raw, reason+"; it was not read")
		return nil, false, nil
	}
	v = new(T)
	if err := json.Unmarshal(raw, v); err != nil {
		if !usable(err) {
			s.note(raw, "it was not read: "+wrongKind(err))
			return nil, false, nil
		}
		s.note(raw, "one field was not read: "+wrongKind(err))
	}
	return v, true, nil
}

// note tells of the value that was read last.
func (s *stream) note(raw jsontext.Value, what string) {
	s.b.gap(fmt.Sprintf("%s (byte %d): %s", s.dec.StackPointer(), s.dec.InputOffset()-int64(len(raw)), what))
}

// judge says why an entry must not be used.
func (s *stream) judge(raw jsontext.Value) string {
	if raw.Kind() == 'n' {
		return "it is null"
	}
	if raw.IsValid() {
		return ""
	}
	if !raw.IsValid(jsontext.AllowInvalidUTF8(true)) {
		return "a name comes twice in one object, which two readers may read differently"
	}
	s.b.once("some texts are not UTF-8; the bad bytes were replaced")
	return ""
}

func usable(err error) bool {
	var kind *json.UnmarshalTypeError
	return errors.As(err, &kind) && kind.Field != ""
}

func wrongKind(err error) string {
	var kind *json.UnmarshalTypeError
	if !errors.As(err, &kind) {
		return "it cannot be understood"
	}
	return fmt.Sprintf("%s is %s where %s belongs", first(kind.Field, "it"), kind.Value, goKind(kind.Type.Kind()))
}

func goKind(k reflect.Kind) string {
	switch k {
	case reflect.String:
		return "text"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Struct, reflect.Map, reflect.Pointer:
		return "an object"
	case reflect.Bool:
		return "true or false"
	}
	return "a number"
}
