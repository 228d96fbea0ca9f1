package duckdb

import (
	"bytes"
	"encoding/json"
	"fmt"

	driver "github.com/duckdb/duckdb-go/v2"
)

// nestedText writes a list, a struct, a map or what JSON holds as JSON; ok is false
// for everything else. Exact numbers stay exact; other values are as in a cell.
func nestedText(v any) (text string, ok bool) {
	switch v.(type) {
	case []any, map[string]any, driver.OrderedMap:
	default:
		return "", false
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(plain(v)); err != nil {
		return fmt.Sprint(v), true
	}
	return string(bytes.TrimSpace(b.Bytes())), true
}

// plain is a value in the types that JSON knows.
func plain(v any) any {
	switch v := v.(type) {
	case bool:
		return v
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = plain(v[i])
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for k := range v {
			out[k] = plain(v[k])
		}
		return out
	case driver.OrderedMap:
		out := map[string]any{}
		for i, k := range v.Keys() {
			out[cell(k).Text] = plain(v.Values()[i])
		}
		return out
	}
	switch c := cell(v); {
	case c.Null:
		return nil
	case c.Number && json.Valid([]byte(c.Text)): // infinity is no number of JSON
		return json.Number(c.Text)
	default:
		return c.Text
	}
}
