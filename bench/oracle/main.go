// Command oracle prints what trivy's own scanners (library v0.66.0) report on a
// folder: one line "RULE PATH:LINE" for each misconfiguration, sorted. bench
// holds Assay's findings against it.
//
//	go -C bench/oracle run . /tmp/corpora/terragoat
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/aquasecurity/trivy/pkg/iac/detection"
	"github.com/aquasecurity/trivy/pkg/iac/rego"
	"github.com/aquasecurity/trivy/pkg/iac/scan"
	"github.com/aquasecurity/trivy/pkg/iac/scanners"
	"github.com/aquasecurity/trivy/pkg/iac/scanners/cloudformation"
	"github.com/aquasecurity/trivy/pkg/iac/scanners/dockerfile"
	"github.com/aquasecurity/trivy/pkg/iac/scanners/kubernetes"
	"github.com/aquasecurity/trivy/pkg/iac/scanners/options"
	"github.com/aquasecurity/trivy/pkg/iac/scanners/terraform"
	"github.com/aquasecurity/trivy/pkg/iac/scanners/terraform/parser"
)

// files is a file system that prints short: trivy prints it into a hash for
// every range.
type files struct{ fstest.MapFS }

func (files) String() string   { return "files" }
func (files) GoString() string { return "files" }

// kinds are the formats, with the extensions that are looked at; nil is all.
var kinds = []struct {
	detect     detection.FileType
	extensions []string
	scanner    func([]options.ScannerOption) scanners.FSScanner
}{
	{detection.FileTypeTerraform, nil, func(o []options.ScannerOption) scanners.FSScanner {
		s := terraform.New(append(o, terraform.ScannerWithAllDirectories(true))...)
		s.AddParserOptions(parser.OptionWithDownloads(false))
		return s
	}},
	{detection.FileTypeKubernetes, []string{".yaml", ".yml", ".json"}, func(o []options.ScannerOption) scanners.FSScanner { return kubernetes.NewScanner(o...) }},
	{detection.FileTypeCloudFormation, []string{".yaml", ".yml", ".json"}, func(o []options.ScannerOption) scanners.FSScanner { return cloudformation.New(o...) }},
	{detection.FileTypeDockerfile, nil, func(o []options.ScannerOption) scanners.FSScanner { return dockerfile.NewScanner(o...) }},
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: oracle DIR")
		os.Exit(2)
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil)))
	lines, err := report(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
	slices.Sort(lines)
	for _, l := range lines {
		fmt.Println(l)
	}
}

func report(root string) ([]string, error) {
	data := fstest.MapFS{"system/k8s-version.json": {Data: []byte(`{"k8s":{"version":""}}`)}}
	opts := []options.ScannerOption{rego.WithEmbeddedPolicies(true), rego.WithEmbeddedLibraries(true), rego.WithDataFilesystem(data), rego.WithDataDirs(".")}
	rs := rego.NewScanner(opts...)
	if err := rs.LoadPolicies(nil); err != nil {
		return nil, err
	}
	opts = append(opts, rego.WithRegoScanner(rs))
	var lines []string
	for _, k := range kinds {
		set, err := collect(root, k.detect, k.extensions)
		if err != nil {
			return nil, err
		}
		if len(set) == 0 {
			continue
		}
		results, err := k.scanner(opts).ScanFS(context.Background(), files{set}, ".")
		if err != nil {
			return nil, err
		}
		for _, r := range results {
			if r.Status() != scan.StatusPassed {
				f := r.Flatten()
				lines = append(lines, fmt.Sprintf("%s %s:%d", f.RuleID, f.Location.Filename, f.Location.StartLine))
			}
		}
	}
	return lines, nil
}

// collect reads the files of one format below a folder.
func collect(root string, kind detection.FileType, extensions []string) (fstest.MapFS, error) {
	set := fstest.MapFS{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == ".git" {
			return fs.SkipDir
		}
		if !d.Type().IsRegular() || extensions != nil && !slices.Contains(extensions, strings.ToLower(filepath.Ext(p))) {
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		if detection.IsType(rel, bytes.NewReader(b), kind) {
			set[rel] = &fstest.MapFile{Data: b}
		}
		return nil
	})
	return set, err
}
