package threat

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// interfaces adds the process that each interface description is of, and the
// flows from its callers: one for what anybody may call and one for what asks
// who calls, each over the least protected of its servers.
func (b *builder) interfaces() {
	for i := range b.in.APIs {
		api := &b.in.APIs[i]
		if len(api.Operations) == 0 {
			continue
		}
		at := assay.Location{Path: api.Path, Start: assay.Position{Line: api.Operations[0].Line}}
		e := &Element{ID: "api/" + api.Path, Role: Process, Type: "API", Name: cmp.Or(api.Title, path.Base(api.Path)), Exposed: Unknown, Location: at, code: true}
		b.own(e)
		e.Data = union(e.Data, dataOf(api.Operations))
		e.Boundary = b.serviceBound(e.Service)
		b.add(e)
		enc, protocol := transport(api)
		for _, access := range []assay.Access{assay.AccessAnonymous, assay.AccessAuthenticated, assay.AccessUnknown} {
			b.operations(api, e, access, enc, protocol)
		}
	}
}

// operations adds the flow of the operations of one access.
func (b *builder) operations(api *assay.API, e *Element, access assay.Access, enc fact, protocol string) {
	ops := slices.DeleteFunc(slices.Clone(api.Operations), func(o assay.Operation) bool { return o.Access != access })
	if len(ops) == 0 {
		return
	}
	// The operation that carries most comes first: it names the flow's place.
	slices.SortStableFunc(ops, func(a, b assay.Operation) int { return weight(b.Data) - weight(a.Data) })
	first := ops[0]
	at := assay.Location{Path: api.Path, Start: assay.Position{Line: first.Line}}
	name := quote(first.Method + " " + first.Path)
	if len(ops) > 1 {
		name = fmt.Sprintf("%s and %d more operations", name, len(ops)-1)
	}
	f := Flow{From: b.callers(), To: e.ID, Protocol: protocol, Location: at, Data: append([]string{}, dataOf(ops)...), enc: enc, What: accessWord(access)}
	switch access {
	case assay.AccessAnonymous:
		f.auth = fact{answer: No, because: name + " may be called by anybody", at: at}
		if !asksAnywhere(api) {
			f.auth = fact{answer: Unknown, because: api.Path + " does not speak of authentication at all", at: at}
		}
	case assay.AccessAuthenticated:
		f.auth = fact{answer: Yes, because: name + ": asks for " + strings.Join(first.Schemes, ", "), at: at}
	default:
		f.auth = fact{answer: Unknown, because: name + ": names a scheme that is not defined", at: at}
	}
	b.flow(f)
}

func accessWord(a assay.Access) string {
	return map[assay.Access]string{assay.AccessAnonymous: "open operations", assay.AccessAuthenticated: "operations", assay.AccessUnknown: "other operations"}[a]
}

// asksAnywhere says whether the document speaks of authentication at all.
func asksAnywhere(api *assay.API) bool {
	return slices.ContainsFunc(api.Operations, func(o assay.Operation) bool { return o.Access != assay.AccessAnonymous })
}

// transport is how an API is called, by the addresses that it names: a plain
// one is enough to be read on the way.
func transport(api *assay.API) (fact, string) {
	out := fact{answer: Unknown, because: "no address with a scheme in " + api.Path}
	protocol := "HTTP or HTTPS"
	for _, s := range api.Servers {
		a, ok := addressIn(s.URL)
		if !ok || local(a.host) {
			continue
		}
		at := assay.Location{Path: api.Path, Start: assay.Position{Line: s.Line}}
		switch answer := secure(a.protocol); {
		case answer == No:
			return fact{answer: No, because: "served at " + quote(s.URL), at: at}, "HTTP"
		case answer == Yes:
			out, protocol = fact{answer: Yes, because: "served at " + quote(s.URL), at: at}, "HTTPS"
		}
	}
	return out, protocol
}

func local(host string) bool {
	return host == "localhost" || host == "127.0.0.1" || host == "0.0.0.0" || host == "::1" || strings.HasSuffix(host, ".local")
}

func (b *builder) callers() string {
	return b.add(&Element{ID: "external/callers", Role: External, Type: "callers", Name: "API clients", Boundary: b.bound(Internet, "Internet", "internet", ""), Exposed: Yes})
}

func (b *builder) serviceBound(s assay.ServiceID) string {
	return b.bound(Service, cmp.Or(string(s), "unnamed service"), string(s), "")
}

func dataOf(ops []assay.Operation) []string {
	var out []string
	for _, o := range ops {
		out = union(out, o.Data)
	}
	return out
}

func union(a, b []string) []string {
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	return slices.Compact(out)
}

// services adds a process for each service of which no other process is known,
// and flows, marked as assumed, from a service's code to its stores that
// nothing else of the service is seen to use.
func (b *builder) services() {
	runs, code := map[assay.ServiceID]bool{}, map[assay.ServiceID]string{}
	called := map[string]bool{}
	for _, f := range b.flows {
		if e := b.elements[f.From]; e != nil && e.Role != External {
			called[f.To] = true
		}
	}
	var ids []string
	for id, e := range b.elements {
		ids = append(ids, id)
		if e.Role == Process && e.Service != "" && e.Type != "firewall group" {
			runs[e.Service] = true
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		if e := b.elements[id]; e.code && code[e.Service] == "" {
			code[e.Service] = id
		}
	}
	for _, s := range b.in.Services {
		if code[s.ID] == "" && !runs[s.ID] {
			e := &Element{ID: "service/" + string(s.ID), Role: Process, Type: "service", Name: string(s.ID), Service: s.ID, Data: known(s.DataClasses), Exposed: Unknown, code: true, Location: assay.Location{Path: "assay.yaml"}}
			e.Boundary = b.serviceBound(s.ID)
			code[s.ID] = b.add(e)
		}
	}
	for _, id := range ids {
		e := b.elements[id]
		if e.Role == Store && !called[id] && code[e.Service] != "" && e.Service != "" {
			b.flow(Flow{From: code[e.Service], To: id, Protocol: e.wire, Assumed: true, Location: e.Location, enc: e.facts[tls], auth: e.facts[auth]})
		}
	}
}
