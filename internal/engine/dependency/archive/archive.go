// Package archive reads what is inside of built things that lie in the tree:
// jars, wars, ears and what nests in them, wheels and eggs, NuGet packages, and
// programs built by Go. Scanner is an engine.FileScanner.
//
// An archive is a project; the packages that it names about itself and about
// what was packed into it are the components, each required by what holds it.
// A zip of another name is one of these by what it holds. Nothing is written, run
// or looked up, and no group is guessed: a jar that does not say its group keeps
// its artifact's name, and a gap says that it could not be held against known
// flaws.
//
// Archives are hostile: depth, entries and unpacked bytes are bounded (see
// limits), and what is beyond becomes a gap that names the file.
package archive

import (
	"context"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// Scanner reads archives.
type Scanner struct {
	// heavy is held by the one scan that may keep much in memory.
	heavy chan struct{}
}

// New makes a scanner.
func New() *Scanner { return &Scanner{heavy: make(chan struct{}, 1)} }

// ID names the engine.
func (*Scanner) ID() assay.EngineID { return assay.EngineDependency }

// Scopes lists what it covers.
func (*Scanner) Scopes() []assay.Scope { return []assay.Scope{assay.ScopeArchive} }

// Version changes with what is read.
func (*Scanner) Version() string { return "archive 1" }

// Selects archives by name, and programs and renamed archives by what they hold.
func (*Scanner) Selects(path string, data []byte) bool {
	return kindOf(path) != none || goProgram(data) || look(data) != nothing
}

// Claims says of a file that is too large to be read whether Scan would have
// wanted it: engine.Claimer.
func (*Scanner) Claims(path string, head []byte) bool {
	return kindOf(path) != none || goHead(head) || headOfArchive(head)
}

// Scan reads one archive or program.
func (x *Scanner) Scan(ctx context.Context, f engine.File) (engine.Output, error) {
	s := newScan(ctx, x.heavy, f)
	defer s.close()
	switch {
	case kindOf(f.Path) != none:
		s.archive(f.Data, kindOf(f.Path))
	case goProgram(f.Data):
		s.program(f.Data)
	case look(f.Data) == jar:
		s.archive(f.Data, java)
	default:
		s.archive(f.Data, none)
	}
	return s.output(), ctx.Err()
}
