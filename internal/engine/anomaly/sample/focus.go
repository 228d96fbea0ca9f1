package sample

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/anomaly"
)

// WriteFOCUS writes the bill as CSV with columns of FOCUS 1.2.
func (s *Sample) WriteFOCUS(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{
		"BillingAccountId", "BillingCurrency", "BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd", "ProviderName",
		"ChargeCategory", "ChargeClass", "BilledCost", "EffectiveCost", "ServiceName", "SubAccountId", "RegionId", "SkuId", "Tags",
	}); err != nil {
		return err
	}
	for _, r := range s.Rows {
		day, err := time.Parse(time.DateOnly, anomaly.DateOf(r.Day))
		if err != nil {
			return err
		}
		month := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
		tags := map[string]string{}
		for i, v := range r.Values {
			if tag, ok := assay.CostKey(Dimensions[i]).Tag(); ok && v != "" {
				tags[tag] = v
			}
		}
		text, err := json.Marshal(tags)
		if err != nil {
			return err
		}
		cost := strconv.FormatFloat(r.Cost, 'f', 6, 64)
		if err := out.Write([]string{
			"1", r.Currency, month.Format(time.RFC3339), month.AddDate(0, 1, 0).Format(time.RFC3339), day.Format(time.RFC3339), day.AddDate(0, 0, 1).Format(time.RFC3339), "Sample",
			r.Category, r.Class, cost, cost, r.Values[0], r.Values[1], r.Values[2], r.Values[3], string(text),
		}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
