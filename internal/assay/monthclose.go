package assay

import "time"

// MonthClose is a month of cost that was closed, as evidence keeps it: the
// statements are in a file of their own, and Digest is theirs.
type MonthClose struct {
	Month Month `json:"month"`
	// Digest is the closing's as it is written, "sha256:" and hexadecimal; Previous is
	// that of the month before, empty for the first.
	Digest   string    `json:"digest"`
	Previous string    `json:"previous,omitempty"`
	Closed   time.Time `json:"closed"`
	// Quarantined counts the month's lines that were in no statement.
	Quarantined int64 `json:"quarantined"`
}
