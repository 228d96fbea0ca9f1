package run

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
	"github.com/assay-dev/assay/internal/engine/sast/ruletest"
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
		files, err := ruletest.RuleFiles(p)
		if err != nil {
			return nil, fault.New(fault.Invalid, "--rules: %w", err).WithHelp("name a rule file, a folder of them, or default")
		}
		for _, f := range files {
			if err := readRules(f, f == p, out); err != nil {
				return nil, err
			}
		}
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "--rules: no rules in %s", strings.Join(paths, ", ")).WithHelp("a rule file is YAML with a list named rules")
	}
	return out, nil
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
	if named {
		// What was named and holds no rule at all is a mistake, not a scan of nothing.
		if rules, problems := ruleset.Parse(path, data); len(rules) == 0 && len(problems) > 0 {
			return fault.New(fault.Invalid, "--rules: %w", problems[0]).WithHelp("a rule file is YAML with a list named rules")
		}
	}
	if named || strings.Contains(string(data), "rules:") {
		out[filepath.ToSlash(path)] = data
	}
	return nil
}
