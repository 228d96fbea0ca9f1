package main

import (
	"fmt"
	"math"
	"os"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// bill FILE: 120 days of a small estate from 2025-01-06 on, as FOCUS. Storage of
// the ledger doubles on the 61st day, and from the 81st on there is a GPU in a
// region without other spend; a credit, a purchase and a fee at month starts are
// beside it.
func bill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: bill FILE")
	}
	var b strings.Builder
	b.WriteString("BillingAccountId,BillingCurrency,BillingPeriodStart,ChargePeriodStart,ProviderName,ChargeCategory,BilledCost,EffectiveCost,ServiceCategory,ServiceName,SubAccountId,RegionId,SkuId,ResourceId,Tags\n")
	first := time.Date(2025, 1, 6, 0, 0, 0, 0, time.UTC)
	for t := range 120 {
		day := first.AddDate(0, 0, t)
		row := func(category, kind, service, region, sku, tag string, cost float64) {
			fmt.Fprintf(&b, "1,USD,%s-01T00:00:00Z,%sT00:00:00Z,AWS,%s,%.4f,%.4f,%s,%s,11,%s,%s,%s,\"{\"\"service\"\":\"\"%s\"\"}\"\n",
				day.Format("2006-01"), day.Format(time.DateOnly), category, cost, cost, kind, service, region, sku, sku+"-1", tag)
		}
		noise := 1 + 0.04*math.Sin(float64(t*t))
		row("Usage", "Compute", "Amazon EC2", "eu-west-1", "m5", "payments", 100*noise)
		storage := 50 * noise
		if t >= 60 {
			storage *= 2
		}
		row("Usage", "Storage", "Amazon S3", "eu-west-1", "storage", "ledger", storage)
		row("Usage", "Storage", "Amazon S3", "eu-west-1", "requests", "payments", 30*noise)
		if t >= 80 {
			row("Usage", "Compute", "Amazon EC2", "ap-east-1", "p4d", "", 400*noise)
		}
		if day.Day() == 1 {
			row("Usage", "Other", "Support", "", "support", "", 300)
		}
		if t == 70 {
			row("Credit", "Compute", "Amazon EC2", "eu-west-1", "m5", "payments", -5000)
			row("Purchase", "Compute", "Amazon EC2", "eu-west-1", "m5", "payments", 9000)
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o600))
}
