package vex

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

// CycloneDX 1.4 to 1.6 (https://cyclonedx.org/docs/1.6/json/#vulnerabilities), as far as we use it.

type cdxDocument struct {
	Schema          string             `json:"$schema,omitempty"`
	Format          string             `json:"bomFormat"`
	Spec            string             `json:"specVersion"`
	Serial          string             `json:"serialNumber,omitempty"`
	Version         int                `json:"version,omitempty"`
	Metadata        *cdxMetadata       `json:"metadata,omitempty"`
	Components      []cdxComponent     `json:"components,omitempty"`
	Vulnerabilities []cdxVulnerability `json:"vulnerabilities"`
}

type cdxMetadata struct {
	Timestamp string          `json:"timestamp,omitempty"`
	Tools     json.RawMessage `json:"tools,omitempty"` // a list before 1.5
	Authors   []cdxNamed      `json:"authors,omitempty"`
	Component *cdxComponent   `json:"component,omitempty"`
}

type cdxNamed struct {
	Name string `json:"name,omitempty"`
	URL  string `json:"url,omitempty"`
}

type cdxComponent struct {
	Type    string         `json:"type"`
	Ref     string         `json:"bom-ref,omitempty"`
	Name    string         `json:"name"`
	Version string         `json:"version,omitempty"`
	PURL    string         `json:"purl,omitempty"`
	Nested  []cdxComponent `json:"components,omitempty"`
}

type cdxVulnerability struct {
	ID             string         `json:"id"`
	Source         *cdxNamed      `json:"source,omitempty"`
	References     []cdxReference `json:"references,omitempty"`
	CWEs           []int          `json:"cwes,omitempty"`
	Recommendation string         `json:"recommendation,omitempty"`
	Published      string         `json:"published,omitempty"`
	Updated        string         `json:"updated,omitempty"`
	Analysis       *cdxAnalysis   `json:"analysis,omitempty"`
	Affects        []cdxAffects   `json:"affects,omitempty"`
}

type cdxReference struct {
	ID     string    `json:"id"`
	Source *cdxNamed `json:"source,omitempty"`
}

type cdxAnalysis struct {
	State         string   `json:"state,omitempty"`
	Justification string   `json:"justification,omitempty"`
	Response      []string `json:"response,omitempty"`
	Detail        string   `json:"detail,omitempty"`
	First         string   `json:"firstIssued,omitempty"`
	Updated       string   `json:"lastUpdated,omitempty"`
}

type cdxAffects struct {
	Ref      string       `json:"ref"`
	Versions []cdxVersion `json:"versions,omitempty"`
}

type cdxVersion struct {
	Version string `json:"version,omitempty"`
	Range   string `json:"range,omitempty"`
	Status  string `json:"status,omitempty"`
}

func readCycloneDX(data []byte) ([]Statement, error) {
	var d cdxDocument
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, told(err)
	}
	refs := map[string]*cdxComponent{}
	enlist(refs, d.Components)
	meta := cdxMetadata{}
	if d.Metadata != nil {
		meta = *d.Metadata
	}
	if c := meta.Component; c != nil {
		enlist(refs, []cdxComponent{*c})
	}
	var out []Statement
	for i := range d.Vulnerabilities {
		v := &d.Vulnerabilities[i]
		if v.Analysis == nil || v.Analysis.State == "" {
			continue // a report of a flaw, not a statement on it
		}
		st, err := v.statement(&meta, refs)
		if err != nil {
			return nil, fmt.Errorf("vulnerability %d: %w", i+1, err)
		}
		out = append(out, st)
	}
	return out, nil
}

// enlist notes components by reference, nested ones too.
func enlist(refs map[string]*cdxComponent, list []cdxComponent) {
	for i := range list {
		if c := &list[i]; c.Ref != "" {
			refs[c.Ref] = c
		}
		enlist(refs, list[i].Nested)
	}
}

func (v *cdxVulnerability) statement(meta *cdxMetadata, refs map[string]*cdxComponent) (st Statement, err error) {
	a, known := v.Analysis, false
	st = Statement{Impact: a.Detail, Action: v.Recommendation}
	if st.Status, known = stateOf[a.State]; !known {
		return st, fmt.Errorf("there is no analysis state %q", clip(a.State, 60))
	}
	if st.Justification, known = fromCycloneDX[a.Justification]; !known && a.Justification != "" {
		return st, fmt.Errorf("there is no justification %q", clip(a.Justification, 60))
	}
	if st.Time, err = latest(a.First, a.Updated); err == nil && st.Time.IsZero() {
		st.Time, err = latest(meta.Timestamp)
	}
	if err != nil {
		return st, err
	}
	for _, au := range meta.Authors {
		st.Author = strings.TrimPrefix(st.Author+", "+au.Name, ", ")
	}
	for _, id := range append([]cdxReference{{ID: v.ID}}, v.References...) {
		if strings.TrimSpace(id.ID) != "" {
			st.Vulnerability = append(st.Vulnerability, id.ID)
		}
	}
	if len(st.Vulnerability) == 0 {
		return st, fmt.Errorf("it has no id")
	}
	for _, af := range v.Affects {
		st.Products = append(st.Products, af.products(refs, st.Status)...)
	}
	if len(st.Products) == 0 {
		st.Products = []Product{{}} // nothing that it could be about
	}
	return st, nil
}

// products are what a reference leads to, by the versions that it is limited to.
func (af *cdxAffects) products(refs map[string]*cdxComponent, s Status) []Product {
	id := resolve(af.Ref, refs)
	if len(af.Versions) == 0 {
		return []Product{{ID: id}}
	}
	var out []Product
	for _, v := range af.Versions {
		clears := s == NotAffected || s == Fixed
		switch {
		case v.Status != "" && (v.Status == "unaffected") != clears: // told to stand otherwise
		case v.Version != "":
			out = append(out, Product{ID: id, Version: v.Version})
		case !clears: // a range: we don't follow it, so that it takes all
			out = append(out, Product{ID: id})
		}
	}
	return out
}

// resolve gives the name of what a reference means: a component of the
// document, a package URL, or a component of another document by BOM-Link.
func resolve(ref string, refs map[string]*cdxComponent) string {
	if c := refs[ref]; c != nil {
		switch {
		case c.PURL != "":
			return c.PURL
		case c.Version != "":
			return c.Name + "@" + c.Version
		}
		return c.Name
	}
	if strings.HasPrefix(ref, "urn:cdx:") {
		if _, after, ok := strings.Cut(ref, "#"); ok {
			if plain, err := url.PathUnescape(after); err == nil {
				after = plain
			}
			if refs[after] != nil {
				return resolve(after, refs)
			}
			return after
		}
	}
	return ref
}
