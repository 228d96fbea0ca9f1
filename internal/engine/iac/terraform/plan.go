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
// is sensitive nor what is unknown.
type plan struct {
	PlannedValues struct {
		RootModule planModule `json:"root_module"`
	} `json:"planned_values"`
	ResourceChanges []struct {
		Address string `json:"address"`
		Change  struct {
			AfterUnknown   any `json:"after_unknown"`
			AfterSensitive any `json:"after_sensitive"`
		} `json:"change"`
	} `json:"resource_changes"`
	planConfig
}

type planModule struct {
	Resources []struct {
		Address         string         `json:"address"`
		Mode            string         `json:"mode"`
		Type            string         `json:"type"`
		Name            string         `json:"name"`
		Values          map[string]any `json:"values"`
		SensitiveValues any            `json:"sensitive_values"`
	} `json:"resources"`
	ChildModules []planModule `json:"child_modules"`
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
	addresses := p.describe(f, &out)
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
		finding.Location = planLocation(f, address)
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

// describe adds the plan's resources, and maps the names of generated blocks
// to addresses.
func (p *plan) describe(f engine.File, out *engine.Output) map[string]string {
	hidden := map[string][2]any{}
	for _, c := range p.ResourceChanges {
		hidden[c.Address] = [2]any{c.Change.AfterUnknown, c.Change.AfterSensitive}
	}
	addresses := map[string]string{}
	first := len(out.Resources)
	p.PlannedValues.RootModule.describe(f, hidden, addresses, out, 0)
	written := p.written()
	for i := range out.Resources[first:] {
		written.add(&out.Resources[first+i])
	}
	return addresses
}

func (m *planModule) describe(f engine.File, hidden map[string][2]any, addresses map[string]string, out *engine.Output, depth int) {
	if depth > 50 {
		return
	}
	for _, r := range m.Resources {
		name := r.Name
		if strings.HasPrefix(r.Address, "module.") {
			module, _, _ := strings.Cut(r.Address, "."+r.Type+".")
			name = fmt.Sprintf("%s_%x", r.Name, md5.Sum([]byte(strings.TrimSuffix(module, ".data")))) // #nosec G401
		}
		if key := r.Type + "." + name; addresses[key] == "" {
			addresses[key] = r.Address
		}
		if r.Mode == "data" {
			continue
		}
		var b graph.Builder
		h := hidden[r.Address]
		at := planLocation(f, r.Address)
		place := assay.Place{Path: at.Path, Start: at.Start, End: at.End}
		addPlanned(&b, "", r.Values, h[0], []any{r.SensitiveValues, h[1]}, place, 0)
		addUnknown(&b, "", h[0], place, 0)
		out.Resources = append(out.Resources, assay.Resource{
			Address:    r.Address,
			Root:       f.Path,
			Source:     "terraform-plan",
			Type:       r.Type,
			Provider:   providerOf(r.Type),
			Location:   at,
			Attributes: b.Attributes(),
		})
	}
	for i := range m.ChildModules {
		m.ChildModules[i].describe(f, hidden, addresses, out, depth+1)
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

// planLocation is the line of the plan that first names the address.
func planLocation(f engine.File, address string) assay.Location {
	quoted, _ := json.Marshal(address)
	line := 0
	if i := bytes.Index(f.Data, quoted); i >= 0 {
		line = 1 + bytes.Count(f.Data[:i], []byte("\n"))
	}
	return assay.Location{Path: f.Path, Start: assay.Position{Line: line}, Resource: address}
}
