# Scope payment: systems that start, authenticate or carry out payments.
package assay.policy.payment

import data.assay.lib.change
import data.assay.lib.findings

faults := findings.about("payment", {"strong-customer-authentication"}, {287, 294, 306, 330, 352, 384, 613, 620, 639, 862, 863})

deny contains {"id": "authentication", "msg": msg, "findings": faults} if {
	count(faults) > 0
	msg := sprintf("%s of how payers are authenticated and payments are bound to them", [findings.number(faults, "new finding")])
}

exploited := findings.exploited("payment")

deny contains {"id": "exploited", "msg": msg, "findings": exploited} if {
	count(exploited) > 0
	msg := sprintf("%s in scope payment: a flaw that is exploited in the wild must not be brought in", [findings.number(exploited, "new component flaw")])
}

deny contains {"id": "four-eyes", "msg": "nobody but its authors approved this change to a system in scope payment"} if {
	input.profile == "strict"
	change.unapproved("payment")
}

warn contains {"id": "four-eyes", "msg": "nobody but its authors approved this change to a system in scope payment"} if {
	input.profile != "strict"
	change.unapproved("payment")
}

warn contains {"id": "claimed", "msg": "that somebody else approved this change stands in a trailer or a flag: somebody's word, no proof"} if change.only_claimed("payment")
