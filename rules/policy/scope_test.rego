package assay.policy.scope_test

import data.assay.policy.card
import data.assay.policy.change
import data.assay.policy.cost
import data.assay.policy.payment
import data.assay.policy.personal
import data.assay.policy.trading

finding(scope, more) := object.union({"fingerprint": "f", "severity_rank": 2, "confidence_rank": 1, "scopes": [scope], "tags": [], "cwe": [], "exploited": false}, more)

new(list) := {"new": list, "old": [], "suppressed": [], "fixed": 0}

ids(set) := {m.id | some m in set}

test_card_number_in_a_log if ids(card.deny) == {"exposed"} with input.findings as new([finding("card", {"tags": ["card-data"], "severity_rank": 1})])

test_log_of_another_scope if count(card.deny) == 0 with input.findings as new([finding("trading", {"cwe": [532]})])

test_clear_text_in_card_scope if ids(card.deny) == {"exposed"} with input.findings as new([finding("card", {"cwe": [319]})])

test_low_clear_text_is_left_to_the_profile if count(card.deny) == 0 with input.findings as new([finding("card", {"cwe": [319], "severity_rank": 1})])

test_exploited_flaw if ids(card.deny) == {"exploited"} with input.findings as new([finding("card", {"exploited": true})])

author := {"by": "a", "author": true, "source": "trailer"}

other := {"by": "b", "author": false, "source": "trailer"}

forge := {"by": "b", "author": false, "source": "forge"}

test_four_eyes_are_due_in_ci if {
	ids(card.warn) == {"four-eyes"} with input.scopes as ["card"] with input.profile as "standard" with input.change.ci as "gitlab" with input.approvals as [author]
	ids(card.warn) == {"four-eyes"} with input.scopes as ["card"] with input.profile as "standard" with input.change.ci as "gitlab" with input.approvals as []
	count(card.warn) == 0 with input.scopes as ["card"] with input.profile as "standard" with input.approvals as []
}

test_strict_refuses_what_nobody_else_approved if {
	ids(payment.deny) == {"four-eyes"} with input.scopes as ["payment"] with input.profile as "strict" with input.change.ci as "gitlab" with input.approvals as [author] with input.findings as new([])
	ids(payment.deny) == {"four-eyes"} with input.scopes as ["payment"] with input.profile as "strict" with input.change.ci as "gitlab" with input.approvals as [] with input.findings as new([])
}

test_a_word_is_no_proof if {
	ids(payment.warn) == {"claimed"} with input.scopes as ["payment"] with input.profile as "strict" with input.change.ci as "gitlab" with input.approvals as [other]
	count(payment.warn) == 0 with input.scopes as ["payment"] with input.profile as "strict" with input.change.ci as "gitlab" with input.approvals as [author, forge]
}

bank := [{"id": "bank", "scope": ["personal-data"]}]

bucket(region) := {"address": "aws_s3_bucket.a", "service": "bank", "region": region, "new": true}

test_data_outside_the_regions if {
	ids(personal.deny) == {"transfer"} with input.services as bank
		with input.resources as [bucket("us-east-1")]
		with data.assay.parameters.regions as ["eu-*"]
		with input.findings as new([])
}

test_data_inside_the_regions if {
	count(personal.deny) == 0 with input.services as bank
		with input.resources as [bucket("eu-west-1")]
		with data.assay.parameters.regions as ["eu-*"]
		with input.findings as new([])
}

test_copies_outside_the_regions if {
	ids(personal.deny) == {"copies"} with input.services as bank
		with input.resources as [object.union(bucket("eu-west-1"), {"copies": ["eu-central-1", "us-east-1"]})]
		with data.assay.parameters.regions as ["eu-*"]
		with input.findings as new([])
}

test_copies_inside_the_regions if {
	count(personal.deny) == 0 with input.services as bank
		with input.resources as [object.union(bucket("eu-west-1"), {"copies": ["eu-central-1"]})]
		with data.assay.parameters.regions as ["eu-*"]
		with input.findings as new([])
}

test_regions_that_nobody_named if ids(personal.warn) == {"regions"} with input.services as bank with input.resources as [bucket("us-east-1")] with data.assay.parameters.regions as []

test_data_outside_already if {
	ids(personal.warn) == {"transfer"} with input.services as bank
		with input.resources as [object.union(bucket("us-east-1"), {"new": false})]
		with data.assay.parameters.regions as ["eu-*"]
}

test_trading_fault if ids(trading.deny) == {"faults"} with input.findings as new([finding("trading", {"tags": ["trading"]})]) with input.scopes as ["trading"] with input.profile as "standard" with input.approvals as [] with input.facts as {}

test_kill_switch_that_failed if "kill-switch" in ids(trading.deny) with input.findings as new([]) with input.scopes as ["trading"] with input.profile as "standard" with input.approvals as [] with input.facts as {"kill-switch-test": "failed"}

test_kill_switch_that_works if count(trading.deny) == 0 with input.findings as new([]) with input.scopes as ["trading"] with input.profile as "standard" with input.approvals as [] with input.facts as {"kill-switch-test": "passed"}

test_payment_fault if ids(payment.deny) == {"authentication"} with input.findings as new([finding("payment", {"tags": ["strong-customer-authentication"]})]) with input.approvals as [] with input.profile as "standard"

test_payment_without_fault if count(payment.deny) == 0 with input.findings as new([finding("payment", {"cwe": [79]})]) with input.approvals as [] with input.profile as "standard"

budgeted(known, delta, left) := {"known": known, "delta": delta, "priced": delta, "at_least": delta, "currency": "USD", "budgets": [{"name": "platform", "left": left, "known": known, "priced": delta, "at_least": delta, "delta": delta}]}

test_over_budget if ids(cost.deny) == {"budget"} with input.cost as budgeted(true, 12.5, 10)

test_within_budget if {
	count(cost.deny) == 0 with input.cost as budgeted(true, 9, 10)
	count(cost.warn) == 0 with input.cost as budgeted(true, 9, 10)
}

test_at_least_over_budget if ids(cost.deny) == {"budget"} with input.cost as budgeted(false, 12.5, 10)

test_unknown_cost_is_not_free if {
	count(cost.deny) == 0 with input.cost as budgeted(false, 1, 10) with input.profile as "strict"
	ids(cost.warn) == {"unknown"} with input.cost as budgeted(false, 1, 10) with input.profile as "strict"
	ids(cost.deny) == {"unknown"} with input.cost as budgeted(false, 1, 10) with input.profile as "strict" with data.assay.parameters.cost_unknown as "deny"
}

test_what_goes_makes_no_doubt if {
	cheaper := {"known": false, "priced": 0, "at_most": 0, "currency": "USD", "budgets": [{"name": "platform", "left": 10, "known": false, "priced": 0, "at_most": 0}]}
	count(cost.warn) == 0 with input.cost as cheaper
	count(cost.warn) == 0 with input.cost as cheaper with data.assay.parameters.cost_increase as 20
	ids(cost.warn) == {"unknown"} with input.cost as {"known": false, "priced": 0, "currency": "USD", "budgets": [{"name": "platform", "left": 10, "known": false, "priced": 0}]}
}

test_budget_in_another_currency if {
	euros := {"known": true, "delta": 12, "priced": 12, "at_most": 12, "currency": "USD", "budgets": [{"name": "sa", "currency": "EUR", "known": false, "priced": 12, "at_most": 12}]}
	{w.msg | some w in cost.warn} == {"budget sa is in EUR, and prices are in USD: what the change adds under it is not known"} with input.cost as euros
	count(cost.deny) == 0 with input.cost as euros with input.profile as "strict"
	ids(cost.deny) == {"unknown"} with input.cost as euros with input.profile as "strict" with data.assay.parameters.cost_unknown as "deny"
	count(cost.warn) == 0 with input.cost as {"known": true, "delta": -1, "priced": -1, "currency": "USD", "budgets": [{"name": "sa", "currency": "EUR", "known": false, "priced": -1, "at_most": -1}]}
}

test_budget_that_bills_say_nothing_of if {
	year := {"known": true, "delta": 12, "priced": 12, "at_most": 12, "currency": "USD", "budgets": [{"name": "all", "left": 100, "unheld": ["year"], "known": false, "priced": 12, "at_most": 12}]}
	{w.msg | some w in cost.warn} == {"budget all limits a year, and bills do not say what it costs: what is left of it is not known"} with input.cost as year
	count(cost.deny) == 0 with input.cost as year with input.profile as "strict"
	ids(cost.deny) == {"unknown"} with input.cost as year with input.profile as "strict" with data.assay.parameters.cost_unknown as "deny"
	count(cost.warn) == 0 with input.cost as {"known": true, "delta": -1, "priced": -1, "currency": "USD", "budgets": [{"name": "all", "unheld": ["quarter"], "known": false, "priced": -1, "at_most": -1}]}
}

test_no_budget if count(cost.warn) == 0 with input.cost as {"known": false}

test_increase if {
	count(cost.deny) == 0 with input.cost as budgeted(true, 30, 100)
	ids(cost.deny) == {"increase"} with input.cost as budgeted(true, 30, 100) with data.assay.parameters.cost_increase as 20
	ids(cost.warn) == {"increase-unknown"} with input.cost as {"known": false, "priced": 1, "at_least": 1, "currency": "USD", "unknown": ["a: Requests"]} with data.assay.parameters.cost_increase as 20
}

test_increase_beside_something_unknown_that_goes if {
	ids(cost.deny) == {"increase"} with input.cost as {"known": false, "priced": 900, "currency": "USD"} with data.assay.parameters.cost_increase as 20
	some d in cost.deny with input.cost as {"known": false, "priced": 900, "currency": "USD"} with data.assay.parameters.cost_increase as 20
	d.msg == "the change adds 900.00 USD a month in what has a price, and a change may add 20.00"
}

test_over_budget_beside_something_unknown_that_goes if {
	ids(cost.deny) == {"budget"} with input.cost as {"known": false, "priced": 900, "currency": "USD", "budgets": [{"name": "platform", "left": 100, "known": false, "priced": 900}]}
}

test_increase_that_nobody_knows_is_denied_where_unknown_is if {
	ids(cost.deny) == {"increase-unknown"} with input.cost as {"known": false, "priced": 0, "currency": "USD"} with input.profile as "strict" with data.assay.parameters as {"cost_increase": 20, "cost_unknown": "deny"}
	count(cost.deny) == 0 with input.cost as {"known": false} with input.profile as "strict" with data.assay.parameters as {"cost_increase": 20, "cost_unknown": "deny"}
}

test_amounts_are_written_with_two_places if {
	cost.money(50) == "50.00"
	cost.money(0.005) == "0.01"
	cost.money(-12.5) == "-12.50"
	cost.money(1234567.891) == "1234567.89"
	cost.money(0.07) == "0.07"
}

test_overspent_before if {
	count(cost.deny) == 0 with input.cost as budgeted(true, 0, -5)
	count(cost.deny) == 0 with input.cost as budgeted(true, -3, -5)
	ids(cost.deny) == {"budget"} with input.cost as budgeted(true, 0.01, -5)
}

test_untagged if {
	ids(cost.warn) == {"untagged"} with input.cost as {"known": true, "at_least": 5, "currency": "USD", "untagged": 5}
	count(cost.warn) == 0 with input.cost as {"known": true, "at_least": 5, "currency": "USD", "untagged": 5} with data.assay.parameters.cost_untagged as 10
}

test_ticket if {
	ids(change.warn) == {"ticket"} with input.profile as "strict" with input.change as {"ci": "gitlab"}
	count(change.warn) == 0 with input.profile as "strict" with input.change as {"ci": "gitlab", "ticket": "CHG-1"}
	count(change.warn) == 0 with input.profile as "standard" with input.change as {"ci": "gitlab"}
}
