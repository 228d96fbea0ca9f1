package join_test

import (
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/spend/join"
)

func resource(kind, address string, line int, attributes ...string) assay.Resource {
	r := assay.Resource{Address: address, Type: kind, Source: "terraform", Provider: "aws", Location: assay.Location{Path: "main.tf", Start: assay.Position{Line: line}}}
	for i := 0; i < len(attributes); i += 2 {
		r.Attributes = append(r.Attributes, assay.Attribute{Path: attributes[i], Kind: assay.KindString, Value: attributes[i+1]})
	}
	return r
}

func TestFind(t *testing.T) {
	open := resource("aws_s3_bucket", "aws_s3_bucket.open", 90)
	open.Attributes = []assay.Attribute{{Path: "bucket", Kind: assay.KindUnknown}}
	plan := resource("aws_sqs_queue", "aws_sqs_queue.q", 0, "name", "q")
	plan.Source, plan.Root = "terraform-plan", "plan.json"
	code := []assay.Resource{
		resource("aws_s3_bucket", "aws_s3_bucket.logs", 1, "bucket", "logs"),
		resource("aws_s3_bucket", "aws_s3_bucket.a", 2, "bucket", "twin"),
		resource("aws_s3_bucket", "aws_s3_bucket.b", 3, "bucket", "twin"),
		resource("aws_lb", "aws_lb.front", 4, "name", "front"),
		resource("aws_secretsmanager_secret", "aws_secretsmanager_secret.key", 5, "name", "card-key"),
		resource("aws_instance", `aws_instance.web["a"]`, 6, "tags.Name", "web"),
		resource("aws_instance", `aws_instance.web["b"]`, 6, "tags.Name", "web"),
		resource("aws_nat_gateway", "module.net.aws_nat_gateway.out", 7),
		resource("aws_sqs_queue", "aws_sqs_queue.q", 8, "name", "q"),
		plan, open,
		resource("aws_autoscaling_group", "aws_autoscaling_group.api", 9, "name", "api"),
	}
	state, err := join.ParseState("s.json", []byte(`{"format_version":"1.0","values":{"root_module":{"child_modules":[{"resources":[
		{"address":"module.net.aws_nat_gateway.out","mode":"managed","type":"aws_nat_gateway","values":{"id":"nat-0123456789abcdef0","secret":"x"}},
		{"address":"aws_s3_bucket_policy.p","mode":"managed","type":"aws_s3_bucket_policy","values":{"id":"policies"}}]}]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	one := func(key string, tags ...string) join.Billed {
		b := join.Billed{Account: "1", Key: key, Tags: map[string]string{}}
		for i := 0; i < len(tags); i += 2 {
			b.Tags[tags[i]] = tags[i+1]
		}
		return b
	}
	cases := []struct {
		billed join.Billed
		want   string
		how    join.How
	}{
		{one("s3:logs"), "aws_s3_bucket.logs", join.ByName},
		{one("s3:twin"), "", ""},               // two places claim it
		{one("s3:log"), "", ""},                // only alike
		{one("rds:db:logs"), "", ""},           // another kind of the same name
		{one("s3:policies"), "", ""},           // an id that is no bucket's
		{one("logs"), "", ""},                  // no key
		{one("i-00000003"), "", ""},            // no Name
		{one("vol-04", "Name", "web"), "", ""}, // a Name of another kind
		{one("elasticloadbalancing:loadbalancer/app/front/50dc6c495c0c9188"), "aws_lb.front", join.ByName},
		{one("elasticloadbalancing:loadbalancer/net/front/50dc6c495c0c9188"), "", ""},
		{one("secretsmanager:secret:card-key-a1B2c3"), "aws_secretsmanager_secret.key", join.ByName},
		{one("i-00000001", "Name", "web"), "aws_instance.web", join.ByNameTag},
		{one("nat-0123456789abcdef0"), "module.net.aws_nat_gateway.out", join.ByState},
		{one("eks:cluster/x", "terraform_address", "aws_s3_bucket.logs"), "aws_s3_bucket.logs", join.ByAddress},
		{one("sqs:q"), "aws_sqs_queue.q", join.ByName}, // the plan is of the same code
		{one("i-00000004", "aws:autoscaling:groupName", "api", "Name", "web"), "aws_autoscaling_group.api", join.ByGroup},
		{one("i-00000005", "aws:autoscaling:groupName", "api"), "aws_autoscaling_group.api", join.ByGroup},
		{one("i-00000006", "aws:autoscaling:groupName", "other", "Name", "web"), "", ""}, // a group of other code
		{one("vol-00000005", "aws:autoscaling:groupName", "api"), "", ""},                // no machine
		{one("i-00000002", "name", "web"), "aws_instance.web", join.ByNameTag},           // as reports of AWS may write it
	}
	var billed []join.Billed
	for _, c := range cases {
		billed = append(billed, c.billed)
	}
	found := join.Find(code, state, billed)
	for _, c := range cases {
		m, ok := found.Of(c.billed)
		if ok != (c.want != "") || m.Address != c.want || m.How != c.how {
			t.Errorf("%s %v is %q by %q, want %q by %q", c.billed.Key, c.billed.Tags, m.Address, m.How, c.want, c.how)
		}
	}
	if path, line := must(found.Of(cases[14].billed)).Place(); path != "main.tf" || line != 8 {
		t.Errorf("the queue is at %s:%d", path, line)
	}
	if found.Ambiguous != 1 {
		t.Errorf("%d ambiguous, want 1", found.Ambiguous)
	}
	// logs, front, key, both webs, the gateway, the queue and the group of ten that have a name.
	if found.Seen != 8 || found.Code != 10 {
		t.Errorf("%d of %d of the code seen", found.Seen, found.Code)
	}

	more := []join.Billed{one("i-1", "Name", "web"), one("i-2", "Name", "web"), one("i-3", "Name", "web")}
	if _, ok := join.Find(code, nil, more).Of(more[0]); ok {
		t.Error("three instances are found in code that makes two")
	}
}

func must(m join.Match, ok bool) join.Match {
	if !ok {
		panic("no match")
	}
	return m
}

func TestKey(t *testing.T) {
	for id, want := range map[string]string{
		"arn:aws:ec2:eu-central-1:1:instance/i-0a1b2c3d4e5f60001": "i-0a1b2c3d4e5f60001",
		"arn:aws:rds:eu-central-1:1:db:payments":                  "rds:db:payments",
		"arn:aws:s3:::logs":                                       "s3:logs",
		"arn:aws:logs:eu-central-1:1:log-group:/a/b":              "logs:log-group:/a/b",
		"/subscriptions/A/resourceGroups/B":                       "/subscriptions/a/resourcegroups/b",
		"arn:aws":                                                 "",
	} {
		if got := join.Key(id); got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
}

func TestStateIsBounded(t *testing.T) {
	deep := `{"format_version":"1.0","values":{"root_module":` + strings.Repeat(`{"child_modules":[`, 200) + strings.Repeat(`]}`, 200) + `}}`
	if _, err := join.ParseState("deep.json", []byte(deep)); err == nil {
		t.Error("200 modules deep is read")
	}
}

func FuzzParseState(f *testing.F) {
	f.Add([]byte(`{"version":4,"resources":[{"mode":"managed","type":"aws_instance","name":"w","module":"module.m","instances":[{"index_key":0,"attributes":{"id":"i-0123456789abcdef0"}},{"index_key":"a","attributes":{"arn":"arn:aws:s3:::x"}}]}]}`))
	f.Add([]byte(`{"format_version":"1.2","prior_state":{"values":{"root_module":{"resources":[{"address":"a.b","mode":"managed","values":{"id":1}}]}}}}`))
	f.Add([]byte(`[]`))
	f.Add([]byte(strings.Repeat(`{"values":`, 50)))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := join.ParseState("s", data)
		if (s == nil) == (err == nil) {
			t.Fatal("either a state or an error")
		}
	})
}
