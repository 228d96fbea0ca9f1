package collect

import (
	"fmt"

	"github.com/assay-dev/assay/internal/lake"
)

// azure are cost details of Azure, for enterprise agreements and Microsoft
// customer agreements (Cost Management, "cost and usage details"). An export of
// actual cost says what is billed, one of amortised cost what is effective: each
// is taken for both, so load one of them.
var azure = format{
	name: "azure", title: "Azure cost and usage details",
	is: func(c *columns) bool {
		return c.has("MeterCategory") && c.find("CostInBillingCurrency", "PreTaxCost", "Cost") != "" && c.find("Date", "UsageDateTime") != ""
	},
	columns: azureColumns,
	look: func(c *columns, file string, ask asker) error {
		return c.slashDates(file, ask, "BillingPeriodStartDate", "Date", "UsageDateTime")
	},
	notes: []string{"an export of actual cost holds no amortised cost, one of amortised cost no invoice: load one of them"},
}

func azureColumns(c *columns, o *Options) []lake.Column {
	var out list
	day, start := c.or("Date", "UsageDateTime"), c.or("BillingPeriodStartDate")
	date := c.slashDate(day)
	month := "date_trunc('month', " + date + ")"
	period := fmt.Sprintf("CASE WHEN %s IS NULL THEN %s ELSE %s END", filled(start), month, c.slashDate(start))
	kind := c.or("ChargeType")
	cost := c.or("CostInBillingCurrency", "PreTaxCost", "Cost")
	out.add("BilledCost", cost)
	out.add("EffectiveCost", cost)
	out.add("ListCost", listPrice(c))
	out.add("BillingCurrency", fmt.Sprintf("coalesce(%s, %s)", c.or("BillingCurrencyCode", "BillingCurrency", "Currency"), literalOrNull(o.Currency)))
	out.add("BillingPeriodStart", fmt.Sprintf("coalesce(CAST(%s AS VARCHAR), %s)", period, filled(start)))
	out.add("BillingPeriodEnd", "("+period+") + INTERVAL 1 MONTH")
	out.add("ChargePeriodStart", said(date, day))
	out.add("ChargePeriodEnd", date+" + INTERVAL 1 DAY")
	out.add("BillingAccountId", c.find("BillingAccountId", "BillingProfileId"))
	out.add("BillingAccountName", c.find("BillingAccountName"))
	out.add("SubAccountId", c.find("SubscriptionId", "SubscriptionGuid"))
	out.add("SubAccountName", c.find("SubscriptionName"))
	out.add("InvoiceId", c.find("InvoiceId"))
	out.add("InvoiceIssuerName", "'Microsoft'")
	out.add("ProviderName", "'Microsoft'")
	out.add("PublisherName", c.find("PublisherName"))
	out.add("ServiceName", c.find("MeterCategory"))
	out.add("ServiceSubcategory", c.find("MeterSubCategory"))
	out.add("ServiceCategory", c.find("ServiceFamily"))
	out.add("RegionId", c.find("ResourceLocation"))
	out.add("ResourceId", c.find("ResourceId", "InstanceId"))
	out.add("ResourceName", c.find("ResourceName"))
	out.add("ResourceType", c.find("ConsumedService"))
	out.add("SkuId", c.find("MeterId"))
	out.add("SkuMeter", c.find("MeterName"))
	out.add("ChargeDescription", c.find("ProductName", "Product", "MeterName"))
	out.add("ConsumedQuantity", c.find("Quantity"))
	out.add("ConsumedUnit", c.find("UnitOfMeasure"))
	out.add("ChargeCategory", fmt.Sprintf(`CASE lower(%s) WHEN 'usage' THEN 'Usage' WHEN 'purchase' THEN 'Purchase' WHEN 'tax' THEN 'Tax' WHEN 'credit' THEN 'Credit'
 WHEN 'refund' THEN 'Purchase' WHEN 'unusedreservation' THEN 'Usage' WHEN 'unusedsavingsplan' THEN 'Usage' ELSE CASE WHEN %s IS NULL THEN 'Usage' ELSE 'Adjustment' END END`, kind, kind))
	out.add("ChargeClass", fmt.Sprintf("CASE WHEN lower(%s) = 'refund' OR %s < (%s) THEN 'Correction' END", kind, date, period))
	out.add("ChargeFrequency", fmt.Sprintf("CASE lower(%s) WHEN 'onetime' THEN 'One-Time' WHEN 'recurring' THEN 'Recurring' ELSE 'Usage-Based' END", c.or("Frequency")))
	out.add("CommitmentDiscountId", c.find("BenefitId", "ReservationId"))
	byModel := func(reservation, plan string) string {
		return fmt.Sprintf("CASE WHEN lower(%[1]s) = 'reservation' OR lower(%[2]s) = 'unusedreservation' THEN %[3]s WHEN lower(%[1]s) = 'savingsplan' OR lower(%[2]s) = 'unusedsavingsplan' THEN %[4]s END", c.or("PricingModel"), kind, reservation, plan)
	}
	if c.find("BenefitId", "ReservationId") != "" {
		out.add("CommitmentDiscountType", byModel("'Reservation'", "'Savings Plan'"))
		out.add("CommitmentDiscountCategory", byModel("'Usage'", "'Spend'"))
	}
	out.add("CommitmentDiscountStatus", fmt.Sprintf("CASE WHEN lower(%s) IN ('unusedreservation', 'unusedsavingsplan') THEN 'Unused' WHEN lower(%s) IN ('reservation', 'savingsplan') AND lower(%s) = 'usage' THEN 'Used' END", kind, c.or("PricingModel"), kind))
	out.add("PricingCategory", fmt.Sprintf("CASE lower(%s) WHEN 'ondemand' THEN 'Standard' WHEN 'spot' THEN 'Dynamic' WHEN 'reservation' THEN 'Committed' WHEN 'savingsplan' THEN 'Committed' END", c.or("PricingModel")))
	if tags := c.find("Tags"); tags != "" { // pairs without the braces of an object
		out.add("Tags", fmt.Sprintf("CASE WHEN %[1]s IS NULL OR trim(%[1]s) = '' THEN NULL WHEN starts_with(trim(%[1]s), '{') THEN %[1]s ELSE '{' || %[1]s || '}' END", tags))
	}
	return out
}

// listPrice is the price without discounts, where the export has one.
func listPrice(c *columns) string {
	if !c.has("PayGPrice", "Quantity") {
		return ""
	}
	return product(c.amount(c.find("PayGPrice")), c.amount(c.find("Quantity")))
}
