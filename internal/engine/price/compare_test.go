package price_test

import (
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/price"
)

const provider = "provider \"aws\" {\n  region = \"us-east-1\"\n}\n"

func compare(t *testing.T, base, head string) *price.Diff {
	t.Helper()
	return price.Compare(estimate(t, "main.tf", provider+base, nil), estimate(t, "main.tf", provider+head, nil))
}

// TestCompare: what a change leaves alone makes its difference no less known; what
// it adds without a price does.
func TestCompare(t *testing.T) {
	const bucket = "resource \"aws_s3_bucket\" \"a\" {}\n"
	volume := func(size string) string {
		return "resource \"aws_ebs_volume\" \"v\" {\n  availability_zone = \"us-east-1a\"\n  size = " + size + "\n}\n"
	}
	const variable = "variable \"size\" {}\n"
	for _, c := range []struct {
		name, base, head, delta string
		open                    int
		known, least, most      bool
		changes                 int
	}{
		{"nothing", bucket, bucket, "0", 0, true, true, true, 0},
		{"unknown and untouched", bucket + volume("10"), bucket + volume("30"), "2", 0, true, true, true, 1},
		{"unknown added", "", bucket + volume("10"), "1", 3, false, true, false, 2},
		{"unknown removed", bucket, volume("10"), "1", 3, false, false, true, 2},
		{"removed", volume("10"), "", "-1", 0, true, true, true, 1},
		{"becomes unknown", volume("10"), variable + volume("var.size"), "-1", 1, false, true, false, 1},
		{"becomes known", variable + volume("var.size"), volume("10"), "1", 1, false, false, true, 1},
		{"altered, unknown on both sides", variable + volume("var.size"), strings.Replace(variable+volume("var.size"), "  size", "  type = \"gp3\"\n  size", 1), "0", 2, false, false, false, 1},
	} {
		d := compare(t, c.base, c.head)
		if d.Delta.String() != c.delta || d.Open != c.open || d.Known() != c.known || c.open > 0 && (d.Least != c.least || d.Most != c.most) || len(d.Changes) != c.changes {
			t.Errorf("%s: %s, %d open, least %t, most %t, %d changes", c.name, d.Delta, d.Open, d.Least, d.Most, len(d.Changes))
		}
	}
}

// TestInstances: each instance of a count is a resource, and what nobody can
// count has no sum.
func TestInstances(t *testing.T) {
	e := estimate(t, "main.tf", provider+"resource \"aws_eip\" \"a\" {\n  count = 3\n}\nvariable \"names\" {}\nresource \"aws_eip\" \"b\" {\n  for_each = toset(var.names)\n}\n", nil)
	if e.Monthly.String() != "10.95" || e.Whole != 3 || e.Unpriced != 1 {
		t.Errorf("%s, %d whole, %d not: %+v", e.Monthly, e.Whole, e.Unpriced, e.Resources)
	}
}
