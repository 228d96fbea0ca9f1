package assay

import (
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/money"
)

// Charge is a line of a bill, or the sum of the lines that agree in what it
// names. Fields are columns of FOCUS 1.2 (FinOps Open Cost and Usage
// Specification), whose meaning and allowed values they keep; an empty text
// stands for null.
type Charge struct {
	// Source is the bill's name in the lake, such as "aws" or "focus-sample".
	Source string
	// Month is the billing period, by its first day.
	Month Month
	// Start and End are the charge period: from, inclusive, and to, exclusive, in UTC.
	Start, End time.Time
	// Estimated says that the billing period was still open when it was read.
	Estimated bool

	InvoiceID, InvoiceIssuer            string
	Provider, Publisher                 string
	BillingAccount, SubAccount          string // ids
	ServiceName, ServiceCategory        string
	Region                              string
	SKU, SKUPrice                       string // ids
	Resource, ResourceType              string // id; type
	Category                            string // Usage, Purchase, Tax, Credit, Adjustment
	Class                               string // empty or Correction
	Frequency                           string // One-Time, Recurring, Usage-Based
	Commitment, CommitmentStatus        string // id; Used, Unused or empty
	PricingCategory                     string // Standard, Dynamic, Committed, Other
	Description                         string
	Unit                                string       // ConsumedUnit
	Quantity                            money.Number // ConsumedQuantity
	Currency                            string       // BillingCurrency, ISO 4217 or a provider's own
	Billed, Effective, List, Contracted money.Number // in Currency; kept apart, never one for another
	// Tags are keys and values; only those that the lake materialised on a sum.
	Tags map[string]string
	// Lines is how many lines it sums up; 0 stands for 1.
	Lines int64
}

// Month is a billing period or another calendar month, "2025-01".
type Month string

// MonthOf is the month that a time falls in, in UTC.
func MonthOf(t time.Time) Month { return Month(t.UTC().Format("2006-01")) }

// First is the month's first instant in UTC, and whether it is a month at all.
func (m Month) First() (time.Time, bool) {
	t, err := time.Parse("2006-01", string(m))
	return t, err == nil
}

// Add gives the month n months later; what is no month stays.
func (m Month) Add(n int) Month {
	t, ok := m.First()
	if !ok {
		return m
	}
	return MonthOf(t.AddDate(0, n, 0))
}

// CostKey is what cost is grouped or selected by, as reports name it.
type CostKey string

// The keys; TagKey makes the others.
const (
	ByMonth           CostKey = "month"             // billing period, as 2025-01
	ByChargeMonth     CostKey = "charge_month"      // month that the charge is for
	ByDay             CostKey = "day"               // day that the charge is for, as 2025-01-31
	ByService         CostKey = "service"           // service of the catalogue, by tags, rules and the catalogue
	ByOwner           CostKey = "owner"             // owner of the service in the catalogue: its team
	ByTeam            CostKey = "team"              // another word for owner
	ByCostCentre      CostKey = "cost_centre"       // cost centre of the service, in the catalogue
	ByEnvironment     CostKey = "environment"       // environment, by tags and rules
	BySource          CostKey = "source"            // the bill's name in the lake
	ByProvider        CostKey = "provider"          // ProviderName
	ByBillingAccount  CostKey = "billing_account"   // BillingAccountId
	ByAccount         CostKey = "account"           // SubAccountId
	ByServiceName     CostKey = "service_name"      // ServiceName: the provider's service
	ByServiceCategory CostKey = "service_category"  // ServiceCategory
	ByRegion          CostKey = "region"            // RegionId
	BySKU             CostKey = "sku"               // SkuId
	ByResource        CostKey = "resource"          // the resource's key, as infrastructure code is joined by: made of ResourceId
	ByResourceType    CostKey = "resource_type"     // ResourceType
	ByChargeCategory  CostKey = "charge_category"   // ChargeCategory: Usage, Purchase, Tax, Credit, Adjustment
	ByChargeClass     CostKey = "charge_class"      // ChargeClass: Correction, or empty
	ByPricing         CostKey = "pricing_category"  // PricingCategory: Standard, Dynamic, Committed, Other
	ByCommitment      CostKey = "commitment"        // CommitmentDiscountId
	ByCommitmentUse   CostKey = "commitment_status" // CommitmentDiscountStatus: Used, Unused, or empty
	ByCommitmentType  CostKey = "commitment_type"   // CommitmentDiscountType
	ByCommitmentName  CostKey = "commitment_name"   // CommitmentDiscountName
	ByInvoice         CostKey = "invoice"           // InvoiceId
	ByIssuer          CostKey = "issuer"            // InvoiceIssuerName
	ByFrequency       CostKey = "charge_frequency"  // ChargeFrequency: One-Time, Recurring, Usage-Based
	ByUnit            CostKey = "unit"              // ConsumedUnit
	ByMeter           CostKey = "sku_meter"         // SkuMeter
	ByDescription     CostKey = "description"       // ChargeDescription
)

// tagPrefix marks keys that are tags.
const tagPrefix = "tag:"

// TagKey is the key of a tag.
func TagKey(tag string) CostKey { return CostKey(tagPrefix + tag) }

// Tag is the tag that a key stands for, and whether it is one.
func (k CostKey) Tag() (string, bool) { return strings.CutPrefix(string(k), tagPrefix) }
