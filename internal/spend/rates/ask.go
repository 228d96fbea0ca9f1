package rates

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
)

// mostGroups is how many combinations of values are looked at.
const mostGroups = 200_000

// onDemand are the lines of use on demand of some partitions that cost something:
// price is what a unit came to, share what that is of the list price. Costs below
// a cent are rounded too much to divide.
func onDemand(parts []lake.Partition) string {
	var of []string
	for _, p := range parts {
		of = append(of, "("+literal(p.Source)+", "+literal(string(p.Month))+")")
	}
	return `WITH own AS (
SELECT billing_period AS month, ProviderName AS provider, RegionId AS region, ServiceName AS service, SkuMeter AS meter, coalesce(SkuId, SkuMeter, ChargeDescription) AS sku, ChargeDescription AS description, PricingUnit AS unit, BillingCurrency AS currency,
 CASE WHEN ContractedUnitPrice > 0 THEN ContractedUnitPrice
  WHEN coalesce(ContractedCost, EffectiveCost) >= 0.01 THEN CAST(round(coalesce(ContractedCost, EffectiveCost)::DOUBLE / PricingQuantity::DOUBLE, 12) AS DECIMAL(38,12)) END AS price,
 CAST(round(CASE WHEN ContractedUnitPrice > 0 AND ListUnitPrice > 0 THEN ContractedUnitPrice::DOUBLE / ListUnitPrice::DOUBLE
  WHEN ListCost >= 0.01 THEN coalesce(ContractedCost, EffectiveCost)::DOUBLE / ListCost::DOUBLE END, 4) AS DECIMAL(38,4)) AS share
FROM (SELECT * FROM charges UNION ALL BY NAME SELECT NULL::VARCHAR AS ProviderName, NULL::VARCHAR AS RegionId, NULL::VARCHAR AS ServiceName, NULL::VARCHAR AS SkuMeter, NULL::VARCHAR AS SkuId, NULL::VARCHAR AS ChargeDescription,
 NULL::VARCHAR AS PricingUnit, NULL::VARCHAR AS PricingCategory, NULL::VARCHAR AS ChargeCategory, NULL::VARCHAR AS ChargeClass, NULL::DECIMAL(38,12) AS ContractedUnitPrice, NULL::DECIMAL(38,12) AS ListUnitPrice,
 NULL::DECIMAL(38,12) AS ContractedCost, NULL::DECIMAL(38,12) AS ListCost, NULL::DECIMAL(38,12) AS PricingQuantity WHERE false)
WHERE ChargeCategory = 'Usage' AND coalesce(ChargeClass, '') = '' AND PricingCategory = 'Standard' AND PricingQuantity > 0 AND coalesce(ContractedCost, EffectiveCost) > 0
 AND RegionId IS NOT NULL AND (source, billing_period) IN (` + strings.Join(of, ", ") + `))
`
}

func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// middle are the columns of a spread.
func middle(column string) string {
	var out []string
	for _, at := range []string{"0.025", "0.5", "0.975"} {
		out = append(out, "CAST(quantile_disc("+column+", "+at+") AS VARCHAR)")
	}
	return "count(" + column + "), " + strings.Join(out, ", ")
}

func ask(ctx context.Context, l lake.Lake, query string) ([][]lake.Cell, error) {
	t, err := l.Query(ctx, query, mostGroups)
	if err != nil {
		return nil, err
	}
	if t.More {
		return nil, fault.New(fault.Unavailable, "the bills have more than %d prices", mostGroups)
	}
	return t.Rows, nil
}

// spreadOf reads a spread of four cells.
func spreadOf(cells []lake.Cell) (s spread, err error) {
	if s.lines, err = strconv.ParseInt(cells[0].Text, 10, 64); err != nil || s.lines == 0 {
		return s, err
	}
	for i, to := range []*money.Number{&s.low, &s.mid, &s.up} {
		if *to, err = money.ParseNumber(cells[1+i].Text); err != nil {
			return s, err
		}
	}
	return s, nil
}

// metersSeen asks for the prices of meters, by the product that they stand for.
func metersSeen(ctx context.Context, l lake.Lake, parts []lake.Partition) ([]seen, error) {
	rows, err := ask(ctx, l, onDemand(parts)+`SELECT month, provider, region, service, meter, description, unit, currency, `+middle("price")+", "+middle("share")+`
FROM own WHERE meter IS NOT NULL AND (provider ILIKE '%aws%' OR provider ILIKE '%amazon%') GROUP BY ALL ORDER BY ALL`)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	var out []seen
	for _, r := range rows {
		region := strings.ToLower(r[2].Text)
		m, ok := line{service: r[3].Text, region: region, meter: r[4].Text, description: r[5].Text, unit: r[6].Text}.product()
		if !ok || !regionName.MatchString(region) {
			continue
		}
		price, err := spreadOf(r[8:12])
		if err != nil {
			return nil, err
		}
		share, err := spreadOf(r[12:16])
		if err != nil {
			return nil, err
		}
		k := key(r[0].Text, region, m.product) + "\t" + r[7].Text
		i, there := at[k]
		if !there {
			i = len(out)
			at[k] = i
			out = append(out, seen{region: region, product: m.product, unit: m.unit, tiered: m.tiered, currency: r[7].Text, month: assay.Month(r[0].Text)})
		}
		out[i].price.join(price)
		out[i].share.join(share)
	}
	return out, nil
}

// servicesSeen asks what share of the list price is paid, by service and region.
func servicesSeen(ctx context.Context, l lake.Lake, parts []lake.Partition) ([]service, error) {
	rows, err := ask(ctx, l, onDemand(parts)+"SELECT provider, service, lower(region) AS region, "+middle("share")+", count(DISTINCT sku) FROM own WHERE service IS NOT NULL AND share > 0 GROUP BY ALL ORDER BY ALL")
	if err != nil {
		return nil, err
	}
	var out []service
	for _, r := range rows {
		s := service{provider: providerOf(r[0].Text), name: plain(r[1].Text), region: r[2].Text}
		if s.provider == "" || !regionName.MatchString(s.region) {
			continue
		}
		if s.share, err = spreadOf(r[3:7]); err != nil {
			return nil, err
		}
		if s.skus, err = strconv.ParseInt(r[7].Text, 10, 64); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b service) int {
		return cmp.Or(cmp.Compare(a.provider, b.provider), cmp.Compare(a.name, b.name), cmp.Compare(a.region, b.region))
	})
	return out, nil
}

// plain is a name from a bill on one line, not too long.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 80 {
		s = string(r[:80])
	}
	return strings.TrimSpace(s)
}
