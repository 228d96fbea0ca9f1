package duckdb

import (
	"fmt"
	"strings"

	"github.com/assay-dev/assay/internal/lake"
)

// kind is how a column is read.
type kind int

const (
	word   kind = iota // VARCHAR
	number             // DECIMAL(38,12): bills carry 11 places
	moment             // TIMESTAMP, UTC
	pairs              // JSON object as text
)

// column is a column of FOCUS 1.2 in the lake.
type column struct {
	name string
	kind kind
	// summed says that the summary by day has it: what sums are grouped by.
	summed bool
}

// columns are those of FOCUS 1.2 ("Cost and Usage"), sorted by name.
var columns = []column{
	{"AvailabilityZone", word, false},
	{"BilledCost", number, false},
	{"BillingAccountId", word, true},
	{"BillingAccountName", word, false},
	{"BillingAccountType", word, false},
	{"BillingCurrency", word, true},
	{"BillingPeriodEnd", moment, false},
	{"BillingPeriodStart", moment, false},
	{"CapacityReservationId", word, false},
	{"CapacityReservationStatus", word, false},
	{"ChargeCategory", word, true},
	{"ChargeClass", word, true},
	{"ChargeDescription", word, false},
	{"ChargeFrequency", word, true},
	{"ChargePeriodEnd", moment, false},
	{"ChargePeriodStart", moment, false},
	{"CommitmentDiscountCategory", word, false},
	{"CommitmentDiscountId", word, true},
	{"CommitmentDiscountName", word, false},
	{"CommitmentDiscountQuantity", number, false},
	{"CommitmentDiscountStatus", word, true},
	{"CommitmentDiscountType", word, true},
	{"CommitmentDiscountUnit", word, false},
	{"ConsumedQuantity", number, false},
	{"ConsumedUnit", word, true},
	{"ContractedCost", number, false},
	{"ContractedUnitPrice", number, false},
	{"EffectiveCost", number, false},
	{"InvoiceId", word, true},
	{"InvoiceIssuerName", word, true},
	{"ListCost", number, false},
	{"ListUnitPrice", number, false},
	{"PricingCategory", word, true},
	{"PricingCurrency", word, false},
	{"PricingCurrencyContractedUnitPrice", number, false},
	{"PricingCurrencyEffectiveCost", number, false},
	{"PricingCurrencyListUnitPrice", number, false},
	{"PricingQuantity", number, false},
	{"PricingUnit", word, false},
	{"ProviderName", word, true},
	{"PublisherName", word, true},
	{"RegionId", word, true},
	{"RegionName", word, false},
	{"ResourceId", word, false},
	{"ResourceName", word, false},
	{"ResourceType", word, true},
	{"ServiceCategory", word, true},
	{"ServiceName", word, true},
	{"ServiceSubcategory", word, false},
	{"SkuId", word, true},
	{"SkuMeter", word, false},
	{"SkuPriceDetails", pairs, false},
	{"SkuPriceId", word, false},
	{"SubAccountId", word, true},
	{"SubAccountName", word, false},
	{"SubAccountType", word, false},
	{"Tags", pairs, false},
}

func columnOf(name string) (column, bool) {
	for _, c := range columns {
		if strings.EqualFold(c.name, name) {
			return c, true
		}
	}
	return column{}, false
}

// Columns of ours beside those of FOCUS, prefixed as it asks of custom columns.
const (
	resourceKey = "x_ResourceKey"
	tagColumn   = "x_tag_"
	chargeDay   = "x_ChargeDay"
	linesColumn = "x_Lines"
)

// mostNarrow bounds numbers with twelve places that take 64 bits.
const mostNarrow = 999_999

// narrowSQL reads a DOUBLE as an exact number of 64 bits; null where it is beyond.
func narrowSQL(expr string) string {
	return "CASE WHEN abs(" + expr + ") < 9000 THEN TRY_CAST(" + expr + " AS DECIMAL(18,12)) ELSE TRY_CAST(CAST(" + expr + " AS VARCHAR) AS DECIMAL(18,12)) END"
}

// momentSQL reads an expression as a time in UTC; null where it is none.
func momentSQL(expr, typ string) string {
	switch {
	case strings.HasPrefix(typ, "TIMESTAMP") && !strings.Contains(typ, "ZONE"), typ == "DATE":
		return "TRY_CAST(" + expr + " AS TIMESTAMP)"
	case typ == "VARCHAR": // with its zone; ISO 8601 to the minute too
		to := func(e string) string { return "CAST(TRY_CAST(" + e + " AS TIMESTAMPTZ) AS TIMESTAMP)" }
		return "coalesce(" + to(expr) + ", " + to("regexp_replace("+expr+`, '^(\d{4}-\d\d-\d\dT\d\d:\d\d)(Z|[+-].*)?$', '\1:00\2')`) + ")"
	}
	return "CAST(TRY_CAST(" + expr + " AS TIMESTAMPTZ) AS TIMESTAMP)"
}

// wordSQL reads an expression as text; empty text is null.
func wordSQL(expr, typ string) string {
	if typ == "VARCHAR" {
		return "nullif(" + expr + ", '')"
	}
	return "CAST(" + expr + " AS VARCHAR)"
}

// pairsSQL reads an expression as the text of a JSON object.
func pairsSQL(expr, typ string) string {
	if typ == "VARCHAR" || typ == "JSON" {
		return "nullif(CAST(" + expr + " AS VARCHAR), '')"
	}
	return "CAST(to_json(" + expr + ") AS VARCHAR)"
}

func (k kind) sql(expr, typ string) string {
	switch k {
	case number:
		return lake.NumberSQL(expr, typ)
	case moment:
		return momentSQL(expr, typ)
	case pairs:
		return pairsSQL(expr, typ)
	}
	return wordSQL(expr, typ)
}

// keySQL is the resource key of a line: what a bill, an infrastructure address
// and an event agree on. Of an ARN it is the short id where that has the shape of
// one (i-0abc), else service:type/name; of a bucket s3:name; of others the id in
// small letters.
const keySQL = `CASE
 WHEN starts_with(ResourceId, 'arn:') THEN CASE
  WHEN regexp_matches(ResourceId, '/[a-z]+-[0-9a-f]{8,17}$') THEN regexp_extract(ResourceId, '[^/]+$')
  ELSE split_part(ResourceId, ':', 3) || ':' || array_to_string(string_split(ResourceId, ':')[6:], ':') END
 WHEN starts_with(ResourceId, '/') THEN lower(ResourceId)
 WHEN bucket THEN 's3:' || ResourceId
 ELSE ResourceId END`

// always says that every value of a type can be read.
func (k kind) always(typ string) bool {
	switch k {
	case number:
		var width, scale int
		if _, err := fmt.Sscanf(typ, "DECIMAL(%d,%d)", &width, &scale); err == nil {
			return width-scale <= 38-12
		}
		return strings.HasSuffix(typ, "INT") || strings.HasSuffix(typ, "INTEGER")
	case moment:
		return strings.HasPrefix(typ, "TIMESTAMP") || typ == "DATE"
	}
	return true
}
