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

// TestPlanLeft: what code leaves to its provider is as if it were not there; what it
// makes of other resources is unknown, and so is what is in blocks that no configuration
// shows: dynamic ones.
func TestPlanLeft(t *testing.T) {
	const planned = `{"address":"module.m.aws_instance.a","mode":"managed","type":"aws_instance","name":"a","values":{"root_block_device":[{"volume_size":8}]}}`
	const changes = `{"address":"module.m.aws_instance.a","mode":"managed","type":"aws_instance","change":{"actions":["create"],"before":null,
		"after_unknown":{"id":true,"tenancy":true,"ami":true,"monitoring":true,"key_name":true,"host_id":true,"root_block_device":[{"volume_type":true,"kms_key_id":true}],"ebs_block_device":true,"network_interface":[{"device_index":true}]}}}`
	const configuration = `"root_module":{"module_calls":{"m":{"expressions":{"ami":{"references":["aws_ami.x.id","aws_ami.x"]},"tenancy":{"references":["var.tenancy"]}},"module":{"resources":[
		{"address":"aws_instance.a","mode":"managed","provider_config_key":"m:aws","expressions":{
		"tenancy":{"references":["var.tenancy"]},"ami":{"references":["var.ami"]},"monitoring":{"references":["var.monitoring"]},"key_name":{"constant_value":null},"host_id":{"references":["local.host"]},
		"root_block_device":[{"volume_size":{"constant_value":8},"kms_key_id":{"references":["aws_kms_key.k.arn","aws_kms_key.k"]}}]}}]}}}}`
	text := fmt.Sprintf(`{"format_version":"1.2","terraform_version":"1.9.0","planned_values":{"root_module":{"child_modules":[{"address":"module.m","resources":[%s]}]}},"resource_changes":[%s],"configuration":{%s}}`, planned, changes, configuration)
	out := extract(t, snapshot(map[string]string{"plan.json": text}))
	if len(out.Resources) != 1 {
		t.Fatalf("%d resources: %+v", len(out.Resources), out.Gaps)
	}
	var got []string
	for _, a := range out.Resources[0].Attributes {
		got = append(got, a.Path+" "+string(a.Kind))
	}
	if diff := cmp.Diff([]string{"ami unknown", "host_id unknown", "network_interface.0.device_index unknown", "root_block_device.0.kms_key_id unknown", "root_block_device.0.volume_size number"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestPlanHostile: depth and length are bounded, and nothing is said twice.
func TestPlanHostile(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 2000) + "1" + strings.Repeat("}", 2000)
	long := "aws_eip.x" + strings.Repeat("[", 1<<20) + "]"
	p := plannedBefore(t, "", `{"address":"aws_eip.deep","mode":"managed","type":"aws_eip","change":{"actions":["delete"],"before":`+deep+`,"before_sensitive":`+deep+`}},
		{"address":"aws_eip.deep","mode":"managed","type":"aws_eip","change":{"actions":["delete"],"before":{}}},
		{"address":"`+long+`","mode":"managed","type":"aws_eip","change":{"actions":["update"],"before":{"id":"`+long+`"}}}`, "")
	var calls strings.Builder // each variable hangs on two of the module above
	for range 45 {
		calls.WriteString(`{"resources":[{"address":"aws_eip.a","mode":"managed","expressions":{"x":{"references":["var.a"]}}}],"module_calls":{"m":{"expressions":{"a":{"references":["var.a","var.b"]},"b":{"references":["var.a","var.b"]}},"module":`)
	}
	calls.WriteString(`{"resources":[{"address":"aws_eip.a","mode":"managed","expressions":{"x":{"references":["var.a"]}}}]}` + strings.Repeat("}}}", 45))
	address := strings.Repeat("module.m.", 45) + "aws_eip.a"
	plannedBefore(t, `{"address":"`+address+`","mode":"managed","type":"aws_eip","name":"a","values":{}}`, `{"address":"`+address+`","mode":"managed","type":"aws_eip","change":{"actions":["create"],"after_unknown":{"x":true}}}`, `"root_module":`+calls.String())
	if len(p.Before) != 2 || len(p.Before[0].Attributes) > 100 {
		t.Errorf("%d before, %d attributes", len(p.Before), len(p.Before[0].Attributes))
	}
}
