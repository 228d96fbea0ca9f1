package terraform

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"

	"github.com/assay-dev/assay/internal/engine"
)

// noVariable stands among the variables so that trivy never takes an empty set
// for a reason to look into the environment.
const noVariable = "assay no variable"

// loads says whether Terraform reads a variable file by itself. One that it
// reads only when -var-file names it (prod.tfvars) counts for nothing here:
// nobody knows which of several would be named.
func loads(name string) bool {
	return name == "terraform.tfvars" || name == "terraform.tfvars.json" ||
		strings.HasSuffix(name, ".auto.tfvars") || strings.HasSuffix(name, ".auto.tfvars.json")
}

// precedence orders variable files as Terraform reads them; later ones win.
func precedence(name string) int {
	switch name {
	case "terraform.tfvars":
		return 0
	case "terraform.tfvars.json":
		return 1
	}
	return 2
}

// variables gives the root's inputs: what its tfvars say, and unknown for
// every variable that has no value at all.
func (p *prepared) variables() map[string]cty.Value {
	out := map[string]cty.Value{noVariable: cty.True}
	for _, s := range p.unit.tree.dirs[p.unit.Root] {
		for _, b := range s.parse().blocks {
			if b.kind == "variable" && len(b.labels) > 0 && b.attrs["default"] == nil {
				out[b.labels[0]] = unknownOf(b.attrs["type"])
			}
		}
	}
	files := slices.Clone(p.unit.tree.vars[p.unit.Root])
	slices.SortStableFunc(files, func(a, b engine.File) int {
		x, y := path.Base(a.Path), path.Base(b.Path)
		if d := precedence(x) - precedence(y); d != 0 {
			return d
		}
		return strings.Compare(x, y)
	})
	for _, f := range files {
		if loads(path.Base(f.Path)) {
			p.readVariables(f, out)
		}
	}
	return out
}

// unknownOf is an unknown value of a declared type.
func unknownOf(typ *hcl.Attribute) cty.Value {
	if typ == nil {
		return cty.DynamicVal
	}
	t, diags := typeexpr.TypeConstraint(typ.Expr)
	if diags.HasErrors() || t == cty.NilType {
		return cty.DynamicVal
	}
	return cty.UnknownVal(t)
}

func (p *prepared) readVariables(f engine.File, out map[string]cty.Value) {
	attrs, diags := variableAttributes(f)
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			line := 0
			if d.Subject != nil {
				line = d.Subject.Start.Line
			}
			p.gaps = append(p.gaps, gapAt(f.Path, line, "variables are not read: "+d.Summary+": "+d.Detail, "correct the file"))
			return
		}
	}
	for name, a := range attrs {
		v, diags := a.Expr.Value(nil)
		if diags.HasErrors() {
			v = cty.DynamicVal
		}
		out[name] = v
	}
}

func variableAttributes(f engine.File) (attrs hcl.Attributes, diags hcl.Diagnostics) {
	defer func() {
		if r := recover(); r != nil {
			diags = append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "the HCL reader gave up"})
		}
	}()
	if len(f.Data) > maxBytes || tooDeep(f.Data) {
		return nil, hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "the file is too big or nested too deep"}}
	}
	var file *hcl.File
	if strings.HasSuffix(f.Path, ".json") {
		file, diags = hcljson.Parse(f.Data, f.Path)
	} else {
		file, diags = hclsyntax.ParseConfig(f.Data, f.Path, hcl.InitialPos)
	}
	if diags.HasErrors() {
		return nil, diags
	}
	return file.Body.JustAttributes()
}

// providerOf names the cloud of a resource type.
func providerOf(typ string) string {
	name, _, _ := strings.Cut(typ, "_")
	switch name {
	case "azurerm", "azuread", "azapi", "azurestack":
		return "azure"
	case "google":
		return "google"
	case "oci":
		return "oracle"
	}
	return name
}
