package join

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
)

// MaxState bounds a state, in bytes.
const MaxState = 256 << 20

// Bounds of a state's modules.
const (
	maxModules   = 100
	maxResources = 1_000_000
)

// State knows the ids of what was created, by address.
type State struct {
	addresses map[string][]string // by key of bills
	known     map[string]bool     // addresses
	attached  map[string]string   // volumes, to the machines they are attached to
	over      bool                // it has more than the bounds allow
}

// Attached is the machine that a volume is attached to; empty when the state does
// not say.
func (s *State) Attached(volume string) string {
	if s == nil {
		return ""
	}
	return s.attached[volume]
}

func (s *State) of(key string) []string {
	if s == nil {
		return nil
	}
	return s.addresses[key]
}

func (s *State) has(address string) bool { return s != nil && s.known[address] }

// Len is how many resources have an id.
func (s *State) Len() int {
	if s == nil {
		return 0
	}
	return len(s.known)
}

// ids are all that is kept of a resource's values.
type ids struct {
	ID     any     `json:"id"`
	ARN    any     `json:"arn"`
	Volume any     `json:"volume_id"`
	Owner  any     `json:"instance_id"`
	Root   devices `json:"root_block_device"`
	More   devices `json:"ebs_block_device"`
}

// devices are the volumes of a machine; what has another form is none.
type devices []struct {
	Volume any `json:"volume_id"`
}

// UnmarshalJSON reads the list.
func (d *devices) UnmarshalJSON(data []byte) error {
	var list []struct {
		Volume any `json:"volume_id"`
	}
	if json.Unmarshal(data, &list) == nil {
		*d = list
	}
	return nil
}

// stateFile is a state as Terraform keeps it (version 4), or what terraform show
// -json writes of a state or a plan.
type stateFile struct {
	Version   int `json:"version"`
	Resources []struct {
		Module, Mode, Type, Name string
		Instances                []struct {
			IndexKey   any `json:"index_key"`
			Attributes ids `json:"attributes"`
		} `json:"instances"`
	} `json:"resources"`
	FormatVersion string `json:"format_version"`
	Values        *shown `json:"values"`
	Prior         *prior `json:"prior_state"`
}

type prior struct {
	Values *shown `json:"values"`
}

type shown struct {
	Root module `json:"root_module"`
}

type module struct {
	Resources []struct {
		Address, Mode, Type string
		Values              ids `json:"values"`
	} `json:"resources"`
	Children []module `json:"child_modules"`
}

// ParseState reads a state, or what terraform show -json writes of a state or a
// plan. Of values only id and arn are kept. Errors are of kind fault.Invalid.
func ParseState(name string, data []byte) (*State, error) {
	if len(data) > MaxState {
		return nil, fault.New(fault.Invalid, "%s is larger than %d MiB", name, MaxState>>20)
	}
	var f stateFile
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, notState(name)
	}
	s := &State{addresses: map[string][]string{}, known: map[string]bool{}, attached: map[string]string{}}
	switch {
	case f.Version == 4 && f.Resources != nil:
		s.kept(&f)
	case f.Values != nil:
		s.module(&f.Values.Root, 0)
	case f.Prior != nil && f.Prior.Values != nil:
		s.module(&f.Prior.Values.Root, 0)
	case f.Version == 4 || f.FormatVersion != "":
		// nothing was created yet
	default:
		return nil, notState(name)
	}
	if s.over {
		return nil, fault.New(fault.Invalid, "%s has more than %d resources, or modules deeper than %d", name, maxResources, maxModules).WithHelp("give the state of a part")
	}
	return s, nil
}

func notState(name string) error {
	return fault.New(fault.Invalid, "%s is no state and no plan of Terraform in JSON", name).WithHelp("terraform show -json > state.json")
}

func (s *State) kept(f *stateFile) {
	for _, r := range f.Resources {
		if r.Mode != "managed" {
			continue
		}
		address := r.Type + "." + r.Name
		if r.Module != "" {
			address = r.Module + "." + address
		}
		for _, i := range r.Instances {
			index := ""
			switch k := i.IndexKey.(type) {
			case string:
				b, _ := json.Marshal(k) // a string
				index = "[" + string(b) + "]"
			case float64:
				b, _ := json.Marshal(int64(k)) // a number
				index = "[" + string(b) + "]"
			}
			s.add(r.Type, address+index, i.Attributes)
		}
	}
}

func (s *State) module(m *module, depth int) {
	if depth > maxModules {
		s.over = true
		return
	}
	for _, r := range m.Resources {
		if r.Mode == "managed" {
			s.add(r.Type, r.Address, r.Values)
		}
	}
	for i := range m.Children {
		s.module(&m.Children[i], depth+1)
	}
}

func (s *State) add(kind, address string, v ids) {
	id, _ := v.ID.(string)
	arn, _ := v.ARN.(string)
	s.attach(kind, id, v)
	if len(s.known) >= maxResources {
		s.over = true
		return
	}
	// A key that is only an id must tell what it is of: vol-0abc does, "payments" does not.
	for _, key := range []string{Key(arn), Key(id), bucketKey(kind, id)} {
		if key == "" || key == id && !shortID.MatchString(id) && !strings.HasPrefix(id, "/") {
			continue
		}
		s.known[address] = true
		if !slices.Contains(s.addresses[key], address) {
			s.addresses[key] = append(s.addresses[key], address)
		}
	}
}

func bucketKey(kind, id string) string {
	if kind == "aws_s3_bucket" && id != "" {
		return "s3:" + id
	}
	return ""
}

var (
	shortID = regexp.MustCompile(`^[a-z]+-[0-9a-f]{8,17}$`)
	arnID   = regexp.MustCompile(`/[a-z]+-[0-9a-f]{8,17}$`)
)

// Key is the key of bills for an id or an ARN, as the lake makes it.
func Key(id string) string {
	switch {
	case strings.HasPrefix(id, "arn:"):
		if at := arnID.FindStringIndex(id); at != nil {
			return id[at[0]+1:]
		}
		parts := strings.SplitN(id, ":", 6)
		if len(parts) < 6 {
			return ""
		}
		return parts[2] + ":" + parts[5]
	case strings.HasPrefix(id, "/"):
		return strings.ToLower(id)
	}
	return id
}

func (s *State) attach(kind, id string, v ids) {
	put := func(volume any, machine string) {
		if name, ok := volume.(string); ok && name != "" && machine != "" && len(s.attached) < maxResources {
			s.attached[name] = machine
		}
	}
	switch kind {
	case "aws_volume_attachment":
		owner, _ := v.Owner.(string)
		put(v.Volume, owner)
	case "aws_instance":
		for _, list := range []devices{v.Root, v.More} {
			for _, d := range list {
				put(d.Volume, id)
			}
		}
	}
}
