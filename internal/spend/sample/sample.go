// Package sample makes the bills of a bank that does not exist: thirteen months
// of FOCUS 1.2 for the four example services, with what real bills have: shared
// cost, commitments, tax, credits, lines without tags, a correction, a line that
// cannot be read, and moves that an anomaly detector should find.
//
//	files := sample.Bank(last, 1) // names and bytes
//
// The same month and seed give the same bytes. Every bill says that it is sample
// data: its account names and descriptions do.
package sample

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// Months is how many the bills cover.
const Months = 13

// File is a file of the sample, by its path below the folder it is for.
type File struct {
	Name string
	Data []byte
}

// Planted is a move that was put into the bills.
type Planted struct {
	What  string
	Start time.Time
}

// service is one of the bank's, and what it uses a day.
type service struct {
	name, owner, centre, account string
	items                        []item
}

// item is what a service pays for: so much a day at list price.
type item struct {
	product, category, sku, unit, region, resource string
	daily                                          float64
	weekend                                        float64 // of a weekday
	growth                                         float64 // a year
	committed                                      bool    // covered by the savings plan
	untagged                                       bool
}

const (
	region = "eu-central-1"
	ec2    = "Amazon Elastic Compute Cloud"
	rds    = "Amazon Relational Database Service"
	s3     = "Amazon Simple Storage Service"
	logs   = "Amazon CloudWatch"
	lambda = "AWS Lambda"
	dynamo = "Amazon DynamoDB"
	msk    = "Amazon Managed Streaming for Apache Kafka"
	plan   = "arn:aws:savingsplans::111122223333:savingsplan/00000000-0000-4000-8000-000000000001"
)

func bank() []service {
	arn := func(kind, account, rest string) string {
		return "arn:aws:" + kind + ":" + region + ":" + account + ":" + rest
	}
	return []service{
		{"payment-gateway", "team-payments", "CC-4711", "444455556666", []item{
			{ec2, "Compute", "EC2-M6I-2XL", "Hours", region, arn("ec2", "444455556666", "instance/i-0a1b2c3d4e5f60001"), 210, 0.92, 0.10, true, false},
			{rds, "Databases", "RDS-R6G-XL", "Hours", region, arn("rds", "444455556666", "db:payments"), 118, 1, 0.05, false, false},
			{logs, "Management and Governance", "CW-LOGS", "GB", region, arn("logs", "444455556666", "log-group:/payments/api"), 34, 0.75, 0.15, false, false},
			{dynamo, "Databases", "DDB-RW", "Requests", region, arn("dynamodb", "444455556666", "table/authorisations"), 46, 0.7, 0.25, false, false},
		}},
		{"mobile-banking", "team-mobile", "CC-4712", "444455556666", []item{
			{ec2, "Compute", "EC2-T3-L", "Hours", region, arn("ec2", "444455556666", "instance/i-0a1b2c3d4e5f60002"), 88, 1.05, 0.12, true, false},
			{lambda, "Compute", "LAMBDA-GBS", "GB-Seconds", region, arn("lambda", "444455556666", "function:push"), 27, 1.2, 0.30, false, false},
			{s3, "Storage", "S3-STD", "GB-Months", region, "mobile-banking-assets", 12, 1, 0.18, false, false},
			{"AWS Data Transfer", "Networking", "EC2-DTO", "GB", region, "", 22, 1.15, 0.2, false, true},
		}},
		{"trading-platform", "team-trading", "CC-4720", "444455556666", []item{
			{ec2, "Compute", "EC2-C6I-8XL", "Hours", region, arn("ec2", "444455556666", "instance/i-0a1b2c3d4e5f60003"), 420, 0.35, 0.06, true, false},
			{msk, "Analytics", "MSK-M5-L", "Hours", region, arn("kafka", "444455556666", "cluster/orders/1"), 96, 1, 0.02, false, false},
			{s3, "Storage", "S3-STD", "GB-Months", region, "trading-order-records", 24, 1, 0.4, false, false},
			{rds, "Databases", "RDS-R6G-4XL", "Hours", region, arn("rds", "444455556666", "db:orders"), 260, 1, 0.04, false, false},
		}},
		{"fraud-detection", "team-fraud", "CC-4730", "777788889999", []item{
			{ec2, "Compute", "EC2-G5-XL", "Hours", region, arn("ec2", "777788889999", "instance/i-0a1b2c3d4e5f60004"), 140, 1, 0.15, false, false},
			{dynamo, "Databases", "DDB-RW", "Requests", region, arn("dynamodb", "777788889999", "table/features"), 52, 0.8, 0.22, false, false},
			{s3, "Storage", "S3-STD", "GB-Months", region, "fraud-models", 18, 1, 0.2, false, false},
		}},
		{"", "", "", "123456789012", []item{ // what all share
			{"Amazon Virtual Private Cloud", "Networking", "NAT-HOURS", "Hours", region, arn("ec2", "123456789012", "natgateway/nat-0a1b2c3d4e5f60005"), 31, 0.9, 0.1, false, true},
			{"Amazon GuardDuty", "Security", "GD-EVENTS", "Events", region, "", 19, 0.85, 0.2, false, true},
			{"AWS Key Management Service", "Security", "KMS-REQ", "Requests", region, "", 4, 0.9, 0.1, false, true},
		}},
	}
}

// maker writes the bills.
type maker struct {
	rng   *rand.Rand
	first time.Time
	out   *csv.Writer
	month time.Time
	err   error
}

var header = []string{
	"AvailabilityZone", "BilledCost", "BillingAccountId", "BillingAccountName", "BillingAccountType", "BillingCurrency", "BillingPeriodEnd",
	"BillingPeriodStart", "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargeFrequency", "ChargePeriodEnd", "ChargePeriodStart",
	"CommitmentDiscountCategory", "CommitmentDiscountId", "CommitmentDiscountName", "CommitmentDiscountQuantity", "CommitmentDiscountStatus", "CommitmentDiscountType", "CommitmentDiscountUnit",
	"ConsumedQuantity", "ConsumedUnit", "ContractedCost", "ContractedUnitPrice", "EffectiveCost", "InvoiceId", "InvoiceIssuerName", "ListCost",
	"ListUnitPrice", "PricingCategory", "PricingQuantity", "PricingUnit", "ProviderName", "PublisherName", "RegionId", "RegionName", "ResourceId",
	"ResourceName", "ResourceType", "ServiceCategory", "ServiceName", "ServiceSubcategory", "SkuId", "SkuMeter", "SkuPriceDetails", "SkuPriceId",
	"SubAccountId", "SubAccountName", "SubAccountType", "Tags",
}

// line is what differs from line to line.
type line struct {
	day, end                              time.Time
	billed, effective, list               int64 // in 1/100,000 of the currency
	category, class, frequency            string
	product, serviceCategory, sku, unit   string
	region, resource, account, tags, text string
	commitment, status, pricing           string
}

func (m *maker) write(l line) {
	if m.err != nil {
		return
	}
	stamp := func(t time.Time) string { return t.Format("2006-01-02T15:04:05Z") }
	discount, kind, planName := "", "", ""
	if l.commitment != "" {
		discount, kind, planName = "Spend", "Savings Plan", "Sample compute plan"
	}
	committed, committedUnit := "", ""
	if l.commitment != "" {
		committed, committedUnit = decimal(max(l.billed, l.effective)), "USD"
	}
	var consumed, consumedUnit, quantity, unit, price, pricing string
	if (l.category == "Usage" || l.category == "Purchase") && l.class == "" {
		quantity, unit, price, pricing = decimal(l.list*100), cmp.Or(l.unit, "Units"), "0.01", cmp.Or(l.pricing, "Standard")
		if l.category == "Usage" && l.status != "Unused" {
			consumed, consumedUnit = quantity, unit
		}
	}
	skuPrice, meter := "", ""
	if l.sku != "" {
		skuPrice, meter = l.sku+"-P1", l.sku
	}
	m.err = m.out.Write([]string{
		"", decimal(l.billed), "111122223333", "Sample Bank (made-up data)", "Management account", "USD", stamp(m.month.AddDate(0, 1, 0)),
		stamp(m.month), l.category, l.class, l.text + " (sample data)", l.frequency, stamp(l.end), stamp(l.day),
		discount, l.commitment, planName, committed, l.status, kind, committedUnit,
		consumed, consumedUnit, decimal(l.list), price, decimal(l.effective), "SAMPLE-" + m.month.Format("2006-01"), "AWS", decimal(l.list),
		price, pricing, quantity, unit, "AWS", "Amazon Web Services, Inc.", l.region, regionName(l.region), l.resource,
		"", resourceType(l.resource), l.serviceCategory, l.product, "Other (" + l.serviceCategory + ")", l.sku, meter, "", skuPrice,
		l.account, accountName(l.account), "Member account", l.tags,
	})
}

// decimal writes hundred-thousandths as a decimal number.
func decimal(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%05d", sign, n/100_000, n%100_000)
}

func regionName(id string) string {
	return map[string]string{region: "Europe (Frankfurt)", "ap-southeast-3": "Asia Pacific (Jakarta)"}[id]
}

func accountName(id string) string {
	return map[string]string{"444455556666": "sample-production", "777788889999": "sample-analytics", "123456789012": "sample-shared"}[id]
}

func resourceType(id string) string {
	if id == "" {
		return ""
	}
	return "Resource"
}

// Bank makes the sample's bills up to a month, the bills' last: one file a month.
func Bank(last assay.Month, seed uint64) ([]File, []Planted, error) {
	end, ok := last.First()
	if !ok {
		return nil, nil, fmt.Errorf("%q is no month", last)
	}
	m := &maker{rng: rand.New(rand.NewPCG(seed, 7)), first: end.AddDate(0, 1-Months, 0)}
	var files []File
	for i := range Months {
		var b bytes.Buffer
		m.month = m.first.AddDate(0, i, 0)
		m.out = csv.NewWriter(&b)
		m.err = m.out.Write(header)
		m.bill(i)
		m.out.Flush()
		if m.err == nil {
			m.err = m.out.Error()
		}
		if m.err != nil {
			return nil, nil, m.err
		}
		data := b.Bytes()
		if i == Months-1 {
			data = bytes.Replace(data, []byte("0.04321,"), []byte("unreadable,"), 1)
		}
		files = append(files, File{"bills/" + m.month.Format("2006-01") + ".csv", data})
	}
	return files, m.planted(), nil
}

// The months, counted from the first, and the days in which something moves.
const (
	shiftMonth, shiftDay   = 9, 13  // verbose logs after a deploy
	minerMonth, minerDay   = 11, 17 // machines of a stolen key
	minerDays              = 6
	rampMonth              = 7 // records that nobody deletes
	vanishMonth, vanishDay = 10, 7
)

func (m *maker) on(month, day int) time.Time { return m.first.AddDate(0, month, day-1) }

func (m *maker) planted() []Planted {
	return []Planted{
		{"payment-gateway writes debug logs since a deploy: its log costs are four times as high", m.on(shiftMonth, shiftDay)},
		{"GPU machines in a region that the bank does not use: a stolen key mines coins", m.on(minerMonth, minerDay)},
		{"trading-platform keeps every record: its storage grows day by day", m.on(rampMonth, 1)},
		{"fraud-detection's feature table is gone", m.on(vanishMonth, vanishDay)},
	}
}

// bill writes a month.
func (m *maker) bill(i int) {
	next := m.month.AddDate(0, 1, 0)
	var total, covered int64
	for day := m.month; day.Before(next); day = day.AddDate(0, 0, 1) {
		for _, s := range bank() {
			for _, it := range s.items {
				if l, ok := m.usage(s, it, day); ok {
					total += l.billed
					if it.committed {
						covered += l.effective
					}
					m.write(l)
				}
			}
		}
		if from := m.on(minerMonth, minerDay); !day.Before(from) && day.Before(from.AddDate(0, 0, minerDays)) {
			l := line{
				day: day, end: day.AddDate(0, 0, 1), category: "Usage", frequency: "Usage-Based", product: ec2, serviceCategory: "Compute", sku: "EC2-P4D-24XL", unit: "Hours",
				region: "ap-southeast-3", resource: "arn:aws:ec2:ap-southeast-3:777788889999:instance/i-0fedcba987654321f", account: "777788889999", text: "p4d.24xlarge", pricing: "Standard",
			}
			l.list = cents(1570 * (0.97 + 0.06*m.rng.Float64()))
			l.billed, l.effective = l.list, l.list
			total += l.billed
			m.write(l)
		}
	}
	m.fees(i, total, covered)
}

func cents(x float64) int64 { return int64(math.Round(x * 100_000)) }

// usage is what an item costs on a day.
func (m *maker) usage(s service, it item, day time.Time) (line, bool) {
	age := day.Sub(m.first).Hours() / 24
	x := it.daily * math.Pow(1+it.growth, age/365) * (1 + 0.03*m.rng.NormFloat64())
	if w := day.Weekday(); w == time.Saturday || w == time.Sunday {
		x *= it.weekend
	}
	if day.AddDate(0, 0, 2).Month() != day.Month() && it.monthEnd() {
		x *= 1.25 // month-end runs
	}
	switch {
	case s.name == "payment-gateway" && it.product == logs && !day.Before(m.on(shiftMonth, shiftDay)):
		x *= 4
	case s.name == "trading-platform" && it.product == s3 && !day.Before(m.on(rampMonth, 1)):
		x *= 1 + day.Sub(m.on(rampMonth, 1)).Hours()/24*0.02
	case s.name == "fraud-detection" && it.product == dynamo && !day.Before(m.on(vanishMonth, vanishDay)):
		return line{}, false
	}
	l := line{
		day: day, end: day.AddDate(0, 0, 1), category: "Usage", frequency: "Usage-Based", product: it.product, serviceCategory: it.category, sku: it.sku, unit: it.unit,
		region: it.region, resource: it.resource, account: s.account, text: it.sku + " in " + it.region, pricing: "Standard",
	}
	l.list = max(cents(x), 1)
	l.billed, l.effective = l.list, l.list
	if it.committed { // by the savings plan: paid with its fee, at 28 % less
		l.billed, l.effective = 0, l.list*72/100
		l.commitment, l.status, l.pricing = plan, "Used", "Committed"
	}
	if !it.untagged {
		l.tags = fmt.Sprintf(`{"CostCentre":%q,"Environment":"production","Owner":%q,"Service":%q}`, s.centre, s.owner, s.name)
	}
	return l, true
}

// monthEnd says that month-end runs use it.
func (it item) monthEnd() bool { return it.product == rds }

// fees are what a month has beside usage: the plan's fee with its unused part,
// support, tax, a credit, now and then a correction and a purchase.
func (m *maker) fees(i int, usage, covered int64) {
	next := m.month.AddDate(0, 1, 0)
	fee := func(l line, amount int64) {
		l.day, l.end, l.billed, l.effective, l.list = m.month, next, amount, amount, max(amount, 0)
		l.account = "123456789012"
		m.write(l)
	}
	commit := int64(float64(covered)*1.04) / 100_000 * 100_000
	savings := line{day: m.month, end: next, product: "Savings Plans for AWS Compute usage", serviceCategory: "Compute", sku: "SP-COMPUTE", account: "123456789012", commitment: plan}
	bought, unused := savings, savings
	bought.billed, bought.list, bought.category, bought.frequency, bought.text, bought.pricing = commit, commit, "Purchase", "Recurring", "Savings plan, monthly fee", "Standard"
	m.write(bought)
	unused.effective, unused.category, unused.frequency, unused.text, unused.status, unused.pricing = commit-covered, "Usage", "Usage-Based", "Savings plan, not used", "Unused", "Committed"
	m.write(unused)
	fee(line{category: "Purchase", frequency: "Recurring", product: "AWS Support (Enterprise)", serviceCategory: "Other", sku: "SUPPORT", text: "Support, by the month"}, cents(1500))
	fee(line{category: "Tax", frequency: "One-Time", product: "Tax", serviceCategory: "Other", text: "VAT 19 %"}, (usage+commit)*19/100)
	fee(line{category: "Credit", frequency: "One-Time", product: ec2, serviceCategory: "Compute", text: "Credit of a migration programme"}, -cents(250))
	if i == 3 {
		fee(line{category: "Purchase", frequency: "One-Time", product: "Amazon Route 53", serviceCategory: "Networking", sku: "R53-DOMAIN", text: "Domains for a year"}, cents(480))
	}
	if i == 5 || i == 10 {
		l := line{
			day: m.month.AddDate(0, -1, 9), end: m.month.AddDate(0, -1, 10), billed: -cents(61.70311), effective: -cents(61.70311), category: "Usage", class: "Correction", frequency: "Usage-Based",
			product: rds, serviceCategory: "Databases", sku: "RDS-R6G-XL", account: "444455556666", region: region, text: "Correction of last month",
		}
		m.write(l)
	}
	if i == Months-1 {
		fee(line{category: "Usage", frequency: "Usage-Based", product: "AWS CloudTrail", serviceCategory: "Management and Governance", sku: "TRAIL", unit: "Events", text: "Events"}, 4321)
	}
}

// Metrics are the bank's business by month, for unit costs.
func Metrics(last assay.Month, seed uint64) File {
	rng := rand.New(rand.NewPCG(seed, 11))
	var b bytes.Buffer
	b.WriteString("month,service,metric,value,revenue,currency\n")
	for i := range Months {
		month := last.Add(i + 1 - Months)
		for _, s := range []struct {
			service, metric string
			value, price    float64
		}{{"payment-gateway", "transactions", 4_100_000, 0.011}, {"mobile-banking", "customers", 182_000, 0.19}, {"trading-platform", "orders", 960_000, 0.045}, {"fraud-detection", "api calls", 8_800_000, 0.0017}} {
			value := s.value * math.Pow(1.012, float64(i)) * (1 + 0.02*rng.NormFloat64())
			fmt.Fprintf(&b, "%s,%s,%s,%d,%s,USD\n", month, s.service, s.metric, int64(value), strconv.FormatFloat(value*s.price, 'f', 2, 64))
		}
	}
	return File{"metrics.csv", b.Bytes()}
}

// Deploys are what the bank shipped: one of them brought the debug logs.
func Deploys(last assay.Month, seed uint64) (File, error) {
	end, ok := last.First()
	if !ok {
		return File{}, fmt.Errorf("%q is no month", last)
	}
	m := &maker{rng: rand.New(rand.NewPCG(seed, 13)), first: end.AddDate(0, 1-Months, 0)}
	var b bytes.Buffer
	b.WriteString("at,service,environment,commit,ticket\n")
	row := func(at time.Time, service string) {
		fmt.Fprintf(&b, "%s,%s,production,%016x%016x%08x,CHG-%04d\n", at.Format(time.RFC3339), service, m.rng.Uint64(), m.rng.Uint64(), m.rng.Uint32(), 1000+m.rng.IntN(9000))
	}
	for i := range Months {
		for _, s := range bank() {
			if s.name != "" {
				row(m.on(i, 2+m.rng.IntN(3)).Add(10*time.Hour), s.name)
			}
		}
		if i == shiftMonth {
			row(m.on(shiftMonth, shiftDay-1).Add(15*time.Hour), "payment-gateway")
		}
	}
	return File{"deploys.csv", b.Bytes()}, nil
}
