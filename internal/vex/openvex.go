package vex

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
)

// OpenVEX 0.2.0 (https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md).

type openDocument struct {
	Context    string          `json:"@context"`
	ID         string          `json:"@id"`
	Author     string          `json:"author"`
	Role       string          `json:"role,omitempty"`
	Timestamp  string          `json:"timestamp"`
	Version    int             `json:"version"`
	Tooling    string          `json:"tooling,omitempty"`
	Statements []openStatement `json:"statements"`
}

type openStatement struct {
	Vulnerability openVulnerability `json:"vulnerability"`
	Timestamp     string            `json:"timestamp,omitempty"`
	Updated       string            `json:"last_updated,omitempty"`
	Products      *[]openProduct    `json:"products,omitempty"`
	Status        string            `json:"status"`
	Justification string            `json:"justification,omitempty"`
	Impact        string            `json:"impact_statement,omitempty"`
	Action        string            `json:"action_statement,omitempty"`
	Notes         string            `json:"status_notes,omitempty"`
}

type openVulnerability struct {
	ID      string   `json:"@id,omitempty"`
	Name    string   `json:"name"`
	Aliases []string `json:"aliases,omitempty"`
}

type openProduct struct {
	ID          string         `json:"@id,omitempty"`
	Identifiers *openIDs       `json:"identifiers,omitempty"`
	Parts       *[]openProduct `json:"subcomponents,omitempty"`
}

type openIDs struct {
	PURL string `json:"purl,omitempty"`
}

// UnmarshalJSON takes the bare name too, which came before 0.2.0.
func (v *openVulnerability) UnmarshalJSON(data []byte) error {
	type plain openVulnerability
	if isText(data) {
		return json.Unmarshal(data, &v.Name)
	}
	return json.Unmarshal(data, (*plain)(v))
}

// UnmarshalJSON takes the bare name too.
func (p *openProduct) UnmarshalJSON(data []byte) error {
	type plain openProduct
	if isText(data) {
		return json.Unmarshal(data, &p.ID)
	}
	return json.Unmarshal(data, (*plain)(p))
}

func isText(data []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(data), []byte(`"`)) }

func readOpenVEX(data []byte) ([]Statement, error) {
	var d struct {
		openDocument
		// Version is a number today and was a text once: nothing hangs on it.
		Version    json.RawMessage `json:"version"`
		Statements []openStatement `json:"statements"`
	}
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, told(err)
	}
	var out []Statement
	for i := range d.Statements {
		st, err := d.Statements[i].statement(&d.openDocument)
		if err != nil {
			return nil, fmt.Errorf("statement %d: %w", i+1, err)
		}
		out = append(out, st)
	}
	return out, nil
}

func (o *openStatement) statement(d *openDocument) (st Statement, err error) {
	st = Statement{Status: Status(o.Status), Justification: o.Justification, Impact: cmp.Or(o.Impact, o.Notes), Action: o.Action, Author: d.Author}
	if o.Impact == "" && st.Status == NotAffected && o.Justification == "" {
		st.Impact = "" // notes are no impact statement
	}
	if st.Time, err = latest(cmp.Or(o.Timestamp, d.Timestamp), o.Updated); err != nil {
		return st, err
	}
	if st.Vulnerability = o.Vulnerability.names(); len(st.Vulnerability) == 0 {
		return st, fmt.Errorf("it names no vulnerability")
	}
	if !slices.Contains([]Status{NotAffected, Affected, Fixed, UnderInvestigation}, st.Status) {
		return st, fmt.Errorf("there is no status %q", clip(o.Status, 60))
	}
	if o.Justification != "" && !slices.Contains(justifications, o.Justification) {
		return st, fmt.Errorf("there is no justification %q; put words of your own into impact_statement", clip(o.Justification, 60))
	}
	if o.Products == nil {
		return st, nil
	}
	if len(*o.Products) == 0 {
		return st, fmt.Errorf("its list of products is empty: leave it out to speak of all")
	}
	for i := range *o.Products {
		p, err := (*o.Products)[i].product()
		if err != nil {
			return st, err
		}
		st.Products = append(st.Products, p)
	}
	return st, nil
}

func (v *openVulnerability) names() []string {
	name := v.Name
	if name == "" && v.ID != "" {
		name = path.Base(v.ID)
	}
	return slices.DeleteFunc(append([]string{name}, v.Aliases...), func(s string) bool { return strings.TrimSpace(s) == "" })
}

func (p *openProduct) product() (Product, error) {
	out := Product{ID: p.name()}
	if p.Parts == nil {
		return out, nil
	}
	if len(*p.Parts) == 0 {
		return out, fmt.Errorf("the list of subcomponents of %q is empty", clip(out.ID, 60))
	}
	for i := range *p.Parts {
		out.Parts = append(out.Parts, (*p.Parts)[i].name())
	}
	return out, nil
}

// name is the package URL where there is one.
func (p *openProduct) name() string {
	if p.Identifiers != nil && p.Identifiers.PURL != "" {
		return p.Identifiers.PURL
	}
	return p.ID
}
