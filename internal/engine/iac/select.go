package iac

import (
	"bytes"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/iac/dockerfile"
	"github.com/assay-dev/assay/internal/engine/iac/terraform"
	"github.com/assay-dev/assay/internal/yamldoc"
)

// formats is what a file is taken for. A file may be several things: each
// reader takes what it knows.
type formats uint8

const (
	formatTerraform formats = 1 << iota
	formatPlan
	formatCloudFormation
	formatKubernetes
	formatDockerfile
	formatChart
)

func (f formats) has(one formats) bool { return f&one != 0 }

// Selects says whether a file may be infrastructure code, by its name and by
// cheap looks at its bytes. It takes too many rather than too few: whether a
// text is a manifest or a template is for the parser to say.
func (e *Engine) Selects(name string, data []byte) bool {
	return sniff(name, data) != 0
}

func sniff(name string, data []byte) formats {
	base := path.Base(name)
	switch {
	case terraform.Selects(name):
		return formatTerraform
	case dockerfile.Selects(base, data):
		return formatDockerfile
	}
	switch strings.ToLower(path.Ext(base)) {
	case ".yaml", ".yml", ".json":
		found := sniffText(yamldoc.Normal(data))
		if base == "Chart.yaml" || base == "Chart.yml" {
			found |= formatChart
		}
		return found
	case ".template", ".cfn":
		return sniffText(yamldoc.Normal(data)) & formatCloudFormation
	}
	return 0
}

// sniffText tells what YAML or JSON may be by the words that are in it. Of
// valid JSON it looks at the outermost keys.
func sniffText(data []byte) formats {
	found := sniffWords(data)
	if yamldoc.HasBinary(data) {
		found |= formatKubernetes | formatCloudFormation
	} else if text := yamldoc.Unescaped(data); len(text) != len(data) {
		found |= sniffWords(text)
	}
	if found == 0 {
		return 0
	}
	if trimmed := bytes.TrimSpace(data); len(trimmed) == 0 || trimmed[0] != '{' && trimmed[0] != '[' || !json.Valid(trimmed) {
		return found
	}
	keys := topKeys(data)
	if !keys["apiVersion"] || !keys["kind"] {
		found &^= formatKubernetes
	}
	if !keys["Resources"] {
		found &^= formatCloudFormation
	}
	if !keys["format_version"] || !keys["planned_values"] && !keys["resource_changes"] {
		found &^= formatPlan
	}
	return found
}

func sniffWords(data []byte) formats {
	var found formats
	if looksLikeKubernetes(data) {
		found |= formatKubernetes
	}
	if containsAny(data, "AWS::", "AWSTemplateFormatVersion") && containsAny(data, "Resources") {
		found |= formatCloudFormation
	}
	if containsAny(data, `"format_version"`) && containsAny(data, `"terraform_version"`) && containsAny(data, `"planned_values"`, `"resource_changes"`) {
		found |= formatPlan
	}
	return found
}

func looksLikeKubernetes(data []byte) bool {
	return containsAny(data, "apiVersion") && containsAny(data, "kind")
}

// mayBeObject says whether a document of a manifest is worth parsing.
func mayBeObject(data []byte) bool {
	return looksLikeKubernetes(data) || yamldoc.HasBinary(data) || looksLikeKubernetes(yamldoc.Unescaped(data))
}

func containsAny(data []byte, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(data, []byte(w)) })
}

// interesting are the keys that topKeys looks for.
var interesting = map[string]bool{
	"apiVersion": true, "kind": true, "Resources": true,
	"format_version": true, "planned_values": true, "resource_changes": true,
}

// topKeys finds the interesting keys of valid JSON: of the outermost object,
// or of the objects in the outermost array. It builds nothing.
func topKeys(data []byte) map[string]bool {
	found := map[string]bool{}
	level, depth := 1, 0
	if bytes.TrimSpace(data)[0] == '[' {
		level = 2
	}
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			end := closingQuote(data, i+1)
			if depth == level && followedByColon(data, end+1) && end-i < 128 {
				if key := unquoted(data[i : end+1]); interesting[key] {
					found[key] = true
				}
			}
			i = end
		}
	}
	return found
}

func unquoted(quoted []byte) string {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1 : len(quoted)-1])
	}
	var s string
	_ = json.Unmarshal(quoted, &s)
	return s
}

// closingQuote is the index of the quote that ends a string, or the end.
func closingQuote(data []byte, i int) int {
	for i < len(data) {
		j := bytes.IndexAny(data[i:min(len(data), i+256)], `"\`)
		switch {
		case j < 0:
			i += 256
		case data[i+j] == '"':
			return i + j
		default:
			i += j + 2
		}
	}
	return len(data)
}

func followedByColon(data []byte, i int) bool {
	for i < len(data) && (data[i] == ' ' || data[i] == '\t' || data[i] == '\r' || data[i] == '\n') {
		i++
	}
	return i < len(data) && data[i] == ':'
}
