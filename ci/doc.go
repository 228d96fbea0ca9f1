// Package ci holds the files that run Assay inside other people's pipelines:
// Jenkins, GitLab CI, Bitrise and GitHub Actions. They all do the same four
// things: fetch enough history that the base of the change is there, run
// `assay run` with reports, keep the reports also when the gate says no, and
// pass its exit code on. The package itself is only their tests.
package ci
