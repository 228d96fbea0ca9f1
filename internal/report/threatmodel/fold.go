package threatmodel

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/threat"
)

// maxNodes is up to how many nodes a picture is readable.
const maxNodes = 40

// node is what a picture shows: an element, or several of one type folded.
type node struct {
	id       string
	role     threat.Role
	typ      string
	name     string
	boundary string
	count    int
	data     []string
	open     int
	worst    assay.Severity // of the open ones
}

// edge is a flow, or several between the same two nodes.
type edge struct {
	from, to  string
	protocol  string
	encrypted threat.Answer
	anonymous bool
	assumed   bool
	count     int
	open      int
}

// picture is what is drawn.
type picture struct {
	nodes  []node
	edges  []edge
	bounds []threat.Boundary
	// elements counts what the nodes stand for; folded says whether any is several.
	elements int
	folded   bool
}

// draw chooses what a picture shows. Where there is too much it folds elements
// of one type in one boundary, then whole boundaries, then all by type, and
// leaves nothing out.
func draw(m *threat.Model) picture {
	groupers := []func(e *threat.Element) (key, boundary string){
		func(e *threat.Element) (string, string) { return e.ID, e.Boundary },
		func(e *threat.Element) (string, string) {
			return strings.Join([]string{e.Boundary, string(e.Role), e.Type}, "\x00"), e.Boundary
		},
	}
	parent := map[string]string{}
	for _, b := range m.Boundaries {
		parent[b.ID] = b.Parent
	}
	top := func(id string) string {
		for n := 0; parent[id] != "" && n < 10; n++ {
			id = parent[id]
		}
		return id
	}
	groupers = append(groupers,
		func(e *threat.Element) (string, string) {
			return strings.Join([]string{top(e.Boundary), string(e.Role), e.Type}, "\x00"), top(e.Boundary)
		},
		func(e *threat.Element) (string, string) {
			return strings.Join([]string{top(e.Boundary), string(e.Role)}, "\x00"), top(e.Boundary)
		},
		func(e *threat.Element) (string, string) {
			if e.Role == threat.External {
				return "internet", e.Boundary
			}
			return string(e.Role), ""
		})
	var p picture
	for _, g := range groupers {
		if p = fold(m, g); len(p.nodes) <= maxNodes {
			break
		}
	}
	return p
}

func fold(m *threat.Model, group func(*threat.Element) (string, string)) picture {
	p := picture{elements: len(m.Elements)}
	at := map[string]int{} // node by key
	of := map[string]string{}
	types := map[string]map[string]bool{}
	for i := range m.Elements {
		e := &m.Elements[i]
		key, boundary := group(e)
		of[e.ID] = key
		k, ok := at[key]
		if !ok {
			k = len(p.nodes)
			at[key] = k
			types[key] = map[string]bool{}
			p.nodes = append(p.nodes, node{id: key, role: e.Role, typ: e.Type, name: e.Name, boundary: boundary})
		}
		n := &p.nodes[k]
		n.count++
		types[key][e.Type] = true
		for _, c := range e.Data {
			if !slices.Contains(n.data, c) {
				n.data = append(n.data, c)
			}
		}
	}
	for i := range p.nodes {
		n := &p.nodes[i]
		slices.Sort(n.data)
		if n.count > 1 {
			p.folded = true
			n.name = fmt.Sprintf("%d × %s", n.count, n.typ)
			if len(types[n.id]) > 1 {
				n.name = fmt.Sprintf("%d × %s", n.count, n.role)
				n.typ = plural(len(types[n.id]), "type")
			}
		}
	}
	flows := map[string]int{}
	flowOf := map[string]int{}
	for i := range m.Flows {
		f := &m.Flows[i]
		from, to := of[f.From], of[f.To]
		if from == to {
			continue
		}
		key := from + "\x01" + to
		k, ok := flows[key]
		if !ok {
			k = len(p.edges)
			flows[key] = k
			p.edges = append(p.edges, edge{from: from, to: to, protocol: f.Protocol, encrypted: f.Encrypted, assumed: f.Assumed})
		}
		flowOf[f.ID] = k
		e := &p.edges[k]
		e.count++
		e.assumed = e.assumed && f.Assumed
		e.anonymous = e.anonymous || f.Authenticated == threat.No
		e.encrypted = worse(e.encrypted, f.Encrypted)
		if f.Protocol != e.protocol && f.Protocol != "" && !slices.Contains(strings.Split(e.protocol, ", "), f.Protocol) {
			e.protocol = strings.Trim(e.protocol+", "+f.Protocol, ", ")
		}
	}
	for i := range m.Threats {
		t := &m.Threats[i]
		if t.State != threat.Open {
			continue
		}
		if k, ok := at[of[t.Target]]; ok {
			p.nodes[k].open++
			p.nodes[k].worst = max(p.nodes[k].worst, t.Severity)
		} else if k, ok := flowOf[t.Target]; ok {
			p.edges[k].open++
		}
	}
	used := map[string]bool{}
	byID := map[string]threat.Boundary{}
	for _, b := range m.Boundaries {
		byID[b.ID] = b
	}
	for _, n := range p.nodes {
		for id := n.boundary; id != ""; id = byID[id].Parent {
			used[id] = true
		}
	}
	for _, b := range m.Boundaries {
		if used[b.ID] {
			p.bounds = append(p.bounds, b)
		}
	}
	slices.SortFunc(p.edges, func(a, b edge) int { return cmp.Or(strings.Compare(a.from, b.from), strings.Compare(a.to, b.to)) })
	return p
}

// worse is what a bundle of flows can be said to be: in clear when one is.
func worse(a, b threat.Answer) threat.Answer {
	for _, x := range []threat.Answer{threat.No, threat.Unknown} {
		if a == x || b == x {
			return x
		}
	}
	return threat.Yes
}

// caption says what is shown, and what is folded.
func (p *picture) caption() string {
	if !p.folded {
		return ""
	}
	return fmt.Sprintf("%d elements drawn as %d: those of one kind in one place are folded; the lists name each", p.elements, len(p.nodes))
}

// label is what an edge says: protocol and protection.
func (e *edge) label() string {
	parts := cut(e.protocol, 22)
	if parts == "" {
		parts = "flow"
	}
	if e.count > 1 {
		parts += fmt.Sprintf(" ×%d", e.count)
	}
	return parts
}

// cut shortens a text to n characters.
func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
