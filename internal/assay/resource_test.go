package assay

import (
	"strings"
	"testing"
)

// TestAddresses: a key may hold anything between its quotes.
func TestAddresses(t *testing.T) {
	for address, want := range map[string][2]string{
		`aws_eip.a`:                           {`aws_eip.a`, `aws_eip.a`},
		`aws_eip.a[0]`:                        {`aws_eip.a`, `aws_eip.a`},
		`module.m[1].aws_eip.a["x.y"]`:        {`module.m.aws_eip.a`, `module.m[1].aws_eip.a`},
		`module.m["a]"].aws_eip.a`:            {`module.m.aws_eip.a`, `module.m["a]"].aws_eip.a`},
		`aws_eip.a["[.\"b]"]`:                 {`aws_eip.a`, `aws_eip.a`},
		`aws_eip.a[*]`:                        {`aws_eip.a`, `aws_eip.a`},
		`x]`:                                  {`x]`, `x]`},
		"a" + strings.Repeat("[", 5000) + "]": {"a", "a"},
		"a" + strings.Repeat("[0].b", 1<<18) + "[0]": {"a" + strings.Repeat(".b", 1<<18), "a" + strings.Repeat("[0].b", 1<<18)},
	} {
		if bare, last := WithoutInstances(address), WithoutIndex(address); bare != want[0] || last != want[1] {
			t.Errorf("%.40s: %.40s, %.40s", address, bare, last)
		}
	}
}
