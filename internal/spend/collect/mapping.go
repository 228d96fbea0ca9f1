package collect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

// Mapping says what the columns of a bill of any format mean.
//
//	columns: {BilledCost: Amount, ChargePeriodStart: Day, ServiceName: Product}
//	values:  {ProviderName: Datadog, BillingCurrency: USD}
//	tags:    {team: Team}
//	dates:   "%d.%m.%Y"
//	decimal: ","
type Mapping struct {
	Columns map[string]string `yaml:"columns" doc:"Columns of FOCUS, and the bill's column for each."`
	Values  map[string]string `yaml:"values" doc:"Columns of FOCUS with one value for all lines."`
	Tags    map[string]string `yaml:"tags" doc:"Tags, and the bill's column for each."`
	Dates   string            `yaml:"dates" doc:"How dates are written, with %d, %m, %Y, %H, %M, %S; ISO 8601 when left out."`
	Decimal string            `yaml:"decimal" doc:"What parts decimals: a point or a comma."`
}

// ParseMapping reads a mapping. Errors name file and line.
func ParseMapping(name string, data []byte) (*Mapping, error) {
	m := &Mapping{}
	doc, err := config.Decode(name, data, m)
	if err != nil {
		return nil, err
	}
	if m.Decimal != "" && m.Decimal != "." && m.Decimal != "," {
		return nil, doc.Errorf([]any{"decimal"}, "decimal is %q, it can be a point or a comma", m.Decimal)
	}
	for _, of := range []struct {
		key  string
		list map[string]string
	}{{"columns", m.Columns}, {"values", m.Values}} {
		for c := range of.list {
			if !slices.Contains(focusColumns, c) {
				return nil, doc.Errorf([]any{of.key, c}, "%s is no column of FOCUS 1.2", c).WithHelp("for example BilledCost, ChargePeriodStart, ServiceName, SubAccountId, RegionId")
			}
		}
	}
	if m.Columns["BilledCost"] == "" || m.Columns["ChargePeriodStart"] == "" && m.Columns["BillingPeriodStart"] == "" {
		return nil, doc.Errorf(nil, "a mapping needs at least BilledCost and ChargePeriodStart").WithHelp("columns: {BilledCost: Amount, ChargePeriodStart: Date}")
	}
	return m, nil
}

var (
	costColumns = []string{
		"BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "ConsumedQuantity", "PricingQuantity", "ListUnitPrice", "ContractedUnitPrice",
		"CommitmentDiscountQuantity", "PricingCurrencyContractedUnitPrice", "PricingCurrencyEffectiveCost", "PricingCurrencyListUnitPrice",
	}
	dateColumns = []string{"ChargePeriodStart", "ChargePeriodEnd", "BillingPeriodStart", "BillingPeriodEnd"}
)

func (m *Mapping) columns(c *columns, o *Options) ([]lake.Column, error) {
	var out list
	exprs := map[string]string{}
	for name, from := range m.Columns {
		e := c.find(from)
		if e == "" {
			return nil, fault.New(fault.Invalid, "the mapping takes %s from a column %q that the bill has not", name, from).WithHelp("its columns are %s", some(c.sight))
		}
		switch {
		case slices.Contains(costColumns, name) && m.Decimal == ",":
			e = withComma(e)
		case slices.Contains(dateColumns, name) && m.Dates != "":
			e = "coalesce(CAST(try_strptime(CAST(" + e + " AS VARCHAR), " + literal(m.Dates) + ") AS VARCHAR), CAST(" + e + " AS VARCHAR))"
		}
		exprs[name] = e
	}
	for name, v := range m.Values {
		exprs[name] = literal(v)
	}
	if exprs["EffectiveCost"] == "" {
		exprs["EffectiveCost"] = exprs["BilledCost"]
	}
	if exprs["ChargePeriodStart"] == "" {
		exprs["ChargePeriodStart"] = exprs["BillingPeriodStart"]
	}
	if exprs["BillingPeriodStart"] == "" {
		exprs["BillingPeriodStart"] = "date_trunc('month', TRY_CAST(" + exprs["ChargePeriodStart"] + " AS TIMESTAMP))"
	}
	if exprs["BillingCurrency"] == "" {
		if o.Currency == "" {
			return nil, fault.New(fault.Invalid, "the mapping names no BillingCurrency").WithHelp("add values: {BillingCurrency: EUR}, or --currency EUR")
		}
		exprs["BillingCurrency"] = literal(o.Currency)
	}
	if exprs["ChargeCategory"] == "" {
		exprs["ChargeCategory"] = "'Usage'"
	}
	for _, n := range focusColumns {
		out.add(n, exprs[n])
	}
	tags, err := m.tags(c)
	if err != nil {
		return nil, err
	}
	out.add("Tags", tags)
	return out, nil
}

func (m *Mapping) tags(c *columns) (string, error) {
	if len(m.Tags) == 0 || m.Columns["Tags"] != "" {
		return "", nil
	}
	var keys, pairs []string
	for k := range m.Tags {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		e := c.find(m.Tags[k])
		if e == "" {
			return "", fault.New(fault.Invalid, "the mapping takes tag %s from a column %q that the bill has not", k, m.Tags[k])
		}
		pairs = append(pairs, literal(k), fmt.Sprintf("nullif(CAST(%s AS VARCHAR), '')", e))
	}
	return "CAST(json_merge_patch('{}', json_object(" + strings.Join(pairs, ", ") + ")) AS VARCHAR)", nil
}
