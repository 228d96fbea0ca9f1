package ci_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

func documents(t *testing.T, name string) []map[string]any {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]any
	for d := yaml.NewDecoder(bytes.NewReader(data)); ; {
		var doc map[string]any
		err := d.Decode(&doc)
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out = append(out, doc)
	}
}

// step is what Bitrise's schema of a step knows, as far as we use it.
type step struct {
	Title         string   `yaml:"title"`
	Summary       string   `yaml:"summary"`
	Description   string   `yaml:"description"`
	Website       string   `yaml:"website"`
	SourceCodeURL string   `yaml:"source_code_url"`
	SupportURL    string   `yaml:"support_url"`
	HostOSTags    []string `yaml:"host_os_tags"`
	TypeTags      []string `yaml:"type_tags"`
	IsAlwaysRun   bool     `yaml:"is_always_run"`
	IsSkippable   bool     `yaml:"is_skippable"`
	RunIf         string   `yaml:"run_if"`
	Toolkit       struct {
		Bash struct {
			EntryFile string `yaml:"entry_file"`
		} `yaml:"bash"`
	} `yaml:"toolkit"`
	Deps    map[string][]map[string]string `yaml:"deps"`
	Inputs  []map[string]any               `yaml:"inputs"`
	Outputs []map[string]any               `yaml:"outputs"`
}

func TestBitriseStep(t *testing.T) {
	data, err := os.ReadFile("bitrise/step.yml")
	if err != nil {
		t.Fatal(err)
	}
	var s step
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&s); err != nil {
		t.Fatal(err)
	}
	if s.Title == "" || s.Summary == "" || len(s.Summary) > 100 || strings.Contains(s.Summary, "\n") {
		t.Errorf("title %q, summary %q: want both, the summary in 100 characters", s.Title, s.Summary)
	}
	for _, u := range []string{s.Website, s.SourceCodeURL, s.SupportURL} {
		if !strings.HasPrefix(u, "https://") {
			t.Errorf("url %q", u)
		}
	}
	if info, err := os.Stat("bitrise/" + s.Toolkit.Bash.EntryFile); err != nil || info.Mode()&0o100 == 0 {
		t.Errorf("entry file %q is not executable", s.Toolkit.Bash.EntryFile)
	}
	script, err := os.ReadFile("bitrise/step.sh")
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range append(s.Inputs, s.Outputs...) {
		checkVariable(t, in, string(script))
	}
}

// checkVariable: one key besides opts, opts with title and summary, and the script uses it.
func checkVariable(t *testing.T, in map[string]any, script string) {
	t.Helper()
	opts, _ := in["opts"].(map[string]any)
	key := ""
	for k := range in {
		if k != "opts" {
			key += k
		}
	}
	if opts == nil { // an output writes opts below its key
		if below, ok := in[key].(map[string]any); ok {
			opts, _ = below["opts"].(map[string]any)
		}
	}
	if opts["title"] == nil || opts["summary"] == nil {
		t.Errorf("%s has no title or summary", key)
	}
	if !strings.Contains(script, key) {
		t.Errorf("step.sh does not know %s", key)
	}
}

func TestGitLabComponent(t *testing.T) {
	docs := documents(t, "gitlab/templates/assay.yml")
	if len(docs) != 2 {
		t.Fatalf("got %d documents, want a header and a body", len(docs))
	}
	inputs := docs[0]["spec"].(map[string]any)["inputs"].(map[string]any)
	data, err := os.ReadFile("gitlab/templates/assay.yml")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, m := range regexp.MustCompile(`\$\[\[ inputs\.(\w+) \]\]`).FindAllStringSubmatch(string(data), -1) {
		used[m[1]] = true
		if inputs[m[1]] == nil {
			t.Errorf("input %s is not declared", m[1])
		}
	}
	for name := range inputs {
		if !used[name] {
			t.Errorf("input %s is not used", name)
		}
	}
}

// TestEveryFileDoesTheFourThings: history, reports, artifacts also on failure.
func TestEveryFileDoesTheFourThings(t *testing.T) {
	for name, want := range map[string][]string{
		"jenkins/Jenkinsfile":        {"shallow: false", "CHANGE_TARGET", "post {", "always {", "archiveArtifacts", "junit "},
		"jenkins/vars/assay.groovy":  {"--unshallow", "CHANGE_TARGET", "returnStatus: true", "archiveArtifacts", "error(", "junit "},
		"gitlab/templates/assay.yml": {`GIT_DEPTH: "0"`, "when: always", "junit:", "paths:"},
		"bitrise/step.sh":            {"--unshallow", "BITRISEIO_GIT_BRANCH_DEST", `exit "${code}"`},
		"github/action.yml":          {"--unshallow", "always()", "upload-artifact", `exit "${code}"`},
	} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range append(want, "assay", "sarif=", "html=", "junit=") {
			if !strings.Contains(string(data), w) {
				t.Errorf("%s has no %q", name, w)
			}
		}
	}
}

func TestPreCommitHooks(t *testing.T) {
	data, err := os.ReadFile("../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var hooks []struct {
		ID            string   `yaml:"id"`
		Name          string   `yaml:"name"`
		Description   string   `yaml:"description"`
		Entry         string   `yaml:"entry"`
		Language      string   `yaml:"language"`
		PassFilenames *bool    `yaml:"pass_filenames"`
		RequireSerial bool     `yaml:"require_serial"`
		Stages        []string `yaml:"stages"`
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&hooks); err != nil {
		t.Fatal(err)
	}
	for _, h := range hooks {
		if h.ID == "" || h.Name == "" || h.Language == "" || !strings.Contains(h.Entry, "scan --staged") || h.PassFilenames == nil || *h.PassFilenames {
			t.Errorf("hook %+v", h)
		}
	}
}
