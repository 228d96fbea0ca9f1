package iac

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestHostile feeds what is meant to hang, exhaust or crash. Everything must
// come to an end, with a gap that says why, and leave its neighbour alone.
func TestHostile(t *testing.T) {
	var laughs, locals strings.Builder
	laughs.WriteString("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: lol}\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n")
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&laughs, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 10), ","))
	}
	modules := map[string]string{}
	for i := range 20 { // every module calls the next one twice: a million calls
		modules[fmt.Sprintf("m%d/main.tf", i)] = fmt.Sprintf("module \"a\" {\n  source = \"../m%d\"\n}\nmodule \"b\" {\n  source = \"../m%d\"\n}\n", i+1, i+1)
	}
	modules["m20/main.tf"] = `resource "aws_s3_bucket" "b" {}`
	locals.WriteString("locals {\n  l0 = \"xxxxxxxxxxxxxxxxxxxx\"\n")
	for i := 1; i < 60; i++ {
		fmt.Fprintf(&locals, "  l%d = \"${local.l%d}${local.l%d}\"\n", i, i-1, i-1)
	}
	locals.WriteString("}\n")

	cases := map[string]map[string]string{
		"billion laughs":       {"a.yaml": laughs.String()},
		"deep yaml":            {"a.yaml": "apiVersion: v1\nkind: Pod\nmetadata: " + strings.Repeat("[", 100_000)},
		"deep hcl":             {"main.tf": "locals {\n a = " + strings.Repeat("(", 1_000_000) + "\n}\n"},
		"deep operators":       {"main.tf": "locals {\n a = " + strings.Repeat("!", 1_000_000) + "true\n}\n"},
		"deep json":            {"main.tf.json": strings.Repeat(`{"a":`, 100_000)},
		"module tree":          modules,
		"growing text":         {"main.tf": locals.String()},
		"many ranges":          {"main.tf": "locals {\n a = flatten([for x in range(1024) : [for y in range(1024) : [for z in range(1024) : \"${x}${y}${z}\"]]])\n}\n"},
		"product":              {"main.tf": "locals {\n a = setproduct(range(1024), range(1024), range(1024))\n}\n"},
		"counted module":       {"main.tf": "module \"m\" {\n  count = 900000\n  source = \"./m\"\n}\n", "m/main.tf": `resource "aws_s3_bucket" "b" {}`},
		"counted json":         {"main.tf.json": `{"variable":{"n":{"default":9000000}},"resource":{"a":{"b":{"count":"${var.n}"}}}}`},
		"template conditions":  {"a.yaml": "AWSTemplateFormatVersion: x\nConditions:\n  A: {Fn::Not: [{Condition: A}]}\nResources:\n  B: {Type: AWS::SQS::Queue, Condition: A}\n"},
		"huge dockerfile":      {"Dockerfile": "FROM a\n" + strings.Repeat("RUN x\n", 400_000)},
		"no dockerfile at all": {"Dockerfile": "\x00\xff\xfe"},
	}
	for name, files := range cases {
		t.Run(name, func(t *testing.T) {
			files["neighbour/Dockerfile"] = "FROM debian:latest\n"
			out := extract(t, snapshot(files))
			if len(out.Gaps) == 0 {
				t.Error("no gap")
			}
			found := false
			for _, f := range out.Findings {
				found = found || f.Location.Path == "neighbour/Dockerfile"
			}
			if !found {
				t.Error("the neighbour was not judged")
			}
		})
	}
}

func TestEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	m := &memo{}
	if _, err := New(Options{}).Extract(ctx, load(t, "testdata/corpus/k8s"), m); err == nil || len(m.m) != 0 {
		t.Errorf("err = %v, %d units remembered", err, len(m.m))
	}
}

func TestSameBytesWhateverTheWorkers(t *testing.T) {
	files := load(t, "testdata/corpus")
	m := &memo{}
	var outs []any
	for _, workers := range []int{1, 8} {
		out, err := New(Options{Workers: workers}).Extract(t.Context(), files, m)
		if err != nil {
			t.Fatal(err)
		}
		outs = append(outs, out)
	}
	cold := extract(t, files)
	for _, out := range outs {
		if diff := cmp.Diff(any(cold), out); diff != "" {
			t.Errorf("outputs differ:\n%s", diff)
		}
	}
}
