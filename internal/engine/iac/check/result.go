package check

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// appendDenials reads the value of a deny rule: a set of strings, of
// [message, cause] pairs or of the objects that result.new makes. A denial of
// something that nobody wrote (an adapter's default) is dropped.
func appendDenials(out []Result, c *Check, value any) []Result {
	denials, ok := value.([]any)
	if !ok {
		return out
	}
	for _, d := range denials {
		r := Result{Check: c}
		managed := true
		switch v := d.(type) {
		case string:
			r.Message = v
		case map[string]any:
			managed = r.read(v)
		case []any:
			for _, item := range v {
				switch v := item.(type) {
				case map[string]any:
					managed = r.read(v)
				case string:
					r.Message = v
				}
			}
		}
		if managed {
			out = append(out, r)
		}
	}
	return out
}

// read takes over an object of result.new and says whether it is managed.
func (r *Result) read(cause map[string]any) bool {
	r.Place = place(cause)
	switch msg := cause["msg"].(type) {
	case string:
		r.Message = msg
	case nil:
	default:
		r.Message = fmt.Sprint(msg)
	}
	for parent, ok := cause["parent"].(map[string]any); ok; parent, ok = parent["parent"].(map[string]any) {
		r.Parents = append(r.Parents, place(parent))
	}
	return cause["managed"] != false
}

func place(cause map[string]any) Place {
	path, _ := cause["filepath"].(string)
	resource, _ := cause["resource"].(string)
	return Place{Path: path, Start: number(cause["startline"]), End: number(cause["endline"]), Resource: resource}
}

func number(value any) int {
	switch n := value.(type) {
	case json.Number:
		i, _ := strconv.Atoi(n.String())
		return i
	case string:
		i, _ := strconv.Atoi(n)
		return i
	}
	return 0
}
