package sample

import (
	"time"

	"github.com/assay-dev/assay/internal/money"
)

const plan = "arn:aws:savingsplans::111122223333:savingsplan/00000000-0000-4000-8000-000000000001"

// fees are what a month has beside usage: the plan's fee with its unused part,
// support, tax, a credit, now and then a correction and a purchase.
func (m *maker) fees(i int) {
	commit := m.savingsPlan()
	monthly := func(product, category, name, price, text string) line {
		l := m.fee("Purchase", "Recurring", meter{product: product, category: category, name: name, unit: "Months", price: price, text: text})
		l.pricing = "Standard"
		l.amount(number(price))
		l.quantity = money.NumberOf(1)
		return l
	}
	m.write(monthly("AWS Support (Enterprise)", "Other", "Dollar", "1500", "Support, by the month"))
	tax := m.fee("Tax", "One-Time", meter{product: "Tax", category: "Other", text: "VAT 19 %"})
	tax.amount(m.total.Add(commit).Mul(number("0.19")).Round(2))
	m.write(tax)
	credit := m.fee("Credit", "One-Time", meter{product: ec2, category: "Compute", text: "Credit of a migration programme"})
	credit.billed, credit.effective = number("-250"), number("-250")
	m.write(credit)
	if i == 3 {
		l := monthly("Amazon Route 53", "Networking", "Global-Domains", "480", "Domains for a year")
		l.frequency, l.unit = "One-Time", "Registrations"
		m.write(l)
	}
	if i == 5 || i == 10 {
		l := m.fee("Usage", "Usage-Based", meter{product: rds, category: "Databases", name: "EUC1-Aurora:ServerlessV2Usage", text: "Correction of last month"})
		l.day, l.end, l.class, l.account, l.region = m.month.AddDate(0, -1, 9), m.month.AddDate(0, -1, 10), "Correction", production, region
		l.billed, l.effective = number("-61.70311"), number("-61.70311")
		m.write(l)
	}
	if i == Months-1 {
		l := m.fee("Usage", "Usage-Based", meter{"AWS CloudTrail", "Management and Governance", "EUC1-PaidEventsRecorded", "Events", "0.00002", "per paid event recorded", 0})
		l.pricing, l.unreadable = "Standard", true
		l.priced(money.NumberOf(2300))
		m.write(l)
	}
}

// savingsPlan writes what the plan costs in the month, and what of it nothing used.
func (m *maker) savingsPlan() money.Number {
	hours := money.NumberOf(int64(m.month.AddDate(0, 1, 0).Sub(m.month) / time.Hour))
	commit := hourly.Mul(hours)
	terms := meter{"Savings Plans for AWS Compute usage", "Compute", "EUC1-ComputeSP:1yrNoUpfront", "Hrs", hourly.String(), "1 year no upfront compute savings plan", 0}
	bought := m.fee("Purchase", "Recurring", terms)
	bought.pricing, bought.commitment = "Standard", plan
	bought.amount(commit)
	bought.effective, bought.quantity = money.Number{}, hours
	m.write(bought)
	unused := m.fee("Usage", "Usage-Based", terms)
	unused.pricing, unused.commitment, unused.status = "Committed", plan, "Unused"
	unused.text += ", not used"
	unused.effective = commit.Sub(m.covered)
	m.write(unused)
	return commit
}

// fee is a charge of the shared account for the month.
func (m *maker) fee(charge, frequency string, of meter) line {
	return line{meter: of, day: m.month, end: m.month.AddDate(0, 1, 0), charge: charge, frequency: frequency, account: shared}
}

// amount is a charge that costs the same at list.
func (l *line) amount(n money.Number) {
	l.list, l.contracted, l.billed, l.effective = n, n, n, n
}
