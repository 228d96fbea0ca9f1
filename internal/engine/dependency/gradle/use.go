package gradle

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// tools begin the names of configurations that only builds use.
var tools = []string{
	"annotationprocessor", "kapt", "ksp", "checkstyle", "spotbugs", "findbugs", "jacoco", "classpath", "pmd", "codenarc", "errorprone",
	"nullaway", "detekt", "ktlint", "lintchecks", "spotless", "asciidoctor", "zinc", "developmentonly", "animalsniffer", "signature",
	"jmh", "kotlincompilerplugin", "scalacompilerplugins", "dokka", "japicmp", "buildscript",
}

// useOf says what the dependencies of a configuration are for.
func useOf(config string) assay.Use {
	lower := strings.ToLower(config)
	if has(words(config), "test", "tests") || strings.HasSuffix(lower, "annotationprocessor") {
		return assay.Development
	}
	for _, t := range tools {
		if strings.HasPrefix(lower, t) {
			return assay.Development
		}
	}
	if lower == "optional" {
		return assay.Optional
	}
	return assay.Runtime
}

func has(all []string, any ...string) bool {
	for _, w := range all {
		for _, a := range any {
			if w == a {
				return true
			}
		}
	}
	return false
}

// words divides a camel-case name, in lower case.
func words(s string) []string {
	var all []string
	from := 0
	for i := 1; i <= len(s); i++ {
		if i == len(s) || s[i] >= 'A' && s[i] <= 'Z' || s[i] == '_' || s[i] == '-' {
			all = append(all, strings.ToLower(strings.Trim(s[from:i], "_-")))
			from = i
		}
	}
	return all
}

// stronger says that a use counts before another.
func stronger(a, b assay.Use) bool {
	rank := map[assay.Use]int{assay.Development: 0, assay.Optional: 1, assay.Runtime: 2}
	return rank[a] > rank[b]
}
