package run

import (
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/pipeline"
)

func database(attributes ...assay.Attribute) *pipeline.Result {
	return &pipeline.Result{Output: engine.Output{Resources: []assay.Resource{{Address: "aws_db_instance.a", Type: "aws_db_instance", Attributes: attributes}}}}
}

func is(path, value string, kind assay.ValueKind) assay.Attribute {
	return assay.Attribute{Path: path, Value: value, Kind: kind}
}

// TestOnlyFixes: what passes for a fix is never held by cost, so nothing that
// costs may.
func TestOnlyFixes(t *testing.T) {
	fixed := assay.Finding{Engine: assay.EngineIaC, Location: assay.Location{Path: "infra/db.tf"}}
	flaw := assay.Finding{Engine: assay.EngineDependency, Location: assay.Location{Path: "package.json"}}
	file := func(p string) assay.ChangedFile { return assay.ChangedFile{Path: p, Kind: assay.Modified} }
	plain, closed := is("storage_encrypted", "false", assay.KindBool), is("storage_encrypted", "true", assay.KindBool)
	for _, c := range []struct {
		name    string
		fixed   []assay.Finding
		found   []assay.Finding
		changed []assay.ChangedFile
		base    *pipeline.Result
		head    *pipeline.Result
		want    bool
	}{
		{"a fix", []assay.Finding{fixed}, nil, []assay.ChangedFile{file("infra/db.tf")}, database(plain), database(closed), true},
		{"nothing fixed", nil, nil, []assay.ChangedFile{file("infra/db.tf")}, database(plain), database(closed), false},
		{"a fix that brings something", []assay.Finding{fixed}, []assay.Finding{{Status: assay.StatusNew}}, []assay.ChangedFile{file("infra/db.tf")}, database(plain), database(closed), false},
		{"and another file", []assay.Finding{fixed}, nil, []assay.ChangedFile{file("infra/db.tf"), file("infra/other.tf")}, database(plain), database(closed), false},
		{"and a larger machine", []assay.Finding{fixed}, nil, []assay.ChangedFile{file("infra/db.tf")}, database(is("instance_class", "db.t3.micro", assay.KindString), plain), database(is("instance_class", "db.x2iedn.32xlarge", assay.KindString), closed), false},
		{"and a second zone", []assay.Finding{fixed}, nil, []assay.ChangedFile{file("infra/db.tf")}, database(is("multi_az", "false", assay.KindBool)), database(is("multi_az", "true", assay.KindBool)), false},
		{"and a new resource", []assay.Finding{fixed}, nil, []assay.ChangedFile{file("infra/db.tf")}, &pipeline.Result{}, database(closed), false},
		{"an upgrade with its lockfile", []assay.Finding{flaw}, nil, []assay.ChangedFile{file("package.json"), file("package-lock.json")}, &pipeline.Result{}, &pipeline.Result{}, true},
		{"an upgrade with a program", []assay.Finding{flaw}, nil, []assay.ChangedFile{file("package.json"), file("server.js")}, &pipeline.Result{}, &pipeline.Result{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			j := &job{fixed: c.fixed, findings: c.found, changed: c.changed, baseResult: c.base, head: c.head}
			if got := j.onlyFixes(); got != c.want {
				t.Errorf("only fixes: %v", got)
			}
		})
	}
}
