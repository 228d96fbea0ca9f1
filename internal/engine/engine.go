// Package engine is the contract between the pipeline and the engines below
// it: bytes in, findings, resources and gaps out.
//
// An engine never touches disk or network, never starts a process, never
// imports another engine, and never panics on hostile bytes. It gets the files
// that it selected, already read, and a Memo for work that it need not repeat.
//
// There are two forms. A FileScanner looks at one file at a time (secrets). An
// Extractor sees all the files that it selected together (a Terraform module
// is a folder) and says what they describe. What looks only at extracted facts
// (tags, threats, later price) is an Analyser.
package engine

import (
	"context"
	"crypto/sha256"

	"github.com/assay-dev/assay/internal/assay"
)

// Hash is the SHA-256 of some content.
type Hash [sha256.Size]byte

// File is one file of a snapshot. Data must not be changed.
type File struct {
	Path string // slash separated, relative to the root
	Data []byte
	Hash Hash // of Data
	// Commit is set when the bytes come from history and not from the tree.
	Commit string
}

// Output is what an engine says. Locations are relative to the root. The order
// does not matter: the pipeline sorts.
type Output struct {
	Findings  []assay.Finding  `json:"findings,omitempty"`
	Resources []assay.Resource `json:"resources,omitempty"`
	// Plans say what was before: of the resources that Terraform plans plan.
	Plans []assay.Plan `json:"plans,omitempty"`
	// Projects and Components are what manifests, lockfiles and archives name.
	Projects   []assay.Project   `json:"projects,omitempty"`
	Components []assay.Component `json:"components,omitempty"`
	// APIs are what interface descriptions say.
	APIs    []assay.API    `json:"apis,omitempty"`
	Gaps    []assay.Gap    `json:"gaps,omitempty"`
	Ignores []assay.Ignore `json:"ignores,omitempty"`
	// Facts are what an engine wants to remember of a part beside what it says,
	// in its own form. They hold no text of the part's that may be a secret.
	// Merge leaves them out.
	Facts string `json:"-"`
	// Examined counts what was looked at, per scope.
	Examined map[assay.Scope]int `json:"examined,omitempty"`
}

// Examine adds n to the count of a scope.
func (o *Output) Examine(s assay.Scope, n int) {
	if o.Examined == nil {
		o.Examined = map[assay.Scope]int{}
	}
	o.Examined[s] += n
}

// Merge appends another output.
func (o *Output) Merge(other Output) {
	o.Findings = append(o.Findings, other.Findings...)
	o.Resources = append(o.Resources, other.Resources...)
	o.Plans = append(o.Plans, other.Plans...)
	o.Projects = append(o.Projects, other.Projects...)
	o.Components = append(o.Components, other.Components...)
	o.APIs = append(o.APIs, other.APIs...)
	o.Gaps = append(o.Gaps, other.Gaps...)
	o.Ignores = append(o.Ignores, other.Ignores...)
	for s, n := range other.Examined {
		o.Examine(s, n)
	}
}

// Engine is what all engines have in common.
type Engine interface {
	ID() assay.EngineID
	// Scopes lists what a complete run of this engine covers.
	Scopes() []assay.Scope
	// Version changes whenever the output for the same input may change:
	// code, rules and options all go into it.
	Version() string
}

// FileScanner looks at one file at a time.
type FileScanner interface {
	Engine
	// Selects says whether a file is worth scanning. It sees the path and the
	// whole content.
	Selects(path string, data []byte) bool
	// Scan is called from several goroutines at once. It must return promptly
	// when ctx ends, and the same output for the same path and bytes.
	Scan(ctx context.Context, f File) (Output, error)
}

// Claimer is a FileScanner that knows files which it would have selected, had
// they not been too large to read, by path and first bytes. What nobody claims
// and is no text is passed over in silence.
type Claimer interface {
	FileScanner
	Claims(path string, head []byte) bool
}

// Extractor looks at all the files it selected together.
type Extractor interface {
	Engine
	// Selects says whether Extract wants to see the file. It is called from
	// several goroutines at once and must be quick.
	Selects(path string, data []byte) bool
	// Extract gets the selected files sorted by path. It divides them into
	// units that can be evaluated alone, asks memo for each, and may work on
	// as many goroutines as GOMAXPROCS. A unit that can't be evaluated becomes
	// a Gap; an error means that nothing can be said at all.
	Extract(ctx context.Context, files []File, memo Memo) (Output, error)
}

// Standalone is an Extractor that finds problems only: no analyser needs what
// it says, so it runs only when it is asked for.
type Standalone interface {
	Extractor
	Standalone()
}

// Facts are what extractors and file scanners found: resources sorted by root
// and address, projects by root, components by root, name and version, APIs by
// path.
type Facts struct {
	Resources  []assay.Resource
	APIs       []assay.API
	Projects   []assay.Project
	Components []assay.Component
}

// Analyser looks at what extractors found.
type Analyser interface {
	Engine
	Analyse(ctx context.Context, facts Facts) (Output, error)
}

// Memo remembers outputs by key, within a run and perhaps longer. Both methods
// may be called from several goroutines. Get may forget; Put may drop.
// An Output that was put or got must not be changed.
type Memo interface {
	Get(key Hash) (Output, bool)
	Put(key Hash, out Output)
}

// Key makes a memo key from parts; no two different lists of parts collide.
func Key(parts ...[]byte) Hash {
	h := sha256.New()
	var n [8]byte
	for _, p := range parts {
		l := len(p)
		for i := range n {
			n[i] = byte(l >> (8 * i))
		}
		h.Write(n[:])
		h.Write(p)
	}
	return Hash(h.Sum(nil))
}
