# Scope trading: systems that make, route or check orders.
package assay.policy.trading

import data.assay.lib.change
import data.assay.lib.findings

faults := findings.about("trading", {"trading"}, set())

deny contains {"id": "faults", "msg": msg, "findings": faults} if {
	count(faults) > 0
	msg := sprintf("%s of what trading systems owe: clocks, order records, kill switch", [findings.number(faults, "new finding")])
}

deny contains {"id": "kill-switch", "msg": "the test of the kill switch failed", "flip": "make the declared step kill-switch-test pass"} if {
	change.in_scope("trading")
	input.facts["kill-switch-test"] == "failed"
}

warn contains {"id": "kill-switch", "msg": "nobody has shown that the kill switch works: declare a step named kill-switch-test"} if {
	change.in_scope("trading")
	change.approvals_due
	not input.facts["kill-switch-test"]
}

deny contains {"id": "four-eyes", "msg": "nobody but its authors approved this change to a system in scope trading"} if {
	input.profile == "strict"
	change.unapproved("trading")
}

warn contains {"id": "four-eyes", "msg": "nobody but its authors approved this change to a system in scope trading"} if {
	input.profile != "strict"
	change.unapproved("trading")
}

warn contains {"id": "claimed", "msg": "that somebody else approved this change stands in a trailer or a flag: somebody's word, no proof"} if change.only_claimed("trading")
