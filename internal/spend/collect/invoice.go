package collect

import (
	"fmt"

	"github.com/assay-dev/assay/internal/lake"
)

// invoice is what tools and services send who send no usage: one line for each
// item, with vendor, date, amount and currency, and the period it is for where
// that is not the date's month.
var invoice = format{
	name: "invoice", title: "invoices of tools and services: vendor, date, amount, currency",
	is: func(c *columns) bool {
		return c.has("vendor", "amount") && c.find("date", "invoice_date", "period_start") != ""
	},
	look: func(c *columns, _ string, ask asker) error { return c.commas(ask, "amount") },
	columns: func(c *columns, o *Options) []lake.Column {
		var out list
		date := c.or("date", "invoice_date", "period_start")
		from := fmt.Sprintf("coalesce(TRY_CAST(%s AS TIMESTAMP), TRY_CAST(%s AS TIMESTAMP))", c.or("period_start"), date)
		out.add("BilledCost", c.number("amount"))
		out.add("EffectiveCost", c.number("amount"))
		out.add("BillingCurrency", fmt.Sprintf("coalesce(%s, %s)", c.or("currency"), literalOrNull(o.Currency)))
		out.add("BillingPeriodStart", fmt.Sprintf("date_trunc('month', TRY_CAST(%s AS TIMESTAMP))", date))
		out.of(c.named("date", "invoice_date", "period_start"))
		out.add("BillingPeriodEnd", fmt.Sprintf("date_trunc('month', TRY_CAST(%s AS TIMESTAMP)) + INTERVAL 1 MONTH", date))
		out.add("ChargePeriodStart", from)
		out.add("ChargePeriodEnd", fmt.Sprintf("coalesce(TRY_CAST(%s AS TIMESTAMP), %s + INTERVAL 1 MONTH)", c.or("period_end"), from))
		out.add("ProviderName", c.find("vendor"))
		out.add("PublisherName", c.find("vendor"))
		out.add("InvoiceIssuerName", c.find("vendor"))
		out.add("InvoiceId", c.find("invoice", "invoice_id", "invoice_number"))
		out.add("BillingAccountId", c.find("account", "account_id"))
		out.add("ServiceName", fmt.Sprintf("coalesce(%s, %s)", c.or("product", "tool", "service"), c.or("vendor")))
		out.add("ServiceCategory", c.find("category"))
		out.add("SkuId", c.find("sku", "plan"))
		out.add("ChargeDescription", c.find("description", "item"))
		out.add("ConsumedQuantity", c.number("quantity", "seats"))
		out.add("ConsumedUnit", c.find("unit"))
		out.add("ChargeCategory", fmt.Sprintf("coalesce(%s, 'Purchase')", c.or("charge_category")))
		out.add("ChargeFrequency", "'Recurring'")
		out.add("Tags", c.find("tags"))
		return out
	},
}
