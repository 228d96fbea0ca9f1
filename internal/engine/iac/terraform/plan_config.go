package terraform

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// planConfig is the part of a plan that says how its resources are written: what
// planned values do not show is there, the region of the provider and what an
// attribute refers to.
type planConfig struct {
	Variables map[string]struct {
		Value any `json:"value"`
	} `json:"variables"`
	Configuration struct {
		ProviderConfig map[string]struct {
			Expressions struct {
				Region planExpression `json:"region"`
			} `json:"expressions"`
		} `json:"provider_config"`
		RootModule configModule `json:"root_module"`
	} `json:"configuration"`
}

type planExpression struct {
	Constant   any      `json:"constant_value"`
	References []string `json:"references"`
}

type configModule struct {
	Resources []struct {
		Address     string         `json:"address"`
		Mode        string         `json:"mode"`
		Provider    string         `json:"provider_config_key"`
		Expressions map[string]any `json:"expressions"`
	} `json:"resources"`
	Calls map[string]struct {
		Expressions map[string]any `json:"expressions"`
		Module      configModule   `json:"module"`
	} `json:"module_calls"`
}

// settled says whether a variable of a module is known when a plan is made.
type settled func(variable string) bool

// settles says that all that an expression refers to is known when a plan is made:
// variables, unless a resource gives them their value, and constants.
func (is settled) settles(expression map[string]any) bool {
	if _, constant := expression["constant_value"]; constant {
		return true
	}
	list, ok := expression["references"].([]any)
	return ok && !slices.ContainsFunc(list, func(ref any) bool {
		s, _ := ref.(string)
		name, isVariable := strings.CutPrefix(s, "var.")
		name, _, _ = strings.Cut(name, ".")
		name, _, _ = strings.Cut(name, "[")
		return !(isVariable && is(name) || s == "count.index" || strings.HasPrefix(s, "path.") || strings.HasPrefix(s, "terraform."))
	})
}

// written is what the configuration says of resources, by their addresses without
// instances.
type written struct {
	region     map[string]assay.Attribute
	references map[string][]assay.Reference
	provider   map[string]string // the key of its provider's configuration
	// expressions are what the code writes, by attribute and block.
	expressions map[string]map[string]any
	settled     map[string]settled
	// elsewhere is the region of what stands in no configuration any more: that of
	// all others of its provider, where they have one.
	elsewhere map[string]assay.Attribute
}

func (p *planConfig) written() *written {
	w := &written{map[string]assay.Attribute{}, map[string][]assay.Reference{}, map[string]string{}, map[string]map[string]any{}, map[string]settled{}, map[string]assay.Attribute{}}
	p.walk(w, &p.Configuration.RootModule, "", func(string) bool { return true }, 0)
	return w
}

func (p *planConfig) walk(w *written, m *configModule, module string, is settled, depth int) {
	if depth > 50 {
		return
	}
	for _, r := range m.Resources {
		if r.Mode == "data" {
			continue
		}
		address := module + r.Address
		w.provider[address], w.expressions[address], w.settled[address] = r.Provider, r.Expressions, is
		if a, ok := p.regionOf(r.Provider); ok {
			w.region[address] = a
		}
		refs := referencesIn(r.Expressions, "", module, nil, 0)
		slices.SortFunc(refs, func(a, b assay.Reference) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.To, b.To)) })
		w.references[address] = slices.Compact(refs)
	}
	for name, c := range m.Calls {
		known := map[string]bool{} // each is looked at once: variables may hang on many
		inside := func(variable string) bool {
			yes, seen := known[variable]
			if !seen {
				expression, given := c.Expressions[variable].(map[string]any)
				yes = !given || is.settles(expression)
				known[variable] = yes
			}
			return yes
		}
		p.walk(w, &c.Module, module+"module."+name+".", inside, depth+1)
	}
}

// regionOf is a provider's region: a constant, or the value of a variable; unknown
// where it is anything else, and none where it is not written.
func (p *planConfig) regionOf(provider string) (assay.Attribute, bool) {
	config, ok := p.Configuration.ProviderConfig[provider]
	if !ok {
		return assay.Attribute{}, false
	}
	a := assay.Attribute{Path: regionPath, Kind: assay.KindUnknown}
	value := config.Expressions.Region.Constant
	refs := config.Expressions.Region.References
	if len(refs) == 1 {
		if name, ok := strings.CutPrefix(refs[0], "var."); ok {
			value = p.Variables[name].Value
		}
	}
	if s, ok := value.(string); ok {
		a.Kind, a.Value = assay.KindString, s
	}
	return a, value != nil || len(refs) > 0
}

// leaves says that the code of a resource leaves an attribute to its provider: it
// does not write it, or writes what comes to null, which all is that is known when a
// plan is made and yet is no value. What is unknown of it then is what the provider
// makes of nothing, as in code without a plan.
func (w *written) leaves(address, path string) bool {
	bare := assay.WithoutInstances(address)
	return !writes(w.expressions[bare], path, w.settled[bare])
}

// known takes out of what a plan says is unknown of a resource what its code leaves
// to the provider.
func (w *written) known(address string, unknown any) any {
	if _, ok := w.expressions[assay.WithoutInstances(address)]; !ok {
		return unknown
	}
	return w.prune(address, "", unknown, 0)
}

func (w *written) prune(address, path string, unknown any, depth int) any {
	if depth > maxDepth {
		return nil
	}
	switch u := unknown.(type) {
	case bool:
		return u && !w.leaves(address, path)
	case map[string]any:
		out := make(map[string]any, len(u))
		for k, v := range u {
			out[k] = w.prune(address, join(path, k), v, depth+1)
		}
		return out
	case []any:
		out := make([]any, len(u))
		for i, v := range u {
			out[i] = w.prune(address, join(path, strconv.Itoa(i)), v, depth+1)
		}
		return out
	}
	return unknown
}

// writes says that expressions hold a path: as an expression of it or of what holds
// it, or in one of the blocks of a list. Dynamic blocks stand in no configuration: what
// is in a block that is not there may be written.
func writes(expressions map[string]any, path string, is settled) bool {
	name, rest, below := strings.Cut(path, ".")
	switch v := expressions[name].(type) {
	case nil:
		return below
	case []any:
		if _, rest, below = strings.Cut(rest, "."); !below {
			return true
		}
		return slices.ContainsFunc(v, func(item any) bool {
			block, ok := item.(map[string]any)
			return !ok || writes(block, rest, is)
		})
	case map[string]any:
		_, constant := v["constant_value"]
		_, references := v["references"]
		if !below || constant || references || len(v) == 0 {
			return !is.settles(v)
		}
		return writes(v, rest, is)
	}
	return true
}

// referencesIn collects what expressions refer to: resources of the same module.
func referencesIn(v any, path, module string, out []assay.Reference, depth int) []assay.Reference {
	if depth > maxDepth {
		return out
	}
	switch v := v.(type) {
	case map[string]any:
		for k, item := range v {
			list, ok := item.([]any)
			if k != "references" || !ok {
				out = referencesIn(item, join(path, k), module, out, depth+1)
				continue
			}
			for _, ref := range list {
				if s, ok := ref.(string); ok {
					if to, ok := resourceIn(s); ok {
						out = append(out, assay.Reference{Path: path, To: module + to})
					}
				}
			}
		}
	case []any:
		for i, item := range v {
			out = referencesIn(item, join(path, strconv.Itoa(i)), module, out, depth+1)
		}
	}
	return out
}

// notResources are first names of references to other things.
var notResources = []string{"var", "local", "each", "count", "data", "module", "path", "terraform", "self"}

// resourceIn is the address in a reference: "aws_subnet.a" in "aws_subnet.a[0].id".
func resourceIn(ref string) (string, bool) {
	kind, rest, ok := strings.Cut(ref, ".")
	if !ok || slices.Contains(notResources, kind) {
		return "", false
	}
	if i := strings.IndexAny(rest, ".["); i >= 0 {
		rest = rest[:i]
	}
	return kind + "." + rest, rest != ""
}

// inferRegions finds the regions that the configuration does not write: a provider's
// configuration has one, and what it made says where it is.
func (w *written) inferRegions(lists ...[]assay.Resource) {
	found := map[string]assay.Attribute{} // by key of the configuration; unknown where they differ
	for _, list := range lists {
		for i := range list {
			r := &list[i]
			if a, ok := regionIn(r); ok {
				if key, ok := w.provider[assay.WithoutInstances(r.Address)]; ok {
					agree(found, key, a)
				}
			}
		}
	}
	for address, key := range w.provider {
		if _, ok := w.region[address]; !ok && found[key].Kind == assay.KindString {
			w.region[address] = found[key]
		}
	}
	for address, a := range w.region {
		kind := address[strings.LastIndexByte(address[:max(0, strings.LastIndexByte(address, '.'))], '.')+1:]
		agree(w.elsewhere, providerOf(kind), a)
	}
}

// agree keeps a region under a key as long as all say the same.
func agree(into map[string]assay.Attribute, key string, a assay.Attribute) {
	if old, ok := into[key]; ok && (old.Kind != a.Kind || old.Value != a.Value) {
		a.Kind, a.Value = assay.KindUnknown, ""
	}
	into[key] = a
}

// regionIn is the region that a resource's own values name: in an ARN it is the
// fourth part.
func regionIn(r *assay.Resource) (assay.Attribute, bool) {
	a, ok := r.Attribute("arn")
	parts := strings.SplitN(a.Value, ":", 6)
	if !ok || a.Kind != assay.KindString || len(parts) < 6 || parts[0] != "arn" || parts[3] == "" {
		return assay.Attribute{}, false
	}
	return assay.Attribute{Path: regionPath, Kind: assay.KindString, Value: parts[3]}, true
}

// add gives a planned resource what its configuration says, where its plan does
// not say it.
func (w *written) add(r *assay.Resource) {
	address := assay.WithoutInstances(r.Address)
	r.References = w.references[address]
	region, ok := w.region[address]
	if _, there := w.provider[address]; !ok && !there {
		if region, ok = regionIn(r); !ok {
			region, ok = w.elsewhere[r.Provider]
		}
	}
	if ok {
		if i, there := slices.BinarySearchFunc(r.Attributes, regionPath, func(a assay.Attribute, p string) int { return strings.Compare(a.Path, p) }); !there {
			region.Location = assay.Place{Path: r.Location.Path, Start: r.Location.Start, End: r.Location.End}
			r.Attributes = slices.Insert(r.Attributes, i, region)
		}
	}
}
