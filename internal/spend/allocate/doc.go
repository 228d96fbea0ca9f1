// Package allocate says who pays: it takes sums of charges, gives each to the
// cost centre that caused it, shares what many caused, and writes statements
// that add up to the invoice.
//
//	rules, err := allocate.ParseRules(allocate.File, data)
//	result, err := allocate.Allocate(ctx, rules, usage, sums) // sums by rules.Needs()
//	statements := result.Statements("2025-01")
//
// A direct rule gives a charge to a target (a cost centre) or to a pool; the
// first that matches counts, and what none takes is in the pool "untagged". A
// pool is shared among targets and other pools: evenly, by fixed shares, by
// their direct spend, or by a usage metric. Pools form no cycle.
//
// Amounts are whole numbers of 10^-19 of the currency. A pool is cut at the
// cumulative weights of its members, so that the parts are the pool again, to
// the last digit. Cents appear in statements only: an invoice's total is
// rounded once, and largest remainders (Hamilton's method) hand its cents to
// targets, then to their lines. Amounts of two currencies are never added.
//
// The package reads no disk and no bill: it needs sums that agree in the keys
// which the rules name. It doesn't convert currencies and books nothing: journal
// lines are a proposal for the ledger.
package allocate
