package evidence

import (
	"context"
	"errors"
	"io/fs"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence/tiles"
)

// NamesOf reads the names of a statement: nil when there are none, or none any more.
func (l *Log) NamesOf(r *Record) ([]Name, error) {
	if len(r.Predicate.People) == 0 {
		return nil, nil
	}
	data, err := l.disk.Read(namesPath(r.Statement), maxNames)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, reading(err)
	}
	n, err := parseNames(data)
	if err == nil {
		err = n.opens(r.Predicate.People)
	}
	if err != nil {
		return nil, damaged("%s: %w", namesPath(r.Statement), err)
	}
	return n.People, nil
}

// held follows the log's holds and erasures.
type held struct {
	hold, forgotten map[string]bool
}

// personal lists what has names, and what the log says of them. The caller holds
// the log's lock.
func (l *Log) personal(ctx context.Context, head tiles.Head) ([]*Record, held, error) {
	h := held{map[string]bool{}, map[string]bool{}}
	var out []*Record
	err := l.records(ctx, head, func(r *Record, _ error) bool {
		switch r.Kind {
		case KindHold:
			for _, s := range r.Predicate.Names.Statements {
				h.hold[s] = r.Predicate.Names.Hold
			}
		case KindForget:
			for _, s := range r.Predicate.Names.Statements {
				h.forgotten[s] = true
			}
		default:
			if len(r.Predicate.People) > 0 {
				r.Envelope = nil // it may be many
				out = append(out, r)
			}
		}
		return true
	})
	if err != nil {
		return nil, h, reading(err)
	}
	return out, h, nil
}

// Hold keeps the names of what pick names from being forgotten, or releases them.
// It says how many statements that concerns; those whose names are gone are not
// among them. A verification finds names that are held, and gone.
func (l *Log) Hold(ctx context.Context, pick func(*Record) bool, on bool, reason string) (int, error) {
	event := &NamesEvent{Hold: on, Reason: noteOf(reason)}
	_, err := l.append(ctx, l.o.Key, func(cp Checkpoint) ([]Signed, error) {
		list, h, err := l.personal(ctx, cp.Head)
		for _, r := range list {
			if pick(r) && !h.forgotten[r.Statement] && h.hold[r.Statement] != on && (!on || l.hasNames(r)) {
				event.Statements = append(event.Statements, r.Statement)
			}
		}
		if err != nil || len(event.Statements) == 0 {
			return nil, err
		}
		return Sign(l.o, Entry{Kind: KindHold, Predicate: Predicate{Names: event}})
	})
	return len(event.Statements), err
}

// hasNames: what is gone can't be held.
func (l *Log) hasNames(r *Record) bool {
	_, err := l.disk.Read(namesPath(r.Statement), maxNames)
	return err == nil
}

// Forgotten says what Forget did.
type Forgotten struct {
	Statements int `json:"statements"` // whose names are gone now
	Held       int `json:"held"`       // kept by a hold
	Young      int `json:"young"`      // kept because their time is not over
}

// Forget deletes the names whose time is over, of all statements or of those
// that pick names, and records that it did. A hold keeps them. The log verifies
// as before: it has commitments only.
func (l *Log) Forget(ctx context.Context, pick func(*Record) bool) (Forgotten, error) {
	var done Forgotten
	event := &NamesEvent{Reason: "retention is over"}
	_, err := l.append(ctx, l.o.Key, func(cp Checkpoint) ([]Signed, error) {
		list, h, err := l.personal(ctx, cp.Head)
		for _, r := range list {
			switch {
			case !pick(r) || h.forgotten[r.Statement]:
			case h.hold[r.Statement]:
				done.Held++
			case l.o.Now().Before(r.Predicate.NamesUntil):
				done.Young++
			default:
				event.Statements = append(event.Statements, r.Statement)
			}
		}
		if err != nil || len(event.Statements) == 0 {
			return nil, err
		}
		return Sign(l.o, Entry{Kind: KindForget, Predicate: Predicate{Names: event}})
	})
	if err != nil {
		return done, err
	}
	done.Statements = len(event.Statements)
	return done, l.erase(ctx)
}

// erase carries out what the log says was forgotten, and removes names of what
// never came into the log.
func (l *Log) erase(ctx context.Context) (err error) {
	unlock, err := l.disk.Lock(ctx, false)
	if err != nil {
		return unwritable(err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	head, err := l.Head()
	if err != nil {
		return err
	}
	list, h, err := l.personal(ctx, head.Head)
	if err != nil {
		return err
	}
	keep := map[string]bool{}
	for _, r := range list {
		keep[namesPath(r.Statement)] = !h.forgotten[r.Statement]
	}
	items, err := l.disk.List(namesFolder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return reading(err)
	}
	for _, item := range items {
		name := namesFolder + "/" + item.Name
		if keep[name] || !item.Regular { // a verification names what does not belong here
			continue
		}
		if err := l.disk.Remove(name); err != nil {
			return fault.New(fault.Unavailable, "forget names: %w", err).WithHelp("run assay evidence forget again")
		}
	}
	if err := l.disk.SyncDir(namesFolder); err != nil {
		return unwritable(err)
	}
	return nil
}
