package conform

// fault is a check of the model that says something else than the rule's own text
// in FOCUS 1.2: the text is checked.
type fault struct{ require, onlyWhen string }

const mended = "the model's check differs from the specification's text, which is checked"

// faults of the model, by rule.
var faults = map[string]fault{
	// The status is null without a commitment; the model asks for the opposite.
	"CommitmentDiscountStatus-C-003-C": {`["is","CommitmentDiscountStatus",null]`, `["is","CommitmentDiscountId",null]`},
	// … and is there for usage with one; the model asks that of lines without.
	"CommitmentDiscountStatus-C-004-C": {`["is-not","CommitmentDiscountStatus",null]`, `["and",["is-not","CommitmentDiscountId",null],["is","ChargeCategory","Usage"]]`},
	// The allowed values are Used and Unused.
	"CommitmentDiscountStatus-C-005-M": {`["or",["is","CommitmentDiscountStatus","Used"],["is","CommitmentDiscountStatus","Unused"]]`, ``},
	// Only purchases that cover later charges have no effective cost.
	"EffectiveCost-C-005-C": {`["is","EffectiveCost",0]`, `["and",["is","ChargeCategory","Purchase"],["is-not","CommitmentDiscountId",null]]`},
}
