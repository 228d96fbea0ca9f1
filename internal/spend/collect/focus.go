package collect

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/lake"
)

// focusColumns are the columns of FOCUS 1.2 (FinOps Open Cost and Usage
// Specification, dataset Cost and Usage).
var focusColumns = strings.Fields(`AvailabilityZone BilledCost BillingAccountId BillingAccountName BillingAccountType
 BillingCurrency BillingPeriodEnd BillingPeriodStart CapacityReservationId CapacityReservationStatus ChargeCategory
 ChargeClass ChargeDescription ChargeFrequency ChargePeriodEnd ChargePeriodStart CommitmentDiscountCategory
 CommitmentDiscountId CommitmentDiscountName CommitmentDiscountQuantity CommitmentDiscountStatus CommitmentDiscountType
 CommitmentDiscountUnit ConsumedQuantity ConsumedUnit ContractedCost ContractedUnitPrice EffectiveCost InvoiceId
 InvoiceIssuerName ListCost ListUnitPrice PricingCategory PricingCurrency PricingCurrencyContractedUnitPrice
 PricingCurrencyEffectiveCost PricingCurrencyListUnitPrice PricingQuantity PricingUnit ProviderName PublisherName
 RegionId RegionName ResourceId ResourceName ResourceType ServiceCategory ServiceName ServiceSubcategory SkuId
 SkuMeter SkuPriceDetails SkuPriceId SubAccountId SubAccountName SubAccountType Tags`)

// mostCustom is how many columns of the provider's own (x_…) are kept.
const mostCustom = 40

var focus = format{
	name: "focus", title: "FOCUS 1.0 to 1.2",
	is: func(c *columns) bool { return c.has("BilledCost", "BillingPeriodStart", "ChargePeriodStart") },
	columns: func(c *columns, o *Options) []lake.Column {
		var out list
		for _, n := range focusColumns {
			out.add(n, c.find(n))
		}
		if o.Currency != "" && !c.has("BillingCurrency") {
			out.add("BillingCurrency", literal(o.Currency))
		}
		custom := 0
		for _, s := range c.sight.Columns {
			if strings.HasPrefix(s.Name, "x_") && !strings.HasPrefix(s.Name, "x_tag_") && s.Name != "x_ResourceKey" && custom < mostCustom && !strings.HasPrefix(s.Name, "x_assay") {
				custom++
				out.add(s.Name, quote(s.Name))
			}
		}
		return out
	},
}

// foreign lists columns that are none of FOCUS, nor a provider's own.
func foreign(s *lake.Sight) []string {
	var out []string
	for _, c := range s.Columns {
		if !strings.HasPrefix(c.Name, "x_") && !slices.ContainsFunc(focusColumns, func(f string) bool { return strings.EqualFold(f, c.Name) }) {
			out = append(out, c.Name)
		}
	}
	return out
}
