package ruletest

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/languages"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
	"github.com/assay-dev/assay/internal/fault"
)

// Suite is rule files with their test files.
type Suite struct {
	Files    []File
	Problems []string // rules that can't be used
	Untested []string // rule files without a test file
}

// File is one test file with the rules that it tests.
type File struct {
	Path  string
	Rules []*ruleset.Rule
	src   []byte
}

// Run runs the rules on the file.
func (f *File) Run() Result { return Run(f.Rules, filepath.ToSlash(f.Path), f.src) }

// maxTest bounds a test file.
const maxTest = 4 << 20

// Load finds rule files and their test files in files and folders. Its error
// is a path that can't be read.
func Load(paths []string) (*Suite, error) {
	s := &Suite{}
	for _, p := range paths {
		files, err := RuleFiles(p)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			if err := s.load(f, f == p); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

// RuleFiles lists the rule files of a path: itself, or, of a folder, the YAML
// files in it that are no tests. Hidden folders are left out.
func RuleFiles(p string) ([]string, error) {
	info, err := os.Stat(p)
	if err != nil {
		return nil, fault.New(fault.NotFound, "there is no %s", p).WithHelp("name a rule file or a folder of them")
	}
	if !info.IsDir() {
		return []string{p}, nil
	}
	var out []string
	err = filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != p:
			return fs.SkipDir
		case d.Type().IsRegular() && isRuleFile(path):
			out = append(out, path)
		}
		return nil
	})
	return out, err
}

func isRuleFile(p string) bool {
	ext := filepath.Ext(p)
	return (ext == ".yaml" || ext == ".yml") && !strings.Contains(filepath.Base(p), ".test.") && !strings.Contains(filepath.Base(p), ".fixed.")
}

// load reads a rule file. A file in a folder that holds no rules is none.
func (s *Suite) load(path string, named bool) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !named && !strings.Contains(string(data), "rules:") {
		return nil
	}
	rules, problems := ruleset.Parse(path, data)
	for _, r := range rules {
		problems = append(problems, languages.Unknown(r)...)
	}
	for _, p := range problems {
		s.Problems = append(s.Problems, p.Error())
	}
	tested := false
	for _, t := range Targets(path) {
		if languages.ByPath(t) == nil && !slices.ContainsFunc(rules, (*ruleset.Rule).Textual) {
			continue
		}
		if info, err := os.Stat(t); err != nil || !info.Mode().IsRegular() || info.Size() > maxTest {
			continue
		}
		src, err := os.ReadFile(t)
		if err != nil {
			return err
		}
		s.Files = append(s.Files, File{Path: t, Rules: rules, src: src})
		tested = true
	}
	if !tested && len(rules) > 0 {
		s.Untested = append(s.Untested, path)
	}
	return nil
}
