package shape

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Schema is a compiled JSON Schema.
type Schema struct {
	open   *jsonschema.Schema // as it is
	strict *jsonschema.Schema // with no field that it does not name
}

// Compile reads a schema.
func Compile(schema []byte) (*Schema, error) {
	var out Schema
	for _, x := range []struct {
		to     **jsonschema.Schema
		strict bool
	}{{&out.open, false}, {&out.strict, true}} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
		if err != nil {
			return nil, err
		}
		if x.strict {
			shut(doc)
		}
		c := jsonschema.NewCompiler()
		if err := c.AddResource("schema.json", doc); err != nil {
			return nil, err
		}
		if *x.to, err = c.Compile("schema.json"); err != nil {
			return nil, err
		}
	}
	return &out, nil
}

// shut closes all objects of a schema whose fields it names.
func shut(schema any) {
	switch x := schema.(type) {
	case Object:
		_, more := x["additionalProperties"]
		if _, ok := x["properties"].(Object); ok && !more {
			x["additionalProperties"] = false
		}
		for _, v := range x {
			shut(v)
		}
	case []any:
		for _, v := range x {
			shut(v)
		}
	}
}

// Valid says whether a document is, as a program outside would see it.
func (s *Schema) Valid(document []byte) error {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		return err
	}
	return s.open.Validate(doc)
}

// Check says whether a document is valid, has no field that the schema does not
// name, and whether the schema says anything at all of each of its values: with
// another kind of value in its place, the document must be invalid.
func (s *Schema) Check(document []byte) error {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		return err
	}
	if err := s.strict.Validate(doc); err != nil {
		return err
	}
	seen := map[string]bool{}
	return s.spoil(doc, doc, "", seen)
}

// spoil puts another kind of value in the place of each below v, in turn. Of items
// of a list and values of equal path, only the first is tried.
func (s *Schema) spoil(doc, v any, path string, seen map[string]bool) error {
	try := func(at string, put func(any)) error {
		if seen[at] {
			return nil
		}
		seen[at] = true
		put(true)
		if s.open.Validate(doc) == nil {
			put("spoiled")
			if s.open.Validate(doc) == nil {
				return fmt.Errorf("%s may be anything", at)
			}
		}
		return nil
	}
	switch x := v.(type) {
	case Object:
		for _, k := range slices.Sorted(maps.Keys(x)) {
			was, at := x[k], path+"."+k
			if err := try(at, func(n any) { x[k] = n }); err != nil {
				return err
			}
			x[k] = was
			if err := s.spoil(doc, was, at, seen); err != nil {
				return err
			}
		}
	case []any:
		for i, was := range x {
			at := path + "[]"
			if err := try(at, func(n any) { x[i] = n }); err != nil {
				return err
			}
			x[i] = was
			if err := s.spoil(doc, was, at, seen); err != nil {
				return err
			}
		}
	}
	return nil
}
