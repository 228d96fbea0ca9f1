package sast

import (
	"strings"

	"github.com/bmatcuk/doublestar/v4"
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
