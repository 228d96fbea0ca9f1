package threat

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/catalog"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/engine"
)

// resource reads one line each: "address attribute=value attribute=? attribute->address".
func resource(line string) assay.Resource {
	fields := strings.Fields(line)
	typ, _, _ := strings.Cut(fields[0], ".")
	r := assay.Resource{
		Address: fields[0], Root: "infra", Source: "terraform", Type: typ, Provider: strings.Split(typ, "_")[0],
		Location: assay.Location{Path: "infra/main.tf", Start: assay.Position{Line: 1}},
	}
	for _, f := range fields[1:] {
		if path, to, ok := strings.Cut(f, "->"); ok {
			r.References = append(r.References, assay.Reference{Path: path, To: to})
			r.Attributes = append(r.Attributes, assay.Attribute{Path: path, Kind: assay.KindUnknown})
			continue
		}
		path, value, _ := strings.Cut(f, "=")
		a := assay.Attribute{Path: path, Kind: assay.KindString, Value: value}
		if value == "?" {
			a.Kind, a.Value = assay.KindUnknown, ""
		}
		r.Attributes = append(r.Attributes, a)
	}
	slices.SortFunc(r.Attributes, func(a, b assay.Attribute) int { return strings.Compare(a.Path, b.Path) })
	return r
}

func build(lines ...string) *Model {
	var in Input
	for _, l := range lines {
		in.Resources = append(in.Resources, resource(l))
	}
	return Build(in)
}

// state is that of the threat of a kind to the element of a type.
func state(t *testing.T, m *Model, name, words string) Threat {
	t.Helper()
	for _, th := range m.Threats {
		if e := m.Element(th.Target); e != nil && e.Name == name && strings.Contains(th.Title, words) {
			return th
		}
	}
	t.Fatalf("there is no threat %q to %s in %d", words, name, len(m.Threats))
	return Threat{}
}

func flows(m *Model) []string {
	var out []string
	for i := range m.Flows {
		f := &m.Flows[i]
		out = append(out, fmt.Sprintf("%s enc=%s auth=%s %s", m.FlowName(f), f.Encrypted, f.Authenticated, f.What))
	}
	slices.Sort(out)
	return out
}

// TestStores: what is written decides, what is unknown stays so, and twins that
// are protected are answered.
func TestStores(t *testing.T) {
	const public, rest = "anybody on the internet reads", "gets at the disks"
	title := func(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
	for _, c := range []struct {
		name  string
		lines []string
		of    string
		words string
		want  State
	}{
		{"public database", []string{"aws_db_instance.a publicly_accessible=true"}, "a", title(public), Open},
		{"private database", []string{"aws_db_instance.a publicly_accessible=false"}, "a", title(public), Answered},
		{"database of a variable", []string{"aws_db_instance.a publicly_accessible=?"}, "a", title(public), Unasked},
		{"clear database", []string{"aws_db_instance.a storage_encrypted=false"}, "a", rest, Open},
		{"database that says nothing", []string{"aws_db_instance.a"}, "a", rest, Open}, // the provider's default is off
		{"encrypted database", []string{"aws_db_instance.a storage_encrypted=true"}, "a", rest, Answered},
		{"unknown encryption", []string{"aws_db_instance.a storage_encrypted=?"}, "a", rest, Unasked},
		{"volume that says nothing", []string{"aws_ebs_volume.a"}, "a", rest, Unasked}, // an account may encrypt by default
		{"public bucket", []string{"aws_s3_bucket.a acl=public-read"}, "a", title(public), Open},
		{"plain bucket", []string{"aws_s3_bucket.a"}, "a", title(public), Unasked},
		{"blocked bucket", []string{"aws_s3_bucket.a acl=public-read", "aws_s3_bucket_public_access_block.b bucket->aws_s3_bucket.a block_public_acls=true block_public_policy=true ignore_public_acls=true restrict_public_buckets=true"}, "a", title(public), Answered},
		{"half blocked bucket", []string{"aws_s3_bucket.a", "aws_s3_bucket_public_access_block.b bucket->aws_s3_bucket.a block_public_acls=true"}, "a", title(public), Unasked},
		{"block by name", []string{"aws_s3_bucket.a bucket=x", "aws_s3_bucket_public_access_block.b bucket=x block_public_acls=true block_public_policy=true ignore_public_acls=true restrict_public_buckets=true"}, "a", title(public), Answered},
		{"public by its acl", []string{"aws_s3_bucket.a", "aws_s3_bucket_acl.b bucket->aws_s3_bucket.a acl=public-read"}, "a", title(public), Open},
		{"Google bucket for all", []string{"google_storage_bucket.a", "google_storage_bucket_iam_member.b bucket->google_storage_bucket.a member=allUsers"}, "a", title(public), Open},
		{"Google bucket for one", []string{"google_storage_bucket.a public_access_prevention=enforced"}, "a", title(public), Answered},
		{"Azure server", []string{"azurerm_mssql_server.a public_network_access_enabled=false"}, "a", title(public), Answered},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := state(t, build(c.lines...), c.of, c.words); got.State != c.want {
				t.Errorf("%s, want %s: %s", got.State, c.want, got.Evidence)
			}
		})
	}
}

// TestFlows: references, links, roles and doors become flows.
func TestFlows(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		want  []string
	}{
		{"function to table by its environment", []string{
			"aws_lambda_function.f environment.0.variables->aws_dynamodb_table.t", "aws_dynamodb_table.t",
		}, []string{"f → t (DynamoDB API) enc=unknown auth=yes "}},
		{"function to queue by its role", []string{
			"aws_lambda_function.f role->aws_iam_role.r", "aws_iam_role.r", "aws_iam_role_policy.p role->aws_iam_role.r policy->aws_sqs_queue.q", "aws_sqs_queue.q",
		}, []string{"f → q (SQS API) enc=unknown auth=yes "}},
		{"a queue starts a function", []string{
			"aws_lambda_event_source_mapping.m event_source_arn->aws_sqs_queue.q function_name->aws_lambda_function.f", "aws_sqs_queue.q", "aws_lambda_function.f",
		}, []string{"q → f (Lambda API) enc=yes auth=yes "}},
		{"load balancer to container", []string{
			"aws_lb.l", "aws_lb_listener.h load_balancer_arn->aws_lb.l default_action.0.target_group_arn->aws_lb_target_group.g protocol=HTTP",
			"aws_lb_target_group.g protocol=HTTP", "aws_ecs_service.s load_balancer.0.target_group_arn->aws_lb_target_group.g",
		}, []string{"Internet → l (HTTP) enc=no auth=unknown ", "l → s (HTTP) enc=no auth=unknown "}},
		{"internal load balancer", []string{
			"aws_lb.l internal=true", "aws_lb_listener.h load_balancer_arn->aws_lb.l protocol=HTTPS",
		}, nil},
		{"a listener that redirects", []string{
			"aws_lb.l", "aws_lb_listener.h load_balancer_arn->aws_lb.l default_action.0.type=redirect protocol=HTTP",
			"aws_lb_listener.s load_balancer_arn->aws_lb.l protocol=HTTPS",
		}, []string{"Internet → l (HTTPS) enc=yes auth=unknown "}},
		{"open gateway", []string{
			"aws_api_gateway_rest_api.a", "aws_api_gateway_method.m rest_api_id->aws_api_gateway_rest_api.a authorization=NONE",
		}, []string{"Internet → a (HTTPS) enc=yes auth=no "}},
		{"gateway that asks", []string{
			"aws_api_gateway_rest_api.a", "aws_api_gateway_method.m rest_api_id->aws_api_gateway_rest_api.a authorization=AWS_IAM",
		}, []string{"Internet → a (HTTPS) enc=yes auth=yes "}},
		{"open port", []string{
			"aws_security_group.g ingress.0.cidr_blocks.0=0.0.0.0/0 ingress.0.from_port=22 ingress.0.to_port=22 ingress.0.protocol=tcp", "aws_instance.i vpc_security_group_ids->aws_security_group.g",
		}, []string{"Internet → i (SSH) enc=yes auth=unknown port 22"}},
		{"port for the own network", []string{
			"aws_security_group.g ingress.0.cidr_blocks.0=10.0.0.0/8 ingress.0.from_port=22 ingress.0.to_port=22 ingress.0.protocol=tcp", "aws_instance.i vpc_security_group_ids->aws_security_group.g",
		}, nil},
		{"open port of nobody known", []string{
			"aws_security_group.g ingress.0.cidr_blocks.0=0.0.0.0/0 ingress.0.protocol=-1",
		}, []string{"Internet → g enc=unknown auth=unknown every port"}},
		{"open port before what has no public address", []string{
			"aws_security_group.g ingress.0.cidr_blocks.0=0.0.0.0/0 ingress.0.from_port=5432 ingress.0.to_port=5432 ingress.0.protocol=tcp", "aws_db_instance.d publicly_accessible=false vpc_security_group_ids->aws_security_group.g",
		}, nil},
		{"egress", []string{
			"aws_security_group_rule.r type=egress cidr_blocks.0=0.0.0.0/0 from_port=0 to_port=0 protocol=-1 security_group_id->aws_security_group.g", "aws_security_group.g",
		}, nil},
		{"a key is no flow", []string{"aws_db_instance.d kms_key_id->aws_kms_key.k publicly_accessible=false", "aws_kms_key.k"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, flows(build(c.lines...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBoundaries(t *testing.T) {
	m := build(
		"aws_vpc.v", "aws_subnet.s vpc_id->aws_vpc.v", "aws_db_subnet_group.g subnet_ids->aws_subnet.s",
		"aws_db_instance.d db_subnet_group_name->aws_db_subnet_group.g", "aws_s3_bucket.b", "aws_instance.i subnet_id->aws_subnet.s user_data->aws_s3_bucket.b",
	)
	for name, want := range map[string]string{"d": "network:infra/aws_vpc.v", "b": "provider:aws", "i": "network:infra/aws_vpc.v"} {
		i := slices.IndexFunc(m.Elements, func(e Element) bool { return e.Name == name })
		if i < 0 || m.Elements[i].Boundary != want {
			t.Errorf("%s is in %+v, want %s", name, m.Elements, want)
		}
	}
	if len(m.Flows) != 1 || cmp.Diff(m.Flows[0].Crosses, []string{"network:infra/aws_vpc.v"}) != "" {
		t.Errorf("%+v", m.Flows)
	}
}

func manifest(kind, name string, leaves ...string) assay.Resource {
	r := resource(kind + "/" + name + " metadata.name=" + name + " " + strings.Join(leaves, " "))
	r.Address, r.Type, r.Source, r.Provider, r.Root = kind+"/"+name, "v1/"+kind, "kubernetes", "kubernetes", ""
	r.Location.Path = "deploy/" + name + ".yaml"
	return r
}

func TestKubernetes(t *testing.T) {
	m := Build(Input{Resources: []assay.Resource{
		manifest("Deployment", "web", "spec.template.metadata.labels.app=web", "spec.template.spec.containers.0.image=web@sha256:abc", "spec.template.spec.containers.0.env.0.value=postgres://db:5432/x", "spec.template.spec.containers.0.env.1.value=http://api.example.com/", "spec.template.spec.containers.0.env.2.valueFrom.secretKeyRef.name=token", "spec.template.spec.containers.0.resources.limits.cpu=1"),
		manifest("StatefulSet", "db", "spec.template.metadata.labels.app=db", "spec.template.spec.containers.0.image=docker.io/library/postgres:16", "spec.template.spec.containers.0.securityContext.privileged=true"),
		manifest("Service", "web", "spec.selector.app=web", "spec.type=LoadBalancer", "spec.ports.0.port=80"),
		manifest("Service", "db", "spec.selector.app=db"),
		manifest("Secret", "token"),
		manifest("Ingress", "door", "spec.tls.0.secretName=cert", "spec.rules.0.http.paths.0.backend.service.name=web"),
	}})
	want := []string{
		"Internet → door (HTTPS) enc=yes auth=unknown ",
		"Internet → web (HTTP) enc=no auth=unknown port 80",
		"door → web (HTTP) enc=unknown auth=unknown ",
		"web → api.example.com (HTTP) enc=no auth=unknown ",
		"web → db (SQL) enc=unknown auth=unknown ",
		"web → token (mount) enc=yes auth=yes ",
	}
	if diff := cmp.Diff(want, flows(m)); diff != "" {
		t.Error(diff)
	}
	if th := state(t, m, "web", "runs something else"); th.State != Answered {
		t.Errorf("named by digest: %+v", th)
	}
	if th := state(t, m, "web", "flooded"); th.State != Answered {
		t.Errorf("limited: %+v", th)
	}
	if i := slices.IndexFunc(m.Elements, func(e Element) bool { return e.Name == "db" }); m.Elements[i].Role != Store || m.Elements[i].Type != "database" {
		t.Errorf("%+v", m.Elements[i])
	}
}

// api is an interface with operations "POST /x anonymous card".
func api(server string, ops ...string) assay.API {
	a := assay.API{Path: "openapi.yaml", Title: "Pay", Servers: []assay.APIServer{{URL: server, Line: 3}}}
	for i, o := range ops {
		f := strings.Fields(o)
		a.Operations = append(a.Operations, assay.Operation{Method: f[0], Path: f[1], Access: assay.Access(f[2]), Data: f[3:], Line: 10 + i})
	}
	return a
}

// TestAnalyse: findings for what is open, crosses a boundary and carries
// sensitive data; nothing at its twins.
func TestAnalyse(t *testing.T) {
	for _, c := range []struct {
		name string
		api  assay.API
		want []string
	}{
		{"clear and open", api("http://a.example", "POST /x anonymous card", "GET /y authenticated card"), []string{"threat/unauthenticated-endpoint:10", "threat/unencrypted-flow:3"}},
		{"encrypted and asking", api("https://a.example", "POST /x authenticated card"), nil},
		{"open without data", api("http://a.example", "GET /health anonymous", "GET /y authenticated"), nil},
		{"open with public data", api("https://a.example", "GET /rates anonymous", "GET /y authenticated card"), nil},
		{"on this machine", api("http://localhost:8080", "GET /y authenticated card"), nil},
		{"no address", api("/v1", "GET /y authenticated card"), nil},
		{"silent about callers", api("https://a.example", "POST /x anonymous card"), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := New(catalog.New(config.Default())).Analyse(context.Background(), engine.Facts{APIs: []assay.API{c.api}})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range out.Findings {
				got = append(got, fmt.Sprintf("%s:%d", f.Rule, f.Location.Start.Line))
			}
			slices.Sort(got)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestEvidence: findings open threats, complete checks answer those to code, and
// people the rest; a written yes stands against a finding.
func TestEvidence(t *testing.T) {
	said := func(path, resource, group string) Said {
		return Said{Rule: "iac/X", Fingerprint: "f", Severity: assay.High, Message: "m", Fix: "do it", Location: assay.Location{Path: path, Resource: resource}, Groups: []string{group}}
	}
	in := Input{
		Resources: []assay.Resource{resource("aws_ebs_volume.v"), resource("aws_ebs_volume.e encrypted=true")},
		APIs:      []assay.API{api("https://a.example", "POST /x authenticated card")},
		Said:      []Said{said("infra/main.tf", "aws_ebs_volume.v", "encryption-at-rest"), said("infra/main.tf", "aws_ebs_volume.e", "encryption-at-rest")},
		Sure:      map[assay.Scope]bool{"sast/go": true},
	}
	m := Build(in)
	if th := state(t, m, "v", "gets at the disks"); th.State != Open || th.Finding != "f" || th.Next != "do it" {
		t.Errorf("%+v", th)
	}
	if th := state(t, m, "e", "gets at the disks"); th.State != Answered {
		t.Errorf("%+v", th)
	}
	if th := state(t, m, "Pay", "becomes code"); th.State != Answered || !strings.Contains(th.Evidence, "sast/go complete") {
		t.Errorf("%+v", th)
	}
	in.Sure["sast/java"] = false
	th := state(t, Build(in), "Pay", "becomes code")
	if th.State != Unasked {
		t.Errorf("partly examined: %+v", th)
	}
	in.Said = append(in.Said, said("main.go", "", "injection"))
	if th := state(t, Build(in), "Pay", "becomes code"); th.State != Open {
		t.Errorf("%+v", th)
	}
	in.Answers = []Answering{{ID: th.ID, State: Accepted, Owner: "o", Reason: "r"}}
	if th := state(t, Build(in), "Pay", "becomes code"); th.State != Accepted || th.Evidence != "o: r" {
		t.Errorf("%+v", th)
	}
}

func TestParseAnswers(t *testing.T) {
	if list, err := ParseAnswers("f", []byte("threats:\n  - {id: 0a4c3df2, state: accepted, owner: a, reason: b, until: 2026-01-31}\n")); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
	for _, bad := range []string{
		"threats: [{id: 0a4c3df2, state: open, owner: a, reason: b}]", "threats: [{id: 0a4c3df2, state: accepted, owner: a}]",
		"threats: [{id: short, state: accepted, owner: a, reason: b}]", "threats: [{id: 0a4c3df2, state: answered, owner: a, reason: b}]",
		"threats: [{id: 0a4c3df2, state: accepted, owner: a, reason: b, unknown: c}]", "other: 1", "threats: [",
		"threats: [{id: 0a4c3df2, state: accepted, owner: a, reason: b}, {id: 0a4c3df2, state: accepted, owner: a, reason: b}]",
	} {
		if _, err := ParseAnswers("f", []byte(bad)); err == nil {
			t.Errorf("taken: %s", bad)
		}
	}
	if list, err := ParseAnswers("f", nil); err != nil || len(list) != 0 {
		t.Errorf("an empty file: %v, %v", list, err)
	}
}

// TestStableIDs: ids of threats survive moves of lines and other resources.
func TestStableIDs(t *testing.T) {
	a := build("aws_s3_bucket.a")
	moved := resource("aws_s3_bucket.a")
	moved.Location.Start.Line = 99
	b := Build(Input{Resources: []assay.Resource{resource("aws_s3_bucket.z"), moved}})
	ids := map[string]bool{}
	for _, th := range b.Threats {
		if ids[th.ID] {
			t.Errorf("%s stands twice", th.ID)
		}
		ids[th.ID] = true
	}
	for _, th := range a.Threats {
		if !ids[th.ID] {
			t.Errorf("%s %q is gone", th.ID, th.Title)
		}
	}
}

func TestCompare(t *testing.T) {
	base := build("aws_s3_bucket.a", "aws_db_instance.d publicly_accessible=false")
	head := build("aws_s3_bucket.b", "aws_db_instance.d publicly_accessible=true")
	c := Compare(base, head)
	var opened []string
	for _, th := range c.Opened {
		opened = append(opened, th.Title)
	}
	if len(c.AddedElements) != 2 || len(c.RemovedElements) != 1 || len(c.AddedFlows) != 1 || !slices.Contains(opened, "Anybody on the internet reads database d") || len(c.Crossed) != 2 {
		t.Errorf("%+v", c)
	}
	if c := Compare(head, head); !c.Empty() {
		t.Errorf("the same differs: %+v", c)
	}
}

// large makes n resources that refer to each other.
func large(n int) Input {
	var in Input
	for i := range n {
		line := fmt.Sprintf("aws_lambda_function.f%d role->aws_iam_role.r%d environment.0.variables->aws_sqs_queue.q%d", i, i, i)
		switch i % 4 {
		case 1:
			line = fmt.Sprintf("aws_iam_role.r%d", i-1)
		case 2:
			line = fmt.Sprintf("aws_iam_role_policy.p%d role->aws_iam_role.r%d policy->aws_s3_bucket.b%d", i, i-2, i+1)
		case 3:
			line = fmt.Sprintf("aws_s3_bucket.b%d acl=private", i)
		}
		in.Resources = append(in.Resources, resource(line))
	}
	return in
}

func TestSameInputSameModel(t *testing.T) {
	in := large(400)
	if diff := cmp.Diff(Build(in), Build(in), cmp.AllowUnexported(Model{}), cmp.FilterPath(func(p cmp.Path) bool {
		s, ok := p.Last().(cmp.StructField)
		return ok && s.Name() != "" && s.Name()[0] >= 'a' && s.Name()[0] <= 'z'
	}, cmp.Ignore())); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{1000, 5000} {
		in := large(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Build(in)
			}
		})
	}
}
