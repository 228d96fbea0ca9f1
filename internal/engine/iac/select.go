package iac

import (
	"bytes"
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/engine/iac/cloudformation"
	"github.com/assay-dev/assay/internal/engine/iac/terraform"
)

// format is what a file is taken for.
type format uint8

const (
	formatNone format = iota
	formatTerraform
	formatPlan
	formatCloudFormation
	formatKubernetes
	formatDockerfile
	formatChart
)

// Selects says whether a file is infrastructure code, by its name and by cheap
// looks at its bytes.
func (e *Engine) Selects(name string, data []byte) bool {
	return sniff(name, data) != formatNone
}

func sniff(name string, data []byte) format {
	base := path.Base(name)
	switch {
	case terraform.Selects(name):
		return formatTerraform
	case isDockerfile(base):
		return formatDockerfile
	case base == "Chart.yaml" || base == "Chart.yml":
		return formatChart
	}
	switch strings.ToLower(path.Ext(base)) {
	case ".yaml", ".yml":
		return sniffYAML(data)
	case ".json":
		return sniffJSON(name, data)
	}
	return formatNone
}

// isDockerfile knows Dockerfile, Dockerfile.dev, api.Dockerfile and the same
// with Containerfile. Dockerfile.md and the like are something else.
func isDockerfile(base string) bool {
	lower := strings.ToLower(base)
	for _, name := range []string{"dockerfile", "containerfile"} {
		if lower == name || strings.HasSuffix(lower, "."+name) {
			return true
		}
		if ext, ok := strings.CutPrefix(lower, name+"."); ok {
			switch ext {
			case "md", "txt", "go", "py", "js", "ts", "java", "json", "yaml", "yml", "html", "j2", "tmpl", "tpl", "dockerignore":
				return false
			}
			return ext != ""
		}
	}
	return false
}

func sniffYAML(data []byte) format {
	if trimmed := bytes.TrimSpace(data[:min(len(data), 512)]); len(trimmed) > 0 && trimmed[0] == '{' && !bytes.HasPrefix(trimmed, []byte("{{")) {
		return sniffJSON("", data)
	}
	switch {
	case hasLine(data, "apiVersion:") && hasLine(data, "kind:"),
		hasLine(data, `"apiVersion":`) && hasLine(data, `"kind":`):
		return formatKubernetes
	case cloudformation.IsTemplate(data):
		return formatCloudFormation
	}
	return formatNone
}

// hasLine says whether some line starts with a text.
func hasLine(data []byte, start string) bool {
	text := []byte(start)
	for from := 0; ; {
		i := bytes.Index(data[from:], text)
		if i < 0 {
			return false
		}
		i += from
		if i == 0 || data[i-1] == '\n' || i == 3 && bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
			return true
		}
		from = i + len(text)
	}
}

func sniffJSON(name string, data []byte) format {
	keys := topKeys(data)
	switch {
	case keys["apiVersion"] && keys["kind"]:
		return formatKubernetes
	case keys["format_version"] && keys["terraform_version"] && terraform.IsPlan(name, data):
		return formatPlan
	case keys["Resources"] && cloudformation.IsTemplate(data):
		return formatCloudFormation
	}
	return formatNone
}

// interesting are the keys that topKeys looks for.
var interesting = map[string]bool{
	"apiVersion": true, "kind": true, "format_version": true, "terraform_version": true, "Resources": true,
}

// topKeys finds the interesting keys of the outermost object, without
// building anything. What is no JSON gives what can be seen of it.
func topKeys(data []byte) map[string]bool {
	found := map[string]bool{}
	depth := 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			end := closingQuote(data, i+1)
			if depth == 1 && followedByColon(data, end+1) && end-i < 32 && interesting[string(data[i+1:end])] {
				found[string(data[i+1:end])] = true
			}
			i = end
		default:
			if depth == 0 && i < 64 && data[i] > ' ' && data[i] < 0x80 {
				return found // no object at all
			}
		}
	}
	return found
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
