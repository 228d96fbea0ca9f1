package tag

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/catalog"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/engine"
)

// resource makes one from "path=value" leaves; "path=?" is unknown.
func resource(source, typ, provider string, leaves ...[2]string) assay.Resource {
	r := assay.Resource{Address: typ + ".x", Type: typ, Source: source, Provider: provider, Location: assay.Location{Path: "pay/main.tf"}}
	for _, l := range leaves {
		a := assay.Attribute{Path: l[0], Kind: assay.KindString, Value: l[1]}
		if l[1] == "?" {
			a.Kind, a.Value = assay.KindUnknown, ""
		}
		r.Attributes = append(r.Attributes, a)
	}
	return r
}

func TestAnalyse(t *testing.T) {
	e := New(catalog.New(&config.Config{
		Services: []config.Service{{Name: "pay", Paths: []string{"pay"}, Owner: "team-pay"}},
		Tags: config.TagPolicy{Required: []config.RequiredTag{
			{Key: "Owner", From: "owner"}, {Key: "Env", Aliases: []string{"Environment"}, Values: []string{"prod", "test"}},
		}},
	}))
	for _, c := range []struct {
		name     string
		resource assay.Resource
		want     []string
	}{
		{"none", resource("terraform", "aws_instance", "aws"), []string{`aws_instance.x has no tags Owner, Env | tags = { Owner = "team-pay", Env = "prod" }`}},
		{"one", resource("terraform", "aws_instance", "aws", [2]string{"tags.Owner", "a"}), []string{`aws_instance.x has no tag Env | tags = { Env = "prod" }`}},
		{"all", resource("terraform", "aws_instance", "aws", [2]string{"tags.Env", "prod"}, [2]string{"tags.Owner", "a"}), nil},
		{"alias", resource("terraform", "aws_instance", "aws", [2]string{"tags.Environment", "test"}, [2]string{"tags.Owner", "a"}), nil},
		{"default tags", resource("terraform", "aws_instance", "aws", [2]string{"provider.default_tags.Env", "prod"}, [2]string{"tags.Owner", "a"}), nil},
		{"wrong value", resource("terraform", "aws_instance", "aws", [2]string{"tags.Env", "prd"}, [2]string{"tags.Owner", "a"}), []string{`aws_instance.x has Env = "prd"; allowed are prod, test | `}},
		{"empty value", resource("terraform", "aws_instance", "aws", [2]string{"tags.Env", "prod"}, [2]string{"tags.Owner", ""}), []string{`aws_instance.x has no tag Owner | tags = { Owner = "team-pay" }`}},
		{"unknown value", resource("terraform", "aws_instance", "aws", [2]string{"tags.Env", "?"}, [2]string{"tags.Owner", "a"}), nil},
		{"unknown map", resource("terraform", "aws_instance", "aws", [2]string{"tags", "?"}), []string{"gap"}},
		{"list", resource("cloudformation", "AWS::EC2::Instance", "aws", [2]string{"Tags.0.Key", "Owner"}, [2]string{"Tags.0.Value", "a"}), []string{`AWS::EC2::Instance.x has no tag Env | Tags: [{ Key: Env, Value: prod }]`}},
		{"labels", resource("terraform", "google_storage_bucket", "google"), []string{`google_storage_bucket.x has no tags Owner, Env | labels = { owner = "team-pay", env = "prod" }`}},
		{"not taggable", resource("terraform", "aws_iam_role_policy_attachment", "aws"), nil},
		{"Kubernetes", resource("kubernetes", "v1/Pod", "kubernetes"), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := e.Analyse(context.Background(), engine.Facts{Resources: []assay.Resource{c.resource}})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range out.Findings {
				got = append(got, f.Message+" | "+f.Fix)
			}
			for range out.Gaps {
				got = append(got, "gap")
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDefaultPolicy(t *testing.T) {
	e := New(catalog.New(config.Default()))
	out, err := e.Analyse(context.Background(), engine.Facts{Resources: []assay.Resource{resource("terraform", "aws_s3_bucket", "aws", [2]string{"tags.cost-center", "1"}, [2]string{"tags.env", "x"})}})
	if err != nil || len(out.Findings) != 1 || out.Findings[0].Message != "aws_s3_bucket.x has no tag Owner" {
		t.Errorf("%+v, %v", out, err)
	}
}

// TestOnePlaceIsToldOnce: instances of one block are one finding.
func TestOnePlaceIsToldOnce(t *testing.T) {
	var rs []assay.Resource
	for _, a := range []string{"aws_instance.x[0]", "aws_instance.x[1]", `module.a["k.1"].aws_instance.x`, "module.b.module.c.aws_instance.x[0]"} {
		r := resource("terraform", "aws_instance", "aws")
		r.Address = a
		rs = append(rs, r)
	}
	out, err := New(catalog.New(config.Default())).Analyse(context.Background(), engine.Facts{Resources: rs})
	if err != nil || len(out.Findings) != 1 || out.Examined[assay.ScopeTags] != 4 {
		t.Errorf("%d findings, %v examined, %v", len(out.Findings), out.Examined, err)
	}
}
