package openapi

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/yamldoc"
)

// Limits of one document.
const (
	maxOperations = 2000
	maxServers    = 20
	maxText       = 200 // bytes of a title, path or address
)

// methods are the keys of a path that are operations.
var methods = map[string]bool{
	"get": true, "put": true, "post": true, "delete": true, "options": true, "head": true, "patch": true, "trace": true, "query": true,
}

// document is one description with what was found below its references.
type document struct {
	root    *yaml.Node
	schemes map[string]string // how a caller shows who it is, by name
	parts   map[string]*part  // by reference
	outside int               // references to other documents
}

// part is what stands at a reference: its own data and what it refers to.
type part struct {
	data map[string]bool
	refs []string
}

func newDocument(root *yaml.Node) *document {
	d := &document{root: root, schemes: map[string]string{}, parts: map[string]*part{}}
	for _, list := range []*yaml.Node{yamldoc.Get(yamldoc.Get(root, "components"), "securitySchemes"), yamldoc.Get(root, "securityDefinitions")} {
		if list != nil {
			yamldoc.Pairs(list, func(name string, n *yaml.Node) { d.schemes[name] = scheme(n) })
		}
	}
	return d
}

// scheme says in words what a caller shows.
func scheme(n *yaml.Node) string {
	typ := yamldoc.Text(yamldoc.Get(n, "type"))
	more := yamldoc.Text(yamldoc.Get(n, "scheme"))
	if typ == "apiKey" {
		more = yamldoc.Text(yamldoc.Get(n, "in"))
	}
	return short(strings.TrimSpace(typ + " " + more))
}

func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "") + "…"
	}
	return s
}

func (d *document) api(path string) assay.API {
	api := assay.API{Path: path, Title: short(yamldoc.Text(yamldoc.Get(yamldoc.Get(d.root, "info"), "title")))}
	d.servers(&api)
	paths := yamldoc.Get(d.root, "paths")
	if paths == nil {
		return api
	}
	yamldoc.Pairs(paths, func(name string, item *yaml.Node) {
		item = d.target(item)
		shared := &part{data: map[string]bool{}}
		if p := yamldoc.Get(item, "parameters"); p != nil {
			d.look(p, shared)
		}
		yamldoc.Pairs(item, func(method string, op *yaml.Node) {
			switch {
			case !methods[method]:
			case len(api.Operations) == maxOperations:
				api.Left++
			default:
				api.Operations = append(api.Operations, d.operation(name, method, op, shared))
			}
		})
	})
	slices.SortFunc(api.Operations, func(a, b assay.Operation) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Method, b.Method), a.Line-b.Line)
	})
	return api
}

// servers reads where the API is served: servers of OpenAPI 3, schemes and
// host of Swagger 2.
func (d *document) servers(api *assay.API) {
	add := func(address string, line int) {
		address = short(withoutUser(address))
		if address != "" && len(api.Servers) < maxServers && !slices.ContainsFunc(api.Servers, func(s assay.APIServer) bool { return s.URL == address }) {
			api.Servers = append(api.Servers, assay.APIServer{URL: address, Line: line})
		}
	}
	if list := yamldoc.Get(d.root, "servers"); list != nil && list.Kind == yaml.SequenceNode {
		for _, s := range list.Content {
			if u := yamldoc.Get(yamldoc.Resolve(s), "url"); u != nil {
				add(yamldoc.Text(u), u.Line)
			}
		}
	}
	if host := yamldoc.Get(d.root, "host"); host != nil {
		schemes := yamldoc.Get(d.root, "schemes")
		if schemes == nil || len(schemes.Content) == 0 {
			add("//"+yamldoc.Text(host), host.Line)
		} else {
			for _, s := range schemes.Content {
				add(yamldoc.Text(yamldoc.Resolve(s))+"://"+yamldoc.Text(host), s.Line)
			}
		}
	}
	slices.SortFunc(api.Servers, func(a, b assay.APIServer) int { return strings.Compare(a.URL, b.URL) })
}

// withoutUser takes user and password out of an address.
func withoutUser(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		if at := strings.LastIndexByte(address, '@'); err != nil && at >= 0 {
			return address[at+1:]
		}
		return address
	}
	u.User = nil
	return u.String()
}

func (d *document) operation(name, method string, op *yaml.Node, shared *part) assay.Operation {
	out := assay.Operation{Method: strings.ToUpper(method), Path: short(name), Line: max(0, op.Line-1)}
	if op.Style&yaml.FlowStyle != 0 {
		out.Line = op.Line
	}
	security := yamldoc.Get(op, "security")
	if security == nil {
		security = yamldoc.Get(d.root, "security")
	}
	out.Access, out.Schemes = d.access(security)
	if own := yamldoc.Get(op, "security"); own != nil && out.Access == assay.AccessAnonymous {
		out.Line = own.Line
	}
	own := &part{data: map[string]bool{}, refs: slices.Clone(shared.refs)}
	for c := range shared.data {
		own.data[c] = true
	}
	for _, key := range []string{"parameters", "requestBody", "responses"} {
		if n := yamldoc.Get(op, key); n != nil {
			d.look(n, own)
		}
	}
	out.Data = d.gather(own)
	return out
}

// access reads a list of requirements, of which any one is enough.
func (d *document) access(list *yaml.Node) (assay.Access, []string) {
	if list == nil || list.Kind != yaml.SequenceNode || len(list.Content) == 0 {
		return assay.AccessAnonymous, nil
	}
	access := assay.AccessAuthenticated
	var schemes []string
	for _, alternative := range list.Content {
		n := 0
		yamldoc.Pairs(alternative, func(name string, _ *yaml.Node) {
			n++
			if s, ok := d.schemes[name]; ok {
				schemes = append(schemes, s)
			} else if access != assay.AccessAnonymous {
				access = assay.AccessUnknown
			}
		})
		if n == 0 { // {}: nothing is enough, too
			access = assay.AccessAnonymous
		}
	}
	slices.Sort(schemes)
	return access, slices.Compact(schemes)
}

// look collects data classes and references below a node. Limits of nodes and
// depth were checked when the document was parsed.
func (d *document) look(n *yaml.Node, into *part) {
	n = yamldoc.Resolve(n)
	if n.Kind == yaml.SequenceNode {
		for _, c := range n.Content {
			d.look(c, into)
		}
		return
	}
	if n.Kind != yaml.MappingNode {
		return
	}
	if ref := yamldoc.Text(yamldoc.Get(n, "$ref")); ref != "" {
		if strings.HasPrefix(ref, "#/") {
			into.refs = append(into.refs, ref)
		} else {
			d.outside++
		}
		return
	}
	// A parameter is a field by its name; {in: query, name: iban}.
	if yamldoc.Get(n, "in") != nil {
		into.add(yamldoc.Text(yamldoc.Get(n, "name")))
	}
	yamldoc.Pairs(n, func(key string, value *yaml.Node) {
		switch key {
		case "example", "examples", "default", "enum", "description", "x-examples":
		case "properties":
			yamldoc.Pairs(value, func(field string, schema *yaml.Node) {
				into.add(field)
				d.look(schema, into)
			})
		default:
			d.look(value, into)
		}
	})
}

func (p *part) add(field string) {
	if c := ClassOf(field); c != "" {
		p.data[c] = true
	}
}

// gather is the data of a part and of all that it refers to, each once.
func (d *document) gather(own *part) []string {
	seen, data := map[string]bool{}, map[string]bool{}
	for open := []*part{own}; len(open) > 0; {
		p := open[len(open)-1]
		open = open[:len(open)-1]
		for c := range p.data {
			data[c] = true
		}
		for _, ref := range p.refs {
			if !seen[ref] {
				seen[ref] = true
				open = append(open, d.at(ref))
			}
		}
	}
	var out []string
	for c := range data {
		out = append(out, c)
	}
	slices.Sort(out)
	return out
}

// at looks once at what stands at a reference of this document.
func (d *document) at(ref string) *part {
	if p, ok := d.parts[ref]; ok {
		return p
	}
	p := &part{data: map[string]bool{}}
	d.parts[ref] = p
	if n := d.find(ref); n != nil {
		names := strings.Split(ref, "/")
		if name := names[len(names)-1]; yamldoc.Get(n, "properties") == nil && strings.Contains(ref, "/schemas/") {
			p.add(name) // a schema of one value: #/components/schemas/Iban
		}
		d.look(n, p)
	}
	return p
}

// find follows a JSON pointer (RFC 6901).
func (d *document) find(ref string) *yaml.Node {
	n := d.root
	for _, name := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
		if n = yamldoc.Get(n, strings.NewReplacer("~1", "/", "~0", "~").Replace(name)); n == nil {
			return nil
		}
	}
	return n
}

// target is the node itself or what its one reference stands for.
func (d *document) target(n *yaml.Node) *yaml.Node {
	if ref := yamldoc.Text(yamldoc.Get(n, "$ref")); strings.HasPrefix(ref, "#/") {
		if t := d.find(ref); t != nil {
			return t
		}
	}
	return n
}
