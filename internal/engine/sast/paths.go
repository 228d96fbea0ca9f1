package sast

import (
	"path"
	"regexp"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
)

// matchPath matches a path against a pattern of a rule's paths: a name or glob
// without slashes matches any part of the path, others match from the root or
// from any folder.
func matchPath(pattern, path string) bool {
	pattern = strings.TrimPrefix(pattern, "./")
	if rooted, ok := strings.CutPrefix(pattern, "/"); ok {
		return glob(rooted, path) || glob(strings.TrimSuffix(rooted, "/")+"/**", path)
	}
	pattern = strings.TrimSuffix(pattern, "/")
	return glob(pattern, path) || glob("**/"+pattern, path) || glob("**/"+pattern+"/**", path)
}

func glob(pattern, path string) bool {
	ok, err := doublestar.Match(pattern, path)
	return err == nil && ok
}

// inTest says whether a file is a test: what is wrong there harms no customer,
// so it is never more than low.
func inTest(p string) bool {
	for dir := range strings.SplitSeq(path.Dir(p), "/") {
		switch strings.ToLower(dir) {
		case "test", "tests", "__tests__", "spec", "specs", "testdata", "fixtures", "integration-test", "integration-tests", "e2e", "mocks", "__mocks__", "testfixtures":
			return true
		}
	}
	base := path.Base(p)
	stem := strings.TrimSuffix(base, path.Ext(base))
	for _, end := range []string{"_test", ".test", ".spec", "_spec", "Test", "Tests", "TestCase", "Spec", "IT"} {
		if strings.HasSuffix(stem, end) && stem != end {
			return true
		}
	}
	return strings.HasPrefix(base, "test_") && path.Ext(base) == ".py"
}

// distributed says whether a script is a library as it is handed out: it
// begins with a banner that is kept when scripts are made small, with a
// version and a licence. What is wrong there, its makers mend.
func distributed(src []byte) bool {
	head := src[:min(len(src), 1000)]
	return banner.Match(head) && licensed.Match(head)
}

var (
	banner   = regexp.MustCompile(`(?s)^[\s\x{feff}]*/\*!.{0,400}?\bv?\d+\.\d+`)
	licensed = regexp.MustCompile(`(?i)licen[sc]e|copyright|©|\(c\)`)
)

// minor says whether what is wrong in a file harms no customer of those who
// scan it.
func (u *unit) minor() bool {
	if u.lang != nil && strings.HasSuffix(u.lang.ID, "script") && distributed(u.src) {
		return true
	}
	return inTest(u.path)
}

// weigh is how bad and how sure a finding of a rule is.
func (u *unit) weigh(r *ruleset.Rule) (assay.Severity, assay.Confidence) {
	s, c := severity(r), confidence(r)
	if u.minor() {
		s, c = min(s, assay.Low), min(c, assay.Tentative)
	}
	return s, c
}

// Ways of more places than this, and than twice as many, are less and less
// sure: each call on them was resolved by what its name and type may mean.
const longWay = 24

// maxWay is the length of a way that nobody can follow, and that no honest
// program has: it goes through objects that hold half of the program.
const maxWay = 3 * longWay

// weighFlow is weigh for data that comes a way: what a test puts in is as the
// test's own, and a long way is less sure than a short one.
func weighFlow(r *ruleset.Rule, from, to *unit, places int) (assay.Severity, assay.Confidence) {
	s, c := to.weigh(r)
	if from.minor() {
		s, c = from.weigh(r)
	}
	switch {
	case places > 2*longWay:
		c = min(c, assay.Tentative)
	case places > longWay:
		c = min(c, assay.Firm)
	}
	return s, c
}
