package waiver

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/assay-dev/assay/internal/config"
)

// ApproversFile is where the people and their keys are listed.
const ApproversFile = ".assay/approvers.yaml"

// MaxApprovers bounds the list, in bytes.
const MaxApprovers = config.MaxSize

// The roles that approvers.yaml gives. Everybody listed may ask.
const (
	MayApprove   = "approver"  // waivers, and emergencies afterwards
	MayEmergency = "emergency" // may let a change pass at once
)

// Person is one entry of approvers.yaml.
type Person struct {
	Name    string   `yaml:"name" doc:"Short name, unique in the file: what waivers call the person."`
	Emails  []string `yaml:"emails" doc:"Addresses under which the person commits."`
	Aliases []string `yaml:"aliases" doc:"Other names under which the person commits."`
	Roles   []string `yaml:"roles" doc:"approver, emergency, both or none; everybody listed may ask."`
	Keys    []Key    `yaml:"keys" doc:"Public keys, old ones too: what they signed goes on counting."`
}

// Key is a public key with the time in which its signatures count.
type Key struct {
	Key         string `yaml:"key" doc:"A line of an OpenSSH .pub file, of type ssh-ed25519."`
	From        Moment `yaml:"from" doc:"First day on which it may sign."`
	Until       Moment `yaml:"until" doc:"Last day on which it may sign; open when left out."`
	Revoked     Moment `yaml:"revoked" doc:"When it was taken back: what it signs from then on does not count."`
	Reason      string `yaml:"reason" doc:"Why it was taken back."`
	Compromised bool   `yaml:"compromised" doc:"Somebody else may have had it: nothing that it ever signed counts."`
}

// Approvers are the people who may ask and approve, with their keys. A nil one
// knows nobody.
type Approvers struct {
	people []Person
	keys   []ownedKey
	group  map[string]int // by mark and by key, who is the same person
}

type ownedKey struct {
	Key
	owner  int // index of the person
	public ssh.PublicKey
}

type approversFile struct {
	Version int      `yaml:"version" doc:"Version of this file's shape: 1."`
	People  []Person `yaml:"people" doc:"Who may ask, approve and let pass."`
}

// ParseApprovers reads and checks approvers.yaml. Errors are of kind
// fault.Invalid and name file and line.
func ParseApprovers(name string, data []byte) (*Approvers, error) {
	var file approversFile
	doc, err := config.Decode(name, data, &file)
	if err != nil {
		return nil, err
	}
	if file.Version != 1 {
		return nil, doc.Errorf([]any{"version"}, "version is %d, this assay reads version 1", file.Version).WithHelp("write version: 1")
	}
	a := &Approvers{people: file.People, group: map[string]int{}}
	seen := map[string]bool{}
	for i, p := range file.People {
		switch m := mark(p.Name); {
		case m == "":
			return nil, doc.Errorf([]any{"people", i}, "a person without a name")
		case seen[m]:
			return nil, doc.Errorf([]any{"people", i, "name"}, "%q stands twice", p.Name)
		default:
			seen[m] = true
		}
		for j, r := range p.Roles {
			if r != MayApprove && r != MayEmergency {
				return nil, doc.Errorf([]any{"people", i, "roles", j}, "unknown role %q", r).WithHelp("roles are approver and emergency; who only asks needs none")
			}
		}
		if err := a.addKeys(doc, i); err != nil {
			return nil, err
		}
	}
	a.join()
	return a, nil
}

func (a *Approvers) addKeys(doc *config.Document, person int) error {
	for j, k := range a.people[person].Keys {
		at := []any{"people", person, "keys", j}
		public, _, options, rest, err := ssh.ParseAuthorizedKey([]byte(k.Key))
		if err != nil || len(options) > 0 || strings.TrimSpace(string(rest)) != "" || public.Type() != ssh.KeyAlgoED25519 {
			return doc.Errorf(append(at, "key"), "key %d of %s is no ssh-ed25519 public key", j+1, a.people[person].Name).
				WithHelp("copy the line of the .pub file; make a key with: ssh-keygen -t ed25519")
		}
		if k.From == "" {
			return doc.Errorf(at, "key %d of %s has no from", j+1, a.people[person].Name).WithHelp("say since when it may sign: from: 2026-01-31")
		}
		for _, m := range []struct {
			key string
			Moment
		}{{"from", k.From}, {"until", k.Until}, {"revoked", k.Revoked}} {
			if m.Moment != "" && !m.valid() {
				return doc.Errorf(append(at, m.key), "%s is neither a day nor a time", m.key).WithHelp("write it as 2027-03-31, or 2027-03-31T12:00:00Z")
			}
		}
		if k.Revoked != "" && strings.TrimSpace(k.Reason) == "" {
			return doc.Errorf(append(at, "revoked"), "key %d of %s is revoked without a reason", j+1, a.people[person].Name).WithHelp("say why: reason: laptop lost")
		}
		a.keys = append(a.keys, ownedKey{k, person, public})
	}
	return nil
}

// join finds out who is the same person: whoever shares a name, an address or
// a key with somebody, over others too.
func (a *Approvers) join() {
	next := 0
	unite := func(marks []string) {
		at := -1
		for _, m := range marks {
			g, known := a.group[m]
			switch {
			case !known:
			case at < 0:
				at = g
			default:
				for k, other := range a.group {
					if other == g {
						a.group[k] = at
					}
				}
			}
		}
		if at < 0 {
			at = next
			next++
		}
		for _, m := range marks {
			a.group[m] = at
		}
	}
	for i := range a.people {
		unite(a.marksOf(i))
	}
}

// marksOf lists what tells a person: names, addresses, keys.
func (a *Approvers) marksOf(person int) []string {
	p := a.people[person]
	var out []string
	for _, s := range slices.Concat([]string{p.Name}, p.Emails, p.Aliases) {
		out = append(out, ParseIdentity(s).marks()...)
	}
	for _, k := range a.keys {
		if k.owner == person {
			out = append(out, "key "+ssh.FingerprintSHA256(k.public))
		}
	}
	return out
}

// Find gives the entry that a name, an address or an alias means.
func (a *Approvers) Find(name string) (Person, bool) {
	i := a.find(name)
	if i < 0 {
		return Person{}, false
	}
	return a.people[i], true
}

func (a *Approvers) find(name string) int {
	if a == nil {
		return -1
	}
	marks := ParseIdentity(name).marks()
	for _, m := range marks { // a name before what else somebody is called
		if i := slices.IndexFunc(a.people, func(p Person) bool { return mark(p.Name) == m }); i >= 0 {
			return i
		}
	}
	for i := range a.people {
		if slices.ContainsFunc(a.marksOf(i), func(m string) bool { return slices.Contains(marks, m) }) {
			return i
		}
	}
	return -1
}

// Owner gives the person whose key it is.
func (a *Approvers) Owner(key ssh.PublicKey) (Person, bool) {
	if k, ok := a.key(key); ok {
		return a.people[k.owner], true
	}
	return Person{}, false
}

func (a *Approvers) key(key ssh.PublicKey) (ownedKey, bool) {
	if a == nil {
		return ownedKey{}, false
	}
	wire := string(key.Marshal())
	i := slices.IndexFunc(a.keys, func(k ownedKey) bool { return string(k.public.Marshal()) == wire })
	if i < 0 {
		return ownedKey{}, false
	}
	return a.keys[i], true
}

// Same says whether two identities are one person.
func (a *Approvers) Same(x, y Identity) bool {
	xs, ys := x.marks(), y.marks()
	for _, m := range xs {
		if slices.Contains(ys, m) {
			return true
		}
	}
	if a == nil {
		return false
	}
	for _, m := range xs {
		g, ok := a.group[m]
		if ok && slices.ContainsFunc(ys, func(m string) bool { other, known := a.group[m]; return known && other == g }) {
			return true
		}
	}
	return false
}

// refuses says why a key's signature of some time does not count; empty when it does.
func (k *Key) refuses(at time.Time) string {
	switch {
	case k.Compromised:
		return "the key is marked as compromised"
	case k.Revoked != "" && !at.Before(k.Revoked.Start()):
		return "the key was revoked on " + k.Revoked.Day()
	case at.Before(k.From.Start()):
		return "the key was not valid before " + k.From.Day()
	case k.Until != "" && !at.Before(k.Until.End()):
		return "the key was valid until " + k.Until.Day()
	}
	return ""
}
