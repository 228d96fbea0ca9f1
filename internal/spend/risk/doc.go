// Package risk puts risk into money: what findings are expected to cost a
// service in a year, how much it may be in a bad year, and what finding them is
// worth against what the tools cost.
//
//	m, err := risk.ParseModel(risk.File, data)
//	r := m.Assess(services, findings, tools)
//
// The model is that of FAIR (Factor Analysis of Information Risk, Open Group
// O-RA and O-RT): loss events a year are attempts a year times the share that
// gets through; each loses an amount. Amounts are lognormal and given by their
// 5 % and 95 % quantiles; attempts are PERT, lognormal, or a number. Expected
// values are computed exactly; the distribution by Monte Carlo with a seed, so
// the same input gives the same numbers.
//
// Every number that nobody measured is an assumption, is named as one, and can be
// replaced in .assay/risk.yaml. The package reads no disk and knows no engine.
package risk
