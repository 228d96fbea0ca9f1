package check

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	checks "github.com/aquasecurity/trivy-checks"
	"gopkg.in/yaml.v3"
)

// Detail is the full metadata of a check, for a person to read.
type Detail struct {
	ID          string
	Title       string
	Description string
	Severity    string
	Fix         string
	Provider    string
	Service     string
	References  []string
	// Aliases are the check's other names: its short code, its older ids.
	Aliases []string
}

// metadata is the shape of the METADATA comment.
type metadata struct {
	Title            string   `yaml:"title"`
	Description      string   `yaml:"description"`
	RelatedResources []any    `yaml:"related_resources"`
	Custom           struct { // the library's own part
		ID                 string   `yaml:"id"`
		AVDID              string   `yaml:"avd_id"`
		Aliases            []string `yaml:"aliases"`
		Severity           string   `yaml:"severity"`
		ShortCode          string   `yaml:"short_code"`
		Provider           string   `yaml:"provider"`
		Service            string   `yaml:"service"`
		Deprecated         bool     `yaml:"deprecated"`
		RecommendedAction  string   `yaml:"recommended_action"`
		RecommendedActions string   `yaml:"recommended_actions"`
		Frameworks         map[string]any
		Input              struct {
			Selector []struct {
				Type     string              `yaml:"type"`
				Subtypes []map[string]string `yaml:"subtypes"`
			} `yaml:"selector"`
		} `yaml:"input"`
	} `yaml:"custom"`
}

// index is every check of a default run by its id; of two with one id the
// first file counts.
var index = sync.OnceValue(func() map[string]*Check {
	byID := map[string]*Check{}
	_ = fs.WalkDir(checks.EmbeddedPolicyFileSystem, "checks", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		for _, c := range headers(path) {
			if _, ok := byID[c.ID]; !ok && c.runs() {
				byID[c.ID] = c
			}
		}
		return nil
	})
	return byID
})

// Find reads the metadata of one check.
func Find(id string) (Detail, bool) {
	c, ok := index()[id]
	if !ok {
		return Detail{}, false
	}
	d, err := c.detail()
	return d, err == nil
}

// Details lists the checks of a default run, by id.
func Details() []Detail {
	out := make([]Detail, 0, len(index()))
	for _, c := range index() {
		if d, err := c.detail(); err == nil {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b Detail) int { return strings.Compare(a.ID, b.ID) })
	return out
}

func (c *Check) detail() (Detail, error) {
	m, err := readMetadata(c.file)
	if err != nil {
		return Detail{}, err
	}
	d := Detail{
		ID:          c.ID,
		Title:       m.Title,
		Description: m.Description,
		Severity:    c.Severity,
		Fix:         cmp.Or(m.Custom.RecommendedAction, m.Custom.RecommendedActions),
		Provider:    cmp.Or(m.Custom.Provider, c.source),
		Service:     m.Custom.Service,
		Aliases:     append(m.Custom.Aliases, m.Custom.ID, m.Custom.ShortCode),
	}
	for _, r := range m.RelatedResources {
		switch r := r.(type) {
		case string:
			d.References = append(d.References, r)
		case map[string]any:
			if ref, ok := r["ref"].(string); ok {
				d.References = append(d.References, ref)
			}
		}
	}
	d.Aliases = slices.DeleteFunc(d.Aliases, func(a string) bool { return a == "" || a == c.ID })
	slices.Sort(d.Aliases)
	d.Aliases = slices.Compact(d.Aliases)
	return d, nil
}

// readMetadata parses the METADATA comment of a module as YAML.
func readMetadata(file string) (metadata, error) {
	var m metadata
	data, err := fs.ReadFile(checks.EmbeddedPolicyFileSystem, file)
	if err != nil {
		return m, fmt.Errorf("read check %s: %w", file, err)
	}
	var text bytes.Buffer
	in := false
	for line := range bytes.Lines(data) {
		comment, ok := bytes.CutPrefix(line, []byte("#"))
		if !ok {
			if in {
				break
			}
			continue
		}
		if bytes.Equal(bytes.TrimSpace(comment), []byte("METADATA")) {
			in = true
			continue
		}
		if in {
			text.Write(bytes.TrimPrefix(comment, []byte(" ")))
		}
	}
	if err := yaml.Unmarshal(text.Bytes(), &m); err != nil {
		return m, fmt.Errorf("read metadata of check %s: %w", file, err)
	}
	return m, nil
}
