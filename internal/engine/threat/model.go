package threat

import (
	"cmp"

	"github.com/assay-dev/assay/internal/assay"
)

// Schema names the shape of the JSON form; it changes with the shape.
const Schema = "assay.threat/1"

// Model is a threat model: a data flow diagram and what may go wrong in it.
// All lists are sorted by id, but Threats, which are worst first.
type Model struct {
	Schema     string     `json:"schema"`
	Boundaries []Boundary `json:"boundaries"`
	Elements   []Element  `json:"elements"`
	Flows      []Flow     `json:"flows"`
	Threats    []Threat   `json:"threats"`
	// Left counts resources beyond the limit, which are not in the model.
	Left int `json:"left,omitempty"`

	service map[string]assay.ServiceID // by element and flow
}

// Answer is yes, no or unknown. Unknown is never taken for either.
type Answer string

// The answers.
const (
	Yes     Answer = "yes"
	No      Answer = "no"
	Unknown Answer = "unknown"
)

// Boundary is a line that trust ends at.
type Boundary struct {
	ID   string       `json:"id"`
	Kind BoundaryKind `json:"kind"`
	Name string       `json:"name"`
	// Parent is the boundary around it; empty for the outermost.
	Parent string `json:"parent,omitempty"`
}

// BoundaryKind says what draws the line.
type BoundaryKind string

// The kinds.
const (
	Internet  BoundaryKind = "internet"
	Provider  BoundaryKind = "provider" // an account at a cloud provider
	Network   BoundaryKind = "network"
	Cluster   BoundaryKind = "cluster"
	Namespace BoundaryKind = "namespace"
	Service   BoundaryKind = "service" // code of a service, wherever it runs
)

// Role is what an element is in a data flow diagram.
type Role string

// The roles.
const (
	External Role = "external"
	Process  Role = "process"
	Store    Role = "store"
)

// Element is somebody, something that runs or something that keeps.
type Element struct {
	ID   string `json:"id"`
	Role Role   `json:"role"`
	// Type is what it is, in a word or two: bucket, database, load balancer.
	Type     string          `json:"type"`
	Name     string          `json:"name"`
	Boundary string          `json:"boundary"`
	Service  assay.ServiceID `json:"service,omitempty"` // owns the file
	// Data are the classes of data that it handles, as far as anybody says.
	Data []string `json:"data,omitempty"`
	// Exposed says whether the internet reaches it.
	Exposed  Answer         `json:"exposed"`
	Location assay.Location `json:"location,omitzero"`

	facts map[aspect]fact
	parts []string // keys of the resources that it is made of
	wire  string   // protocol of what calls it
	code  bool     // stands for the code of a service
}

// Flow is data that goes from one element to another.
type Flow struct {
	ID       string `json:"id"`
	From     string `json:"from"`
	To       string `json:"to"`
	Protocol string `json:"protocol,omitempty"` // empty when unknown
	// Authenticated says whether the caller shows who it is; Encrypted whether
	// nobody on the way can read it.
	Authenticated Answer   `json:"authenticated"`
	Encrypted     Answer   `json:"encrypted"`
	Data          []string `json:"data,omitempty"`
	// Crosses are the boundaries that it enters or leaves.
	Crosses []string `json:"crosses,omitempty"`
	// Assumed says that no file shows it: both ends belong to one service.
	Assumed  bool           `json:"assumed,omitempty"`
	What     string         `json:"what,omitempty"` // a few words: 3 operations, port 22
	Location assay.Location `json:"location,omitzero"`

	auth, enc fact // why
}

// State is how far a threat is answered.
type State string

// The states.
const (
	Open     State = "open"     // something says that nothing stands against it
	Unasked  State = "unknown"  // nothing that was examined answers it
	Accepted State = "accepted" // somebody took it upon them: .assay/threats.yaml
	Answered State = "answered" // evidence says what stands against it
)

// States lists them in the order of need.
func States() []State { return []State{Open, Unasked, Accepted, Answered} }

// Threat is something that may go wrong at an element or on a flow.
type Threat struct {
	// ID is eight hex digits of a hash over kind and target: it survives moves of
	// lines and changes of severity.
	ID string `json:"id"`
	// Kind is one of STRIDE: spoofing, tampering, repudiation, disclosure,
	// denial, elevation.
	Kind     string         `json:"kind"`
	Target   string         `json:"target"` // id of an element or a flow
	Title    string         `json:"title"`  // a sentence on this very target
	Severity assay.Severity `json:"severity"`
	State    State          `json:"state"`
	// Evidence says why the state is what it is.
	Evidence string `json:"evidence,omitempty"`
	// Next is what to do, or the question to answer.
	Next     string         `json:"next,omitempty"`
	Location assay.Location `json:"location,omitzero"` // of what says so, else of the target
	// Groups are the sets of rules that look for it; see rules/control.
	Groups []string `json:"groups,omitempty"`
	// Controls are duties that a service in scope has because of it.
	Controls []string `json:"controls,omitempty"`
	// Crosses says that it comes over a trust boundary.
	Crosses bool     `json:"crosses,omitempty"`
	Data    []string `json:"data,omitempty"`
	// Finding is the fingerprint of the finding that keeps it open.
	Finding assay.Fingerprint `json:"finding,omitempty"`

	rule assay.RuleID // raised when no other engine says it; empty: none is
}

// Label is type and name, the name alone of whoever is outside.
func (e *Element) Label() string {
	if e.Role == External {
		return e.Name
	}
	return e.Type + " " + e.Name
}

// Element finds one by its id.
func (m *Model) Element(id string) *Element {
	for i := range m.Elements {
		if m.Elements[i].ID == id {
			return &m.Elements[i]
		}
	}
	return nil
}

// Count counts threats by state.
func (m *Model) Count() map[State]int {
	n := map[State]int{}
	for i := range m.Threats {
		n[m.Threats[i].State]++
	}
	return n
}

// ServiceOf is the service that a threat is to: its element's, or that of a
// flow's end.
func (m *Model) ServiceOf(t *Threat) assay.ServiceID {
	if m.service == nil {
		m.service = map[string]assay.ServiceID{}
		for _, e := range m.Elements {
			m.service[e.ID] = e.Service
		}
		for _, f := range m.Flows {
			m.service[f.ID] = cmp.Or(m.service[f.To], m.service[f.From])
		}
	}
	return m.service[t.Target]
}

// FlowName says in words where a flow goes.
func (m *Model) FlowName(f *Flow) string {
	name := func(id string) string {
		if e := m.Element(id); e != nil {
			return e.Name
		}
		return id
	}
	s := name(f.From) + " → " + name(f.To)
	if f.Protocol != "" {
		s += " (" + f.Protocol + ")"
	}
	return s
}
