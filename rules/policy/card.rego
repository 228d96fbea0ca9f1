# Scope card: systems that store, process or send card data.
package assay.policy.card

import data.assay.lib.change
import data.assay.lib.findings

# Clear text at rest or on its way, weak cryptography, exposure, logs.
cwes := {311, 312, 313, 315, 319, 326, 327, 359, 532}

exposed := findings.about("card", {"card-data"}, cwes)

exploited := findings.exploited("card")

deny contains {"id": "exposed", "msg": msg, "findings": exposed} if {
	count(exposed) > 0
	msg := sprintf("%s in card scope: card data must not be logged, stored or sent unprotected, whatever the profile", [findings.number(exposed, "new finding")])
}

deny contains {"id": "exploited", "msg": msg, "findings": exploited} if {
	count(exploited) > 0
	msg := sprintf("%s in card scope: a flaw that is exploited in the wild must not be brought in", [findings.number(exploited, "new component flaw")])
}

deny contains {"id": "four-eyes", "msg": "nobody but its authors approved this change to a system in scope card"} if {
	input.profile == "strict"
	change.unapproved("card")
}

warn contains {"id": "four-eyes", "msg": "nobody but its authors approved this change to a system in scope card"} if {
	input.profile != "strict"
	change.unapproved("card")
}

warn contains {"id": "claimed", "msg": "that somebody else approved this change stands in a trailer or a flag: somebody's word, no proof"} if change.only_claimed("card")
