package evidence

import (
	"context"

	"github.com/assay-dev/assay/internal/fault"
)

// Keys lists the log's keys as they stand, its own first.
func (l *Log) Keys(ctx context.Context) ([]KeyState, error) {
	unlock, err := l.disk.Lock(ctx, true)
	if err != nil {
		return nil, reading(err)
	}
	defer unlock() //nolint:errcheck // it was a lock for reading
	head, err := l.Head()
	if err != nil {
		return nil, err
	}
	s, err := l.scan(ctx, head.Head)
	if err != nil {
		return nil, err
	}
	return s.keys.list(), nil
}

// Trust takes envelopes signed by a key from now on. It is content when they are
// taken already; then there is no receipt.
func (l *Log) Trust(ctx context.Context, p Public, label string) ([]Receipt, error) {
	return l.change(ctx, l.o.Key, func(k *keyring) ([]Signed, error) {
		if s := k.keys[p.ID()]; s != nil && (s.Role == RoleTrusted || s.Role == RoleLog) {
			return nil, nil
		}
		return l.signed(keyEntry(KindTrust, KeyEvent{Public: p, Label: label}))
	})
}

// Revoke takes no more envelopes of a key, named by its id or the beginning of it.
func (l *Log) Revoke(ctx context.Context, id, reason string) ([]Receipt, error) {
	return l.change(ctx, l.o.Key, func(k *keyring) ([]Signed, error) {
		s, err := k.find(id)
		if err != nil {
			return nil, err
		}
		if s.Role == RoleLog {
			return nil, fault.New(fault.Invalid, "%.16s is the log's own key", s.ID).
				WithHelp("continue the log under another one: assay evidence rotate --new-key FILE")
		}
		if s.Role == RoleRevoked {
			return nil, nil
		}
		return l.signed(keyEntry(KindRevoke, KeyEvent{Public: s.Public, Reason: reason}))
	})
}

// find gives the key whose id begins so.
func (k *keyring) find(id string) (*KeyState, error) {
	var found *KeyState
	for full, s := range k.keys {
		if len(id) >= 8 && len(id) <= len(full) && full[:len(id)] == id {
			if found != nil {
				return nil, fault.New(fault.Invalid, "more than one key begins with %s", id).WithHelp("write more digits")
			}
			found = s
		}
	}
	if found == nil {
		return nil, fault.New(fault.NotFound, "the log knows no key %q", id).WithHelp("assay evidence keys lists them")
	}
	return found, nil
}

// Rotate continues the log under another key: both sign the change, and the next
// checkpoint is the new one's. The old key does not count from there on.
func (l *Log) Rotate(ctx context.Context, next Key, reason string) ([]Receipt, error) {
	return l.change(ctx, next, func(k *keyring) ([]Signed, error) {
		if s := k.keys[next.Public().ID()]; s != nil && s.Role != RoleTrusted {
			return nil, fault.New(fault.Invalid, "the log has been under that key, or revoked it").WithHelp("make a new one")
		}
		e, err := l.o.signing(l.o.Key, next).sign(keyEntry(KindRotate, KeyEvent{Public: next.Public(), Reason: reason}))
		return []Signed{e}, err
	})
}

func (l *Log) signed(e Entry) ([]Signed, error) { return Sign(l.o, e) }

// change appends what depends on the log's keys.
func (l *Log) change(ctx context.Context, key Key, make func(*keyring) ([]Signed, error)) ([]Receipt, error) {
	return l.append(ctx, key, func(cp Checkpoint) ([]Signed, error) {
		s, err := l.scan(ctx, cp.Head)
		if err != nil {
			return nil, err
		}
		return make(s.keys)
	})
}
