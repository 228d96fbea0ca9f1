package iac

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
)

// plannedBefore is what a plan with some changes tells of the time before it.
func plannedBefore(t *testing.T, planned, changes, configuration string) assay.Plan {
	t.Helper()
	text := fmt.Sprintf(`{"format_version":"1.2","terraform_version":"1.9.0","planned_values":{"root_module":{"resources":[%s]}},"resource_changes":[%s],"configuration":{%s}}`, planned, changes, configuration)
	out := extract(t, snapshot(map[string]string{"p/plan.json": text}))
	if len(out.Plans) != 1 {
		t.Fatalf("%d plans: %+v", len(out.Plans), out.Gaps)
	}
	return out.Plans[0]
}

// TestPlanBefore: what a plan ends keeps its references by ids, its region by its
// ARN or by all others of its provider, and hides what is sensitive.
func TestPlanBefore(t *testing.T) {
	p := plannedBefore(t,
		`{"address":"aws_sns_topic.kept","mode":"managed","type":"aws_sns_topic","name":"kept","values":{"arn":"arn:aws:sns:eu-west-1:1:kept"}}`,
		`{"address":"aws_sns_topic.kept","mode":"managed","type":"aws_sns_topic","change":{"actions":["no-op"],"before":{"arn":"arn:aws:sns:eu-west-1:1:kept"}}},
		{"address":"aws_nat_gateway.gone[\"a.b]\"]","mode":"managed","type":"aws_nat_gateway","change":{"actions":["delete"],"before":{"id":"nat-1","subnet_id":"subnet-1"}}},
		{"address":"aws_subnet.gone[0]","mode":"managed","type":"aws_subnet","previous_address":"aws_subnet.older","change":{"actions":["delete"],"before":{"id":"subnet-1","arn":"arn:aws:ec2:us-west-2:1:subnet/subnet-1"}}},
		{"address":"aws_db_instance.gone","mode":"managed","type":"aws_db_instance","change":{"actions":["delete","create"],"before":{"name":"x","user":"hunter2"},"before_sensitive":{"user":true}}},
		{"address":"aws_eip.new","mode":"managed","type":"aws_eip","change":{"actions":["create"],"before":null}}`,
		`"provider_config":{"aws":{"name":"aws"}},"root_module":{"resources":[{"address":"aws_sns_topic.kept","mode":"managed","provider_config_key":"aws","expressions":{}},{"address":"aws_eip.none","mode":"managed","provider_config_key":"aws","expressions":{}}]}`)
	var got []string
	for _, r := range p.Before {
		region, _ := r.Attribute("provider.region")
		line := r.Address + " " + region.Value
		for _, ref := range r.References {
			line += " " + ref.Path + ">" + ref.To
		}
		if a, ok := r.Attribute("user"); ok {
			line += " user " + string(a.Kind) + a.Value
		}
		got = append(got, line)
	}
	want := []string{
		`aws_db_instance.gone eu-west-1 user unknown`,
		`aws_nat_gateway.gone["a.b]"] eu-west-1 subnet_id>aws_subnet.gone`,
		`aws_subnet.gone[0] us-west-2`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"aws_eip.new"}, p.Added); diff != "" {
		t.Error(diff)
	}
	covers := []string{"aws_db_instance.gone", "aws_eip.new", "aws_eip.none", "aws_nat_gateway.gone", "aws_sns_topic.kept", "aws_subnet.gone", "aws_subnet.older"}
	if diff := cmp.Diff(covers, p.Covers); diff != "" || !p.Told {
		t.Error(diff, p.Told)
	}
}

// TestPlanHostile: depth and length are bounded, and nothing is said twice.
func TestPlanHostile(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 2000) + "1" + strings.Repeat("}", 2000)
	long := "aws_eip.x" + strings.Repeat("[", 1<<20) + "]"
	p := plannedBefore(t, "", `{"address":"aws_eip.deep","mode":"managed","type":"aws_eip","change":{"actions":["delete"],"before":`+deep+`,"before_sensitive":`+deep+`}},
		{"address":"aws_eip.deep","mode":"managed","type":"aws_eip","change":{"actions":["delete"],"before":{}}},
		{"address":"`+long+`","mode":"managed","type":"aws_eip","change":{"actions":["update"],"before":{"id":"`+long+`"}}}`, "")
	if len(p.Before) != 2 || len(p.Before[0].Attributes) > 100 {
		t.Errorf("%d before, %d attributes", len(p.Before), len(p.Before[0].Attributes))
	}
}
