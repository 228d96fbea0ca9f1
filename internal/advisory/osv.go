package advisory

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cvss"
	"github.com/assay-dev/assay/internal/version"
)

// record is what we read of the OSV format (https://ossf.github.io/osv-schema/).
type record struct {
	ID        string     `json:"id"`
	Aliases   []string   `json:"aliases"`
	Published string     `json:"published"`
	Modified  string     `json:"modified"`
	Withdrawn string     `json:"withdrawn"`
	Severity  []severity `json:"severity"`
	Affected  []struct {
		Package struct {
			Ecosystem string `json:"ecosystem"`
			Name      string `json:"name"`
		} `json:"package"`
		Severity []severity `json:"severity"`
		Ranges   []struct {
			Type   string `json:"type"`
			Events []struct {
				Introduced   string `json:"introduced"`
				Fixed        string `json:"fixed"`
				LastAffected string `json:"last_affected"`
			} `json:"events"`
		} `json:"ranges"`
		Versions []string `json:"versions"`
		// Ecosystem is whatever an ecosystem wants to say.
		Ecosystem json.RawMessage `json:"ecosystem_specific"`
	} `json:"affected"`
	Specific struct {
		Severity string   `json:"severity"`
		CWE      []string `json:"cwe_ids"`
		Vector   string   `json:"cvss_vector"`
	} `json:"database_specific"`
}

type severity struct {
	Type  string `json:"type"`
	Score string `json:"score"`
}

// Parse reads one OSV record: an advisory for each package that we know the
// ecosystem of, none for a withdrawn one. An error says that it is no record.
func Parse(data []byte) ([]Advisory, error) {
	var r record
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, fmt.Errorf("not an OSV record: %w", err)
	}
	if r.ID == "" || len(r.ID) > 128 {
		return nil, fmt.Errorf("not an OSV record: no id")
	}
	if r.Withdrawn != "" {
		return nil, nil
	}
	var out []Advisory
	for i := range r.Affected {
		p := &r.Affected[i]
		e := assay.Ecosystem(strings.SplitN(p.Package.Ecosystem, ":", 2)[0])
		if e.PURLType() == "" || p.Package.Name == "" {
			continue
		}
		a := Advisory{ID: r.ID, Aliases: aliases(&r), Ecosystem: e, Package: Normal(e, p.Package.Name), CWE: weaknesses(r.Specific.CWE), Label: label(r.Specific.Severity)}
		if e == assay.Go {
			a.Imports = imports(p.Ecosystem)
		}
		a.Published, a.Modified = date(r.Published), date(r.Modified)
		a.Vector, a.CVSS = score(append(p.Severity, append(r.Severity, severity{Score: r.Specific.Vector})...))
		for _, rg := range p.Ranges {
			if rg.Type != "SEMVER" && rg.Type != "ECOSYSTEM" {
				continue // git commits
			}
			var events version.Range
			for _, ev := range rg.Events {
				events = append(events, version.Event(ev))
			}
			a.Ranges = append(a.Ranges, events.Sorted(e))
		}
		for _, v := range p.Versions {
			if !a.Affects(v) {
				a.Versions = append(a.Versions, v)
			}
		}
		if len(a.Ranges) > 0 || len(a.Versions) > 0 {
			out = append(out, a)
		}
	}
	return merge(out), nil
}

// merge joins what a record says of one package in several places.
func merge(list []Advisory) []Advisory {
	var out []Advisory
	for _, a := range list {
		i := slices.IndexFunc(out, func(b Advisory) bool { return b.Ecosystem == a.Ecosystem && b.Package == a.Package })
		if i < 0 {
			out = append(out, a)
			continue
		}
		out[i].Ranges = append(out[i].Ranges, a.Ranges...)
		out[i].Versions = append(out[i].Versions, a.Versions...)
		if out[i].Imports == nil || a.Imports == nil {
			out[i].Imports = nil // one of them means all packages
			continue
		}
		out[i].Imports = append(out[i].Imports, a.Imports...)
	}
	return out
}

// imports reads what the Go vulnerability database says of packages and
// functions (https://go.dev/doc/security/vuln/database#schema).
func imports(data json.RawMessage) []Import {
	var specific struct {
		Imports []struct {
			Path    string   `json:"path"`
			Symbols []string `json:"symbols"`
		} `json:"imports"`
	}
	if json.Unmarshal(data, &specific) != nil {
		return nil // other sources' records say other things here
	}
	var out []Import
	for _, im := range specific.Imports {
		if im.Path == "" {
			return nil
		}
		out = append(out, Import{im.Path, im.Symbols})
	}
	return out
}

func aliases(r *record) []string {
	var out []string
	for _, a := range r.Aliases {
		if a != r.ID && a != "" && len(a) <= 128 {
			out = append(out, a)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Normal is the name by which a package is looked up.
func Normal(e assay.Ecosystem, name string) string {
	switch e {
	case assay.PyPI:
		return pep503(name)
	case assay.NuGet, assay.Packagist:
		return strings.ToLower(name)
	}
	return name
}

// pep503 is PEP 503's normal form of a project name.
func pep503(name string) string {
	parts := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '-' || r == '_' || r == '.' })
	return strings.Join(parts, "-")
}

func weaknesses(ids []string) []int {
	var out []int
	for _, id := range ids {
		if n, err := strconv.Atoi(strings.TrimPrefix(id, "CWE-")); err == nil && n > 0 {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// label is GitHub's word for a severity in ours.
func label(s string) string {
	switch s = strings.ToLower(s); s {
	case "moderate":
		return "medium"
	case "low", "medium", "high", "critical":
		return s
	}
	return ""
}

func date(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.Year() < 1990 {
		return time.Time{}
	}
	return t.UTC().Truncate(24 * time.Hour)
}

// score takes the vector of the newest CVSS version among some, and its base score.
func score(all []severity) (vector string, base float64) {
	for _, s := range all {
		if b := cvss.Base(s.Score); b > 0 && (vector == "" || cvssVersion(s.Score) < 4 && b > base) {
			vector, base = s.Score, b
		}
	}
	return vector, base
}

func cvssVersion(vector string) int {
	if strings.HasPrefix(vector, "CVSS:4") {
		return 4
	}
	return 3
}
