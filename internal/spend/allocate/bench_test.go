package allocate

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/assay"
)

// BenchmarkAllocate shares 200 pools, a quarter of them chained, among 1,000
// targets; the sums are those of 10 M lines: 12 months, 10 services, 20 lines each.
func BenchmarkAllocate(b *testing.B) {
	const targets, pools, months, services = 1000, 200, 12, 10
	var text strings.Builder
	text.WriteString("keep: []\ndirect:\n  - {where: {charge_category: [Tax]}, pool: p0}\n")
	for p := range pools {
		fmt.Fprintf(&text, "  - {where: {account: [shared-%d]}, pool: p%d}\n", p, p)
	}
	text.WriteString("  - {by: tag:team}\npools:\n")
	for p := range pools {
		if p%4 == 0 && p+1 < pools {
			fmt.Fprintf(&text, "  - {name: p%d, split: fixed, shares: {p%d: 60, t1: 40}}\n", p, p+1)
		} else {
			fmt.Fprintf(&text, "  - {name: p%d, split: %s}\n", p, []string{"spend", "even"}[p%2])
		}
	}
	r := rulesOf(b, text.String())
	needs := r.Needs()
	var sums []Sum
	add := func(n int, values map[assay.CostKey]string) {
		s := Sum{Values: make([]string, len(needs)), Currency: "USD", Lines: 20}
		for i, k := range needs {
			s.Values[i] = values[k]
		}
		s.Effective = decimal.New(int64(n)*7919%1_000_000_007+1, -11).Add(decimal.New(int64(n%977), -2))
		s.Billed = s.Effective
		sums = append(sums, s)
	}
	for m := range months {
		month := fmt.Sprintf("2025-%02d", m+1)
		for s := range services {
			service := fmt.Sprintf("service %d", s)
			for t := range targets {
				for c := range 4 {
					add(len(sums), map[assay.CostKey]string{assay.ByMonth: month, assay.BySource: "aws", assay.ByInvoice: "i" + month, assay.ByChargeCategory: "Usage", assay.ByServiceName: service, assay.ByAccount: fmt.Sprintf("a%d", c), "tag:team": fmt.Sprintf("t%d", t)})
				}
			}
			for p := range pools {
				add(len(sums), map[assay.CostKey]string{assay.ByMonth: month, assay.BySource: "aws", assay.ByInvoice: "i" + month, assay.ByChargeCategory: "Usage", assay.ByServiceName: service, assay.ByAccount: fmt.Sprintf("shared-%d", p)})
			}
		}
	}
	var seq iter.Seq2[Sum, error] = func(yield func(Sum, error) bool) {
		for _, s := range sums {
			if !yield(s, nil) {
				return
			}
		}
	}
	b.ReportMetric(float64(len(sums)), "sums")
	b.ReportAllocs()
	var res *Result
	for b.Loop() {
		var err error
		if res, err = Allocate(context.Background(), r, nil, seq); err != nil {
			b.Fatal(err)
		}
		for _, t := range res.Totals() {
			if !t.Residual.IsZero() {
				b.Fatal("residual", t.Residual)
			}
		}
	}
	cells := 0
	for range res.cells() {
		cells++
	}
	b.ReportMetric(float64(cells), "cells")
}

// BenchmarkCoins hands the coins of an invoice to its lines.
func BenchmarkCoins(b *testing.B) {
	amounts := make([]units, 200_000)
	for i := range amounts {
		amounts[i] = units{lo: uint64(i) * 7_777_777_777_777}
	}
	sum := units{}
	for _, a := range amounts {
		sum = sum.add(a)
	}
	c := coinOf("USD")
	for b.Loop() {
		c.apportion(c.round(sum), amounts)
	}
}
