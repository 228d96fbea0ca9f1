package check

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"

	checks "github.com/aquasecurity/trivy-checks"
)

// The folders of the embedded file system.
const (
	dirKubernetes = "checks/kubernetes"
	dirDocker     = "checks/docker"
	dirCloud      = "checks/cloud"
)

// headers reads what a run needs to know of the checks in one folder, in the
// order of the file names.
func headers(dir string) []*Check {
	entries, err := fs.ReadDir(checks.EmbeddedPolicyFileSystem, dir)
	if err != nil {
		return nil // a service that has no checks
	}
	var out []*Check
	for _, e := range entries {
		if e.IsDir() || !isModule(e.Name()) {
			continue
		}
		path := dir + "/" + e.Name()
		data, err := fs.ReadFile(checks.EmbeddedPolicyFileSystem, path)
		if err != nil {
			continue
		}
		c := parseHeader(data)
		c.file = path
		out = append(out, c)
	}
	return out
}

func isModule(name string) bool {
	return strings.HasSuffix(name, ".rego") && !strings.HasSuffix(name, "_test.rego") && !strings.HasPrefix(name, ".")
}

// cloudGroups lists the folders whose checks can say something about a state:
// those of the services that hold anything managed. What is not managed is an
// adapter's default and has no place to report.
func cloudGroups(state map[string]any) []string {
	var dirs []string
	for provider, value := range state {
		services, ok := value.(map[string]any)
		if !ok {
			continue
		}
		for _, dir := range serviceDirs(provider) {
			if slices.ContainsFunc(headers(dir), func(c *Check) bool { return c.runs() && c.namesManaged(provider, services) }) {
				dirs = append(dirs, dir)
			}
		}
	}
	slices.Sort(dirs)
	return dirs
}

func (c *Check) namesManaged(provider string, services map[string]any) bool {
	return slices.ContainsFunc(c.subtypes, func(s subtype) bool {
		return s.provider == provider && managed(services[s.service])
	})
}

// managed says whether anything below a value was written by somebody.
func managed(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		if meta, ok := v["__defsec_metadata"].(map[string]any); ok && meta["managed"] == true {
			return true
		}
		for key, child := range v {
			if key != "__defsec_metadata" && managed(child) {
				return true
			}
		}
		return v["managed"] == true
	case []any:
		return slices.ContainsFunc(v, managed)
	}
	return false
}

func serviceDirs(provider string) []string {
	entries, _ := fs.ReadDir(checks.EmbeddedPolicyFileSystem, dirCloud+"/"+provider)
	var out []string
	for _, e := range entries {
		if e.IsDir() {
			out = append(out, dirCloud+"/"+provider+"/"+e.Name())
		}
	}
	return out
}

// parseHeader reads the METADATA comment of a module line by line. The full
// YAML reading (see Detail) costs thirty times as much; a test holds the two
// against each other for every module of the library.
func parseHeader(data []byte) *Check {
	c := &Check{}
	var section string // the list or map that we are in: frameworks, subtypes, aliases
	var sectionIndent, childIndent int
	inMetadata, frameworks, hasDefault := false, false, false
	for line := range bytes.Lines(data) {
		text := string(bytes.TrimRight(line, "\r\n"))
		if !strings.HasPrefix(text, "#") {
			if name, ok := strings.CutPrefix(text, "package "); ok {
				c.pkg = "data." + strings.TrimSpace(name)
				break
			}
			inMetadata = inMetadata && strings.TrimSpace(text) == ""
			continue
		}
		text = strings.TrimPrefix(text, "#")
		trimmed := strings.TrimSpace(text)
		if trimmed == "METADATA" {
			inMetadata = true
			continue
		}
		if !inMetadata || trimmed == "" {
			continue
		}
		indent := len(text) - len(strings.TrimLeft(text, " "))
		if section != "" && (indent < sectionIndent || indent == sectionIndent && !strings.HasPrefix(trimmed, "- ")) {
			section = ""
		}
		item, isItem := strings.CutPrefix(trimmed, "- ")
		key, value, _ := strings.Cut(item, ":")
		key, value = strings.TrimSpace(key), unquote(value)
		switch section {
		case "frameworks":
			if childIndent == 0 {
				childIndent = indent
			}
			if indent == childIndent && !isItem {
				frameworks = true
				hasDefault = hasDefault || key == "default"
			}
			continue
		case "aliases":
			c.aliases = append(c.aliases, unquote(item))
			continue
		case "subtypes":
			c.addSubtype(isItem, strings.TrimSpace(strings.TrimPrefix(key, "- ")), value)
			continue
		}
		switch key {
		case "frameworks", "subtypes", "aliases":
			section, sectionIndent, childIndent = key, indent, 0
		case "type":
			if isItem {
				c.source = value
			}
		case "input", "custom", "selector":
		default:
			c.set(key, value, indent)
		}
	}
	c.optional = frameworks && !hasDefault
	return c
}

// set takes a field of "custom", which is one level deep.
func (c *Check) set(key, value string, indent int) {
	if indent < 2 || indent > 5 {
		return
	}
	switch key {
	case "avd_id":
		c.ID = value
	case "severity":
		c.Severity = strings.ToUpper(value)
	case "deprecated":
		c.deprecated = value == "true"
	case "library":
		c.library = value == "true"
	}
}

func (c *Check) addSubtype(first bool, key, value string) {
	if first {
		c.subtypes = append(c.subtypes, subtype{})
	}
	if len(c.subtypes) == 0 {
		return
	}
	s := &c.subtypes[len(c.subtypes)-1]
	switch key {
	case "provider":
		s.provider = value
	case "service":
		s.service = value
	case "kind":
		s.kind = value
	case "group":
		s.group = value
	case "version":
		s.version = value
	}
}

func unquote(s string) string {
	s = strings.TrimSpace(s)
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}
