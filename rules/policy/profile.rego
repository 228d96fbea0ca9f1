# What the risk profile refuses. New findings of its severity and confidence
# block, and old ones that can no longer wait.
package assay.policy.profile

import data.assay.lib.findings

deny contains {"id": "findings", "msg": msg, "findings": prints} if {
	count(refused) > 0
	prints := [f.fingerprint | some f in refused]
	msg := sprintf("%s: %s", [concat(" and ", parts), concat("; ", limits)])
}

fresh := [f | some f in input.findings.new; refuses(f)]

late := [f | some f in input.findings.old; f.bites; refuses(f)]

refused := array.concat(fresh, late)

refuses(f) if {
	p := data.assay.profiles[f.profile]
	f.severity_rank >= p.severity_rank
	f.confidence_rank >= p.confidence_rank
}

parts := [part | some part in [new_part, late_part]; part != ""]

default new_part := ""

new_part := findings.number(fresh, "new finding") if count(fresh) > 0

default late_part := ""

late_part := sprintf("%s that can no longer wait", [findings.number(late, "old finding")]) if count(late) > 0

profiles := {f.profile | some f in refused}

names := ["info", "low", "medium", "high", "critical"]

limits := [limit |
	some p in ["strict", "standard", "light"]
	p in profiles
	limit := sprintf("%s or worse blocks under profile %s", [names[data.assay.profiles[p].severity_rank], p])
]
