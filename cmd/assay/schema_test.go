package main

import (
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/assay-dev/assay/internal/testkit/shape"
)

// schema FILE NAME: the JSON is what docs/reference/NAME.schema.json publishes, has no
// field beside, and the schema says something of each of its values. Negated: a
// program that goes by the schema refuses it.
func schema(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: schema FILE NAME")
	}
	published, err := os.ReadFile(filepath.Join("../../docs/reference", args[1]+".schema.json"))
	ts.Check(err)
	s, err := shape.Compile(published)
	ts.Check(err)
	document := []byte(ts.ReadFile(args[0]))
	if neg {
		if s.Valid(document) == nil {
			ts.Fatalf("%s is a valid %s", args[0], args[1])
		}
		return
	}
	if err := s.Check(document); err != nil {
		ts.Fatalf("%s is no %s: %v", args[0], args[1], err)
	}
}
