# Scope personal-data: systems that keep or move data about people.
package assay.policy.personal

import data.assay.lib.findings

cwes := {311, 312, 313, 315, 319, 359, 532}

exposed := findings.about("personal-data", {"personal-data"}, cwes)

deny contains {"id": "exposed", "msg": msg, "findings": exposed} if {
	count(exposed) > 0
	msg := sprintf("%s in scope personal-data: data about people must not be logged, stored or sent unprotected, whatever the profile", [findings.number(exposed, "new finding")])
}

scoped contains s.id if {
	some s in input.services
	"personal-data" in s.scope
}

placed := [r | some r in input.resources; r.region; r.service in scoped]

allowed := object.get(data.assay.parameters, "regions", [])

outside := [r | some r in placed; not inside(r.region)]

inside(region) if {
	some pattern in allowed
	glob.match(pattern, [], region)
}

moved := [r.address | some r in outside; object.get(r, "new", true)]

kept := [r.address | some r in outside; not object.get(r, "new", true)]

deny contains {"id": "transfer", "msg": msg, "flip": flip} if {
	count(allowed) > 0
	count(moved) > 0
	msg := sprintf("%s for personal data outside %s, first %s", [findings.number(moved, "resource"), concat(", ", allowed), moved[0]])
	flip := "move them there, or let the owner add the region to regions in .assay/policy/data.yaml"
}

warn contains {"id": "transfer", "msg": msg} if {
	count(allowed) > 0
	count(kept) > 0
	msg := sprintf("%s for personal data outside %s already, first %s", [findings.number(kept, "resource"), concat(", ", allowed), kept[0]])
}

copied := [r.address |
	some r in input.resources
	r.service in scoped
	object.get(r, "new", true)
	some region in object.get(r, "copies", [])
	not inside(region)
]

number_of_copies := "1 copy" if count(copied) == 1

number_of_copies := sprintf("%d copies", [count(copied)]) if count(copied) > 1

deny contains {"id": "copies", "msg": msg, "flip": flip} if {
	count(allowed) > 0
	count(copied) > 0
	msg := sprintf("%s of personal data outside %s, first by %s", [number_of_copies, concat(", ", allowed), copied[0]])
	flip := "copy to a region among these, or let the owner add the region to regions in .assay/policy/data.yaml"
}

warn contains {"id": "regions", "msg": "nobody has said in which regions personal data may be kept: set regions in .assay/policy/data.yaml"} if {
	count(allowed) == 0
	count(placed) > 0
}
