package evidence

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence/tiles"
)

// scanned is what a log knows that an append has to heed.
type scanned struct {
	keys   *keyring
	leaves map[tlog.Hash]int64
}

// scan reads the whole log; the caller holds its lock.
func (l *Log) scan(ctx context.Context, head tiles.Head) (*scanned, error) {
	s := &scanned{newKeyring(), map[tlog.Hash]int64{}}
	for n := int64(0); n*tiles.Width < head.Size; n++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		entries, err := l.bundle(head, n)
		if err != nil {
			return nil, reading(err)
		}
		for i, data := range entries {
			index := n*tiles.Width + int64(i)
			s.leaves[tiles.Leaf(data)] = index
			r, err := decodeEntry(data, index, nil)
			if err == nil {
				_, err = s.keys.admit(r)
			}
			if err != nil {
				return nil, damaged("entry %d: %w", index, err)
			}
		}
	}
	return s, nil
}

// Submit adds signed entries of a bundle, each once however often it comes: a
// receipt says whether it was known. Only envelopes count that are signed by the
// log's key or one that it trusts; trust names keys to trust from now on, when
// they signed something here. One foreign or altered envelope refuses all
// (fault.Denied).
func (l *Log) Submit(ctx context.Context, list []Signed, trust ...Public) ([]Receipt, error) {
	var out []Receipt
	var fresh []int // where in out the new ones belong
	var added int
	receipts, err := l.append(ctx, l.o.Key, func(cp Checkpoint) ([]Signed, error) {
		s, err := l.scan(ctx, cp.Head)
		if err != nil {
			return nil, err
		}
		if s.keys.log == "" { // the log begins with this submission
			own := l.o.Key.Public()
			s.keys.log = own.ID()
			s.keys.keys[own.ID()] = &KeyState{ID: own.ID(), Public: own, Role: RoleLog}
		}
		add, err := l.trusting(s, list, trust)
		if err != nil {
			return nil, err
		}
		added = len(add)
		parts := partsOf(list)
		for i, e := range list {
			data := e.Envelope.Bytes()
			if err := s.accept(e, parts); err != nil {
				return nil, refused(i, err)
			}
			at, known := s.leaves[tiles.Leaf(data)]
			r := receipt(data, at, cp.Head.Size, cp.Origin)
			r.Known = known
			if !known {
				s.leaves[tiles.Leaf(data)] = -1
				fresh = append(fresh, len(out))
				add = append(add, e)
			} else if at < 0 {
				continue // twice in this very bundle
			}
			out = append(out, r)
		}
		if len(fresh) == 0 {
			return nil, nil
		}
		return add, nil
	})
	for i, at := range fresh {
		if i+added < len(receipts) {
			out[at] = receipts[i+added]
		}
	}
	if err != nil && len(receipts) == 0 {
		return nil, err
	}
	if err == nil && len(fresh) > 0 {
		err = l.stamp(ctx)
	}
	return out, err
}

func refused(i int, err error) error {
	return fault.New(fault.Denied, "entry %d of the bundle is refused: %w", i+1, err).
		WithHelp("if the key is yours: assay evidence trust PUBLIC-KEY; it is what assay evidence keys prints where the bundle was made")
}

// trusting gives trust entries for keys that signed something in the list and
// that the log does not know yet.
func (l *Log) trusting(s *scanned, list []Signed, trust []Public) ([]Signed, error) {
	used := map[string]bool{}
	for _, e := range list {
		for _, sig := range e.Envelope.Signatures {
			used[sig.KeyID] = true
		}
	}
	var out []Signed
	for _, p := range trust {
		if known := s.keys.keys[p.ID()]; known != nil || !used[p.ID()] {
			continue
		}
		e, err := l.o.signing(l.o.Key).sign(keyEntry(KindTrust, KeyEvent{Public: p, Label: "submitted with --trust"}))
		if err != nil {
			return nil, err
		}
		s.keys.keys[p.ID()] = &KeyState{ID: p.ID(), Public: p, Role: RoleTrusted}
		out = append(out, e)
	}
	return out, nil
}

// partsOf finds the parts among signed entries.
func partsOf(list []Signed) func(digest string) ([]byte, error) {
	parts := map[string][]byte{}
	for _, e := range list {
		for _, env := range e.envelopes() {
			if r, err := openRecord(env, nil); err == nil && r.Kind == KindPart {
				parts[digest(r.Predicate.Part)] = r.Predicate.Part
			}
		}
	}
	return func(name string) ([]byte, error) {
		if piece, ok := parts[name]; ok {
			return piece, nil
		}
		return nil, fmt.Errorf("part %.16s is not in the bundle", name)
	}
}

// accept says whether an envelope may come into the log.
func (s *scanned) accept(e Signed, parts func(string) ([]byte, error)) error {
	r, err := openRecord(e.Envelope, parts)
	if err != nil {
		return err
	}
	if r.Kind.own() {
		return fmt.Errorf("a %s entry is the log's own to write", r.Kind)
	}
	message := e.Envelope.message()
	for _, sig := range e.Envelope.Signatures {
		p, err := s.keys.signer(sig.KeyID)
		if err != nil {
			return err
		}
		if !p.verify(message, sig.Sig) {
			return errors.New("its signature is wrong")
		}
	}
	if e.Names == nil {
		return nil
	}
	if e.Names.Statement != r.Statement {
		return errors.New("the names beside it are of something else")
	}
	return e.Names.opens(r.Predicate.People)
}
