package collect_test

import (
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/spend/collect"
)

// TestCommitments: what was committed to is named with its kind.
func TestCommitments(t *testing.T) {
	const cur = "bill_billing_period_start_date,line_item_line_item_type,line_item_unblended_cost,line_item_usage_start_date,line_item_currency_code,savings_plan_savings_plan_a_r_n,savings_plan_savings_plan_effective_cost,reservation_reservation_a_r_n,reservation_effective_cost\n" +
		"2025-01-01,SavingsPlanCoveredUsage,10,2025-01-02,USD,arn:sp,7,,\n2025-01-01,DiscountedUsage,0,2025-01-02,USD,,,arn:ri,2\n2025-01-01,Usage,1,2025-01-02,USD,,,,\n"
	got, _, err := ingest(t, collect.Options{}, map[string]string{"cur.csv": cur}, assay.ByCommitment, assay.ByCommitmentType)
	expect(t, got, err, "| USD 1 1\narn:ri|Reserved USD 0 2\narn:sp|Savings Plan USD 10 7\n")
	const azure = "Date,CostInBillingCurrency,BillingCurrencyCode,MeterCategory,ChargeType,PricingModel,BenefitId\n" +
		"2025-01-02,3,EUR,VM,Usage,Reservation,r1\n2025-01-02,1,EUR,VM,UnusedReservation,Reservation,r1\n2025-01-02,4,EUR,VM,Usage,SavingsPlan,s1\n2025-01-02,5,EUR,VM,Usage,OnDemand,\n"
	got, _, err = ingest(t, collect.Options{}, map[string]string{"azure.csv": azure}, assay.ByCommitment, assay.ByCommitmentType)
	expect(t, got, err, "| EUR 5 5\nr1|Reservation EUR 4 4\ns1|Savings Plan EUR 4 4\n")
}
