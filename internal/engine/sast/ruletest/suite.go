package ruletest

import (
	"fmt"
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
	Problems []string // of rule files without a test file
	Tested   int      // rules that a test file says something must be found by
	Untested []Untested
}

// Untested are the rules of a file of which no test file says what they must
// find.
type Untested struct {
	Path  string
	Rules []string
	Alone bool // there is no test file beside them
}

// File is one test file with the rules that it tests.
type File struct {
	Path      string
	Rules     []*ruleset.Rule
	Annotated bool // says something of a rule
	problems  []string
	src       []byte
}

// Run runs the rules on the file. What is wrong with their own file is a
// problem of its result.
func (f *File) Run() Result {
	out := Run(f.Rules, filepath.ToSlash(f.Path), f.src)
	out.Problems = append(slices.Clone(f.problems), out.Problems...)
	return out
}

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
	rules, found := ruleset.Parse(path, data)
	for _, r := range rules {
		found = append(found, languages.Unknown(r)...)
	}
	var problems []string
	known := map[string]bool{} // a file that can't be read knows none
	for _, p := range found {
		problems = append(problems, p.Error())
		known[lastPart(p.Rule)] = true
	}
	for _, r := range rules {
		known[lastPart(r.ID)] = true
	}
	tested, files := map[*ruleset.Rule]bool{}, len(s.Files)
	for _, t := range Targets(path) {
		l := languages.ByPath(t)
		if l == nil && !slices.ContainsFunc(rules, (*ruleset.Rule).Textual) {
			continue
		}
		if info, err := os.Stat(t); err != nil || !info.Mode().IsRegular() || info.Size() > maxTest {
			continue
		}
		src, err := os.ReadFile(t)
		if err != nil {
			return err
		}
		f := File{Path: t, Rules: rules, src: src, problems: problems}
		for _, n := range notes(src) {
			f.Annotated = f.Annotated || known[n.rule]
			if strings.HasSuffix(n.kind, "ruleid") && len(rules) > 0 && !known[n.rule] {
				f.problems = append(slices.Clip(f.problems), fmt.Sprintf("%s:%d: no rule of %s has the id %s", t, n.line, filepath.Base(path), n.rule))
			}
		}
		want := expected(src)
		for _, r := range rules {
			if (r.Textual() || reads(r, l)) && len(want(r).Want) > 0 {
				tested[r] = true
			}
		}
		s.Files = append(s.Files, f)
	}
	if len(s.Files) == files {
		s.Problems = append(s.Problems, problems...)
	}
	s.Tested += len(tested)
	u := Untested{Path: path, Alone: len(s.Files) == files}
	for _, r := range rules {
		if !tested[r] {
			u.Rules = append(u.Rules, r.ID)
		}
	}
	if len(u.Rules) > 0 {
		s.Untested = append(s.Untested, u)
	}
	return nil
}
