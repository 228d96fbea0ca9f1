package evidence

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/assay-dev/assay/internal/disk"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence/stamp"
	"github.com/assay-dev/assay/internal/govern/evidence/tiles"
)

// Checks say what a verification holds a log to, beside itself.
type Checks struct {
	// Trust pins the key that the log must have begun under; empty takes the
	// log's word for it, and the report says so.
	Trust []Public
	// Checkpoints are what a witness kept: checkpoints, each followed by an empty
	// line, or a single one.
	Checkpoints []byte
	// Authorities are the roots that time stamps must lead to; nil checks their
	// signatures alone.
	Authorities *x509.CertPool
	// Disk replaces the folder, in tests.
	Disk disk.Disk
	// known remembers entries that were read and signatures that were found good,
	// for tests that verify nearly the same log again and again.
	known *sync.Map
}

// Report says what a verification found.
type Report struct {
	Origin string       `json:"origin,omitempty"`
	Size   int64        `json:"size"` // entries
	Root   string       `json:"root,omitempty"`
	Kinds  map[Kind]int `json:"kinds,omitempty"`
	Keys   []KeyState   `json:"keys,omitempty"`
	// Pinned says that the log's first key was one that the caller trusts.
	Pinned bool `json:"pinned"`
	// Checkpoints is how many of the log's own history were checked; Witnessed how
	// many of a witness.
	Checkpoints int `json:"checkpoints"`
	Witnessed   int `json:"witnessed"`
	// Names is how many statements still have their names, of Personal with any.
	Stamped  int       `json:"stamped"` // time stamps that were checked
	Names    int       `json:"names"`
	Personal int       `json:"personal"`
	First    time.Time `json:"first,omitzero"` // recorded
	Last     time.Time `json:"last,omitzero"`
	// Problems are what makes it unverified; More is how many are left out.
	Problems []Problem `json:"problems,omitempty"`
	More     int       `json:"more,omitempty"`
	// Notes do not.
	Notes []string `json:"notes,omitempty"`
}

// OK says that everything authenticated is as it was signed.
func (r *Report) OK() bool { return len(r.Problems) == 0 }

// Problem is something that is not as it was signed.
type Problem struct {
	Where string `json:"where"` // file, or entry
	What  string `json:"what"`
}

const maxProblems = 50

func (r *Report) problem(where, what string, args ...any) {
	if len(r.Problems) == maxProblems {
		r.More++
		return
	}
	r.Problems = append(r.Problems, Problem{where, fmt.Sprintf(what, args...)})
}

func (r *Report) note(what string, args ...any) {
	if len(r.Notes) < maxProblems {
		r.Notes = append(r.Notes, fmt.Sprintf(what, args...))
	}
}

// Verify checks a log in a folder, wholly and without a network: every file,
// hash, signature and checkpoint. The error is for what could not be looked at;
// what is wrong with the log is in the report.
func Verify(ctx context.Context, dir string, c Checks) (*Report, error) {
	d := c.Disk
	if d == nil {
		var err error
		if d, err = disk.Open(dir, false); err != nil {
			return nil, fault.New(fault.NotFound, "open the log: %w", err).WithHelp("assay evidence verify DIR names its folder")
		}
	}
	unlock, err := d.Lock(ctx, true)
	if err != nil {
		return nil, reading(err)
	}
	v := newVerifier(c)
	v.disk = d
	err = v.all(ctx)
	return v.report, errors.Join(err, unlock())
}

type verifier struct {
	disk   disk.Disk
	checks Checks
	report *Report
	keys   *keyring

	checkpoint Checkpoint
	history    []Checkpoint // in order
	next       int          // of the history, to come
	witness    map[int64][]Checkpoint

	// entries grows from the entries, tiled from the lowest tiles: where they
	// differ, the signed root tells which of the two was changed.
	entries, tiled tiles.Frontier
	differ         []difference

	parts     map[string][]byte // not yet joined
	people    map[string][]Commitment
	forgotten map[string]bool
	held      map[string]bool
	named     map[string]bool // statements whose names are beside the log
}

func newVerifier(c Checks) *verifier {
	return &verifier{
		checks: c, report: &Report{Kinds: map[Kind]int{}}, keys: newKeyring(), parts: map[string][]byte{},
		people: map[string][]Commitment{}, forgotten: map[string]bool{}, held: map[string]bool{}, named: map[string]bool{},
	}
}

// difference is an entry whose hash is not the one in the tile.
type difference struct {
	index        int64
	bundle, tile string
}

func (v *verifier) all(ctx context.Context) error {
	if !v.open() {
		return nil
	}
	whole, err := v.walk(ctx)
	if err != nil {
		return err
	}
	if whole {
		v.settle()
	}
	v.report.Keys = v.keys.list()
	return v.files()
}

// open reads checkpoint, history and what a witness kept.
func (v *verifier) open() bool {
	raw, err := v.disk.Read(checkpointFile, maxCheckpoint)
	if err != nil {
		v.missing(checkpointFile, err)
		return false
	}
	if v.checkpoint, err = ParseCheckpoint(raw); err != nil {
		v.report.problem(checkpointFile, "is not a checkpoint")
		return false
	}
	v.report.Origin, v.report.Size = v.checkpoint.Origin, v.checkpoint.Head.Size
	v.report.Root = fmt.Sprintf("%x", v.checkpoint.Head.Root[:])
	v.readHistory()
	v.readWitness()
	return true
}

func (v *verifier) missing(name string, err error) {
	if errors.Is(err, fs.ErrNotExist) {
		v.report.problem(name, "is missing")
		return
	}
	v.report.problem(name, "cannot be read: %v", err)
}

const maxHistory = 512 << 20

// readHistory reads the log's own checkpoints. The end may be cut off, but only
// in what would become the record of the last checkpoint.
func (v *verifier) readHistory() {
	data, err := v.disk.Read(historyFile, maxHistory)
	if err != nil {
		v.missing(historyFile, err)
		return
	}
	var size int64
	for {
		raw, rest, ok := nextRecord(data)
		if !ok {
			break
		}
		data = rest
		c, err := ParseCheckpoint(raw)
		if err != nil || c.Origin != v.checkpoint.Origin || c.Head.Size <= size {
			v.report.problem(historyFile, "checkpoint %d is not one of this log, or not in order", len(v.history)+1)
			return
		}
		size = c.Head.Size
		v.history = append(v.history, c)
	}
	switch {
	case size > v.checkpoint.Head.Size:
		v.report.problem(checkpointFile, "was rolled back: it is of %d entries, the history knows %d", v.checkpoint.Head.Size, size)
	case size == v.checkpoint.Head.Size && len(data) > 0:
		v.report.problem(historyFile, "something follows the last checkpoint")
	case size < v.checkpoint.Head.Size && !torn(data, record(v.checkpoint)):
		v.report.problem(historyFile, "does not end with the checkpoint")
	case size < v.checkpoint.Head.Size:
		v.report.note("the last append was cut off before its checkpoint came into the history; the next append mends that")
	}
}

// torn says whether data is the beginning of want, perhaps with zeros for what
// never reached the disk.
func torn(data, want []byte) bool {
	data = bytes.TrimRight(data, "\x00")
	return bytes.HasPrefix(want, data)
}

// readWitness reads what was kept elsewhere.
func (v *verifier) readWitness() {
	data := v.checks.Checkpoints
	v.witness = map[int64][]Checkpoint{}
	if len(data) > 0 && !bytes.HasSuffix(data, []byte(recordEnd)) {
		data = append(data[:len(data):len(data)], '\n')
	}
	for len(data) > 0 {
		raw, rest, ok := nextRecord(data)
		c, err := ParseCheckpoint(raw)
		if !ok || err != nil {
			v.report.problem("witness", "is not a list of checkpoints")
			return
		}
		data = rest
		switch {
		case c.Origin != v.checkpoint.Origin:
			v.report.problem("witness", "knows the log %s, this one is %s", c.Origin, v.checkpoint.Origin)
			return
		case c.Head.Size > v.checkpoint.Head.Size:
			v.report.problem(checkpointFile, "was rolled back: it is of %d entries, the witness knows %d", v.checkpoint.Head.Size, c.Head.Size)
		}
		v.witness[c.Head.Size] = append(v.witness[c.Head.Size], c)
	}
}

// loaded is a bundle with what could be found out about it alone.
type loaded struct {
	n       int64
	err     error
	where   string
	entries [][]byte
	leaves  []tlog.Hash
	tiles   []tlog.Hash // what the lowest tile says
	records []*Record   // nil where the entry could not be read
	wrong   []error
	envs    []Envelope
}

// walk goes through all entries in order: bundles are read and signatures are
// checked side by side, keys are followed one by one.
func (v *verifier) walk(ctx context.Context) (whole bool, err error) {
	size := v.checkpoint.Head.Size
	step := int64(4 * runtime.GOMAXPROCS(0))
	for n := int64(0); n*tiles.Width < size; n += step {
		if err := ctx.Err(); err != nil {
			return false, fault.New(fault.Interrupted, "%w", err)
		}
		list := make([]loaded, min(step, (size-n*tiles.Width+tiles.Width-1)/tiles.Width))
		parallel(len(list), func(i int) { list[i] = v.load(n + int64(i)) })
		var jobs []job
		for _, b := range list {
			if b.err != nil {
				v.missing(b.where, b.err)
				return false, nil
			}
			jobs = append(jobs, v.follow(b)...)
		}
		bad := make([]bool, len(jobs))
		parallel(len(jobs), func(i int) { bad[i] = !jobs[i].good(v.checks.known) })
		for i, j := range jobs {
			if bad[i] {
				v.report.problem(j.where, "%s", j.what)
			}
		}
	}
	return true, nil
}

// parallel does n things on all processors.
func parallel(n int, do func(int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for i := w; i < n; i += workers {
				do(i)
			}
		})
	}
	wait.Wait()
}

func (v *verifier) load(n int64) loaded {
	at := tiles.Current(v.checkpoint.Head.Size, true, 0, n)
	b := loaded{n: n, where: at.Path()}
	data, err := v.disk.Read(b.where, tiles.MaxFile)
	if err == nil {
		b.entries, err = tiles.ParseBundle(data, at.Width)
	}
	if err != nil {
		b.err = err
		return b
	}
	at.Entries = false
	tile, err := v.disk.Read(at.Path(), tiles.Width*tlog.HashSize)
	if err == nil && len(tile) != at.Width*tlog.HashSize {
		err = fmt.Errorf("%d bytes", len(tile))
	}
	if err != nil {
		b.where, b.err = at.Path(), err
		return b
	}
	for i, e := range b.entries {
		b.leaves = append(b.leaves, tiles.Leaf(e))
		b.tiles = append(b.tiles, tlog.Hash(tile[i*tlog.HashSize:]))
		if b.leaves[i] != b.tiles[i] { // not what was signed: nothing in it counts
			b.envs, b.records, b.wrong = append(b.envs, Envelope{}), append(b.records, nil), append(b.wrong, nil)
			continue
		}
		env, r, err := v.parse(e, b.leaves[i])
		if r != nil {
			r.Index = n*tiles.Width + int64(i)
		}
		b.envs, b.records, b.wrong = append(b.envs, env), append(b.records, r), append(b.wrong, err)
	}
	return b
}

// parsed is an entry that was read before.
type parsed struct {
	env    Envelope
	record Record
}

func (v *verifier) parse(data []byte, leaf tlog.Hash) (Envelope, *Record, error) {
	if v.checks.known != nil {
		if p, ok := v.checks.known.Load(leaf); ok {
			r := p.(parsed).record
			return p.(parsed).env, &r, nil
		}
	}
	env, err := ParseEnvelope(data)
	if err != nil {
		return env, nil, err
	}
	r, err := openRecord(env, nil)
	if err == nil && v.checks.known != nil {
		v.checks.known.Store(leaf, parsed{env, *r})
	}
	return env, r, err
}

// job is a signature to check: of an entry, or of a checkpoint.
type job struct {
	where, what string
	public      Public
	env         *Envelope
	sig         []byte
	checkpoint  *Checkpoint
}

func (j job) good(known *sync.Map) bool {
	if known == nil {
		return j.check()
	}
	key := [3]string{string(j.public), string(j.sig)}
	if j.checkpoint != nil {
		key[2] = j.where + string(j.checkpoint.Raw)
	} else {
		key[2] = string(j.env.Payload)
	}
	if _, ok := known.Load(key); ok {
		return true
	}
	ok := j.check()
	if ok {
		known.Store(key, true)
	}
	return ok
}

func (j job) check() bool {
	if j.checkpoint != nil {
		return j.checkpoint.signedBy(j.public, j.where != "witness")
	}
	return j.public.verify(j.env.message(), j.sig)
}

// follow takes in a bundle, entry by entry, and gives the signatures to check.
func (v *verifier) follow(b loaded) []job {
	var jobs []job
	for i := range b.entries {
		index := b.n*tiles.Width + int64(i)
		where := fmt.Sprintf("entry %d", index)
		v.entries.Add(b.leaves[i])
		v.tiled.Add(b.tiles[i])
		switch {
		case b.leaves[i] != b.tiles[i]:
			at := tiles.Current(v.checkpoint.Head.Size, false, 0, b.n)
			v.differ = append(v.differ, difference{index, b.where, at.Path()})
		case b.wrong[i] != nil:
			v.report.problem(where, "%v", b.wrong[i])
		default:
			jobs = append(jobs, v.entry(where, b.records[i], b.envs[i])...)
		}
		jobs = append(jobs, v.checkpoints(index+1)...)
	}
	return jobs
}

func (v *verifier) entry(where string, r *Record, env Envelope) []job {
	if err := v.whole(r, env); err != nil {
		v.report.problem(where, "%v", err)
		return nil
	}
	if r.Index > 0 && v.keys.log == "" {
		return nil // entry 0 is a problem already, and without it no key is known
	}
	publics, err := v.keys.admit(r)
	if err != nil {
		v.report.problem(where, "%v", err)
		return nil
	}
	if r.Kind == KindLog {
		v.pin(r)
	}
	v.count(r)
	if r.Kind == KindStamp {
		v.stamp(where, r.Predicate.Stamp)
	}
	var jobs []job
	for i, s := range env.Signatures {
		jobs = append(jobs, job{where: where, what: "its signature is wrong", public: publics[i], env: &env, sig: s.Sig})
	}
	return jobs
}

// whole joins a statement that is in parts.
func (v *verifier) whole(r *Record, env Envelope) error {
	if r.Kind == KindPart {
		v.parts[digest(r.Predicate.Part)] = r.Predicate.Part
		return nil
	}
	w := r.Predicate.Whole
	if w == nil {
		return nil
	}
	full, err := openRecord(env, func(name string) ([]byte, error) {
		piece, ok := v.parts[name]
		if !ok {
			return nil, fmt.Errorf("part %.16s is not in the log before it", name)
		}
		return piece, nil
	})
	if err != nil {
		return err
	}
	for _, name := range w.Parts {
		delete(v.parts, name)
	}
	r.Predicate = full.Predicate
	return nil
}

// stamp holds a time stamp to the checkpoint that it is of, and that to the log.
func (v *verifier) stamp(where string, s *Stamp) {
	cp, err := ParseCheckpoint([]byte(s.Checkpoint))
	if err != nil || cp.Origin != v.checkpoint.Origin {
		v.report.problem(where, "a time stamp of something that is not this log's checkpoint")
		return
	}
	at, ok := slices.BinarySearchFunc(v.history[:v.next], cp.Head.Size, func(h Checkpoint, size int64) int { return cmp.Compare(h.Head.Size, size) })
	if !ok || !bytes.Equal(v.history[at].Raw, cp.Raw) {
		v.report.problem(where, "a time stamp of a checkpoint that is not in the history")
		return
	}
	sum := sha256.Sum256(cp.Raw)
	if _, _, err := stamp.Check(s.Token, sum[:], v.checks.Authorities); err != nil {
		v.report.problem(where, "%v", err)
		return
	}
	v.report.Stamped++
}

func (v *verifier) pin(r *Record) {
	if r.Predicate.Key.Origin != v.checkpoint.Origin {
		v.report.problem("entry 0", "names the log %q, the checkpoint %q", r.Predicate.Key.Origin, v.checkpoint.Origin)
	}
	for _, p := range v.checks.Trust {
		v.report.Pinned = v.report.Pinned || p.ID() == r.Predicate.Key.ID
	}
	if len(v.checks.Trust) > 0 && !v.report.Pinned {
		v.report.problem("entry 0", "the log began under %.16s, which is not a key that you trust", r.Predicate.Key.ID)
	}
}

func (v *verifier) count(r *Record) {
	v.report.Kinds[r.Kind]++
	if t := r.Predicate.Recorded; !t.IsZero() {
		if v.report.First.IsZero() || t.Before(v.report.First) {
			v.report.First = t
		}
		if t.After(v.report.Last) {
			v.report.Last = t
		}
	}
	if len(r.Predicate.People) > 0 {
		v.people[r.Statement] = r.Predicate.People
	}
	switch r.Kind {
	case KindForget:
		for _, s := range r.Predicate.Names.Statements {
			v.forgotten[s] = true
		}
	case KindHold:
		for _, s := range r.Predicate.Names.Statements {
			v.held[s] = r.Predicate.Names.Hold
		}
	}
}

// checkpoints gives the signatures of the checkpoints of a size, and holds them
// to the tree as it was then.
func (v *verifier) checkpoints(size int64) []job {
	last := size == v.checkpoint.Head.Size
	mine := v.next < len(v.history) && v.history[v.next].Head.Size == size
	theirs := v.witness[size]
	if !last && !mine && theirs == nil {
		return nil
	}
	roots := []tiles.Head{v.entries.Head(), v.tiled.Head()}
	var jobs []job
	check := func(where string, c Checkpoint) {
		if c.Head != roots[0] && c.Head != roots[1] {
			v.report.problem(where, "the checkpoint of %d entries is of other entries than these", size)
			return
		}
		if v.keys.log == "" {
			return // entry 0 is a problem already
		}
		jobs = append(jobs, job{where: where, what: fmt.Sprintf("the checkpoint of %d entries is not signed by the log's key", size), public: v.keys.current(), checkpoint: &c})
	}
	if last {
		check(checkpointFile, v.checkpoint)
	}
	if mine {
		h := v.history[v.next]
		v.next++
		v.report.Checkpoints++
		check(historyFile, h)
		if last && !bytes.Equal(h.Raw, v.checkpoint.Raw) {
			v.report.problem(checkpointFile, "is not the one in the history")
		}
	}
	for _, c := range theirs {
		v.report.Witnessed++
		check("witness", c)
	}
	return jobs
}

// settle says, where entries and tiles differ, which of the two was changed.
func (v *verifier) settle() {
	entriesOK := v.entries.Head() == v.checkpoint.Head
	tiledOK := v.tiled.Head() == v.checkpoint.Head
	for _, d := range v.differ {
		switch {
		case tiledOK:
			v.report.problem(d.bundle, "entry %d was changed after it was signed", d.index)
		case entriesOK:
			v.report.problem(d.tile, "the hash of entry %d was changed", d.index)
		default:
			v.report.problem(d.bundle, "entry %d and its hash differ", d.index)
		}
	}
	grown := &v.entries
	if !entriesOK && tiledOK {
		grown = &v.tiled
	}
	for _, f := range grown.Upper() {
		data, err := v.disk.Read(f.Place.Path(), tiles.Width*tlog.HashSize)
		if err != nil {
			v.missing(f.Place.Path(), err)
		} else if !bytes.Equal(data, f.Data) {
			v.report.problem(f.Place.Path(), "its hashes are not those of the entries")
		}
	}
}
