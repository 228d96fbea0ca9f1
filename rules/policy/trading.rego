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

deny contains {"id": "four-eyes", "msg": "only its authors approved this change to a trading system"} if {
	change.in_scope("trading")
	count(input.approvals) > 0
	not change.second_pair
}

warn contains {"id": "four-eyes", "msg": "nobody told who approved this change to a trading system"} if {
	change.in_scope("trading")
	change.approvals_due
	count(input.approvals) == 0
}
