package evidence

import (
	"fmt"
	"slices"
	"strings"
)

// KeyState is a key of a log and what became of it.
type KeyState struct {
	ID     string `json:"id"`
	Public Public `json:"public"`
	Label  string `json:"label,omitempty"`
	// Role is log for the key that the log is kept under, former for one that it
	// was, trusted for one whose envelopes are taken, revoked for one no more.
	Role  string `json:"role"`
	Since int64  `json:"since"` // index of the entry that said so
	// Reason is why it was revoked.
	Reason string `json:"reason,omitempty"`
}

// The roles of keys.
const (
	RoleLog     = "log"
	RoleFormer  = "former"
	RoleTrusted = "trusted"
	RoleRevoked = "revoked"
)

// keyring follows what a log says of keys, entry by entry.
type keyring struct {
	log  string // id of the log's key
	keys map[string]*KeyState
}

func newKeyring() *keyring { return &keyring{keys: map[string]*KeyState{}} }

// signer gives the key of an id, when envelopes that it signs count now.
func (k *keyring) signer(id string) (Public, error) {
	s := k.keys[id]
	switch {
	case s == nil:
		return nil, fmt.Errorf("signed by a foreign key, %.16s", id)
	case s.Role == RoleRevoked || s.Role == RoleFormer:
		return nil, fmt.Errorf("signed by %.16s, which does not count any more since entry %d", id, s.Since)
	}
	return s.Public, nil
}

// current is the key that checkpoints are signed with now; nil before the first entry.
func (k *keyring) current() Public {
	if s := k.keys[k.log]; s != nil {
		return s.Public
	}
	return nil
}

// admit says whose signatures an entry needs, and takes in what it says of keys.
// The signatures themselves are for the caller to check.
func (k *keyring) admit(r *Record) ([]Public, error) {
	if (r.Index == 0) != (r.Kind == KindLog) {
		return nil, fmt.Errorf("the first entry, and no other, names the log")
	}
	event := r.Predicate.Key
	if r.Kind == KindLog {
		k.log = event.ID
		k.keys[event.ID] = &KeyState{ID: event.ID, Public: event.Public, Label: event.Label, Role: RoleLog}
	}
	var out []Public
	for _, id := range r.KeyIDs {
		if r.Kind == KindRotate && id == event.ID {
			out = append(out, event.Public)
			continue
		}
		p, err := k.signer(id)
		if err != nil {
			return nil, err
		}
		if r.Kind.own() && id != k.log {
			return nil, fmt.Errorf("a %s entry signed by %.16s, which is not the log's key", r.Kind, id)
		}
		out = append(out, p)
	}
	return out, k.follow(r)
}

// follow takes in an entry that changes keys.
func (k *keyring) follow(r *Record) error {
	event := r.Predicate.Key
	switch r.Kind {
	case KindTrust:
		if old := k.keys[event.ID]; old == nil || old.Role == RoleRevoked || old.Role == RoleFormer {
			k.keys[event.ID] = &KeyState{ID: event.ID, Public: event.Public, Label: event.Label, Role: RoleTrusted, Since: r.Index}
		}
	case KindRevoke:
		old := k.keys[event.ID]
		if event.ID == k.log || old == nil {
			return fmt.Errorf("revokes %.16s, which is the log's own key or none of the log", event.ID)
		}
		old.Role, old.Since, old.Reason = RoleRevoked, r.Index, event.Reason
	case KindRotate:
		if !slices.Contains(r.KeyIDs, event.ID) || !slices.Contains(r.KeyIDs, k.log) || event.ID == k.log {
			return fmt.Errorf("a change of the log's key that is not signed by both keys")
		}
		k.keys[k.log].Role, k.keys[k.log].Since, k.keys[k.log].Reason = RoleFormer, r.Index, event.Reason
		k.keys[event.ID] = &KeyState{ID: event.ID, Public: event.Public, Label: event.Label, Role: RoleLog, Since: r.Index}
		k.log = event.ID
	}
	return nil
}

// list gives the keys, the log's own first.
func (k *keyring) list() []KeyState {
	var out []KeyState
	for _, s := range k.keys {
		out = append(out, *s)
	}
	rank := []string{RoleLog, RoleTrusted, RoleFormer, RoleRevoked}
	slices.SortFunc(out, func(a, b KeyState) int {
		if d := slices.Index(rank, a.Role) - slices.Index(rank, b.Role); d != 0 {
			return d
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out
}
