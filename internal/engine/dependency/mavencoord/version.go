// Package mavencoord reads what Maven and Gradle write alike: coordinates, and
// versions that are one version, a range or a wish. It knows no files.
package mavencoord

import "strings"

// Version divides what a build file asks for into the one version that it
// names, and, where it names none, the constraint as it is written: a range
// "[1.0,2.0)", "1.+", "latest.release", "LATEST". At most one is not empty.
func Version(asked string) (exact, constraint string) {
	asked = strings.TrimSpace(asked)
	if v, ok := strictly(asked); ok {
		return v, ""
	}
	if v, ok := single(asked); ok {
		return v, ""
	}
	if floats(asked) {
		return "", asked
	}
	return asked, ""
}

// strictly reads Gradle's short form of strict versions, "1.2!!"
// (https://docs.gradle.org/current/userguide/dependency_versions.html).
// "[1.0,2.0[!!1.5" prefers 1.5 and is no exact version.
func strictly(asked string) (string, bool) {
	v, ok := strings.CutSuffix(asked, "!!")
	return v, ok && v != "" && !floats(v)
}

// single reads Maven's hard requirement "[1.2]", and "[1.2,1.2]", which allows
// no more.
func single(asked string) (string, bool) {
	if len(asked) < 3 || asked[0] != '[' || asked[len(asked)-1] != ']' {
		return "", false
	}
	v, last, ranged := strings.Cut(asked[1:len(asked)-1], ",")
	v = strings.TrimSpace(v)
	if ranged && strings.TrimSpace(last) != v {
		return "", false
	}
	return v, v != "" && !strings.ContainsAny(v, ",[]()")
}

// floats says that the text may stand for several versions.
func floats(v string) bool {
	switch {
	case v == "":
		return false
	case strings.ContainsAny(v, "[]() ,"), strings.HasSuffix(v, "+"), strings.Contains(v, "!!"):
		return true
	case strings.HasPrefix(v, "latest."), v == "LATEST", v == "RELEASE", v == "latest":
		return true
	}
	return false
}
