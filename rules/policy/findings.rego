# What several policies ask of findings.
package assay.lib.findings

# New findings in a scope that are more likely right than wrong, with one of
# the tags or CWE numbers.
about(scope, tags, cwes) := [f.fingerprint |
	some f in input.findings.new
	f.confidence_rank >= 1
	scope in f.scopes
	matches(f, tags, cwes)
]

matches(f, tags, _) if {
	some t in f.tags
	t in tags
}

matches(f, _, cwes) if {
	f.severity_rank >= 2
	some c in f.cwe
	c in cwes
}

# Known to be exploited in the wild, new here.
exploited(scope) := [f.fingerprint |
	some f in input.findings.new
	f.exploited
	scope in f.scopes
]

number(list, what) := sprintf("1 %s", [what]) if count(list) == 1

number(list, what) := sprintf("%d %ss", [count(list), what]) if count(list) != 1
