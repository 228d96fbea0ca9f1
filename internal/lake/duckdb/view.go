package duckdb

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

// keyColumns says which column a key is.
var keyColumns = map[assay.CostKey]string{
	assay.ByProvider:        "ProviderName",
	assay.ByBillingAccount:  "BillingAccountId",
	assay.ByAccount:         "SubAccountId",
	assay.ByServiceName:     "ServiceName",
	assay.ByServiceCategory: "ServiceCategory",
	assay.ByRegion:          "RegionId",
	assay.BySKU:             "SkuId",
	assay.ByResource:        resourceKey,
	assay.ByResourceType:    "ResourceType",
	assay.ByChargeCategory:  "ChargeCategory",
	assay.ByChargeClass:     "ChargeClass",
	assay.ByPricing:         "PricingCategory",
	assay.ByCommitment:      "CommitmentDiscountId",
	assay.ByCommitmentUse:   "CommitmentDiscountStatus",
	assay.ByCommitmentType:  "CommitmentDiscountType",
	assay.ByCommitmentName:  "CommitmentDiscountName",
	assay.ByInvoice:         "InvoiceId",
	assay.ByFrequency:       "ChargeFrequency",
	assay.ByIssuer:          "InvoiceIssuerName",
	assay.ByUnit:            "ConsumedUnit",
	assay.ByMeter:           "SkuMeter",
	assay.ByDescription:     "ChargeDescription",
}

// view is one partition as a question sees it: from which file, by which
// expressions.
type view struct {
	entry   *entry
	ask     *lake.Ask
	summary bool
	within  []assay.CostKey // virtual keys that are being made
}

// columnsOf lists the columns that the file has.
func (v *view) has(col string) bool {
	if v.summary {
		if t, ok := strings.CutPrefix(col, tagColumn); ok {
			return slices.Contains(v.entry.Tags, t)
		}
		c, ok := columnOf(col)
		return ok && slices.Contains(v.entry.Columns, col) && (c.summed || slices.Contains(amounts, col))
	}
	if col == resourceKey {
		return slices.Contains(v.entry.Columns, "ResourceId")
	}
	return slices.Contains(v.entry.Columns, col)
}

// key is the expression of a key; ok is false when this file cannot tell, but
// the lines can.
func (v *view) key(k assay.CostKey) (expr string, ok bool, err error) {
	i := slices.IndexFunc(v.ask.Virtual, func(x lake.Virtual) bool { return x.Key == k })
	if i < 0 || slices.Contains(v.within, k) { // a key made from itself is the charge's own
		return v.own(k)
	}
	v.within = append(v.within, k)
	defer func() { v.within = v.within[:len(v.within)-1] }()
	return v.virtual(v.ask.Virtual[i])
}

// own is the expression of a key of the charge itself.
func (v *view) own(k assay.CostKey) (expr string, ok bool, err error) {
	switch k {
	case assay.ByMonth:
		return text(string(v.entry.Month)), true, nil
	case assay.BySource:
		return text(v.entry.Source), true, nil
	case assay.ByDay:
		return "strftime(" + v.day() + ", '%Y-%m-%d')", true, nil
	case assay.ByChargeMonth:
		return "strftime(" + v.day() + ", '%Y-%m')", true, nil
	}
	if tag, isTag := k.Tag(); isTag && tag != "" {
		if slices.Contains(v.entry.Tags, tag) {
			return name(tagColumn + tag), true, nil
		}
		if !slices.Contains(v.entry.Columns, "Tags") || v.entry.Keys != nil && len(tag) <= 128 && !slices.Contains(v.entry.Keys, tag) {
			return "NULL", true, nil
		}
		return "nullif(json_extract_string(Tags, " + text(pointer(tag)) + "), '')", !v.summary, nil
	}
	col, known := keyColumns[k]
	if !known {
		return "", false, fault.New(fault.Invalid, "costs have no key %q", k).WithHelp("use one of %s, or tag:KEY", strings.Join(keysOf(v.ask), ", "))
	}
	if v.has(col) {
		return name(col), true, nil
	}
	there := slices.Contains(v.entry.Columns, col) || col == resourceKey && slices.Contains(v.entry.Columns, "ResourceId")
	return "NULL", !v.summary || !there, nil
}

// Keys lists what Sum can group by besides tags, sorted.
func Keys() []string {
	out := []string{string(assay.ByMonth), string(assay.BySource), string(assay.ByDay), string(assay.ByChargeMonth)}
	for k := range keyColumns {
		out = append(out, string(k))
	}
	slices.Sort(out)
	return out
}

// keysOf lists the keys that a question may use.
func keysOf(a *lake.Ask) []string {
	out := Keys()
	for _, v := range a.Virtual {
		if _, isTag := v.Key.Tag(); !isTag {
			out = append(out, string(v.Key))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (v *view) day() string {
	if v.summary {
		return chargeDay
	}
	return "ChargePeriodStart"
}

// virtual is the expression of a key that rules make.
func (v *view) virtual(x lake.Virtual) (string, bool, error) {
	var b strings.Builder
	ok := true
	b.WriteString("CASE")
	for _, c := range x.Cases {
		conds := []string{}
		for _, m := range c.When {
			expr, can, err := v.key(m.Key)
			if err != nil {
				return "", false, err
			}
			ok = ok && can
			conds = append(conds, matches(expr, m.Globs))
		}
		value := text(c.Value)
		if c.From != "" {
			expr, can, err := v.key(c.From)
			if err != nil {
				return "", false, err
			}
			ok = ok && can
			value = expr
			conds = append(conds, expr+" IS NOT NULL")
			if len(c.Map) > 0 {
				value = mapped(expr, c.Map, c.Only)
				if c.Only {
					conds = append(conds, expr+" IN ("+strings.Join(literals(c.Map), ", ")+")")
				}
			}
		}
		if len(conds) == 0 {
			conds = []string{"true"}
		}
		fmt.Fprintf(&b, " WHEN %s THEN %s", strings.Join(conds, " AND "), value)
	}
	if len(x.Cases) == 0 {
		return "NULL", true, nil
	}
	b.WriteString(" END")
	return b.String(), ok, nil
}

func literals(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, text(k))
	}
	slices.Sort(out)
	return out
}

func mapped(expr string, m map[string]string, only bool) string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var b strings.Builder
	b.WriteString("CASE " + expr)
	for _, k := range keys {
		fmt.Fprintf(&b, " WHEN %s THEN %s", text(k), text(m[k]))
	}
	if !only {
		b.WriteString(" ELSE " + expr)
	}
	return b.String() + " END"
}

func matches(expr string, globs []string) string {
	var out []string
	for _, g := range globs {
		switch {
		case g == "*":
			out = append(out, expr+" IS NOT NULL")
		case strings.ContainsAny(g, "*?"):
			out = append(out, expr+" GLOB "+text(strings.ReplaceAll(g, "[", "[[]")))
		default:
			out = append(out, expr+" = "+text(g))
		}
	}
	if len(out) == 0 {
		return "false"
	}
	return "coalesce(" + strings.Join(out, " OR ") + ", false)"
}

// selects is the SELECT of a partition's lines for a question: k0, k1 … and sums.
func (v *view) selects(file string) (_ string, ok bool, err error) {
	var cols, where []string
	ok = true
	for i, k := range v.ask.By {
		expr, can, err := v.key(k)
		if err != nil {
			return "", false, err
		}
		ok = ok && can
		cols = append(cols, fmt.Sprintf("CAST(%s AS VARCHAR) AS k%d", expr, i))
	}
	for _, f := range v.ask.Where {
		expr, can, err := v.key(f.Key)
		if err != nil {
			return "", false, err
		}
		ok = ok && can
		where = append(where, filter(expr, f))
	}
	if !v.ask.FromDay.IsZero() {
		where = append(where, v.day()+" >= "+text(v.ask.FromDay.Format("2006-01-02"))+"::DATE")
	}
	if !v.ask.ToDay.IsZero() {
		where = append(where, v.day()+" < "+text(v.ask.ToDay.AddDate(0, 0, 1).Format("2006-01-02"))+"::DATE")
	}
	lines := "1::BIGINT"
	if v.summary {
		lines = linesColumn
	}
	for i, a := range amounts {
		expr := "NULL::DECIMAL(38,12)"
		if v.has(a) {
			expr = a
		}
		cols = append(cols, fmt.Sprintf("%s AS a%d", expr, i))
	}
	cols = append(cols, "BillingCurrency AS currency", fmt.Sprintf("%t AS estimated", v.entry.Estimated), lines+" AS lines")
	q := "SELECT " + strings.Join(cols, ", ") + " FROM read_parquet(" + text(file) + ", hive_partitioning=false)"
	if len(where) > 0 {
		q += " WHERE " + strings.Join(where, " AND ")
	}
	return q, ok, nil
}

func filter(expr string, f lake.Filter) string {
	cond := matches("CAST("+expr+" AS VARCHAR)", f.Values)
	for _, v := range f.Values {
		if v == "" { // lines without
			cond = "(" + cond + " OR " + expr + " IS NULL)"
		}
	}
	if f.Not {
		return "NOT " + cond
	}
	return cond
}
