// Package taint follows data from sources to sinks through the value-flow
// graphs of a whole project.
//
//	p := taint.Link(graphs)
//	findings := p.Solve(rule options, marks)
//
// Marks say, for each file, which nodes a rule takes for sources, sinks and
// sanitizers. Inside functions the graphs are followed edge by edge; a call of
// a function that is in the project is answered by a summary of what that
// function does with one argument, computed once for each rule and argument
// (Reps, Horwitz, Sagiv: Precise interprocedural dataflow analysis via graph
// reachability, POPL 1995). Calls are resolved by class hierarchy.
package taint

import (
	"github.com/assay-dev/assay/internal/engine/sast/flow"
)

// Project links the graphs of all files.
type Project struct {
	Graphs    []*flow.Graph
	funcs     map[string][]ref // by name
	subs      map[string][]string
	supers    map[string][]string
	known     map[string]bool    // classes that the project declares
	enums     map[string]bool    // whether the text names all objects of all classes of that name
	homes     map[string][]int32 // files that declare a class
	paths     *paths
	keys      [][]int32 // global key of each graph's keys
	calls     map[callRef][]ref
	called    map[ref][]callRef
	asked     map[string]bool        // names of calls whose callers are known
	naming    map[string][]int32     // files that call something of a name
	family    map[string][]string    // classes related to a class
	byName    map[method][]ref       // methods of a class
	importing map[string][]int32     // files that import a name
	asking    int                    // how deep results are looked for
	shared    map[string][]sharedRef // by name
	getters   map[int32][]ref        // by global key
	events    map[eventKey]int       // how near the nearest other file is that names one
	modules   map[moduleKey]int      // how near the nearest file is that a module's name means
	at        []map[flow.Node][]int  // by graph: its shared variables, by node
}

// method is a method of a class, by name.
type method struct{ class, name string }

// ref is a function of a graph.
type ref struct{ g, f int32 }

// callRef is a call of a graph, or with c below 0 a member that is read, of the
// solver.
type callRef struct{ g, c int32 }

// Link joins graphs. They must be sorted by path.
func Link(graphs []*flow.Graph) *Project {
	p := &Project{
		Graphs: graphs, funcs: map[string][]ref{}, subs: map[string][]string{}, supers: map[string][]string{},
		known: map[string]bool{}, enums: map[string]bool{}, homes: map[string][]int32{}, paths: newPaths(), calls: map[callRef][]ref{}, asked: map[string]bool{}, family: map[string][]string{}, byName: map[method][]ref{},
		shared: map[string][]sharedRef{}, at: make([]map[flow.Node][]int, len(graphs)), importing: map[string][]int32{}, getters: map[int32][]ref{}, events: map[eventKey]int{}, modules: map[moduleKey]int{},
	}
	for i, g := range graphs {
		for f := range g.Funcs {
			if name := g.Funcs[f].Name; name != "" {
				p.funcs[name] = append(p.funcs[name], ref{int32(i), int32(f)})
			}
			if g.Funcs[f].Getter {
				key := p.paths.key(g.Funcs[f].Name)
				p.getters[key] = append(p.getters[key], ref{int32(i), int32(f)})
			}
			if c := g.Funcs[f].Class; c != "" {
				p.known[c] = true
				m := method{c, g.Funcs[f].Name}
				p.byName[m] = append(p.byName[m], ref{int32(i), int32(f)})
			}
		}
		for _, c := range g.Classes {
			p.known[c.Name] = true
			if before, ok := p.enums[c.Name]; !ok || before {
				p.enums[c.Name] = c.Enum && g.Language == "java"
			}
			p.homes[c.Name] = append(p.homes[c.Name], int32(i))
			for _, s := range c.Supers {
				p.subs[s] = append(p.subs[s], c.Name)
				p.supers[c.Name] = append(p.supers[c.Name], s)
			}
		}
		for name := range g.Imports {
			if family(g.Language) == "python" || family(g.Language) == "javascript" {
				p.importing[name] = append(p.importing[name], int32(i))
			}
		}
		for k := range g.Shared {
			v := &g.Shared[k]
			if p.at[i] == nil {
				p.at[i] = map[flow.Node][]int{}
			}
			p.at[i][v.Node] = append(p.at[i][v.Node], k)
			p.shared[v.Name] = append(p.shared[v.Name], sharedRef{int32(i), v.Node, v})
		}
		keys := make([]int32, len(g.Keys))
		for k, s := range g.Keys {
			keys[k] = p.paths.key(s)
		}
		p.keys = append(p.keys, keys)
	}
	return p
}

// callers are the calls that may mean a function. All calls of its name are
// resolved at once.
func (p *Project) callers(f ref) []callRef {
	fn := &p.Graphs[f.g].Funcs[f.f]
	key := fn.Name
	if fn.Name == flow.ConstructorName {
		key = "new " + fn.Class
	}
	p.ask(key)
	if fn.Name == flow.ConstructorName && p.Graphs[f.g].Language == "python" {
		p.ask(fn.Class) // a class of another module is called by its name
	}
	return p.called[f]
}

// ask resolves all calls of a name.
func (p *Project) ask(key string) {
	if p.asked[key] {
		return
	}
	p.asked[key] = true
	if p.naming == nil {
		p.naming, p.called = map[string][]int32{}, map[ref][]callRef{}
		for i, g := range p.Graphs {
			for _, name := range g.CallNames {
				p.naming[name] = append(p.naming[name], int32(i))
			}
		}
	}
	for _, i := range p.naming[key] {
		g := p.graph(i)
		for c := range g.Calls {
			if g.Calls[c].Key() != key {
				continue
			}
			cr := callRef{i, int32(c)}
			for _, t := range p.resolve(cr) {
				p.called[t] = append(p.called[t], cr)
			}
		}
	}
}

// graph is a file's graph with its body.
func (p *Project) graph(i int32) *flow.Graph {
	g := p.Graphs[i]
	g.Load()
	return g
}
