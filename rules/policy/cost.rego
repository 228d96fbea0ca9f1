# What a change may cost. Unknown is never taken for free.
package assay.policy.cost

# Names of limits that a repository sets in .assay/policy/data.yaml.
limit(name) := data.assay.parameters[name]

# What has no price and goes saves nothing here: else a change that removes
# something unknown could add what it likes. A change that adds nothing is not held
# to account for a budget that was overspent before it.
over contains b if {
	some b in input.cost.budgets
	b.priced > b.left
	b.priced > 0
}

deny contains {"id": "budget", "about": "cost", "msg": msg, "flip": flip} if {
	some b in over
	msg := sprintf("the change costs %s %s a month more%s, and budget %s has %s left for it", [
		money(b.priced), input.cost.currency, sure(b), b.name, money(b.left),
	])
	flip := sprintf("make it %s %s a month cheaper, or raise budget %s in .assay/budgets.yaml", [money(b.priced - b.left), input.cost.currency, b.name])
}

# Some of it is not known, and what is known holds.
warn contains {"id": "unknown", "about": "cost", "msg": msg} if some msg in doubts

deny contains {"id": "unknown", "about": "cost", "msg": msg} if {
	some msg in doubts
	input.profile == "strict"
	limit("cost_unknown") == "deny"
}

# What is not known could only make it cheaper.
safe contains b if {
	some b in input.cost.budgets
	b.at_most <= b.left
	not b.unheld
}

# What makes nothing dearer does so in every currency.
safe contains b if {
	some b in input.cost.budgets
	b.at_most <= 0
}

doubts contains "there is a budget, and what the change costs could not be worked out" if {
	some b in input.cost.budgets
	not b.known
	not b.currency
	not b.unheld
	not b in over
	not b in safe
}

doubts contains msg if {
	some b in input.cost.budgets
	b.unheld
	not b.currency
	not b in over
	not b in safe
	msg := sprintf("budget %s limits a %s, and bills do not say what it costs: what is left of it is not known", [b.name, concat(" and a ", b.unheld)])
}

doubts contains msg if {
	some b in input.cost.budgets
	b.currency
	not b in safe
	msg := sprintf("budget %s is in %s, and prices are in %s: what the change adds under it is not known", [b.name, b.currency, input.cost.currency])
}

deny contains {"id": "increase", "about": "cost", "msg": msg} if {
	increase_over
	msg := sprintf("the change adds %s %s a month%s, and a change may add %s", [money(input.cost.priced), input.cost.currency, sure(input.cost), money(limit("cost_increase"))])
}

increase_over if input.cost.priced > limit("cost_increase")

warn contains {"id": "increase-unknown", "about": "cost", "msg": increase_unknown}

deny contains {"id": "increase-unknown", "about": "cost", "msg": increase_unknown} if {
	input.profile == "strict"
	limit("cost_unknown") == "deny"
}

increase_safe if input.cost.at_most <= limit("cost_increase")

increase_unknown := msg if {
	limit("cost_increase") >= 0
	input.cost.currency # there is something that costs
	not input.cost.known
	not increase_over
	not increase_safe
	msg := sprintf("a change may add %s %s a month, and this one has parts without a known cost%s", [
		money(limit("cost_increase")), input.cost.currency, named,
	])
}

default named := ""

named := sprintf(": %s", [concat(", ", array.slice(input.cost.unknown, 0, 3))]) if count(input.cost.unknown) > 0

# sure says how sure the amount is.
sure(x) := "" if x.known

else := " at least" if x.at_least >= 0

else := " in what has a price"

warn contains {"id": "untagged", "about": "cost", "msg": msg} if {
	input.cost.untagged > limit("cost_untagged")
	msg := sprintf("the change adds %s %s a month that nobody can be asked to pay: required tags are missing", [money(input.cost.untagged), input.cost.currency])
}

# An amount with two places: %.2f does not take whole numbers.
money(n) := sprintf("%s%d.%s", [sign, floor(cents / 100), substring(sprintf("%d", [100 + (cents % 100)]), 1, 2)]) if {
	cents := round(abs(n) * 100)
	sign := {true: "-", false: ""}[n < 0]
}
