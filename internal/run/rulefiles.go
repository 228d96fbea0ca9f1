package run

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
)

// shippedName stands for the rules that ship, among paths of rule files.
const shippedName = "default"

// Limits of rule files that are read.
const (
	maxRuleFile  = 16 << 20
	maxRuleFiles = 20_000
)

// RuleFiles reads files of rules for source code: files, folders (all YAML in
// them that holds rules), and "default" for those that ship.
func (s *Service) RuleFiles(paths []string) (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, p := range paths {
		if p == shippedName {
			for name, data := range s.ShippedRules() {
				out[name] = data
			}
			continue
		}
		info, err := os.Stat(p)
		if err != nil {
			return nil, fault.New(fault.Invalid, "--rules: there is no %s", p).WithHelp("name a rule file, a folder of them, or default")
		}
		if !info.IsDir() {
			if err := readRules(p, true, out); err != nil {
				return nil, err
			}
			continue
		}
		err = filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != p:
				return fs.SkipDir
			case !d.Type().IsRegular() || !isYAML(path) || strings.Contains(d.Name(), ".test.") || strings.Contains(d.Name(), ".fixed."):
				return nil
			}
			return readRules(path, false, out)
		})
		if err != nil {
			return nil, fault.New(fault.Invalid, "--rules %s: %w", p, err)
		}
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "--rules: no rules in %s", strings.Join(paths, ", ")).WithHelp("a rule file is YAML with a list named rules")
	}
	return out, nil
}

func isYAML(path string) bool {
	ext := filepath.Ext(path)
	return ext == ".yaml" || ext == ".yml"
}

// readRules reads one file; one in a folder that holds no rules is none.
func readRules(path string, named bool, out map[string][]byte) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Size() > maxRuleFile || len(out) >= maxRuleFiles {
		return fault.New(fault.Invalid, "--rules: %s is too large, or one of too many", path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return fault.New(fault.Invalid, "--rules: %w", err)
	}
	if named || strings.Contains(string(data), "rules:") {
		out[filepath.ToSlash(path)] = data
	}
	return nil
}
