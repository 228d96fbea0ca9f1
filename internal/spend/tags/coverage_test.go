package tags_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/tags"
)

func question() *tags.Question {
	return &tags.Question{
		Policy: []config.RequiredTag{
			{Key: "Owner", Aliases: []string{"team"}, From: "owner"},
			{Key: "Environment", Values: []string{"production", "test"}, From: "environment"},
		},
		Services: []assay.Service{{ID: "payments", Owner: "team-pay"}, {ID: "search", Owner: "team-search", Environment: "production"}},
		Deploys: []assay.Deploy{
			{Service: "payments", Environment: "test", Artifact: "registry.example/bank/push:1.2@sha256:00"},
			{Service: "payments", Environment: "test", Artifact: "registry.example/bank/shared:1"},
			{Service: "search", Environment: "production", Artifact: "registry.example/bank/shared:2"},
		},
	}
}

// row makes a row for the question by its keys.
func row(t *testing.T, q *tags.Question, effective string, values map[assay.CostKey]string) lake.Row {
	t.Helper()
	n, err := money.ParseNumber(effective)
	if err != nil {
		t.Fatal(err)
	}
	r := lake.Row{Currency: "USD", Effective: n, Lines: 1}
	for _, k := range q.Ask().By {
		r.Values = append(r.Values, values[k])
	}
	return r
}

func TestOwnersComeFromDeploys(t *testing.T) {
	q := question()
	c := q.Cover([]lake.Row{
		row(t, q, "5", map[assay.CostKey]string{assay.ByResource: "lambda:function:push"}),
		row(t, q, "4", map[assay.CostKey]string{assay.ByResource: "lambda:function:shared"}),
		row(t, q, "3", map[assay.CostKey]string{assay.ByResource: "lambda:function:pushes"}),
	})
	if len(c.Untagged) != 3 {
		t.Fatalf("%+v", c.Untagged)
	}
	for i, want := range []string{
		"Owner = team-pay, Environment = test", // the only environment that it was deployed to
		"Owner = …, Environment = …",           // two services are deployed by that name
		"Owner = …, Environment = …",           // a name that is only alike
	} {
		if got := c.Untagged[i].Fix(); got != want {
			t.Errorf("%s: %s, want %s", c.Untagged[i].Resource, got, want)
		}
	}
}

func TestStates(t *testing.T) {
	q := question()
	key := func(k string) assay.CostKey { return assay.CostKey(k) }
	c := q.Cover([]lake.Row{
		row(t, q, "10", map[assay.CostKey]string{assay.ByResource: "a", key("tag:team"): "x", key("tag:Environment"): "test"}),
		row(t, q, "20", map[assay.CostKey]string{assay.ByResource: "b", key("tag:Owner"): "x", key("tag:Environment"): "Test"}),
		row(t, q, "30", map[assay.CostKey]string{assay.ByResource: "c", key("given:Owner"): "x", key("given:Environment"): "staging"}),
		row(t, q, "40", map[assay.CostKey]string{assay.ByResource: "", assay.ByChargeCategory: "Tax"}),
	})
	owner, environment := c.Tags[0].Spend, c.Tags[1].Spend
	if owner.Tagged.String() != "30" || owner.ByRule.String() != "30" || !owner.Missing.IsZero() {
		t.Errorf("Owner %+v", owner)
	}
	if environment.Tagged.String() != "10" || environment.Wrong.String() != "20" || environment.Missing.String() != "30" {
		t.Errorf("Environment %+v", environment)
	}
	if c.All[0].Resources.Tagged != 1 || len(c.Untaggable) != 1 || c.Untaggable[0].Effective.String() != "40" {
		t.Errorf("%+v, untaggable %+v", c.All, c.Untaggable)
	}
	for _, u := range c.Untagged {
		if u.Resource == "b" && u.Fix() != "Environment = test" {
			t.Errorf("b: %s", u.Fix())
		}
	}
}

func TestCSVIsInert(t *testing.T) {
	q := question()
	c := q.Cover([]lake.Row{row(t, q, "-5", map[assay.CostKey]string{assay.ByResource: "=cmd()"})})
	var b strings.Builder
	if err := c.CSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][1] != "'=cmd()" || rows[1][4] != "-5" {
		t.Errorf("%v %v", rows, err)
	}
}
