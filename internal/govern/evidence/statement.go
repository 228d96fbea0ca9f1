package evidence

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

const (
	statementType  = "https://in-toto.io/Statement/v1"
	predicateStart = "https://assay.dev/evidence/"
	predicateEnd   = "/v1"

	// ProvenanceType is SLSA's.
	ProvenanceType = "https://slsa.dev/provenance/v1"
)

// Kind says what a statement is about.
type Kind string

// The kinds. Those from KindLog on are the log's own, and only its key may sign them.
const (
	KindRun        Kind = "run"
	KindDecision   Kind = "decision"
	KindWaiver     Kind = "waiver-use"
	KindApproval   Kind = "approval"
	KindEmergency  Kind = "emergency"
	KindDeploy     Kind = "deploy"
	KindClose      Kind = "close" // a month of cost
	KindProvenance Kind = "provenance"
	KindPart       Kind = "part" // a piece of a statement that is too long for one entry

	KindLog    Kind = "log"    // the first entry: whose log this is
	KindTrust  Kind = "trust"  // a key whose envelopes are taken from here on
	KindRevoke Kind = "revoke" // a key whose envelopes are not taken any more
	KindRotate Kind = "rotate" // the log is continued under another key
	KindStamp  Kind = "timestamp"
	KindHold   Kind = "hold"
	KindForget Kind = "forget"
)

// Kinds lists what a person may filter by.
func Kinds() []Kind {
	return []Kind{
		KindRun, KindDecision, KindWaiver, KindApproval, KindEmergency, KindDeploy, KindClose, KindProvenance, KindPart,
		KindLog, KindTrust, KindRevoke, KindRotate, KindStamp, KindHold, KindForget,
	}
}

// own says that only the log's own key may sign it.
func (k Kind) own() bool {
	switch k {
	case KindLog, KindTrust, KindRevoke, KindRotate, KindStamp, KindHold, KindForget:
		return true
	}
	return false
}

func (k Kind) predicateType() string {
	if k == KindProvenance {
		return ProvenanceType
	}
	return predicateStart + string(k) + predicateEnd
}

func kindOf(predicateType string) (Kind, bool) {
	if predicateType == ProvenanceType {
		return KindProvenance, true
	}
	name, ok := strings.CutPrefix(predicateType, predicateStart)
	name, ok2 := strings.CutSuffix(name, predicateEnd)
	for _, k := range Kinds() {
		if ok && ok2 && string(k) == name {
			return k, true
		}
	}
	return "", false
}

// Subject is what a statement is about, by digest: gitCommit or sha256.
type Subject struct {
	Name   string            `json:"name"`
	Digest map[string]string `json:"digest"`
}

// statement is an in-toto Statement v1.
type statement struct {
	Type          string          `json:"_type"`
	Subject       []Subject       `json:"subject"`
	PredicateType string          `json:"predicateType"`
	Predicate     json.RawMessage `json:"predicate"`
}

func parseStatement(payload []byte) (statement, Kind, error) {
	var s statement
	if err := json.Unmarshal(payload, &s); err != nil {
		return s, "", fmt.Errorf("not a statement: %w", err)
	}
	kind, ok := kindOf(s.PredicateType)
	switch {
	case s.Type != statementType:
		return s, "", fmt.Errorf("a statement of type %q", s.Type)
	case !ok:
		return s, "", fmt.Errorf("a predicate of type %q", s.PredicateType)
	case len(s.Subject) == 0:
		return s, "", fmt.Errorf("a %s statement without a subject", kind)
	}
	return s, kind, nil
}

// Predicate is what our statements say; which members are set depends on the kind.
type Predicate struct {
	// Recorded is when it was signed, by the signer's clock.
	Recorded time.Time `json:"recorded"`
	Run      *RunFacts `json:"run,omitempty"`
	Builder  *Builder  `json:"builder,omitempty"`
	// RunID names the run that a decision, waiver use, approval or emergency belongs to.
	RunID string `json:"run_id,omitempty"`
	// RunStatement is the SHA-256, in hex, of that run's statement.
	RunStatement string             `json:"run_statement,omitempty"`
	Services     []assay.RunService `json:"services,omitempty"`
	Decision     *assay.Decision    `json:"decision,omitempty"`
	Waiver       string             `json:"waiver,omitempty"`
	Grant        string             `json:"grant,omitempty"`
	// Emergency says why and for what the grant was given.
	Emergency *assay.Grant  `json:"emergency,omitempty"`
	Deploy    *assay.Deploy `json:"deploy,omitempty"`
	// Close is a month of cost that was closed.
	Close *assay.MonthClose `json:"close,omitempty"`
	// People are commitments to names that stand beside the log.
	People []Commitment `json:"people,omitempty"`
	// NamesUntil is when the names may be forgotten.
	NamesUntil time.Time `json:"names_until,omitzero"`

	Key   *KeyEvent   `json:"key,omitempty"`
	Names *NamesEvent `json:"names,omitempty"`
	Stamp *Stamp      `json:"timestamp,omitempty"`
	Part  []byte      `json:"part,omitempty"`
	Whole *Whole      `json:"whole,omitempty"`
}

// RunFacts is a run without its decision, which is a statement of its own.
type RunFacts struct {
	assay.Run
	Decision *struct{} `json:"decision,omitempty"` // hides Run's
}

// Builder says where the work was done.
type Builder struct {
	// ID is a URI: https://assay.dev/builder/ci/gitlab, …/untrusted.
	ID      string `json:"id"`
	Version string `json:"version,omitempty"` // of assay
	// Key is where the signing key lay: see KeySource.Place.
	Key string `json:"key,omitempty"`
	// Trusted is false for a laptop: its owner could have changed anything. It is
	// the builder's own word, as good as the care for its key.
	Trusted bool `json:"trusted"`
}

// KeyEvent says what becomes of a key.
type KeyEvent struct {
	Origin string `json:"origin,omitempty"` // of the log, in its first entry
	ID     string `json:"id"`
	Public Public `json:"public"`
	Label  string `json:"label,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// NamesEvent says what becomes of names.
type NamesEvent struct {
	// Statements are SHA-256 digests, in hex, of the statements whose names are meant.
	Statements []string `json:"statements"`
	Hold       bool     `json:"hold,omitempty"`
	Reason     string   `json:"reason,omitempty"`
}

// Stamp is a time stamp of a checkpoint by an authority (RFC 3161).
type Stamp struct {
	Checkpoint string `json:"checkpoint"`
	Token      []byte `json:"token"` // DER
	Authority  string `json:"authority,omitempty"`
}

// Whole replaces a predicate that is too long for one entry: its parts, joined
// and unpacked with gzip, are the predicate.
type Whole struct {
	SHA256 string   `json:"sha256"` // of the unpacked predicate
	Size   int64    `json:"size"`   // bytes of it
	Parts  []string `json:"parts"`  // SHA-256 of each part's bytes, in order
}
