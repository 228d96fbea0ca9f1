package sheet

import (
	"encoding/json"
	"fmt"

	"github.com/assay-dev/assay/internal/assay"
)

// Keyed is a row of JSON that begins with the keys asked for: one object of a text
// for each key, and then the fields of Row, a struct with some.
type Keyed[T any] struct {
	Keys   []assay.CostKey
	Values []string // by Keys
	Row    T
}

// MarshalJSON writes {"month":"2025-01","service_name":"Compute","currency":"USD",…}.
func (k Keyed[T]) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, key := range k.Keys {
		name, err := json.Marshal(key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(k.Values[i])
		if err != nil {
			return nil, err
		}
		out = append(append(append(append(out, name...), ':'), value...), ',')
	}
	row, err := json.Marshal(k.Row)
	if err != nil {
		return nil, err
	}
	if len(row) < 3 || row[0] != '{' {
		return nil, fmt.Errorf("a row of %T has no fields", k.Row)
	}
	return append(out, row[1:]...), nil
}
