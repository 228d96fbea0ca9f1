package collect

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/lake"
)

// cur are Cost and Usage Reports of AWS, 2.0 and before: line items by what
// makes them, as in AWS's documentation of the columns (Data Exports user guide,
// table COST_AND_USAGE_REPORT). A covered line's on-demand price and its negation
// are both billed, as they are there: together they come to nothing.
var cur = format{
	name: "cur", title: "AWS Cost and Usage Report, 2.0 and before",
	is: func(c *columns) bool {
		return c.has("line_item_line_item_type", "line_item_unblended_cost", "bill_billing_period_start_date")
	},
	columns: curColumns,
}

func curColumns(c *columns, o *Options) []lake.Column {
	var out list
	kind := c.or("line_item_line_item_type")
	unblended := c.amount(c.or("line_item_net_unblended_cost", "line_item_unblended_cost"))
	start := c.or("line_item_usage_start_date")
	period := c.or("bill_billing_period_start_date")
	out.add("BilledCost", c.find("line_item_net_unblended_cost", "line_item_unblended_cost"))
	out.add("EffectiveCost", curEffective(c, kind, unblended))
	out.add("ListCost", c.find("pricing_public_on_demand_cost"))
	out.add("BillingCurrency", fmt.Sprintf("coalesce(nullif(%s, ''), %s)", c.or("line_item_currency_code"), literalOrNull(o.Currency)))
	out.add("BillingPeriodStart", period)
	out.add("BillingPeriodEnd", c.find("bill_billing_period_end_date"))
	out.add("ChargePeriodStart", fmt.Sprintf("coalesce(%s, %s)", start, period))
	out.add("ChargePeriodEnd", c.find("line_item_usage_end_date"))
	out.add("BillingAccountId", c.find("bill_payer_account_id"))
	out.add("BillingAccountName", c.find("bill_payer_account_name"))
	out.add("SubAccountId", c.find("line_item_usage_account_id"))
	out.add("SubAccountName", c.find("line_item_usage_account_name"))
	out.add("InvoiceId", c.find("bill_invoice_id"))
	out.add("InvoiceIssuerName", c.find("bill_invoicing_entity", "line_item_legal_entity"))
	out.add("ProviderName", "'AWS'")
	out.add("PublisherName", c.find("line_item_legal_entity"))
	out.add("ServiceName", c.find("product_product_name", "line_item_product_code"))
	out.add("ServiceCategory", c.find("product_product_family"))
	out.add("RegionId", c.find("product_region_code", "product_region"))
	out.add("AvailabilityZone", c.find("line_item_availability_zone"))
	out.add("ResourceId", c.find("line_item_resource_id"))
	out.add("ResourceType", c.find("product_instance_type"))
	out.add("SkuId", c.find("product_sku"))
	out.add("SkuMeter", c.find("line_item_usage_type"))
	out.add("SkuPriceId", c.find("pricing_rate_id"))
	out.add("ChargeDescription", c.find("line_item_line_item_description"))
	out.add("ConsumedQuantity", c.find("line_item_usage_amount"))
	out.add("ConsumedUnit", c.find("pricing_unit"))
	out.add("PricingQuantity", c.find("line_item_usage_amount"))
	out.add("PricingUnit", c.find("pricing_unit"))
	out.add("ChargeCategory", fmt.Sprintf(`CASE %s
 WHEN 'Usage' THEN 'Usage' WHEN 'DiscountedUsage' THEN 'Usage' WHEN 'SavingsPlanCoveredUsage' THEN 'Usage' WHEN 'SavingsPlanNegation' THEN 'Usage'
 WHEN 'Fee' THEN 'Purchase' WHEN 'RIFee' THEN 'Purchase' WHEN 'SavingsPlanUpfrontFee' THEN 'Purchase' WHEN 'SavingsPlanRecurringFee' THEN 'Purchase'
 WHEN 'Tax' THEN 'Tax' WHEN 'Credit' THEN 'Credit' WHEN 'Refund' THEN 'Usage' ELSE 'Adjustment' END`, kind))
	out.add("ChargeClass", fmt.Sprintf("CASE WHEN %s = 'Refund' OR %s THEN 'Correction' END", kind, earlier(start, period)))
	out.add("ChargeFrequency", fmt.Sprintf("CASE WHEN %s IN ('RIFee', 'SavingsPlanRecurringFee') THEN 'Recurring' WHEN %s IN ('Fee', 'SavingsPlanUpfrontFee', 'Tax', 'Credit', 'Refund') THEN 'One-Time' ELSE 'Usage-Based' END", kind, kind))
	plan, reservation := filled(c.or("savings_plan_savings_plan_a_r_n")), filled(c.or("reservation_reservation_a_r_n"))
	of := func(ofPlan, ofReservation string) string {
		return fmt.Sprintf("CASE WHEN %s IS NOT NULL THEN %s WHEN %s IS NOT NULL THEN %s END", plan, ofPlan, reservation, ofReservation)
	}
	out.add("CommitmentDiscountId", of(plan, reservation))
	out.add("CommitmentDiscountType", of("'Savings Plan'", "'Reserved'"))
	out.add("CommitmentDiscountCategory", of("'Spend'", "'Usage'"))
	out.add("CommitmentDiscountStatus", fmt.Sprintf("CASE WHEN %s IN ('DiscountedUsage', 'SavingsPlanCoveredUsage') THEN 'Used' WHEN %s IN ('RIFee', 'SavingsPlanRecurringFee') THEN 'Unused' END", kind, kind))
	out.add("PricingCategory", fmt.Sprintf("CASE WHEN %s IN ('DiscountedUsage', 'SavingsPlanCoveredUsage') THEN 'Committed' WHEN %s ILIKE '%%spot%%' THEN 'Dynamic' WHEN %s = 'Usage' THEN 'Standard' END", kind, c.or("line_item_usage_type"), kind))
	out.add("Tags", curTags(c))
	return out
}

// curEffective is a line's cost with what was paid before spread over what it covers
// (AWS, "Understanding your reservations" and "Savings Plans" in the user guide of Cost
// and Usage Reports).
func curEffective(c *columns, kind string, unblended amount) string {
	amounts := func(columns ...string) amount { return c.amount(c.or(columns...)) }
	plan := amounts("savings_plan_net_savings_plan_effective_cost", "savings_plan_savings_plan_effective_cost")
	reservation := amounts("reservation_net_effective_cost", "reservation_effective_cost")
	committed, used := amounts("savings_plan_total_commitment_to_date"), amounts("savings_plan_used_commitment").minus()
	upfront := amounts("reservation_net_unused_amortized_upfront_fee_for_billing_period", "reservation_unused_amortized_upfront_fee_for_billing_period")
	recurring := amounts("reservation_net_unused_recurring_fee", "reservation_unused_recurring_fee")
	written, as := unblended.number, func(total string) string { return total }
	if !allNumbers(unblended, plan, reservation, committed, used, upfront, recurring) {
		written, as = unblended.expr, func(total string) string { return "CAST(" + total + " AS VARCHAR)" }
	}
	written = as(cmp.Or(written, "NULL"))
	return fmt.Sprintf(`CASE %s
 WHEN 'SavingsPlanCoveredUsage' THEN %s
 WHEN 'DiscountedUsage' THEN %s
 WHEN 'SavingsPlanNegation' THEN '0'
 WHEN 'SavingsPlanUpfrontFee' THEN '0'
 WHEN 'SavingsPlanRecurringFee' THEN %s
 WHEN 'RIFee' THEN %s
 WHEN 'Fee' THEN CASE WHEN coalesce(CAST(%s AS VARCHAR), '') <> '' THEN '0' ELSE %s END
 ELSE %s END`, kind, as(total(plan)), as(total(reservation)), as(total(committed, used)), as(total(upfront, recurring)),
		c.or("reservation_reservation_a_r_n"), written, written)
}

// earlier says that a charge is for a time before its billing period.
func earlier(start, period string) string {
	return fmt.Sprintf("TRY_CAST(%s AS TIMESTAMP) < TRY_CAST(%s AS TIMESTAMP)", start, period)
}

func literalOrNull(s string) string {
	if s == "" {
		return "NULL"
	}
	return literal(s)
}

// ownTags are the tags of AWS that say where a resource comes from, by the names that
// reports in small letters give them.
var ownTags = map[string]string{
	"aws_autoscaling_group_name":    "aws:autoscaling:groupName",
	"aws_cloudformation_logical_id": "aws:cloudformation:logical-id",
}

// tagOf is the tag that a column is for; empty for other columns.
func tagOf(column string) string {
	for _, prefix := range []string{"resourceTags/user:", "resource_tags_user_"} {
		if tag, ok := strings.CutPrefix(column, prefix); ok {
			return tag
		}
	}
	if tag, ok := strings.CutPrefix(column, "resourceTags/"); ok && strings.HasPrefix(tag, "aws:") {
		return tag
	}
	tag, _ := strings.CutPrefix(column, "resource_tags_")
	return ownTags[tag]
}

// curTags are the tags of users and of AWS: one column with all, or one for each.
func curTags(c *columns) string {
	if e := c.find("resource_tags"); e != "" {
		if strings.HasPrefix(c.typeOf("resource_tags"), "MAP") {
			e = "CAST(to_json(" + e + ") AS VARCHAR)"
		}
		e = `regexp_replace(CAST(` + e + ` AS VARCHAR), '"user[_:]([^"]*"\s*:)', '"\1', 'g')`
		for _, small := range slices.Sorted(maps.Keys(ownTags)) {
			e = `regexp_replace(` + e + `, '"` + small + `"(\s*:)', '"` + ownTags[small] + `"\1', 'g')`
		}
		return e
	}
	var pairs []string
	for _, s := range c.sight.Columns {
		if tag := tagOf(s.Name); tag != "" {
			pairs = append(pairs, literal(tag), "nullif("+quote(s.Name)+", '')")
		}
	}
	if len(pairs) == 0 {
		return ""
	}
	return "CAST(json_merge_patch('{}', json_object(" + strings.Join(pairs, ", ") + ")) AS VARCHAR)"
}
