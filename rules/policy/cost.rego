# What a change may cost. Unknown is never taken for free.
package assay.policy.cost

# Names of limits that a repository sets in .assay/policy/data.yaml.
limit(name) := data.assay.parameters[name]

over contains b if {
	some b in input.cost.budgets
	b.known
	b.delta > b.left
}

over contains b if {
	some b in input.cost.budgets
	not b.known
	b.at_least > b.left
}

deny contains {"id": "budget", "about": "cost", "msg": msg, "flip": flip} if {
	some b in over
	msg := sprintf("the change costs %.2f %s a month more%s, and budget %s has %.2f left for it", [
		b.at_least, input.cost.currency, {true: "", false: " at least"}[b.known], b.name, b.left,
	])
	flip := sprintf("make it %.2f %s a month cheaper, or raise budget %s in .assay/budgets.yaml", [b.at_least - b.left, input.cost.currency, b.name])
}

# Some of it is not known, and what is known holds.
warn contains {"id": "unknown", "about": "cost", "msg": "there is a budget, and what the change costs could not be worked out"} if unknown_within

deny contains {"id": "unknown", "about": "cost", "msg": "there is a budget, and what the change costs could not be worked out"} if {
	unknown_within
	input.profile == "strict"
	limit("cost_unknown") == "deny"
}

unknown_within if {
	some b in input.cost.budgets
	not b.known
	not b in over
}

deny contains {"id": "increase", "about": "cost", "msg": msg} if {
	input.cost.at_least > limit("cost_increase")
	msg := sprintf("the change adds %.2f %s a month, and a change may add %.2f", [input.cost.at_least, input.cost.currency, limit("cost_increase")])
}

warn contains {"id": "increase-unknown", "about": "cost", "msg": msg} if {
	limit("cost_increase") >= 0
	count(input.cost.unknown) > 0
	msg := sprintf("a change may add %.2f %s a month, and %d parts of this one have no known cost: %s", [
		limit("cost_increase"), input.cost.currency, count(input.cost.unknown), concat(", ", array.slice(input.cost.unknown, 0, 3)),
	])
}

warn contains {"id": "untagged", "about": "cost", "msg": msg} if {
	input.cost.untagged > limit("cost_untagged")
	msg := sprintf("the change adds %.2f %s a month that nobody can be asked to pay: required tags are missing", [input.cost.untagged, input.cost.currency])
}
