package waste

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/join"
)

// Hours of a week, and those of them that people work: 12 on each of five days.
const (
	weekHours = 168
	workHours = 60
)

// production are the names of environments that must not sleep.
var production = []string{"production", "prod", "prd", "live"}

// alwaysOn finds machines and databases on demand that run day and night in an
// environment that is not production.
func (w *work) alwaysOn() {
	for _, t := range w.things {
		if t.billed.Key == "" || t.environment == "" || slices.Contains(production, strings.ToLower(t.environment)) {
			continue
		}
		for _, m := range []meter{machine, database} {
			for _, u := range t.of(w.To, m) {
				a := t.months[w.To][u]
				// 19 of 20 hours of the month and at most all: more is several machines in one line.
				full := money.NumberOf(hoursOf(w.To))
				if a.quantity == nil || !a.demand || !a.cost.IsPositive() || a.quantity.GreaterThan(full) || a.quantity.LessThan(full.Mul(money.NumberOf(19)).Div(money.NumberOf(20))) {
					continue
				}
				f := w.finding(Schedule, t, *a)
				f.Evidence = fmt.Sprintf("%s in %s, %s of the %d of %s", u.kind, t.environment, quantityText(a.quantity, "hours"), hoursOf(w.To), w.To)
				f.Change = fmt.Sprintf("stop it at nights and weekends: %d of %d hours of a week remain", workHours, weekHours)
				f.save(money.NumberOf(weekHours-workHours), money.NumberOf(weekHours))
				w.put(f)
			}
		}
	}
}

// growing finds accounts and regions whose snapshots, all together, cost more in
// each of at least four months, half as much again in all.
func (w *work) growing() {
	type place struct{ account, service, region, currency string }
	at := map[place]*thing{}
	var places []*thing
	for _, t := range w.things {
		k := place{t.billed.Account, t.serviceName, t.region, t.currency}
		for m := range t.months {
			a := t.sum(m, snapshot)
			if a.lines == 0 {
				continue
			}
			sum := at[k]
			if sum == nil {
				sum = &thing{billed: join.Billed{Account: k.account}, serviceName: k.service, region: k.region, currency: k.currency, months: map[assay.Month]map[usage]*amount{}}
				at[k] = sum
				places = append(places, sum)
			}
			if sum.months[m] == nil {
				sum.months[m] = map[usage]*amount{{snapshot, ""}: {}}
			}
			of := sum.months[m][usage{snapshot, ""}]
			of.cost, of.lines = of.cost.Add(a.cost), of.lines+a.lines
		}
	}
	for _, t := range places {
		w.rising(t)
	}
}

func (w *work) rising(t *thing) {
	var costs []money.Number
	for m := w.From; m <= w.To; m = m.Add(1) {
		if a := t.sum(m, snapshot); a.lines > 0 || len(costs) > 0 {
			costs = append(costs, a.cost)
		}
	}
	if len(costs) < 4 {
		return
	}
	for i := 1; i < len(costs); i++ {
		if !costs[i].GreaterThan(costs[i-1]) {
			return
		}
	}
	first, last := costs[0], costs[len(costs)-1]
	if !first.IsPositive() || last.Mul(money.NumberOf(2)).LessThan(first.Mul(money.NumberOf(3))) {
		return
	}
	f := w.finding(Growing, t, t.sum(w.To, snapshot))
	f.Evidence = fmt.Sprintf("snapshots in %s of account %s cost more in each of %d months: %s, now %s %s", orUnknown(t.region), t.billed.Account, len(costs), money.Grouped(first, 2), money.Grouped(last, 2), t.currency)
	f.Change = fmt.Sprintf("expire old snapshots (Data Lifecycle Manager): back to those of %s", w.To.Add(1-len(costs)))
	f.save(last.Sub(first), last)
	w.put(f)
}

// commitments finds those that nothing used.
func (w *work) commitments() {
	for _, t := range w.things {
		if t.commitment == "" || !t.unused.cost.IsPositive() {
			continue
		}
		f := w.finding(Unused, t, t.unused)
		if t.commitment != "-" {
			f.Resource = t.commitment
		}
		f.Evidence = fmt.Sprintf("%s %s of the commitment were used by nothing in %s", money.Grouped(t.unused.cost, 2), t.currency, w.To)
		f.Change = "buy less at its end; until then move usage under it, or sell it where that is allowed"
		f.all()
		w.put(f)
	}
}

// codeOnly finds old generations in code that no bill names, at list prices.
func (w *work) codeOnly() {
	for i := range w.Code {
		c := &w.Code[i]
		if w.Part || w.billed[c.Address] || w.billed[blockOf(c.Address)] {
			continue
		}
		prefix, rest, ok := strings.Cut(c.Product, "/")
		to, attribute := "", ""
		switch {
		case !ok:
		case prefix == "ec2":
			if s := successor(rest); s != "" {
				to, attribute = "ec2/"+s, "instance_type"
			}
		case prefix == "rds":
			for _, part := range strings.Split(rest, "/") {
				if s := successor(part); s != "" {
					to, attribute = strings.Replace(c.Product, part, s, 1), "instance_class"
				}
			}
		}
		if to == "" {
			continue
		}
		f := Finding{Kind: Old, ServiceName: c.Resource.Type, Region: c.Region, Currency: c.Currency, Address: c.Address, Path: c.Resource.Location.Path, Line: c.Resource.Location.Start.Line}
		value := successorIn(to)
		f.Evidence = fmt.Sprintf("%s in code; not seen on a bill, so at list price", successorIn(c.Product))
		f.edit(c.Resource, attribute, `"`+value+`"`, "")
		if c.Monthly == nil {
			f.Unknown = "the price book does not know its price"
			w.put(f)
			continue
		}
		yearly := c.Monthly.Mul(money.NumberOf(12))
		f.Yearly = &yearly
		if w.ratio(&f, c.Product, to, false, true) {
			w.put(f)
		}
	}
}

// successorIn is the type in a product of the price book.
func successorIn(product string) string {
	for _, part := range strings.Split(product, "/") {
		if strings.Contains(part, ".") {
			return part
		}
	}
	return product
}

// keeping finds log groups in code that keep for ever, and large buckets without a
// lifecycle.
func (w *work) keeping() {
	cost := map[string]*thing{}
	for _, t := range w.things {
		if t.matched && t.match.Resource != nil {
			cost[t.match.Resource.Root+"\x00"+t.match.Address] = t
		}
	}
	for i := range w.Resources {
		r := &w.Resources[i]
		t := cost[r.Root+"\x00"+r.Address]
		switch r.Type {
		case "aws_cloudwatch_log_group":
			w.logGroup(r, t, "retention_in_days")
		case "AWS::Logs::LogGroup":
			w.logGroup(r, t, "RetentionInDays")
		case "aws_s3_bucket":
			w.bucket(r, t)
		}
	}
}

func (w *work) logGroup(r *assay.Resource, t *thing, attribute string) {
	if t == nil && w.Part {
		return
	}
	if a, ok := r.Attribute(attribute); ok && a.Kind != assay.KindNull && a.Value != "0" {
		return // also when it is not known
	}
	f := Finding{Kind: NoRetention, ServiceName: r.Type, Address: r.Address, Path: r.Location.Path, Line: r.Location.Start.Line}
	if t != nil {
		var a amount
		for _, u := range t.of(w.To, logs) {
			x := t.months[w.To][u]
			a.cost, a.lines = a.cost.Add(x.cost), a.lines+x.lines
		}
		f = w.finding(NoRetention, t, a)
	}
	f.Evidence = "log group that keeps its logs for ever"
	f.edit(r, attribute, "400", "")
	f.Unknown = "how old the logs are is not on the bill"
	w.put(f)
}

// large is from how much a bucket is worth a lifecycle, in GB-months.
const large = 1000

func (w *work) bucket(r *assay.Resource, t *thing) {
	if t == nil {
		return
	}
	a := t.sum(w.To, standardStorage)
	if a.quantity == nil || a.quantity.LessThan(money.NumberOf(large)) || len(r.Under("lifecycle_rule")) > 0 {
		return
	}
	for i := range w.Resources {
		o := &w.Resources[i]
		if o.Root != r.Root || o.Type != "aws_s3_bucket_lifecycle_configuration" && o.Type != "aws_s3_bucket_intelligent_tiering_configuration" {
			continue
		}
		name, _ := r.Attribute("bucket")
		theirs, ok := o.Attribute("bucket")
		if refers(o, r) || ok && theirs.Kind == assay.KindUnknown && len(o.References) == 0 || ok && theirs.Kind == assay.KindString && theirs.Value == name.Value {
			return
		}
	}
	f := w.finding(NoLifecycle, t, a)
	f.Evidence = fmt.Sprintf("%s of standard storage, and no lifecycle in code", quantityText(a.quantity, "GB-months"))
	f.Change = "add an aws_s3_bucket_lifecycle_configuration for " + r.Address
	f.Unknown = "how often the objects are read is not on the bill"
	w.put(f)
}
