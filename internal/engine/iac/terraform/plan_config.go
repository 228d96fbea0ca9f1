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
		Module configModule `json:"module"`
	} `json:"module_calls"`
}

// written is what the configuration says of resources, by their addresses without
// instances.
type written struct {
	region     map[string]assay.Attribute
	references map[string][]assay.Reference
	provider   map[string]string // the key of its provider's configuration
	// elsewhere is the region of what stands in no configuration any more: that of
	// all others of its provider, where they have one.
	elsewhere map[string]assay.Attribute
}

func (p *planConfig) written() *written {
	w := &written{map[string]assay.Attribute{}, map[string][]assay.Reference{}, map[string]string{}, map[string]assay.Attribute{}}
	p.walk(w, &p.Configuration.RootModule, "", 0)
	return w
}

func (p *planConfig) walk(w *written, m *configModule, module string, depth int) {
	if depth > 50 {
		return
	}
	for _, r := range m.Resources {
		if r.Mode == "data" {
			continue
		}
		address := module + r.Address
		w.provider[address] = r.Provider
		if a, ok := p.regionOf(r.Provider); ok {
			w.region[address] = a
		}
		refs := referencesIn(r.Expressions, "", module, nil, 0)
		slices.SortFunc(refs, func(a, b assay.Reference) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.To, b.To)) })
		w.references[address] = slices.Compact(refs)
	}
	for name, c := range m.Calls {
		p.walk(w, &c.Module, module+"module."+name+".", depth+1)
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
