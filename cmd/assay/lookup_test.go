package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// lookup walks a decoded JSON value along a dotted path and gives its text.
func lookup(v any, path string) string {
	for _, part := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[part]
		case []any:
			if part == "#" {
				return strconv.Itoa(len(x))
			}
			n, err := strconv.Atoi(part)
			if err != nil || n >= len(x) {
				return "(missing)"
			}
			v = x[n]
		default:
			if v == nil && part == "#" {
				return "0"
			}
			return "(missing)"
		}
	}
	switch x := v.(type) {
	case nil:
		return "(missing)"
	case string:
		return x
	case float64, bool:
		return fmt.Sprint(x)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}
