// Package examples holds small applications of banks, runnable and wrong on
// purpose, each with an expected.yaml that names what Assay must find in it
// and what it must leave alone. The package itself is only its tests: that the
// examples compile and run, and that expected.yaml speaks of what is there.
package examples
