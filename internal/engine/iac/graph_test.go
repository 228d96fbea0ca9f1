package iac

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// resourceOf finds a resource by its address.
func resourceOf(t *testing.T, out engine.Output, address string) assay.Resource {
	t.Helper()
	for _, r := range out.Resources {
		if r.Address == address {
			return r
		}
	}
	t.Fatalf("no resource %s; gaps: %+v", address, out.Gaps)
	return assay.Resource{}
}

// leaves shows attributes as "path=value", with "?" for unknown and "∅" for null.
func leaves(r assay.Resource, under ...string) []string {
	var out []string
	for _, a := range r.Attributes {
		if len(under) > 0 && !strings.HasPrefix(a.Path, under[0]) {
			continue
		}
		switch a.Kind {
		case assay.KindUnknown:
			out = append(out, a.Path+"=?")
		case assay.KindNull:
			out = append(out, a.Path+"=∅")
		default:
			out = append(out, a.Path+"="+a.Value)
		}
	}
	return out
}

func TestTerraformAttributes(t *testing.T) {
	out := extract(t, snapshot(map[string]string{"live/main.tf": `
provider "aws" {
  region = local.home
}

provider "aws" {
  alias  = "west"
  region = var.west
}

locals {
  home = "eu-central-1"
}

variable "west" {}
variable "size" {}

resource "aws_instance" "web" {
  ami           = "ami-1"
  instance_type = var.size
  monitoring    = true
  user_data     = null
  subnet_id     = aws_subnet.a.id
  tags = {
    Owner = "shop"
    Cost  = var.size
  }
  root_block_device {
    volume_size = 20
    encrypted   = false
  }
  dynamic "ebs_block_device" {
    for_each = ["a", "b"]
    content {
      device_name = ebs_block_device.value
    }
  }
  dynamic "network_interface" {
    for_each = var.size
    content {}
  }
}

resource "aws_subnet" "a" {
  provider   = aws.west
  cidr_block = cidrsubnet("10.0.0.0/16", 8, 1)
}

resource "aws_db_instance" "db" {
  password = "hunter2"
  username = "admin"
}
`}))
	web := resourceOf(t, out, "aws_instance.web")
	want := []string{
		"ami=ami-1",
		"ebs_block_device.0.device_name=a",
		"ebs_block_device.1.device_name=b",
		"instance_type=?",
		"monitoring=true",
		"network_interface=?",
		"provider.region=eu-central-1",
		"root_block_device.0.encrypted=false",
		"root_block_device.0.volume_size=20",
		"subnet_id=?",
		"tags.Cost=?",
		"tags.Owner=shop",
		"user_data=∅",
	}
	if diff := cmp.Diff(want, leaves(web)); diff != "" {
		t.Errorf("attributes (-want +got):\n%s", diff)
	}
	cost, _ := web.Attribute("tags.Cost")
	if cost.Location.Path != "live/main.tf" || cost.Location.Start != (assay.Position{Line: 26, Column: 13}) {
		t.Errorf("the unknown tag stands at %+v", cost.Location)
	}
	if web.Root != "live" || web.Provider != "aws" || web.Type != "aws_instance" || web.Location.Start.Line != 18 || web.Location.End.Line != 42 {
		t.Errorf("resource: %+v", web)
	}
	if got := leaves(resourceOf(t, out, "aws_subnet.a")); !cmp.Equal(got, []string{"cidr_block=10.0.1.0/24", "provider.region=?"}) {
		t.Errorf("subnet: %v", got)
	}
	if got := leaves(resourceOf(t, out, "aws_db_instance.db")); !cmp.Equal(got, []string{"password=?", "provider.region=eu-central-1", "username=admin"}) {
		t.Errorf("database: %v", got)
	}
}

func TestNothingInventedReachesTheGraph(t *testing.T) {
	files := load(t, "testdata/corpus/tf-volatile")
	first, second := extract(t, files), extract(t, files)
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("two runs differ:\n%s", diff)
	}
	want := []string{"bucket=?", "tags.Id=?", "tags.Peer=?"}
	if got := leaves(resourceOf(t, first, "aws_s3_bucket.b")); !cmp.Equal(got, want) {
		t.Errorf("bucket: %v, want %v", got, want)
	}
}

func TestPlanAttributes(t *testing.T) {
	out := extract(t, load(t, "testdata/corpus/plan"))
	bucket := resourceOf(t, out, "aws_s3_bucket.open")
	want := []string{"acl=public-read", "arn=?", "bucket=open", "id=?", "tags.Owner=a"}
	if diff := cmp.Diff(want, leaves(bucket)); diff != "" {
		t.Errorf("bucket (-want +got):\n%s", diff)
	}
	db := resourceOf(t, out, "module.db.aws_db_instance.main[0]")
	want = []string{"endpoint=?", "engine=postgres", "storage_encrypted=false", "username=?"}
	if diff := cmp.Diff(want, leaves(db)); diff != "" {
		t.Errorf("database (-want +got):\n%s", diff)
	}
	for _, f := range out.Findings {
		if f.Location.Path != "plan.json" || f.Location.Start.Line == 0 || !strings.Contains(f.Location.Resource, "aws_") {
			t.Errorf("finding: %+v", f)
		}
	}
}

func TestCloudFormationAttributes(t *testing.T) {
	out := extract(t, load(t, "testdata/corpus/cfn"))
	want := []string{
		"AccessControl=PublicRead", "BucketName=data-bucket",
		"Tags.0.Key=Account", "Tags.0.Value=?", "Tags.1.Key=Given", "Tags.1.Value=?",
	}
	if diff := cmp.Diff(want, leaves(resourceOf(t, out, "Bucket"))); diff != "" {
		t.Errorf("bucket (-want +got):\n%s", diff)
	}
	if got := leaves(resourceOf(t, out, "Db")); !cmp.Equal(got, []string{"MasterUserPassword=?", "StorageEncrypted=false"}) {
		t.Errorf("database: %v", got)
	}
}

func TestKubernetesAttributes(t *testing.T) {
	out := extract(t, load(t, "testdata/corpus/k8s"))
	web := resourceOf(t, out, "Deployment/shop/web")
	if web.Type != "apps/v1/Deployment" || web.Root != "all.yaml" || web.Location.Start.Line != 6 {
		t.Errorf("deployment: %+v", web)
	}
	want := []string{"spec.template.spec.containers.0.env.0.name=DB_PASSWORD", "spec.template.spec.containers.0.env.0.value=?"}
	if got := leaves(web, "spec.template.spec.containers.0.env"); !cmp.Equal(got, want) {
		t.Errorf("environment: %v", got)
	}
	secret := resourceOf(t, extract(t, load(t, "testdata/corpus/k8s-secret")), "Secret/db")
	if got := leaves(secret); !cmp.Equal(got, []string{"apiVersion=v1", "data.user=?", "kind=Secret", "metadata.name=db", "stringData.plain=?"}) {
		t.Errorf("secret: %v", got)
	}
}

func TestIdenticalDocumentsAreJudgedOnce(t *testing.T) {
	const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  hostNetwork: true\n  containers: [{name: c, image: c}]\n"
	m := &memo{}
	out, err := shared.Extract(t.Context(), snapshot(map[string]string{
		"a.yaml": pod,
		"b.yaml": "# a comment\n---\n" + pod + "---\n" + pod,
	}), m)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.m) != 1 || len(out.Resources) != 3 {
		t.Errorf("%d units, %d resources; want 1 and 3", len(m.m), len(out.Resources))
	}
	lines := map[string]bool{}
	for _, f := range out.Findings {
		if f.Rule == "iac/AVD-KSV-0009" {
			lines[strings.Join([]string{f.Location.Path, string(rune('0' + f.Location.Start.Line/10)), string(rune('0' + f.Location.Start.Line%10))}, ":")] = true
		}
	}
	if len(lines) != 3 {
		t.Errorf("the three places of AVD-KSV-0009: %v", lines)
	}
}

func TestDockerfileResource(t *testing.T) {
	out := extract(t, snapshot(map[string]string{"api/Dockerfile": "ARG V=1\nFROM golang:1 AS build\nRUN true\nFROM debian:$V AS final\nEXPOSE 80 443\nUSER app\n"}))
	r := resourceOf(t, out, "final")
	want := []string{"base.0=golang:1", "base.1=?", "port.0=80", "port.1=443", "user=app"}
	if diff := cmp.Diff(want, leaves(r)); diff != "" || r.Root != "api/Dockerfile" {
		t.Errorf("%+v (-want +got):\n%s", r, diff)
	}
}
