package iac

import (
	"strings"
	"testing"
)

// TestIdentity says which edits make an old problem a new one.
func TestIdentity(t *testing.T) {
	group := "resource \"aws_security_group\" \"a\" {\n  description = \"d\"\n  ingress {\n    description = \"d\"\n    from_port = 22\n    to_port = 22\n    protocol = \"tcp\"\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }\n}\n"
	rule := "resource \"aws_security_group_rule\" \"a\" {\n  type = \"ingress\"\n  from_port = 22\n  to_port = 22\n  protocol = \"tcp\"\n  cidr_blocks = [\"0.0.0.0/0\"]\n}\n"
	stack := "Resources:\n  G:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      GroupDescription: d\n      SecurityGroupIngress:\n        - IpProtocol: tcp\n          FromPort: 22\n          ToPort: 22\n          CidrIp: 0.0.0.0/0\n"
	pod := "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: n}\nspec:\n  containers:\n    - name: c\n      image: c:1\n      securityContext:\n        capabilities:\n          add: [NET_BIND_SERVICE]\n"
	docker := "FROM debian:11 AS base\nFROM base:1\nRUN cd /tmp && make\nUSER x\n"
	cases := []struct {
		name, file, text, rule string
		old, new               string // what the edit replaces
		same                   bool
	}{
		{"wider ports", "main.tf", group, "AVD-AWS-0107", "to_port = 22", "to_port = 65535", false},
		{"another range", "main.tf", group, "AVD-AWS-0107", `["0.0.0.0/0"]`, `["0.0.0.0/0", "::/0"]`, false},
		{"moved", "main.tf", group, "AVD-AWS-0107", "resource", "# moved\n\nresource", true},
		{"formatted", "main.tf", group, "AVD-AWS-0107", "from_port = 22", "from_port   =   22 # ssh", true},
		{"described", "main.tf", group, "AVD-AWS-0107", "description = \"d\"", "description = \"e\"", true},
		{"tagged", "main.tf", group, "AVD-AWS-0107", "  ingress {", "  tags = {a = 1}\n  ingress {", true},
		{"wider rule", "main.tf", rule, "AVD-AWS-0107", "from_port = 22", "from_port = 0", false},
		{"named by a local", "main.tf", rule, "AVD-AWS-0107", "cidr_blocks = [\"0.0.0.0/0\"]\n}", "cidr_blocks = local.all\n}\nlocals {\n  all = [\"0.0.0.0/0\"]\n}", true},
		{"wider in a template", "t.yaml", stack, "AVD-AWS-0107", "ToPort: 22", "ToPort: 65535", false},
		{"reworded in a template", "t.yaml", stack, "AVD-AWS-0107", "GroupDescription: d", "GroupDescription: e", true},
		{"another capability", "p.yaml", pod, "AVD-KSV-0022", "NET_BIND_SERVICE", "SYS_ADMIN", false},
		{"another image", "p.yaml", pod, "AVD-KSV-0022", "c:1", "c:2", true},
		{"another command", "Dockerfile", docker, "AVD-DS-0013", "make", "make all", false},
		{"another base", "Dockerfile", docker, "AVD-DS-0013", "base:1", "other:1", false},
		{"a newer base", "Dockerfile", docker, "AVD-DS-0013", "base:1", "base:2", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			edited := strings.Replace(c.text, c.old, c.new, 1)
			before, after := identityOf(t, c.file, c.text, c.rule), identityOf(t, c.file, edited, c.rule)
			if edited == c.text || (before == after) != c.same {
				t.Errorf("same = %t, want %t:\n%s\n%s", before == after, c.same, before, after)
			}
		})
	}
}

func identityOf(t *testing.T, file, text, rule string) string {
	t.Helper()
	out := extract(t, snapshot(map[string]string{file: text}))
	for _, f := range out.Findings {
		if string(f.Rule) == "iac/"+rule {
			return f.Identity
		}
	}
	t.Fatalf("%s does not fire: %+v", rule, out.Findings)
	return ""
}
