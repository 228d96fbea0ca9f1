# What a change may cost. Unknown is never taken for free.
package assay.policy.cost

deny contains {"id": "budget", "about": "cost", "msg": msg} if {
	input.cost.known
	input.cost.delta > input.cost.budget
	msg := sprintf("the change costs %v %s a month more, and budget %s has %v left", [input.cost.delta, input.cost.currency, object.get(input.cost, "budget_name", "of the service"), input.cost.budget])
}

warn contains {"id": "unknown", "about": "cost", "msg": "there is a budget, and what the change costs could not be worked out"} if {
	not input.cost.known
	input.cost.budget
}
