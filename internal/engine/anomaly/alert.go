package anomaly

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/assay"
)

// alerts are what was told, in words of the vocabulary.
func (r *resolver) alerts() []assay.Anomaly {
	out := make([]assay.Anomaly, 0, len(r.told))
	for i := range r.told {
		if !r.told[i].silent {
			out = append(out, r.alert(&r.told[i]))
		}
	}
	return out
}

func (r *resolver) alert(t *told) assay.Anomaly {
	b := r.c.bill
	start := t.from
	if t.kind == assay.AnomalyRamp {
		start += (t.settle - t.from) / 4 // a climb shows when it has begun
	}
	a := assay.Anomaly{
		Kind: t.kind, Start: DateOf(b.First + start), End: DateOf(b.First + max(start, t.to)), Ongoing: t.ongoing,
		Currency: r.c.currency, Dims: map[string]string{}, Changes: []assay.AnomalyChange{},
		Impact: decimal.NewFromFloat(t.impact).Round(2), Expected: decimal.NewFromFloat(t.expect).Round(2),
		Confidence: assay.Firm,
	}
	if t.z >= 10 {
		a.Confidence = assay.Certain
	}
	first := r.c.nodes[t.node].leaves[0]
	for d, name := range b.Dimensions {
		if r.common(t, d) {
			a.Dims[name] = r.c.leaves[first].Values[d]
			if r.novel(first, d, t.from) {
				a.Novel = append(a.Novel, name)
			}
		}
	}
	if t.cause >= 0 && !r.common(t, t.cause) {
		t.cause = slices.IndexFunc(b.Dimensions, func(name string) bool { _, ok := a.Dims[name]; return ok })
	}
	if t.cause >= 0 {
		a.Cause = assay.AnomalyCause{Dimension: b.Dimensions[t.cause], Value: r.c.leaves[first].Values[t.cause]}
	}
	a.ID = identity(&a)
	return a
}

// novel says that a value had no cost before a day.
func (r *resolver) novel(leaf int32, d, day int) bool {
	if day < newAfter {
		return false
	}
	for _, l := range r.c.with(leaf, d) {
		for t := range day {
			if r.c.nodes[l].cost[t] > tiny {
				return false
			}
		}
	}
	return true
}

// identity is made of what stays when a bill grows: kind, what is shared, and
// the week it began.
func identity(a *assay.Anomaly) string {
	var parts []string
	for k, v := range a.Dims {
		parts = append(parts, k+"="+v)
	}
	slices.Sort(parts)
	week := a.Start
	if t, err := time.Parse(time.DateOnly, a.Start); err == nil {
		week = DateOf(DayOf(t) / 7 * 7)
	}
	sum := sha256.Sum256([]byte(strings.Join(append(parts, string(a.Kind), a.Currency, week), "\x00")))
	return "an-" + hex.EncodeToString(sum[:6])
}
