package threat

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// Limits of a model.
const (
	maxResources = 20_000
	maxFlows     = 20_000
	maxHops      = 8    // references that are followed from one resource
	followBudget = 2000 // resources looked at from one resource
)

// Input is what a model is made from.
type Input struct {
	Resources []assay.Resource
	APIs      []assay.API
	Services  []assay.Service
	// Owner says whose a path is; ok is false for nobody's.
	Owner func(path string) (s assay.Service, ok bool)
	// Said are open findings, Sure the scopes that were examined completely. Both
	// are empty where only facts are known.
	Said []Said
	Sure map[assay.Scope]bool
	// Answers are those of people.
	Answers []Answering
}

// Said is a finding as far as threats ask for it.
type Said struct {
	Rule        assay.RuleID
	Fingerprint assay.Fingerprint
	Severity    assay.Severity
	Message     string
	Fix         string // what to do, in a sentence
	Location    assay.Location
	Service     assay.ServiceID
	Groups      []string // sets of rules that it belongs to; see rules/control
}

// Build makes the model. The same input gives the same model.
func Build(in Input) *Model {
	b := &builder{
		in: in, m: &Model{Schema: Schema}, nodes: map[string]*node{}, named: map[string][]*node{},
		elements: map[string]*Element{}, boundaries: map[string]Boundary{}, flows: map[string]*Flow{},
		referrers: map[*node][]*node{},
	}
	b.readResources()
	b.place()
	b.modify()
	b.connect()
	b.kubernetes()
	b.interfaces()
	b.expose()
	b.services()
	b.finish()
	b.m.Threats = threats(b)
	return b.m
}

// node is a resource with its kind and what it refers to.
type node struct {
	*assay.Resource
	kind
	key     string
	id      string // of its element; empty when it is none
	refs    []ref
	network *node // that it stands in, once that was looked for
	placed  bool
}

type ref struct {
	path string
	to   *node
}

type builder struct {
	in         Input
	m          *Model
	nodes      map[string]*node
	order      []*node
	named      map[string][]*node // by root and what resources call themselves
	elements   map[string]*Element
	boundaries map[string]Boundary
	flows      map[string]*Flow
	objects    []*object         // of Kubernetes
	users      map[*node][]*node // policies by role
	referrers  map[*node][]*node
}

func key(root, address string) string { return root + "\x00" + address }

// bare is an address without the index of its last name.
func bare(address string) string {
	if strings.HasSuffix(address, "]") {
		depth := 0
		for i := len(address) - 1; i >= 0; i-- {
			switch address[i] {
			case ']':
				depth++
			case '[':
				if depth--; depth == 0 {
					return address[:i]
				}
			}
		}
	}
	return address
}

// nameOf are attributes by which resources call themselves and each other.
var selfNames = []string{"bucket", "name", "identifier", "function_name", "cluster_identifier", "BucketName", "QueueName", "TopicName", "FunctionName", "TableName"}

// readResources takes the resources that are something in a model.
func (b *builder) readResources() {
	for i := range b.in.Resources {
		r := &b.in.Resources[i]
		if r.Source == "kubernetes" {
			b.object(r)
			continue
		}
		k, ok := kinds[r.Type]
		if !ok {
			continue
		}
		if len(b.order) == maxResources {
			b.m.Left++
			continue
		}
		n := &node{Resource: r, kind: k, key: key(r.Root, r.Address)}
		if b.nodes[n.key] == nil {
			b.nodes[n.key] = n
		}
		if plain := key(r.Root, bare(r.Address)); b.nodes[plain] == nil {
			b.nodes[plain] = n
		}
		b.order = append(b.order, n)
		for _, name := range selfNames {
			if a, ok := r.Attribute(name); ok && a.Kind == assay.KindString && a.Value != "" {
				at := key(r.Root, a.Value)
				b.named[at] = append(b.named[at], n)
			}
		}
		switch k.part {
		case element:
			b.element(n)
		case network:
			n.network = n
		}
	}
	for _, n := range b.order {
		for _, r := range n.References {
			if to := b.nodes[key(n.Root, r.To)]; to != nil && to != n {
				n.refs = append(n.refs, ref{r.Path, to})
				b.referrers[to] = append(b.referrers[to], n)
			}
		}
	}
}

// element adds the element of a resource. Instances of one block in one module
// are several elements: each has its own data.
func (b *builder) element(n *node) {
	e := &Element{
		ID: n.Root + "/" + n.Address, Role: n.role, Type: n.word, Name: shortName(n.Resource), Exposed: Unknown,
		Location: place(n.Resource), parts: []string{n.key}, wire: n.protocol,
	}
	for _, t := range n.tests {
		e.set(t.aspect, t.read(n.Resource))
	}
	b.own(e)
	n.id = b.add(e)
}

// own gives an element what its service says of it.
func (b *builder) own(e *Element) {
	if b.in.Owner == nil {
		return
	}
	if s, ok := b.in.Owner(e.Location.Path); ok {
		e.Service, e.Data = s.ID, known(s.DataClasses)
	}
}

// known leaves out what is no data to protect.
func known(classes []string) []string {
	out := slices.Clone(classes)
	slices.Sort(out)
	return slices.Compact(out)
}

func (b *builder) add(e *Element) string {
	if b.elements[e.ID] == nil {
		b.elements[e.ID] = e
	}
	return e.ID
}

// shortName is the last name of an address, with its index.
func shortName(r *assay.Resource) string {
	if r.Source == "cloudformation" {
		return r.Address
	}
	plain := bare(r.Address)
	return plain[strings.LastIndexByte(plain, '.')+1:] + r.Address[len(plain):]
}

var providerNames = map[string]string{"aws": "AWS", "azure": "Azure", "azurerm": "Azure", "google": "Google Cloud", "kubernetes": "Kubernetes"}

func (b *builder) bound(kind BoundaryKind, name, id, parent string) string {
	id = string(kind) + ":" + cmp.Or(id, name)
	b.boundaries[id] = Boundary{ID: id, Kind: kind, Name: name, Parent: parent}
	return id
}

// place puts elements into the network that they refer to, else into their
// provider's account.
func (b *builder) place() {
	for _, n := range b.order {
		if n.id == "" {
			continue
		}
		account := b.bound(Provider, cmp.Or(providerNames[n.Provider], n.Provider)+" account", n.Provider, "")
		e := b.elements[n.id]
		e.Boundary = account
		if net := b.networkOf(n, 0); net != nil {
			e.Boundary = b.bound(Network, shortName(net.Resource), net.Root+"/"+net.Address, account)
		}
	}
}

// networkOf follows references through subnets and firewalls to a network. Each
// resource is asked once.
func (b *builder) networkOf(n *node, depth int) *node {
	if n.part == network || n.placed || depth > maxHops {
		return n.network
	}
	n.placed = true
	for _, r := range n.refs {
		switch r.to.part {
		case network, inside, firewall, through:
			if n.network = b.networkOf(r.to, depth+1); n.network != nil {
				return n.network
			}
		}
	}
	return nil
}

// ends lists the nodes that an attribute names, by reference or by name.
func (b *builder) ends(n *node, attributes []string) []*node {
	var out []*node
	add := func(to *node) {
		if to != n && !slices.Contains(out, to) {
			out = append(out, to)
		}
	}
	for _, p := range attributes {
		found := false
		for _, r := range n.refs {
			if r.path == p || strings.HasPrefix(r.path, p+".") {
				add(r.to)
				found = true
			}
		}
		if found {
			continue
		}
		for _, a := range n.Under(p) {
			if list := b.named[key(n.Root, a.Value)]; a.Kind == assay.KindString && len(list) > 0 {
				for _, to := range list {
					if to.part == element || to.part == hub || to.part == firewall {
						add(to)
						break
					}
				}
			}
		}
	}
	return out
}

// modify gives elements what other resources say of them.
func (b *builder) modify() {
	for _, n := range b.order {
		if n.part != modifier {
			continue
		}
		for _, of := range b.ends(n, n.of) {
			e := b.elements[of.id]
			if e == nil {
				continue
			}
			e.parts = append(e.parts, n.key)
			for _, t := range n.tests {
				e.set(t.aspect, t.read(n.Resource))
			}
			if strings.HasSuffix(n.Type, "_url") || strings.HasSuffix(n.Type, "::Url") {
				e.set(tls, fact{answer: Yes, because: "function addresses take HTTPS only", at: place(n.Resource)})
			}
		}
	}
}

// hash is eight hex digits.
func hash(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:4])
}

// finish sorts everything and says what flows cross.
func (b *builder) finish() {
	for _, e := range b.elements {
		b.m.Elements = append(b.m.Elements, *e)
	}
	slices.SortFunc(b.m.Elements, func(x, y Element) int { return strings.Compare(x.ID, y.ID) })
	for _, f := range b.flows {
		b.cross(f)
		b.m.Flows = append(b.m.Flows, *f)
	}
	slices.SortFunc(b.m.Flows, func(x, y Flow) int { return strings.Compare(x.ID, y.ID) })
	used := map[string]bool{}
	for i := range b.m.Elements {
		for id := b.m.Elements[i].Boundary; id != ""; id = b.boundaries[id].Parent {
			used[id] = true
		}
	}
	for id := range used {
		b.m.Boundaries = append(b.m.Boundaries, b.boundaries[id])
	}
	slices.SortFunc(b.m.Boundaries, func(x, y Boundary) int { return strings.Compare(x.ID, y.ID) })
}

// cross lists the boundaries that are around one end only.
func (b *builder) cross(f *Flow) {
	around := func(id string) []string {
		var out []string
		if e := b.elements[id]; e != nil {
			for at := e.Boundary; at != ""; at = b.boundaries[at].Parent {
				out = append(out, at)
			}
		}
		return out
	}
	from, to := around(f.From), around(f.To)
	for _, x := range from {
		if !slices.Contains(to, x) {
			f.Crosses = append(f.Crosses, x)
		}
	}
	for _, x := range to {
		if !slices.Contains(from, x) {
			f.Crosses = append(f.Crosses, x)
		}
	}
	slices.Sort(f.Crosses)
}

// flow adds a flow, or what it tells more of one that is there.
func (b *builder) flow(f Flow) *Flow {
	f.ID = hash(f.From, f.To, f.Protocol, f.What)
	if f.auth.answer == "" {
		f.auth.answer = Unknown
	}
	if f.enc.answer == "" {
		f.enc.answer = Unknown
	}
	f.Authenticated, f.Encrypted = f.auth.answer, f.enc.answer
	if old := b.flows[f.ID]; old != nil || f.From == f.To || len(b.flows) == maxFlows {
		return old
	}
	if f.Data == nil {
		f.Data = b.shared(f.From, f.To)
	}
	b.flows[f.ID] = &f
	return &f
}

// shared is the data that both ends handle, or that the only one that says
// so does.
func (b *builder) shared(from, to string) []string {
	x, y := b.elements[from], b.elements[to]
	switch {
	case x == nil || y == nil:
		return nil
	case x.Role == External:
		return y.Data
	case y.Role == External:
		return x.Data
	}
	var out []string
	for _, c := range x.Data {
		if slices.Contains(y.Data, c) {
			out = append(out, c)
		}
	}
	return out
}
