package sbom

import (
	"bufio"
	"encoding/json"
	"io"
)

// stream writes JSON piece by piece; the first error ends it.
type stream struct {
	w   *bufio.Writer
	enc *json.Encoder
	err error
}

func newStream(w io.Writer) *stream {
	b := bufio.NewWriterSize(w, 1<<16)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	return &stream{w: b, enc: enc}
}

func (s *stream) raw(text string) {
	if s.err == nil {
		_, s.err = s.w.WriteString(text)
	}
}

// value writes one value and the end of its line.
func (s *stream) value(v any) {
	if s.err == nil {
		s.err = s.enc.Encode(v)
	}
}

// member writes `"name": value`, with a comma before it unless it is the first.
func (s *stream) member(name string, v any) {
	s.raw(`,"` + name + `":`)
	s.value(v)
}

// list writes `,"name":[ … ]`, one item a line. each calls put for every item.
func (s *stream) list(name string, each func(put func(item any))) {
	s.raw(`,"` + name + "\":[\n")
	first := true
	each(func(item any) {
		if !first {
			s.raw(",")
		}
		first = false
		s.value(item)
	})
	s.raw("]\n")
}

func (s *stream) close() error {
	if s.err != nil {
		return s.err
	}
	return s.w.Flush()
}
