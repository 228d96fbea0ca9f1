package delivery

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

// Source is the name of these charges in a lake.
const Source = "assay-delivery"

var header = []string{"BillingAccountId", "BillingCurrency", "BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd", "BilledCost", "EffectiveCost", "ChargeCategory", "ChargeFrequency", "ChargeDescription", "ConsumedQuantity", "ConsumedUnit", "InvoiceIssuerName", "ProviderName", "PublisherName", "ServiceCategory", "ServiceName", "SkuId", "Tags"}

// WriteFOCUS writes the report's costs as lines of FOCUS: runners by service,
// licences by tool. They are inner costs: whoever bills the runners and tools
// should not be in the same lake as well, or they count twice.
func (r *Report) WriteFOCUS(w io.Writer, rate *money.Amount) error {
	out := csv.NewWriter(w)
	if err := out.Write(header); err != nil {
		return err
	}
	for _, m := range r.Months {
		if err := m.writeRunners(out, rate); err != nil {
			return err
		}
		for _, t := range m.tools {
			if err := m.line(out, t.PerMonth, "Purchase", "Recurring", t.Name, "licence", "", "", ""); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

func (m *Month) writeRunners(out *csv.Writer, rate *money.Amount) error {
	var services []assay.ServiceID
	for s := range m.services {
		services = append(services, s)
	}
	slices.Sort(services)
	for _, s := range services {
		c, ok := cost(m.services[s], rate)
		if !ok {
			continue
		}
		tags := ""
		if s != "" {
			b, err := json.Marshal(map[string]string{"Service": string(s)})
			if err != nil {
				return err
			}
			tags = string(b)
		}
		if err := m.line(out, c, "Usage", "Usage-Based", "Runners of assay", "runner", minutes(m.services[s]).String(), "Minutes", tags); err != nil {
			return err
		}
	}
	return nil
}

func (m *Month) line(out *csv.Writer, a money.Amount, category, frequency, service, sku, quantity, unit, tags string) error {
	if a.IsZero() {
		return nil
	}
	start, end := string(m.Month)+"-01T00:00:00Z", string(m.Month.Add(1))+"-01T00:00:00Z"
	n := a.Number().String()
	return out.Write([]string{"assay", a.Currency(), start, end, start, end, n, n, category, frequency, service + ", " + string(m.Month), quantity, unit, "Assay", "Assay", "Assay", "Security", service, sku, tags})
}
