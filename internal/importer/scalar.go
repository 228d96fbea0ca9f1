package importer

import (
	"encoding/json"
	"strings"
	"time"
)

// The types below take what tools write where others write something else: a
// number where a text is usual, one text where a list is, null anywhere.

// text is a string, also when it is written as a number or a truth value.
type text string

// UnmarshalJSON never fails: what has no text is empty.
func (t *text) UnmarshalJSON(raw []byte) error {
	*t = ""
	switch raw[0] {
	case '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return err
		}
		*t = text(s)
	case '{', '[', 'n':
	default:
		*t = text(raw)
	}
	return nil
}

// number is a number, also when it is written as text.
type number float64

// UnmarshalJSON never fails: what has no number is 0.
func (n *number) UnmarshalJSON(raw []byte) error {
	*n = number(decimal(strings.Trim(string(raw), `"`)))
	return nil
}

// whole is a count or a line.
type whole int

// UnmarshalJSON never fails: what has no number is 0.
func (w *whole) UnmarshalJSON(raw []byte) error {
	f := decimal(strings.Trim(string(raw), `"`))
	if f < 0 || f > 1<<30 {
		f = 0
	}
	*w = whole(f)
	return nil
}

// texts is a list of strings, also when it is one string.
type texts []string

// UnmarshalJSON never fails: what has no text is left out.
func (t *texts) UnmarshalJSON(raw []byte) error {
	*t = nil
	if raw[0] != '[' {
		var one text
		_ = one.UnmarshalJSON(raw)
		if one != "" {
			*t = texts{string(one)}
		}
		return nil
	}
	var many []text
	if err := json.Unmarshal(raw, &many); err != nil {
		return err
	}
	for _, s := range many {
		if s != "" {
			*t = append(*t, string(s))
		}
	}
	return nil
}

// day reads the forms in which tools write a time; zero for others.
func day(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range []string{
		time.RFC3339Nano, "2006-01-02T15:04:05-0700", "2006-01-02T15:04:05.999999999", "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05", time.DateOnly,
	} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 1900 && t.Year() < 3000 {
			return t.UTC()
		}
	}
	return time.Time{}
}
