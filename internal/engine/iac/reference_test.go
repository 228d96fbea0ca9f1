package iac

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// TestReferences: what a resource is made from is known where its values are not.
func TestReferences(t *testing.T) {
	files := []engine.File{
		{Path: "cfn.yaml", Data: []byte(`AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Queue: {Type: "AWS::SQS::Queue"}
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Role: !Sub "arn:${AWS::Partition}:${Queue.Arn}:${!Queue}:${Nobody}"
      Environment: {Variables: {A: !GetAtt Queue.Arn, B: !Join ["", ["x", !Ref Queue]], C: !Ref AWS::Region}}
`)},
		{Path: "tf/main.tf", Data: []byte(`
resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
locals { net = aws_vpc.v.id }
module "m" {
  source = "./m"
  vpc    = local.net
}
data "aws_iam_policy_document" "d" {
  statement { resources = [module.m.arn] }
}
resource "aws_sns_topic" "t" { policy = data.aws_iam_policy_document.d.json }
resource "aws_subnet" "plain" { vpc_id = "vpc-1" }
`)},
		{Path: "tf/m/main.tf", Data: []byte(`
variable "vpc" {}
resource "aws_subnet" "s" {
  vpc_id = var.vpc
  tags   = { Loop = local.a }
}
resource "aws_s3_bucket" "b" { bucket = "b-${aws_subnet.s.id}" }
output "arn" { value = aws_s3_bucket.b.arn }
locals { a = local.b }
locals { b = local.a }
`)},
	}
	out, err := New(Options{}).Extract(context.Background(), files, forgetful{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]assay.Reference{}
	for _, r := range out.Resources {
		if len(r.References) > 0 {
			got[r.Address] = r.References
		}
	}
	want := map[string][]assay.Reference{
		"Function":                 {{Path: "Environment.Variables.A", To: "Queue"}, {Path: "Environment.Variables.B", To: "Queue"}, {Path: "Role", To: "Queue"}},
		"module.m.aws_subnet.s":    {{Path: "vpc_id", To: "aws_vpc.v"}},
		"module.m.aws_s3_bucket.b": {{Path: "bucket", To: "module.m.aws_subnet.s"}},
		"aws_sns_topic.t":          {{Path: "policy", To: "module.m.aws_s3_bucket.b"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
