// Package rules embeds what Assay knows as data, so that an expert can edit it
// without touching code. It reads nothing and decides nothing: each engine
// parses its own part.
package rules

import (
	"embed"
	"io/fs"
	"strings"
)

// Secret holds the forms of vendors' tokens (TOML, gitleaks' format).
//
//go:embed secret/vendors.toml
var Secret string

// Advisories is the index of publicly known flaws that ships with the product;
// the program in tools/advisories writes it.
//
//go:embed advisory/advisories.idx
var Advisories string

// PricesComputed is the price book that the program in tools/prices derives
// (gzipped).
//
//go:embed price/computed.tsv.gz
var PricesComputed string

// PricesAWS are prices of AWS that are kept by hand; they count before the others.
//
//go:embed price/aws.tsv
var PricesAWS string

// PricesAzure are prices of Azure that are kept by hand.
//
//go:embed price/azure.tsv
var PricesAzure string

// PricesGoogle are prices of Google that are kept by hand.
//
//go:embed price/google.tsv
var PricesGoogle string

// Licences lists the licences of well-known packages whose manifests do not
// carry them.
//
//go:embed licence/packages.txt
var Licences string

//go:embed sast/*/*.yaml
var sast embed.FS

// SAST holds the rules for source code, in Semgrep's language, by path.
func SAST() map[string][]byte { return yamlFiles(sast, "sast") }

//go:embed control/*.yaml
var control embed.FS

// Controls holds the controls of each framework, and the groups of rules that
// they ask about, by path.
func Controls() map[string][]byte { return yamlFiles(control, "control") }

func yamlFiles(tree embed.FS, dir string) map[string][]byte {
	out := map[string][]byte{}
	err := fs.WalkDir(tree, dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		data, err := tree.ReadFile(path)
		out["rules/"+path] = data
		return err
	})
	if err != nil {
		panic(err) // the files are part of the program
	}
	return out
}

//go:embed policy/*
var policies embed.FS

// Policy holds the bundled policies, in Rego, with their tests and data, by path.
func Policy() map[string][]byte {
	out := map[string][]byte{}
	entries, err := policies.ReadDir("policy")
	for _, e := range entries {
		if err == nil {
			out["rules/policy/"+e.Name()], err = policies.ReadFile("policy/" + e.Name())
		}
	}
	if err != nil {
		panic(err) // the files are part of the program
	}
	return out
}

// FOCUS are the rules of FOCUS 1.2 as facts; the program in tools/focus derives them.
//
//go:embed focus/focus-1.2.tsv
var FOCUS string
