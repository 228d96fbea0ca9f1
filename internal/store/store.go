// Package store is the seam to what Assay remembers of its runs. Adapters live
// beneath it (sqlite); storetest holds each to the same conduct.
package store

import (
	"context"
	"iter"
	"time"
)

// Run is a finished run.
type Run struct {
	ID       string
	Root     string // the examined folder, absolute
	Base     string // commit, may be empty
	Head     string // commit, may be empty
	Started  time.Time
	Outcome  string
	ExitCode int
	Blocking int
	// Report is the JSON report of the run, redacted as all reports are.
	Report []byte
	// Inventory is what the run found to be brought in, as the use case wrote
	// it; equal ones are kept once. Runs lists its hash only.
	Inventory []byte
	// InventoryHash is the SHA-256 of Inventory in hex; empty without one. It is
	// set by the store.
	InventoryHash string
	// Governance is what the run was decided on, and how, as the use case wrote
	// it. Runs leaves it out.
	Governance []byte
	// Seen says since when findings are known in the folder, as the use case wrote
	// it; the newest run's is the folder's. Only Seen gives it back.
	Seen []byte
}

// Filter narrows a list of runs. The zero value lists all.
type Filter struct {
	Root  string // only this folder
	Limit int    // at most so many; 0 is no limit
}

// Store keeps runs. Implementations are safe for concurrent use, also by
// several processes.
type Store interface {
	// SaveRun keeps a run; once it returns nil the run survives a kill or a
	// power cut. Saving an id again replaces nothing and is a
	// fault.Conflict, unless the run is the same to the byte.
	SaveRun(ctx context.Context, r Run) error
	// Run returns one run, or an error of kind fault.NotFound.
	Run(ctx context.Context, id string) (Run, error)
	// Runs lists runs without their reports, newest first; runs of the same
	// moment by id, descending.
	Runs(ctx context.Context, f Filter) ([]Run, error)
	// Seen returns the newest Run.Seen of a folder; nil when there is none.
	Seen(ctx context.Context, root string) ([]byte, error)
	// Inventory returns what runs with this hash found, or an error of kind
	// fault.NotFound.
	Inventory(ctx context.Context, hash string) ([]byte, error)
	// SaveFindings remembers what tools reported about a folder, all of it or
	// nothing; an error that the list brings ends it. What is known by tool and fingerprint keeps its First and gets
	// the new Last and Data; saving the same again changes nothing else. It
	// returns when each was first saved, in the order given.
	SaveFindings(ctx context.Context, root string, at time.Time, list iter.Seq2[Finding, error]) ([]time.Time, error)
	// Findings lists what is remembered of a folder, by tool and fingerprint.
	Findings(ctx context.Context, root string) ([]Finding, error)
	Close() error
}

// Finding is one that another tool reported.
type Finding struct {
	Tool        string
	Fingerprint string
	First, Last time.Time // when it was first and last reported
	Data        []byte    // as the use case wrote it
}
