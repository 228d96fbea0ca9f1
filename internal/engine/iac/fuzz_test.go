package iac

import (
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// FuzzExtract feeds the whole engine with any bytes under any name that it
// takes. Seeds that once crashed stand in testdata/fuzz.
func FuzzExtract(f *testing.F) {
	f.Add("main.tf", "resource \"aws_s3_bucket\" \"b\" {\n  count = 2\n  acl = \"public-read\"\n  dynamic \"x\" {\n for_each = [1]\n content {}\n}\n}\n")
	f.Add("main.tf", "module \"m\" {\n source = \".\"\n}\nlocals {\n a = [for x in range(3): x]\n}\n")
	f.Add("main.tf.json", `{"resource":{"a":{"b":{"c":"${var.d}"}}}}`)
	f.Add("terraform.tfvars", "a = 1")
	f.Add("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b}]}\n---\n&a [*a]\n")
	f.Add("a.yaml", "AWSTemplateFormatVersion: x\nResources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties: {A: !Sub \"${B}\", C: !Join [a, [b]]}\n")
	f.Add("a.yaml", "Conditions: {A: !Or [!Condition B, !Equals [a, a]], B: !Not [{Condition: A}]}\nResources:\n  A:\n    Type: AWS::S3::Bucket\n    Condition: A\n    Properties: {A: [!If [B, c, !Ref AWS::NoValue], !If [A, {D: e}, f]]}\n")
	f.Add("a.json", `{"apiVersion":"v1","kind":"Pod","metadata":{}}`)
	f.Add("a.json", `{"format_version":"1","terraform_version":"1","planned_values":{"root_module":{"resources":[{"address":"a.b","type":"a","name":"b","values":{"c":[1]}}]}}}`)
	f.Add("Dockerfile", "FROM a\nRUN <<EOF\nx\nEOF\nUSER $x\n")
	f.Fuzz(func(t *testing.T, name, text string) {
		if strings.ContainsAny(name, "\x00\\") || strings.HasPrefix(name, "/") || strings.Contains(name, "..") || strings.Contains(name, "//") || len(text) > 64<<10 {
			return
		}
		files := snapshot(map[string]string{name: text})
		if len(files) == 0 {
			return
		}
		out := extract(t, files)
		for _, r := range out.Resources {
			for i, a := range r.Attributes {
				if i > 0 && r.Attributes[i-1].Path >= a.Path {
					t.Errorf("%s: attributes not sorted at %q", r.Address, a.Path)
				}
				if a.Kind == assay.KindUnknown && a.Value != "" {
					t.Errorf("%s: %s is unknown and has a value", r.Address, a.Path)
				}
			}
		}
		for _, g := range out.Gaps {
			if strings.Contains(g.Reason, "gave up") && !strings.Contains(g.Reason, "reader") {
				t.Errorf("a panic: %s", g.Reason)
			}
		}
	})
}

// FuzzSniff holds that looking at a file never fails, whatever is in it.
func FuzzSniff(f *testing.F) {
	f.Add("a.json", []byte(`{"apiVersion":"v1","kind":"Pod"}`))
	f.Add("a.json", []byte("{\"kind\\"))
	f.Add("a.yaml", []byte("\xef\xbb\xbfapiVersion: v1\nkind: x"))
	f.Add("x.Dockerfile", []byte(nil))
	f.Add("Chart.yaml", []byte(nil))
	f.Fuzz(func(_ *testing.T, name string, data []byte) {
		shared.Selects(name, data)
	})
}

func BenchmarkExtractTerraform(b *testing.B)  { benchmark(b, "testdata/corpus/tf-bucket") }
func BenchmarkExtractKubernetes(b *testing.B) { benchmark(b, "testdata/corpus/k8s") }

// benchmark measures units with compiled checks; nothing is remembered.
func benchmark(b *testing.B, dir string) {
	files := load(b, dir)
	for b.Loop() {
		if _, err := shared.Extract(b.Context(), files, forgetful{}); err != nil {
			b.Fatal(err)
		}
	}
}

// forgetful is a Memo that keeps nothing.
type forgetful struct{}

func (forgetful) Get(engine.Hash) (engine.Output, bool) { return engine.Output{}, false }
func (forgetful) Put(engine.Hash, engine.Output)        {}
