package tags

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/spend/sheet"
)

// Version is of the shape of the JSON; it grows when a reader must change.
const Version = 1

// JSON writes the coverage; amounts are exact decimals in text.
func (c *Coverage) JSON(w io.Writer) error {
	c.All, c.Untagged, c.Joined.Spend = append([]Cover{}, c.All...), append([]Untagged{}, c.Untagged...), append([]RateSpend{}, c.Joined.Spend...)
	for _, list := range []*[]Named{&c.Tags, &c.Services, &c.Accounts} {
		*list = append([]Named{}, *list...)
	}
	shape := struct {
		Version int `json:"version"`
		*Coverage
	}{Version, c}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(shape)
}

// CSV writes the list of what lacks tags: a line for each tag that it lacks.
func (c *Coverage) CSV(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"account", "resource", "service_name", "currency", "effective", "lines", "tag", "value", "suggested", "service", "why", "address", "file", "line"}); err != nil {
		return err
	}
	for i := range c.Untagged {
		u := &c.Untagged[i]
		line := ""
		if u.Line > 0 {
			line = strconv.Itoa(u.Line)
		}
		for _, l := range u.Tags {
			cells := []string{u.Account, u.Resource, u.ServiceName, u.Currency, u.Effective.String(), strconv.FormatInt(u.Lines, 10), l.Tag, l.Value, l.Suggested, string(u.Service), u.Why, u.Address, u.Path, line}
			for k, s := range cells {
				if k != 4 {
					cells[k] = sheet.Text(s)
				}
			}
			if err := out.Write(cells); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// Fix writes what to add: Owner = team-a, CostCentre = …
func (u *Untagged) Fix() string {
	var out []string
	for _, l := range u.Tags {
		value := l.Suggested
		if value == "" {
			value = "…"
		}
		out = append(out, l.Tag+" = "+value)
	}
	return strings.Join(out, ", ")
}
