package run

import (
	"io"
	"time"

	"github.com/assay-dev/assay/internal/advisory"
	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/catalog"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency"
	"github.com/assay-dev/assay/internal/govern/control"
	"github.com/assay-dev/assay/internal/govern/policy"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/pipeline"
	"github.com/assay-dev/assay/internal/pricebook"
	"github.com/assay-dev/assay/internal/reach"
	"github.com/assay-dev/assay/internal/rule"
	"github.com/assay-dev/assay/internal/store"
)

// Request says what to test and how.
type Request struct {
	Dir string
	// Gate asks for the decision (assay run); without it the engines' results
	// alone are shown (assay scan).
	Gate    bool
	Base    string   // --base
	Stages  []string // empty: all
	Engines []assay.EngineID
	Steps   bool // run declared steps
	History bool // scan: all versions of all files
	Staged  bool // scan: what is staged for the next commit
	// HookIndex is the index file that git names to a hook, for Staged.
	HookIndex string
	// Imports are other tools' reports that belong to this run.
	Imports []string
	// Rules are files of rules for source code, by path, that take the place of
	// those that ship; nil takes these.
	Rules map[string][]byte
	// FailOn makes a scan answer no from this severity on; nil never does.
	FailOn *assay.Severity
	// Reach asks for the call graphs of Go modules; nil does not.
	Reach *reach.Options
	CI    *change.CI
	// Ticket, Requester and ApprovedBy say what the change is for and whose it is,
	// besides the trailers of its commits.
	Ticket, Requester string
	ApprovedBy        []string
	// FingerprintKey keys the identities of secrets; empty takes the configuration's.
	FingerprintKey string
	// Keeper keeps the evidence; nil keeps none, and NoKeeper says why.
	Keeper   Keeper
	NoKeeper NoKeeper
	// KeyFrom says where the key lay that the Keeper signs with: see
	// evidence.KeySource.
	KeyFrom string
	// HideFromSteps names environment variables that declared steps must not see.
	HideFromSteps []string
	Progress      func(phase string, done, total int)
	// StepOutput receives the output of declared steps as they run; nil drops it.
	StepOutput io.Writer
}

// EngineSet is the engines of one run.
type EngineSet struct {
	Scanners   []engine.FileScanner
	Extractors []engine.Extractor
	Analysers  []engine.Analyser
	// Rules describes what these engines look for, where the service's
	// catalogue does not; it may be nil.
	Rules rule.Source
}

// EngineOptions is what engines are made from.
type EngineOptions struct {
	FingerprintKey []byte
	Catalogue      *catalog.Catalogue
	// Rules are files of rules for source code, by path; nil: those that ship.
	Rules map[string][]byte
}

// Service tests changes. All fields but Store and Cache are required.
type Service struct {
	Rules   rule.Catalogue
	Engines func(EngineOptions) EngineSet
	// Advisories says how old the data on known flaws is.
	Advisories advisory.Info
	// Flaws is that data, for Request.Reach.
	Flaws dependency.Index
	// AdvisoriesNote says what was wrong with it; empty when nothing.
	AdvisoriesNote string
	// Redact removes secrets from text that is kept: the output of steps.
	Redact func([]byte) []byte
	// Suspects finds secrets in what engines say in passing; see pipeline.Runner.
	Suspects func(path string, text []byte) [][2]int
	// Store keeps runs; nil keeps none.
	Store func() (store.Store, error)
	// Cache opens the memory of a folder; nil remembers nothing.
	Cache func(dir string) Cache
	Now   func() time.Time
	// Clock is the real time where Now stands still (SOURCE_DATE_EPOCH); nil when it
	// does not.
	Clock   func() time.Time
	Version string
	// Policies are the bundled policies, by path.
	Policies policy.Files
	// EvidenceLog is the folder of the evidence log; empty when there is none.
	EvidenceLog string
	// Prices opens the price book.
	Prices func() PriceBook
	// Lake opens the lake of bills; nil when there is none.
	Lake func() (lake.Lake, error)
	// Controls gives the frameworks with their controls.
	Controls func() (*control.Set, error)
	// ShippedRules are the files of rules for source code that ship, by path.
	ShippedRules func() map[string][]byte
	// Build names this very program: what one build remembers is nothing to another.
	Build string
	Host  string
}

// PriceBook is the price book in use. Note says that the user's own could not be
// used; it is empty otherwise.
type PriceBook struct {
	Book *pricebook.Book
	Note string
	Err  error
}

// Cache is a pipeline memory that can be saved.
type Cache interface {
	pipeline.Bytes
	Save() error
}
