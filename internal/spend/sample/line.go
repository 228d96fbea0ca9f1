package sample

import (
	"fmt"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/money"
)

var header = []string{
	"AvailabilityZone", "BilledCost", "BillingAccountId", "BillingAccountName", "BillingAccountType", "BillingCurrency", "BillingPeriodEnd",
	"BillingPeriodStart", "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargeFrequency", "ChargePeriodEnd", "ChargePeriodStart",
	"CommitmentDiscountCategory", "CommitmentDiscountId", "CommitmentDiscountName", "CommitmentDiscountQuantity", "CommitmentDiscountStatus", "CommitmentDiscountType", "CommitmentDiscountUnit",
	"ConsumedQuantity", "ConsumedUnit", "ContractedCost", "ContractedUnitPrice", "EffectiveCost", "InvoiceId", "InvoiceIssuerName", "ListCost",
	"ListUnitPrice", "PricingCategory", "PricingQuantity", "PricingUnit", "ProviderName", "PublisherName", "RegionId", "RegionName", "ResourceId",
	"ResourceName", "ResourceType", "ServiceCategory", "ServiceName", "ServiceSubcategory", "SkuId", "SkuMeter", "SkuPriceDetails", "SkuPriceId",
	"SubAccountId", "SubAccountName", "SubAccountType", "Tags",
}

// line is what differs from line to line.
type line struct {
	meter
	day, end                    time.Time
	quantity                    money.Number // of what has a price
	billed, effective           money.Number
	list, contracted            money.Number
	charge, class, frequency    string // category of the charge
	region, account, tags       string
	thing                       thing
	commitment, status, pricing string
	unreadable                  bool
}

// priced works out the costs of a quantity at list and contract price.
func (l *line) priced(quantity money.Number) {
	l.quantity = quantity
	l.list = quantity.Mul(number(l.price))
	l.contracted = l.list.Mul(agreed)
	l.billed, l.effective = l.contracted, l.contracted
}

func (m *maker) write(l line) {
	if m.err != nil {
		return
	}
	stamp := func(t time.Time) string { return t.Format("2006-01-02T15:04:05Z") }
	discount, kind, planName, committed, committedUnit := "", "", "", "", ""
	if l.commitment != "" {
		discount, kind, planName = "Spend", "Savings Plan", "Sample compute plan"
		committed, committedUnit = l.billed.Add(l.effective).String(), "USD" // one of them is zero
	}
	var consumed, consumedUnit, quantity, unit, price, contract string
	if l.price != "" && l.class == "" {
		quantity, unit, price = l.quantity.String(), l.unit, l.price
		contract = price
		if l.charge == "Usage" && l.status != "Unused" {
			contract = number(price).Mul(agreed).String()
			consumed, consumedUnit = quantity, unit
		}
	}
	skuPrice := ""
	if l.name != "" {
		skuPrice = l.name + ":list"
	}
	text := l.text
	if price != "" && l.charge == "Usage" {
		text = "$" + l.price + " " + text
	}
	billed := l.billed.String()
	if l.unreadable {
		billed = "unreadable"
	}
	m.err = m.out.Write([]string{
		"", billed, "111122223333", "Sample Bank (made-up data)", "Management account", "USD", stamp(m.month.AddDate(0, 1, 0)),
		stamp(m.month), l.charge, l.class, text + " (sample data)", l.frequency, stamp(l.end), stamp(l.day),
		discount, l.commitment, planName, committed, l.status, kind, committedUnit,
		consumed, consumedUnit, l.contracted.String(), contract, l.effective.String(), "SAMPLE-" + m.month.Format("2006-01"), "AWS", l.list.String(),
		price, l.pricing, quantity, unit, "AWS", "Amazon Web Services, Inc.", l.region, regionName(l.region), l.thing.id,
		l.thing.name, resourceType(l.thing.id), l.meter.category, l.product, "Other (" + l.meter.category + ")", l.name, l.name, "", skuPrice,
		l.account, accountName(l.account), "Member account", l.tags,
	})
}

// tagsOf is what a resource's tags say, as a bill has them.
func tagsOf(s service, it item, t thing) string {
	var out []string
	add := func(key, value string) { out = append(out, fmt.Sprintf("%q:%q", key, value)) }
	if it.tags != untagged {
		add("CostCentre", s.centre)
		add("Environment", environmentOf(it))
	}
	if t.name != "" {
		add("Name", t.name)
	}
	if it.tags != untagged {
		add("Owner", s.owner)
		add("Service", s.name)
	}
	if it.group != "" {
		add("aws:autoscaling:groupName", it.group)
	}
	if len(out) == 0 {
		return ""
	}
	return "{" + strings.Join(out, ",") + "}"
}

func environmentOf(it item) string {
	switch {
	case it.tags == misspelt:
		return "Production"
	case it.environment != "":
		return it.environment
	}
	return "production"
}

func regionName(id string) string {
	return map[string]string{region: "Europe (Frankfurt)", "ap-southeast-3": "Asia Pacific (Jakarta)"}[id]
}

func accountName(id string) string {
	return map[string]string{production: "sample-production", analytics: "sample-analytics", shared: "sample-shared"}[id]
}

func resourceType(id string) string {
	if id == "" {
		return ""
	}
	return "Resource"
}
