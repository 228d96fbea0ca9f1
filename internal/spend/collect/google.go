package collect

import (
	"fmt"
	"strings"

	"github.com/assay-dev/assay/internal/lake"
)

// google is the detailed usage cost export of Google Cloud, out of BigQuery as
// Parquet with its nested columns or as CSV with flat ones. A line's credits are
// part of what it costs.
var google = format{
	name: "gcp", title: "Google Cloud billing export",
	is: func(c *columns) bool {
		return c.has("billing_account_id", "usage_start_time", "cost") && c.find("service.description", "service_description") != ""
	},
	columns: googleColumns,
}

func googleColumns(c *columns, o *Options) []lake.Column {
	var out list
	start := c.or("usage_start_time")
	invoiced := c.or("invoice.month", "invoice_month")
	period := fmt.Sprintf("coalesce(try_strptime(CAST(%s AS VARCHAR), '%%Y%%m'), date_trunc('month', TRY_CAST(%s AS TIMESTAMP)))", invoiced, start)
	cost := c.or("cost")
	kind := c.or("cost_type")
	billed := fmt.Sprintf("CASE WHEN %s IS NOT NULL THEN %s END", filled(cost), total(c.amount(cost), googleCredits(c)))
	out.add("BilledCost", billed)
	out.add("EffectiveCost", billed)
	out.add("ListCost", c.find("cost_at_list"))
	out.add("BillingCurrency", fmt.Sprintf("coalesce(%s, %s)", c.or("currency"), literalOrNull(o.Currency)))
	out.add("BillingPeriodStart", period)
	out.add("BillingPeriodEnd", period+" + INTERVAL 1 MONTH")
	out.add("ChargePeriodStart", start)
	out.add("ChargePeriodEnd", c.find("usage_end_time"))
	out.add("BillingAccountId", c.find("billing_account_id"))
	out.add("SubAccountId", c.find("project.id", "project_id"))
	out.add("SubAccountName", c.find("project.name", "project_name"))
	out.add("InvoiceIssuerName", "'Google Cloud'")
	out.add("ProviderName", "'Google Cloud'")
	out.add("PublisherName", c.find("seller_name"))
	out.add("ServiceName", c.find("service.description", "service_description"))
	out.add("RegionId", c.find("location.region", "location_region"))
	out.add("RegionName", c.find("location.location", "location_location"))
	out.add("AvailabilityZone", c.find("location.zone", "location_zone"))
	out.add("ResourceId", c.find("resource.global_name", "resource_global_name", "resource.name", "resource_name"))
	out.add("ResourceName", c.find("resource.name", "resource_name"))
	out.add("SkuId", c.find("sku.id", "sku_id"))
	out.add("ChargeDescription", c.find("sku.description", "sku_description"))
	quantity, unit := googleUsage(c)
	out.add("ConsumedQuantity", quantity)
	out.add("ConsumedUnit", unit)
	out.add("ChargeCategory", fmt.Sprintf("CASE %s WHEN 'tax' THEN 'Tax' WHEN 'adjustment' THEN 'Adjustment' WHEN 'rounding_error' THEN 'Adjustment' ELSE 'Usage' END", kind))
	out.add("ChargeClass", fmt.Sprintf("CASE WHEN %s = 'adjustment' OR %s THEN 'Correction' END", kind, monthBefore(start, period)))
	out.add("ChargeFrequency", "'Usage-Based'")
	out.add("Tags", googleLabels(c))
	return out
}

// monthBefore says that a charge is for a month before its billing period: usage
// of the last hours before a month is billed with the next in Pacific time.
func monthBefore(start, period string) string {
	return fmt.Sprintf("TRY_CAST(%s AS TIMESTAMP) < %s - INTERVAL 2 DAY", start, period)
}

// googleCredits are a line's credits: nested, as JSON text, or as one number. One
// without an amount is no credit that could be read.
func googleCredits(c *columns) amount {
	e := c.find("credits")
	if e == "" {
		return c.amount(c.find("credits_amount", "credits.amount"))
	}
	sum := func(list string) string {
		amounts := "list_transform(" + list + ", lambda x: " + numeric("x.amount") + ")"
		return "CASE WHEN len(list_filter(" + amounts + ", lambda x: x IS NULL)) = 0 THEN TRY(coalesce(list_sum(" + amounts + "), 0)) END"
	}
	out := c.amount(e)
	if t := c.typeOf("credits"); strings.HasPrefix(t, "STRUCT") && strings.HasSuffix(t, "[]") {
		out.number = sum(e)
	} else {
		out.number = "CASE WHEN starts_with(trim(CAST(" + e + " AS VARCHAR)), '[') THEN " + sum("TRY(from_json("+e+`, '[{"amount":"VARCHAR"}]'))`) + " ELSE " + out.number + " END"
	}
	return out
}

// googleLabels are labels as the text of a JSON object, from keys and values, nested
// or as JSON text. Keys that come twice, and what is no list of them, stay as they
// are, for the lake to quarantine.
func googleLabels(c *columns) string {
	object := func(list string) string {
		return "TRY(CAST(to_json(map_from_entries(list_transform(" + list + ", lambda x: {'k': x.key, 'v': x.value}))) AS VARCHAR))"
	}
	for _, n := range []string{"labels", "project.labels"} {
		e := c.find(n)
		if e == "" {
			continue
		}
		if t := c.typeOf(n); strings.HasPrefix(t, "STRUCT") && strings.HasSuffix(t, "[]") {
			return "coalesce(" + object(e) + ", CAST(to_json(" + e + ") AS VARCHAR))"
		}
		text := "CAST(" + e + " AS VARCHAR)"
		return fmt.Sprintf("CASE WHEN starts_with(trim(%[1]s), '[') THEN coalesce(%[2]s, %[1]s) ELSE %[1]s END", text,
			object("from_json("+text+`, '[{"key":"VARCHAR","value":"VARCHAR"}]')`))
	}
	return ""
}

// googleUsage is how much was used: in the units of prices where they are there, as
// that of storage is in byte-seconds else, more than a bill can say.
func googleUsage(c *columns) (quantity, unit string) {
	quantity, unit = c.find("usage.amount", "usage_amount"), c.find("usage.unit", "usage_unit")
	priced, pricedUnit := c.find("usage.amount_in_pricing_units", "usage_amount_in_pricing_units"), c.find("usage.pricing_unit", "usage_pricing_unit")
	switch {
	case priced == "" || pricedUnit == "":
		return quantity, unit
	case quantity == "" || unit == "":
		return priced, pricedUnit
	}
	either := "CASE WHEN " + filled(priced) + " IS NULL THEN CAST(%s AS VARCHAR) ELSE CAST(%s AS VARCHAR) END"
	return fmt.Sprintf(either, quantity, priced), fmt.Sprintf(either, unit, pricedUnit)
}
