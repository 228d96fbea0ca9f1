package main

import (
	"context"
	"database/sql"
	"fmt"
)

// generate writes n lines of one month of a FOCUS 1.2 bill to a Parquet file:
// 60 services, 12 regions, 40 accounts, 1,500 SKUs, 200,000 resources by the
// hour, tags as JSON text. Everything follows from the line's number.
func generate(ctx context.Context, db *sql.DB, file string, n int) error {
	_, err := db.ExecContext(ctx, fmt.Sprintf(`COPY (
WITH line AS (SELECT i, hash(i) h, hash(i %% 200000) r FROM range(%d) t(i)),
wide AS (SELECT i, (r %% 60)::INT svc, (r %% 12)::INT reg, (r %% 40)::INT acc, (r %% 1500)::INT sku, (r %% 200000)::INT res, r, h,
  TIMESTAMP '2025-01-01' + INTERVAL 1 HOUR * (i * 31 * 24 // %d)::INT AS s,
  ((h %% 100000000)::DECIMAL(18,0) / 100000000000)::DECIMAL(18,11) AS c FROM line)
SELECT '123456789012' AS BillingAccountId, 'Bank' AS BillingAccountName, 'USD' AS BillingCurrency,
  TIMESTAMP '2025-01-01' AS BillingPeriodStart, TIMESTAMP '2025-02-01' AS BillingPeriodEnd,
  c AS BilledCost, c AS EffectiveCost, c AS ContractedCost, (c * 1.1)::DECIMAL(18,11) AS ListCost,
  'Usage' AS ChargeCategory, NULL::VARCHAR AS ChargeClass, 'Usage of service ' || svc || ' per hour in region ' || reg AS ChargeDescription, 'Usage-Based' AS ChargeFrequency,
  s AS ChargePeriodStart, s + INTERVAL 1 HOUR AS ChargePeriodEnd,
  (h %% 1000)::DECIMAL(18,6) AS ConsumedQuantity, 'Hours' AS ConsumedUnit,
  (h %% 1000)::DECIMAL(18,6) AS PricingQuantity, 'Hours' AS PricingUnit, 'Standard' AS PricingCategory,
  'INV-2025-01' AS InvoiceId, 'Amazon Web Services, Inc.' AS InvoiceIssuerName, 'AWS' AS ProviderName, 'Amazon Web Services, Inc.' AS PublisherName,
  'eu-west-' || reg AS RegionId, 'Region ' || reg AS RegionName,
  'arn:aws:ec2:eu-west-' || reg || ':' || (100000000000 + acc) || ':instance/i-' || printf('%%017x', res) AS ResourceId, 'res-' || res AS ResourceName, 'Instance' AS ResourceType,
  'Compute' AS ServiceCategory, 'Service ' || svc AS ServiceName, 'SKU' || sku AS SkuId, 'SKU' || sku || '.P' AS SkuPriceId,
  (100000000000 + acc)::VARCHAR AS SubAccountId, 'Account ' || acc AS SubAccountName,
  '{"team":"team-' || (r %% 25) || '","env":"' || CASE WHEN r %% 3 = 0 THEN 'prod' ELSE 'test' END || '","service":"svc-' || (r %% 30) || '","name":"res-' || res || '"}' AS Tags
FROM wide) TO '%s' (FORMAT parquet)`, n, n, file))
	return err
}
