package terraform

import (
	"bytes"
	"cmp"
	"context"
	"crypto/md5" // #nosec G501: trivy names generated blocks with it
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	planparser "github.com/aquasecurity/trivy/pkg/iac/scanners/terraformplan/tfjson/parser"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/iac/check"
	"github.com/assay-dev/assay/internal/engine/iac/graph"
)

// maxPlanBytes is how big a plan may be.
const maxPlanBytes = 50 << 20

// plan is what we read of a plan ourselves: trivy's reader keeps neither what
// is sensitive nor what is unknown, nor what was before.
type plan struct {
	PlannedValues struct {
		RootModule planModule `json:"root_module"`
	} `json:"planned_values"`
	PriorState struct {
		Values struct {
			RootModule planModule `json:"root_module"`
		} `json:"values"`
	} `json:"prior_state"`
	ResourceChanges []planChange `json:"resource_changes"`
	// Complete is false when the plan was made for some targets only.
	Complete *bool `json:"complete"`
	planConfig
}

type planModule struct {
	Resources    []planResource `json:"resources"`
	ChildModules []planModule   `json:"child_modules"`
}

type planResource struct {
	Address         string         `json:"address"`
	Mode            string         `json:"mode"`
	Type            string         `json:"type"`
	Name            string         `json:"name"`
	Values          map[string]any `json:"values"`
	SensitiveValues any            `json:"sensitive_values"`
}

// planChange is what the plan does to a resource, or to what a replacement of it
// left behind, which Deposed names.
type planChange struct {
	Address         string `json:"address"`
	PreviousAddress string `json:"previous_address"`
	Mode            string `json:"mode"`
	Type            string `json:"type"`
	Deposed         string `json:"deposed"`
	Change          struct {
		Actions         []string `json:"actions"`
		Before          any      `json:"before"`
		BeforeSensitive any      `json:"before_sensitive"`
		AfterUnknown    any      `json:"after_unknown"`
		AfterSensitive  any      `json:"after_sensitive"`
	} `json:"change"`
}

// EvaluatePlan judges a plan as JSON.
func EvaluatePlan(ctx context.Context, checks *check.Evaluator, f engine.File) (engine.Output, error) {
	var out engine.Output
	fail := func(reason string) (engine.Output, error) {
		g := gapAt(f.Path, 0, "this plan is not evaluated: "+reason, "write it with terraform show -json")
		g.Scope = assay.ScopeTerraformPlan
		out.Gaps = append(out.Gaps, g)
		return out, nil
	}
	if len(f.Data) > maxPlanBytes {
		return fail(fmt.Sprintf("more than %d MB", maxPlanBytes>>20))
	}
	var p plan
	decoder := json.NewDecoder(bytes.NewReader(f.Data))
	decoder.UseNumber()
	if err := decoder.Decode(&p); err != nil {
		return fail(err.Error())
	}
	places := placesIn(f)
	addresses := p.describe(places, &out)
	generated, err := generate(f.Data)
	if err != nil {
		return fail(err.Error())
	}
	findings, err := judgePlan(ctx, checks, generated)
	if err != nil {
		return engine.Output{}, err
	}
	for _, finding := range findings.Findings {
		name := finding.Location.Resource
		bare, _, _ := strings.Cut(name, "[")
		address := cmp.Or(addresses[name], addresses[bare], name)
		finding.Location = places.of(address)
		finding.Snippet = ""
		finding.Identity = strings.Replace(finding.Identity, name, address, 1)
		out.Findings = append(out.Findings, finding)
	}
	out.Examine(assay.ScopeTerraformPlan, 1)
	return out, nil
}

// generate has trivy write the plan as configuration.
func generate(data []byte) (_ []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the plan reader gave up: %v", r)
		}
	}()
	parsed, err := planparser.New().Parse(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	fsys, err := parsed.ToFS()
	if err != nil {
		return nil, err
	}
	return fs.ReadFile(fsys, "main.tf")
}

// judgePlan evaluates generated configuration like any other.
func judgePlan(ctx context.Context, checks *check.Evaluator, text []byte) (engine.Output, error) {
	units := Units([]engine.File{{Path: "main.tf", Data: text}})
	if len(units) != 1 {
		return engine.Output{}, nil
	}
	return units[0].Evaluate(ctx, checks)
}

// describe adds the plan's resources and what it says of the time before, and maps
// the names of generated blocks to addresses.
func (p *plan) describe(at *places, out *engine.Output) map[string]string {
	hidden := map[string][2]any{}
	for _, c := range p.ResourceChanges {
		if c.Deposed == "" {
			hidden[c.Address] = [2]any{c.Change.AfterUnknown, c.Change.AfterSensitive}
		}
	}
	addresses := map[string]string{}
	first := len(out.Resources)
	written := p.written()
	p.PlannedValues.RootModule.walk(0, func(r *planResource) {
		name := r.Name
		if strings.HasPrefix(r.Address, "module.") {
			module, _, _ := strings.Cut(r.Address, "."+r.Type+".")
			name = fmt.Sprintf("%s_%x", r.Name, md5.Sum([]byte(strings.TrimSuffix(module, ".data")))) // #nosec G401
		}
		if key := r.Type + "." + name; addresses[key] == "" {
			addresses[key] = r.Address
		}
		if r.Mode != "data" {
			h := hidden[r.Address]
			out.Resources = append(out.Resources, planned(at, r.Address, r.Type, r.Values, written.known(r.Address, h[0]), r.SensitiveValues, h[1]))
		}
	})
	resources := out.Resources[first:]
	told := p.told(at, resources)
	written.inferRegions(resources, told.Before)
	for i := range resources {
		written.add(&resources[i])
	}
	for i := range told.Before {
		written.add(&told.Before[i])
	}
	told.cover(written, p)
	linkBefore(resources, told.Before, written)
	out.Plans = append(out.Plans, told.Plan)
	return addresses
}

// walk shows the resources of a module and of those in it.
func (m *planModule) walk(depth int, see func(*planResource)) {
	if depth > 50 {
		return
	}
	for i := range m.Resources {
		see(&m.Resources[i])
	}
	for i := range m.ChildModules {
		m.ChildModules[i].walk(depth+1, see)
	}
}

// planned makes a resource of the values that a plan shows, of what it says is
// unknown about them, and of what is sensitive.
func planned(places *places, address, kind string, values map[string]any, unknown any, sensitive ...any) assay.Resource {
	var b graph.Builder
	at := places.of(address)
	place := assay.Place{Path: at.Path, Start: at.Start, End: at.End}
	addPlanned(&b, "", values, unknown, sensitive, place, 0)
	addUnknown(&b, "", unknown, place, 0)
	return assay.Resource{
		Address: address, Root: places.path, Source: "terraform-plan", Type: kind, Provider: providerOf(kind),
		Location: at, Attributes: b.Attributes(),
	}
}

// addPlanned flattens a planned value beside what the plan says is unknown and
// what is sensitive about it.
func addPlanned(b *graph.Builder, name string, v, unknown any, sensitive []any, at assay.Place, depth int) {
	if b.Full() || depth > maxDepth {
		return
	}
	leaf := assay.Attribute{Path: name, Location: at}
	switch v := v.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			addPlanned(b, join(name, k), v[k], child(unknown, k, -1), children(sensitive, k, -1), at, depth+1)
		}
		return
	case []any:
		for i, item := range v {
			addPlanned(b, join(name, strconv.Itoa(i)), item, child(unknown, "", i), children(sensitive, "", i), at, depth+1)
		}
		return
	case string:
		leaf.Kind, leaf.Value = assay.KindString, v
	case json.Number:
		leaf.Kind, leaf.Value = assay.KindNumber, v.String()
	case bool:
		leaf.Kind, leaf.Value = assay.KindBool, strconv.FormatBool(v)
	default:
		leaf.Kind = assay.KindNull
	}
	if unknown == true || slices.Contains(sensitive, any(true)) {
		leaf.Kind = assay.KindUnknown
	}
	b.Add(leaf)
}

// addUnknown adds what only the provider will know: it has no planned value.
func addUnknown(b *graph.Builder, name string, unknown any, at assay.Place, depth int) {
	if depth > maxDepth {
		return
	}
	switch u := unknown.(type) {
	case bool:
		if u {
			b.Add(assay.Attribute{Path: name, Kind: assay.KindUnknown, Location: at})
		}
	case map[string]any:
		for k, v := range u {
			addUnknown(b, join(name, k), v, at, depth+1)
		}
	case []any:
		for i, v := range u {
			addUnknown(b, join(name, strconv.Itoa(i)), v, at, depth+1)
		}
	}
}

func child(v any, key string, index int) any {
	switch v := v.(type) {
	case map[string]any:
		return v[key]
	case []any:
		if index >= 0 && index < len(v) {
			return v[index]
		}
	case bool:
		return v
	}
	return nil
}

func children(vs []any, key string, index int) []any {
	out := make([]any, len(vs))
	for i, v := range vs {
		out[i] = child(v, key, index)
	}
	return out
}

func join(name, key string) string {
	if name == "" {
		return key
	}
	return name + "." + key
}

// places knows the lines of a plan that first name an address.
type places struct {
	path  string
	lines map[string]int
}

// placesIn reads a plan once for the addresses in it.
func placesIn(f engine.File) *places {
	p := &places{f.Path, map[string]int{}}
	key := []byte(`"address"`)
	line, from := 1, 0
	for {
		i := bytes.Index(f.Data[from:], key)
		if i < 0 {
			return p
		}
		i += from + len(key)
		line += bytes.Count(f.Data[from:i], []byte("\n"))
		from = i
		rest := bytes.TrimLeft(f.Data[i:min(len(f.Data), i+maxAddress)], " \t\r\n:")
		var address string
		if json.NewDecoder(bytes.NewReader(rest)).Decode(&address) == nil && p.lines[address] == 0 {
			p.lines[address] = line
		}
	}
}

// maxAddress is how long an address is looked for, in bytes.
const maxAddress = 4096

// of is where an address stands.
func (p *places) of(address string) assay.Location {
	return assay.Location{Path: p.path, Start: assay.Position{Line: p.lines[address]}, Resource: address}
}
