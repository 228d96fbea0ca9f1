package finance_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/catalog"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/finance"
	"github.com/assay-dev/assay/internal/engine/iac"
)

type forgetful struct{}

func (forgetful) Get(engine.Hash) (engine.Output, bool) { return engine.Output{}, false }
func (forgetful) Put(engine.Hash, engine.Output)        {}

// resources reads the infrastructure below testdata, and what its comments
// say is to be found on the line after: "# finds RULE".
func resources(t *testing.T) (found []assay.Resource, want []string) {
	t.Helper()
	paths, err := filepath.Glob("testdata/*/*")
	if err != nil || len(paths) == 0 {
		t.Fatal("no examples", err)
	}
	var files []engine.File
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(filepath.ToSlash(p), "testdata/")
		files = append(files, engine.File{Path: name, Data: data, Hash: sha256.Sum256(data)})
		for i, line := range strings.Split(string(data), "\n") {
			if rule, ok := strings.CutPrefix(strings.TrimSpace(line), "# finds "); ok {
				want = append(want, fmt.Sprintf("%s %s:%d", rule, name, i+2))
			}
		}
	}
	out, err := iac.New(iac.Options{}).Extract(context.Background(), files, forgetful{})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(want)
	return out.Resources, want
}

// services have a folder of the same name for each scope.
func services() *catalog.Catalogue {
	cfg := &config.Config{}
	for _, scope := range []string{"trading", "card", "personal-data"} {
		cfg.Services = append(cfg.Services, config.Service{Name: scope, Paths: []string{scope + "/**"}, Scope: []string{scope}})
	}
	return catalog.New(cfg)
}

func TestExamples(t *testing.T) {
	found, want := resources(t)
	e := finance.New(services())
	out, err := e.Analyse(context.Background(), engine.Facts{Resources: found})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	seen := map[assay.RuleID]bool{}
	for _, f := range out.Findings {
		seen[f.Rule] = true
		got = append(got, fmt.Sprintf("%s %s:%d", f.Rule, f.Location.Path, f.Location.Start.Line))
		if f.Message == "" || f.Fix == "" || f.Identity == "" || f.Location.Resource == "" {
			t.Errorf("%s says too little: %+v", f.Rule, f)
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("wanted and found differ:\n%s", diff)
	}
	for _, r := range finance.Rules() {
		if !seen[r.ID] && !strings.HasSuffix(string(r.ID), "-column") {
			t.Errorf("%s has no example", r.ID)
		}
	}
}

func TestSeverityFollowsTheScope(t *testing.T) {
	found, _ := resources(t)
	out, err := finance.New(services()).Analyse(context.Background(), engine.Facts{Resources: found})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]assay.Severity{}
	for _, f := range out.Findings {
		if f.Rule == "finance/key-life" {
			got[f.Location.Path] = f.Severity
		}
	}
	want := map[string]assay.Severity{"trading/main.tf": assay.Low, "card/main.tf": assay.Medium}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCopies(t *testing.T) {
	found, _ := resources(t)
	estate := finance.Survey(found)
	got := map[string][]string{}
	for i := range found {
		if c := estate.Copies(&found[i]); len(c) > 0 {
			got[found[i].Address] = c
		}
	}
	want := map[string][]string{
		"aws_backup_plan.customers":                         {"ap-southeast-1"},
		"aws_dynamodb_table.american":                       {"us-west-2"},
		"aws_dynamodb_table.customers":                      {"eu-central-1", "eu-west-2", "us-west-2"},
		"aws_s3_bucket_replication_configuration.customers": {"eu-west-1", "us-east-1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A script is text of somebody else's: whatever it holds, the answer is the
// same each time, and it comes.
func FuzzScript(f *testing.F) {
	f.Add("#!/bin/bash\nsystemctl disable --now chronyd\n")
	f.Add("I2Nsb3VkLWNvbmZpZwp0aW1lem9uZTogRXVyb3BlL0xvbmRvbgo=")
	f.Add("timedatectl set-timezone \\\n Europe/Berlin")
	e := finance.New(services())
	f.Fuzz(func(t *testing.T, text string) {
		r := assay.Resource{
			Address: "aws_instance.x", Type: "aws_instance", Location: assay.Location{Path: "trading/main.tf"},
			Attributes: []assay.Attribute{{Path: "user_data", Kind: assay.KindString, Value: text}},
		}
		facts := engine.Facts{Resources: []assay.Resource{r}}
		a, err := e.Analyse(context.Background(), facts)
		if err != nil {
			t.Fatal(err)
		}
		b, err := e.Analyse(context.Background(), facts)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(a.Findings, b.Findings); diff != "" {
			t.Error(diff)
		}
		for _, found := range a.Findings {
			if len(found.Message) > 300 {
				t.Errorf("a message of %d bytes", len(found.Message))
			}
		}
	})
}
