package evidence

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence/tiles"
)

// Record is an entry as it is read back.
type Record struct {
	ID        string // as in Receipt
	Index     int64
	Kind      Kind
	Subject   []Subject
	Predicate Predicate
	// Provenance is set for KindProvenance, in place of Predicate.
	Provenance json.RawMessage
	// KeyIDs name the keys whose signatures it has; whether they count is what
	// Verify says.
	KeyIDs []string
	// Statement is the SHA-256, in hex, of what was signed.
	Statement string
	Envelope  []byte
	// Parts are the indexes of the entries that it was spread over.
	Parts []int64
	parts []string // their digests
}

// At is when it happened: a run's start, a deploy's time, else when it was recorded.
func (r *Record) At() time.Time {
	switch {
	case r.Predicate.Run != nil:
		return r.Predicate.Run.Started
	case r.Predicate.Deploy != nil:
		return r.Predicate.Deploy.At
	}
	return r.Predicate.Recorded
}

// Services are those that it is about; none means that it does not say.
func (r *Record) Services() []assay.ServiceID {
	var out []assay.ServiceID
	list := r.Predicate.Services
	if r.Predicate.Run != nil {
		list = r.Predicate.Run.Services
	}
	for _, s := range list {
		out = append(out, s.ID)
	}
	if r.Predicate.Deploy != nil {
		out = append(out, r.Predicate.Deploy.Service)
	}
	return out
}

// decodeEntry reads an entry; part gives the bytes of parts that came before it.
func decodeEntry(data []byte, index int64, part func(digest string) ([]byte, error)) (*Record, error) {
	env, err := ParseEnvelope(data)
	if err != nil {
		return nil, err
	}
	return decode(data, env, index, part)
}

func decode(data []byte, env Envelope, index int64, part func(digest string) ([]byte, error)) (*Record, error) {
	r, err := openRecord(env, part)
	if err != nil {
		return nil, err
	}
	r.ID, r.Index, r.Envelope = receipt(data, index, 0, "").ID, index, data
	return r, nil
}

// openRecord reads an envelope. Without part it leaves what is in parts as it is.
func openRecord(env Envelope, part func(string) ([]byte, error)) (*Record, error) {
	st, kind, err := parseStatement(env.Payload)
	if err != nil {
		return nil, err
	}
	r := &Record{Kind: kind, Subject: st.Subject, Statement: digest(env.Payload)}
	for _, s := range env.Signatures {
		r.KeyIDs = append(r.KeyIDs, s.KeyID)
	}
	if kind == KindProvenance {
		r.Provenance = st.Predicate
		return r, nil
	}
	if err := json.Unmarshal(st.Predicate, &r.Predicate); err != nil {
		return nil, fmt.Errorf("a %s statement: %w", kind, err)
	}
	if w := r.Predicate.Whole; w != nil {
		if part == nil {
			return r, nil
		}
		body, err := join(w, part)
		if err != nil {
			return nil, err
		}
		r.Predicate, r.parts = Predicate{}, w.Parts
		if err := json.Unmarshal(body, &r.Predicate); err != nil {
			return nil, fmt.Errorf("a %s statement: %w", kind, err)
		}
	}
	return r, r.whole()
}

// whole says whether a statement has what its kind needs.
func (r *Record) whole() error {
	p := &r.Predicate
	has := true
	switch r.Kind {
	case KindRun:
		has = p.Run != nil
	case KindDecision:
		has = p.Decision != nil
	case KindDeploy:
		has = p.Deploy != nil
	case KindClose:
		has = p.Close != nil
	case KindPart:
		has = len(p.Part) > 0
	case KindLog, KindTrust, KindRevoke, KindRotate:
		has = p.Key != nil && p.Key.Public != nil && p.Key.ID == p.Key.Public.ID()
	case KindHold, KindForget:
		has = p.Names != nil
	case KindStamp:
		has = p.Stamp != nil
	}
	if !has {
		return fmt.Errorf("a %s statement that does not say what it must", r.Kind)
	}
	return nil
}

// Head is the log's last checkpoint; its Origin is empty before the first entry.
// Its signature is not looked at: Records and Verify do.
func (l *Log) Head() (Checkpoint, error) {
	raw, err := l.disk.Read(checkpointFile, maxCheckpoint)
	if errors.Is(err, fs.ErrNotExist) {
		return Checkpoint{Head: tiles.Empty()}, nil
	}
	if err != nil {
		return Checkpoint{}, reading(err)
	}
	c, err := ParseCheckpoint(raw)
	if err != nil {
		return c, damaged("%w", err)
	}
	return c, nil
}

// Records reads the log's entries in order: held to its checkpoint, that to the
// log's key, and each to the signature of a key that counted at its place. Parts
// are joined into what they are parts of and not given. It ends with the first
// error; what was given before counts only when none comes. Options.Trust pins
// the key that the log began under (fault.Denied). The log is locked for writers
// meanwhile: do not append from within.
func (l *Log) Records(ctx context.Context) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		unlock, err := l.disk.Lock(ctx, true)
		if err != nil {
			yield(nil, reading(err))
			return
		}
		defer unlock() //nolint:errcheck // it was a lock for reading
		head, err := l.Head()
		if err != nil {
			yield(nil, err)
			return
		}
		if err := l.verified(ctx, head, yield); err != nil {
			yield(nil, reading(err))
		}
	}
}

// verified gives the records of a log, and checks all signatures on the way; the
// checkpoint's at the end, when its key is known.
func (l *Log) verified(ctx context.Context, cp Checkpoint, yield func(*Record, error) bool) error {
	g := &guard{trust: l.o.Trust, ring: newKeyring()}
	goOn := true
	err := l.walk(ctx, cp.Head, g.admit, func(r *Record, err error) bool {
		goOn = yield(r, err)
		return goOn
	})
	if err != nil || !goOn || cp.Head.Size == 0 {
		return err
	}
	if p := g.ring.current(); p == nil || !cp.signedBy(p, true) {
		return damaged("its checkpoint is not signed by the log's key")
	}
	return nil
}

// guard holds the entries of a log to their keys.
type guard struct {
	trust []Public
	ring  *keyring
}

// admit takes in entries that follow each other.
func (g *guard) admit(list []*Record, envs []Envelope) error {
	var jobs []job
	var at []int64
	for i, r := range list {
		publics, err := g.ring.admit(r)
		if err != nil {
			return damaged("entry %d: %w", r.Index, err)
		}
		if r.Kind == KindLog && len(g.trust) > 0 && !slices.ContainsFunc(g.trust, func(p Public) bool { return p.ID() == r.Predicate.Key.ID }) {
			return fault.New(fault.Denied, "the log began under %.16s, which is not a key that you trust", r.Predicate.Key.ID).
				WithHelp("ask the log's owner for its first key; assay evidence verify shows all of them")
		}
		for k, s := range envs[i].Signatures {
			jobs, at = append(jobs, job{public: publics[k], env: &envs[i], sig: s.Sig}), append(at, r.Index)
		}
	}
	good := make([]bool, len(jobs))
	parallel(len(jobs), func(i int) { good[i] = jobs[i].check() })
	if i := slices.Index(good, false); i >= 0 {
		return damaged("entry %d: its signature is wrong", at[i])
	}
	return nil
}

// records reads entries that the caller knows to be signed: under a checkpoint
// that was checked.
func (l *Log) records(ctx context.Context, head tiles.Head, yield func(*Record, error) bool) error {
	return l.walk(ctx, head, func([]*Record, []Envelope) error { return nil }, yield)
}

// walk reads a log bundle by bundle; admit sees all records of one, parts too,
// before they are given.
func (l *Log) walk(ctx context.Context, head tiles.Head, admit func([]*Record, []Envelope) error, yield func(*Record, error) bool) error {
	parts := map[string]int64{}
	part := func(name string) ([]byte, error) { return l.part(head, parts, name) }
	for n := int64(0); n*tiles.Width < head.Size; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		entries, err := l.bundle(head, n)
		if err != nil {
			return err
		}
		list, envs := make([]*Record, len(entries)), make([]Envelope, len(entries))
		for i, data := range entries {
			index := n*tiles.Width + int64(i)
			if envs[i], err = ParseEnvelope(data); err == nil {
				list[i], err = decode(data, envs[i], index, part)
			}
			if err != nil {
				return fmt.Errorf("entry %d: %w", index, err)
			}
			if r := list[i]; r.Kind == KindPart {
				parts[digest(r.Predicate.Part)] = index
			}
		}
		if err := admit(list, envs); err != nil {
			return err
		}
		for _, r := range list {
			if r.Kind == KindPart {
				continue
			}
			for _, name := range r.parts {
				r.Parts = append(r.Parts, parts[name])
			}
			if !yield(r, nil) {
				return nil
			}
		}
	}
	return nil
}

// bundle reads the entries of a bundle, held to the tree.
func (l *Log) bundle(head tiles.Head, n int64) ([][]byte, error) {
	at := tiles.Current(head.Size, true, 0, n)
	data, err := l.read(at.Path())
	if err != nil {
		return nil, err
	}
	entries, err := tiles.ParseBundle(data, at.Width)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", at.Path(), err)
	}
	want, err := tiles.Leaves(l.read, head, n*tiles.Width, at.Width)
	if err != nil {
		return nil, err
	}
	for i, e := range entries {
		if tiles.Leaf(e) != want[i] {
			return nil, fmt.Errorf("%s: entry %d is not the one that was signed", at.Path(), n*tiles.Width+int64(i))
		}
	}
	return entries, nil
}

func (l *Log) part(head tiles.Head, known map[string]int64, name string) ([]byte, error) {
	at, ok := known[name]
	if !ok {
		return nil, fmt.Errorf("part %.16s is not in the log before its statement", name)
	}
	data, err := tiles.Entry(l.read, head, at)
	if err != nil {
		return nil, err
	}
	r, err := decodeEntry(data, at, nil)
	if err != nil {
		return nil, err
	}
	return r.Predicate.Part, nil
}

// Find reads the record with an id, or with an id that begins so (at least four digits).
func (l *Log) Find(ctx context.Context, id string) (*Record, error) {
	none := fault.New(fault.NotFound, "there is no evidence %q", id).WithHelp("assay evidence list names what there is")
	if len(id) < 4 || strings.Trim(id, "0123456789abcdef") != "" {
		return nil, none
	}
	var found *Record
	for r, err := range l.Records(ctx) {
		switch {
		case err != nil:
			return nil, err
		case !strings.HasPrefix(r.ID, id):
		case found != nil:
			return nil, fault.New(fault.Invalid, "more than one evidence id begins with %q", id).WithHelp("write more digits")
		default:
			found = r
		}
	}
	if found == nil {
		return nil, none
	}
	return found, nil
}

// Prove gives the inclusion proof of an entry, with the checkpoint it leads to.
func (l *Log) Prove(index int64) (Checkpoint, tlog.RecordProof, error) {
	cp, err := l.Head()
	if err != nil {
		return cp, nil, err
	}
	proof, err := tiles.Prove(l.read, cp.Head, index)
	if err != nil {
		return cp, nil, reading(err)
	}
	return cp, proof, nil
}

// Filter picks records.
type Filter struct {
	// From is included, To is not; zero is open.
	From, To time.Time
	// Service keeps what is about it, or does not say; empty keeps all.
	Service assay.ServiceID
	Kinds   []Kind // empty keeps all
}

// Keep says whether a record is picked.
func (f Filter) Keep(r *Record) bool {
	at := r.At()
	if len(f.Kinds) > 0 && !slices.Contains(f.Kinds, r.Kind) {
		return false
	}
	if !f.From.IsZero() && at.Before(f.From) || !f.To.IsZero() && !at.Before(f.To) {
		return false
	}
	services := r.Services()
	return f.Service == "" || len(services) == 0 || slices.Contains(services, f.Service)
}

// Population is what was tested and deployed in a time.
type Population struct {
	// Origin names the log, Key the one that it began under.
	Origin, Key string
	Runs        []RunRecord
	Deploys     []DeployRecord
}

// RunRecord is a run with its decision, and the ids of its evidence.
type RunRecord struct {
	assay.Run
	Builder Builder
	// ID of the run's evidence; Decided of its decision's, empty when there is none.
	EvidenceID, Decided string
}

// DeployRecord is a deploy with the id of its evidence.
type DeployRecord struct {
	assay.Deploy
	EvidenceID string
}

// Population reads runs and deploys, oldest first as they were recorded. A run
// whose decision is not in the log has none: its outcome is empty, which is no pass.
func (l *Log) Population(ctx context.Context, f Filter) (*Population, error) {
	return population(l.Records(ctx), f)
}

func population(records iter.Seq2[*Record, error], f Filter) (*Population, error) {
	f.Kinds = nil
	out := &Population{}
	decided := map[string][]*Record{} // by the statement of the run
	var runs []*Record
	for r, err := range records {
		switch {
		case err != nil:
			return nil, err
		case r.Kind == KindLog:
			out.Origin, out.Key = r.Predicate.Key.Origin, r.Predicate.Key.ID
		case r.Kind == KindDecision:
			decided[r.Predicate.RunStatement] = append(decided[r.Predicate.RunStatement], r)
		case !f.Keep(r):
		case r.Kind == KindRun:
			run := RunRecord{Run: r.Predicate.Run.Run, EvidenceID: r.ID}
			if r.Predicate.Builder != nil {
				run.Builder = *r.Predicate.Builder
			}
			out.Runs, runs = append(out.Runs, run), append(runs, r)
		case r.Kind == KindDeploy:
			out.Deploys = append(out.Deploys, DeployRecord{*r.Predicate.Deploy, r.ID})
		}
	}
	for i := range out.Runs {
		// A decision counts for the very statement that it names, signed by the
		// same key: another runner can't decide on it.
		for _, d := range decided[runs[i].Statement] {
			if d.Predicate.RunID == out.Runs[i].ID && slices.Equal(d.KeyIDs, runs[i].KeyIDs) {
				out.Runs[i].Decision, out.Runs[i].Decided = *d.Predicate.Decision, d.ID
			}
		}
	}
	return out, nil
}
