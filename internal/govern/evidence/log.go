package evidence

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/assay-dev/assay/internal/disk"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence/tiles"
)

// DefaultRetention is how long names are kept when nobody says: seven years,
// the longest that the record-keeping duties we map ask for (our reading).
const DefaultRetention = 7 * 365 * 24 * time.Hour

// Options of a log; the zero value opens one for reading.
type Options struct {
	// Key signs entries and checkpoints; without one nothing can be appended.
	Key Key
	// Retention of names; 0 is DefaultRetention.
	Retention time.Duration
	// Witness is a file, best on another machine, that gets every checkpoint.
	Witness string
	// Trust pins the key that the log must have begun under, for reading; empty
	// takes the log's word for it.
	Trust []Public
	// Memory hears which head an append found and which it left; nil hears nothing.
	Memory Memory
	// Stamper has checkpoints stamped by an authority; nil does without.
	Stamper Stamper
	Now     func() time.Time // nil is time.Now
	Random  io.Reader        // nil is crypto/rand
	// Disk replaces the folder, in tests.
	Disk disk.Disk
}

// Memory remembers the heads of logs, so that one that begins anew, or is rolled
// back, does not go unseen. It is called under the log's lock.
type Memory interface {
	// Found is called with the head before an append; its Origin is empty where
	// there is no log yet.
	Found(Checkpoint)
	Left(Checkpoint)
}

// Stamper gets an RFC 3161 token, in DER, over the SHA-256 of a checkpoint.
type Stamper interface {
	Stamp(ctx context.Context, sha256 []byte) (token []byte, err error)
	// Authority names who is asked.
	Authority() string
}

// Log is an evidence log. Several processes, and several Logs of one process,
// may use a folder at once: each append holds the folder's lock.
type Log struct {
	disk disk.Disk
	o    Options
}

// Receipt says where an entry is.
type Receipt struct {
	// ID is the first 16 hex digits of the leaf's hash: short, and the same for ever.
	ID    string `json:"id"`
	Index int64  `json:"index"` // from 0
	Leaf  string `json:"leaf"`  // RFC 6962 leaf hash, hex
	// Size of the log whose checkpoint covers it.
	Size   int64  `json:"size"`
	Origin string `json:"origin"`
	// Known says that it was in the log before.
	Known bool `json:"known,omitempty"`
}

func receipt(entry []byte, index, size int64, origin string) Receipt {
	leaf := tiles.Leaf(entry)
	text := hex.EncodeToString(leaf[:])
	return Receipt{ID: text[:16], Index: index, Leaf: text, Size: size, Origin: origin}
}

const (
	checkpointFile = "checkpoint"
	historyFile    = "history"
	namesFolder    = "names"
)

// Open opens a log in a folder. With a key the folder is made when it is not
// there; without one a folder that is not there is fault.NotFound.
func Open(dir string, o Options) (*Log, error) {
	o = o.defaults()
	if o.Disk != nil {
		return &Log{o.Disk, o}, nil
	}
	d, err := disk.Open(dir, !o.Key.IsZero())
	if errors.Is(err, fs.ErrNotExist) && o.Key.IsZero() {
		return nil, fault.New(fault.NotFound, "there is no evidence in %s", dir).
			WithHelp("assay run writes it; --evidence DIR names another folder")
	}
	if err != nil {
		return nil, unwritable(err)
	}
	return &Log{d, o}, nil
}

func unwritable(err error) error {
	return fault.New(fault.Unavailable, "write evidence: %w", err).
		WithHelp("make the folder writable, or name another with --evidence DIR")
}

func damaged(format string, args ...any) error {
	return fault.New(fault.Conflict, "the evidence log is damaged: "+format, args...).
		WithHelp("assay evidence verify says what is wrong; nothing is added to a damaged log")
}

// state is a log as it stands.
type state struct {
	checkpoint Checkpoint // zero for a log that has not begun
	historyEnd int64      // bytes of whole records
	history    int64      // bytes of the file
	behind     bool       // the last checkpoint is not in the history yet
	begun      bool       // the history file is there
}

// load reads the state and holds its parts to each other.
func (l *Log) load() (state, error) {
	var s state
	raw, err := l.disk.Read(checkpointFile, maxCheckpoint)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s, err
	}
	tail, size, herr := l.disk.Tail(historyFile, 4*maxCheckpoint)
	if herr != nil && !errors.Is(herr, fs.ErrNotExist) {
		return s, herr
	}
	s.history, s.begun = size, herr == nil
	switch {
	case err != nil && herr != nil:
		s.checkpoint.Head = tiles.Empty()
		if _, err := l.disk.List(tiles.Folder); err == nil {
			return s, damaged("there are entries, and neither checkpoint nor history")
		}
		return s, nil
	case herr != nil:
		return s, damaged("its history is gone")
	case err != nil && size > 0:
		return s, damaged("its checkpoint is gone")
	case err != nil: // begun, and cut off before the first checkpoint
		s.checkpoint.Head = tiles.Empty()
		return s, nil
	}
	if s.checkpoint, err = ParseCheckpoint(raw); err != nil {
		return s, damaged("%w", err)
	}
	return s, s.join(tail)
}

// join holds the end of the history to the checkpoint. The history is written
// after the checkpoint: it may lack the last one, or the end of it; never more.
func (s *state) join(tail []byte) error {
	var last Checkpoint
	raw, end, ok := lastRecord(tail)
	if ok {
		var err error
		if last, err = ParseCheckpoint(raw); err != nil {
			return damaged("its history does not end with a checkpoint")
		}
		s.historyEnd = s.history - int64(len(tail)-end)
	} else if s.history > maxCheckpoint {
		return damaged("its history does not end with a checkpoint")
	}
	s.behind = last.Head.Size < s.checkpoint.Head.Size
	switch {
	case ok && last.Origin != s.checkpoint.Origin:
		return damaged("checkpoint and history are of different logs")
	case last.Head.Size > s.checkpoint.Head.Size:
		return damaged("the checkpoint was rolled back: it is of %d entries, the history knows %d", s.checkpoint.Head.Size, last.Head.Size)
	case !s.behind && (last.Head != s.checkpoint.Head || !bytes.Equal(last.Raw, s.checkpoint.Raw)):
		return damaged("checkpoint and history differ at %d entries", last.Head.Size)
	case !s.behind && s.historyEnd != s.history:
		return damaged("something follows the last checkpoint in the history")
	}
	return nil
}

// Append signs entries and adds them, all under one checkpoint. When it returns
// nil they are on the disk for good, in the order given. Errors: fault.Conflict
// for a damaged log or one of another key, fault.Unavailable when it cannot be
// written; then none of them counts as recorded (but with a witness or an
// authority that cannot be reached: the receipts come too).
func (l *Log) Append(ctx context.Context, entries ...Entry) ([]Receipt, error) {
	receipts, err := l.append(ctx, l.o.Key, func(Checkpoint) ([]Signed, error) { return Sign(l.o, entries...) })
	if err == nil && len(receipts) > 0 {
		err = l.stamp(ctx)
	}
	return receipts, err
}

// stamp has the last checkpoint stamped, where an authority is configured, and
// records the token. A stamp itself is not stamped: the next one covers it.
func (l *Log) stamp(ctx context.Context) error {
	if l.o.Stamper == nil {
		return nil
	}
	cp, err := l.Head()
	if err != nil {
		return err
	}
	sum := sha256.Sum256(cp.Raw)
	token, err := l.o.Stamper.Stamp(ctx, sum[:])
	if err != nil {
		return err
	}
	_, err = l.append(ctx, l.o.Key, func(Checkpoint) ([]Signed, error) {
		return Sign(l.o, Entry{Kind: KindStamp, Predicate: Predicate{Stamp: &Stamp{
			Checkpoint: string(cp.Raw), Token: token, Authority: l.o.Stamper.Authority(),
		}}})
	})
	return err
}

// Sign signs entries without a log: for a bundle that is submitted later. What
// belongs to a run among them names the run's statement by its digest.
func Sign(o Options, entries ...Entry) ([]Signed, error) {
	if o.Key.IsZero() {
		return nil, errNoKey()
	}
	s := o.defaults().signing(o.Key)
	out := make([]Signed, len(entries))
	runs := map[string]string{} // run id → SHA-256 of its statement
	for i, e := range entries {
		if id := e.Predicate.RunID; id != "" {
			e.Predicate.RunStatement = runs[id]
		}
		var err error
		if out[i], err = s.sign(e); err != nil {
			return nil, err
		}
		if e.Kind == KindRun {
			runs[e.Predicate.Run.ID] = out[i].Digest()
		}
	}
	return out, nil
}

func errNoKey() error {
	return fault.New(fault.Unavailable, "there is no key to sign evidence with").
		WithHelp("set ASSAY_EVIDENCE_KEY, or ASSAY_EVIDENCE_KEY_FILE to a file that only you can read")
}

func (o Options) signing(keys ...Key) signing {
	return signing{o.Now(), o.Random, o.Retention, keys}
}

func (o Options) defaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Retention == 0 {
		o.Retention = DefaultRetention
	}
	return o
}

// append adds what make gives, under the lock, with a checkpoint signed by key.
func (l *Log) append(ctx context.Context, key Key, make func(Checkpoint) ([]Signed, error)) (out []Receipt, err error) {
	if l.o.Key.IsZero() {
		return nil, errNoKey()
	}
	unlock, err := l.disk.Lock(ctx, false)
	if err != nil {
		return nil, unwritable(err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	s, err := l.load()
	if err != nil {
		return nil, reading(err)
	}
	if s.checkpoint.Origin != "" && !s.checkpoint.signedBy(l.o.Key.Public(), true) {
		return nil, fault.New(fault.Conflict, "this log is kept under another key than %.16s", l.o.Key.Public().ID()).
			WithHelp("use the log's key, or continue it under this one: assay evidence rotate")
	}
	if err := l.repair(s); err != nil {
		return nil, unwritable(err)
	}
	if l.o.Memory != nil {
		l.o.Memory.Found(s.checkpoint)
	}
	begin, err := l.begin(&s)
	if err != nil {
		return nil, err
	}
	list, err := make(s.checkpoint)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return l.commit(ctx, key, s, append(begin, list...), len(begin))
}

// reading gives an error from reading a log a kind, when it has none.
func reading(err error) error {
	if errors.Is(err, fault.Conflict) || errors.Is(err, fault.Denied) {
		return err
	}
	return fault.New(fault.Unavailable, "read evidence: %w", err).WithHelp("assay evidence verify says what is wrong")
}

// begin gives a new log its name and its first entry.
func (l *Log) begin(s *state) ([]Signed, error) {
	if s.checkpoint.Origin != "" {
		return nil, nil
	}
	var id [originBytes]byte
	if _, err := io.ReadFull(l.o.Random, id[:]); err != nil {
		return nil, fmt.Errorf("draw a name for the log: %w", err)
	}
	s.checkpoint.Origin = originStart + hex.EncodeToString(id[:])
	first, err := l.o.signing(l.o.Key).sign(keyEntry(KindLog, KeyEvent{Origin: s.checkpoint.Origin, Public: l.o.Key.Public()}))
	return []Signed{first}, err
}

func keyEntry(kind Kind, e KeyEvent) Entry {
	e.ID, e.Label, e.Reason = e.Public.ID(), noteOf(e.Label), noteOf(e.Reason)
	return Entry{
		Kind: kind, Predicate: Predicate{Key: &e},
		Subject: []Subject{{Name: "key", Digest: map[string]string{"sha256": e.ID}}},
	}
}

// commit makes entries last: first files, then the checkpoint, then the history.
func (l *Log) commit(ctx context.Context, key Key, s state, list []Signed, skip int) ([]Receipt, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var entries [][]byte
	var at []int
	for _, e := range list {
		for _, env := range e.envelopes() {
			entries = append(entries, env.Bytes())
		}
		at = append(at, len(entries)-1)
	}
	old := s.checkpoint.Head
	files, next, _, err := tiles.Extend(l.read, old, entries)
	if err != nil {
		return nil, damaged("its hashes are not those of its checkpoint (%w)", err)
	}
	cp, err := signCheckpoint(key, s.checkpoint.Origin, next)
	if err != nil {
		return nil, err
	}
	if err := l.write(s, files, list, cp); err != nil {
		return nil, unwritable(err)
	}
	var out []Receipt
	for _, i := range at[skip:] {
		out = append(out, receipt(entries[i], old.Size+int64(i), next.Size, cp.Origin))
	}
	l.tidy(old, next)
	if l.o.Memory != nil {
		l.o.Memory.Left(cp)
	}
	if err := l.witness(cp); err != nil {
		return out, err
	}
	return out, nil
}

func (l *Log) read(path string) ([]byte, error) { return l.disk.Read(path, tiles.MaxFile) }
