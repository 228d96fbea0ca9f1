// Package rules embeds what Assay knows as data, so that an expert can edit it
// without touching code. It reads nothing and decides nothing: each engine
// parses its own part.
package rules

import _ "embed"

// Secret holds the forms of vendors' tokens (TOML, gitleaks' format).
//
//go:embed secret/vendors.toml
var Secret string

// Advisories is the index of publicly known flaws that ships with the product;
// the program in tools/advisories writes it.
//
//go:embed advisory/advisories.idx
var Advisories string

// Licences lists the licences of well-known packages whose manifests do not
// carry them.
//
//go:embed licence/packages.txt
var Licences string
