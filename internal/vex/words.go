package vex

// justifications are OpenVEX's labels.
var justifications = []string{
	"component_not_present", "vulnerable_code_not_present", "vulnerable_code_not_in_execute_path",
	"vulnerable_code_cannot_be_controlled_by_adversary", "inline_mitigations_already_exist",
}

// fromCycloneDX turns CycloneDX's justifications into OpenVEX's.
var fromCycloneDX = map[string]string{
	"code_not_present":                "vulnerable_code_not_present",
	"code_not_reachable":              "vulnerable_code_not_in_execute_path",
	"requires_configuration":          "vulnerable_code_cannot_be_controlled_by_adversary",
	"requires_dependency":             "component_not_present",
	"requires_environment":            "vulnerable_code_cannot_be_controlled_by_adversary",
	"protected_by_compiler":           "inline_mitigations_already_exist",
	"protected_at_runtime":            "inline_mitigations_already_exist",
	"protected_at_perimeter":          "inline_mitigations_already_exist",
	"protected_by_mitigating_control": "inline_mitigations_already_exist",
}

// toCycloneDX is the way back, to the label that says no more than was said.
var toCycloneDX = map[string]string{
	"component_not_present":                             "requires_dependency",
	"vulnerable_code_not_present":                       "code_not_present",
	"vulnerable_code_not_in_execute_path":               "code_not_reachable",
	"vulnerable_code_cannot_be_controlled_by_adversary": "requires_environment",
	"inline_mitigations_already_exist":                  "protected_by_mitigating_control",
}

// stateOf turns CycloneDX's states into statuses.
var stateOf = map[string]Status{
	"resolved":               Fixed,
	"resolved_with_pedigree": Fixed,
	"exploitable":            Affected,
	"in_triage":              UnderInvestigation,
	"false_positive":         NotAffected,
	"not_affected":           NotAffected,
}

var toState = map[Status]string{Fixed: "resolved", Affected: "exploitable", UnderInvestigation: "in_triage", NotAffected: "not_affected"}
