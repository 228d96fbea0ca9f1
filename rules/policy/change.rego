# What a strict profile asks of every change, where a CI system tests it.
package assay.policy.change

import data.assay.lib.change

warn contains {"id": "ticket", "msg": "no change request is named: --ticket ID, or a line Ticket: ID in a commit"} if {
	input.profile == "strict"
	change.approvals_due
	not input.change.ticket
}
