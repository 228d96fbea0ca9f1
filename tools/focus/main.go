// Command focus derives rules/focus/focus-1.2.tsv from the rule model of FOCUS
// 1.2 (FinOps Foundation, CC-BY 4.0): identifiers, keywords, columns, checks and
// conditions, none of its sentences.
//
//	go run . model-1.2.json currency_codes.csv > ../../rules/focus/focus-1.2.tsv
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

type model struct {
	Details struct{ ModelVersion, FOCUSVersion string }
	Rules   map[string]rule `json:"ModelRules"`
}

type rule struct {
	Function              string
	Type                  string
	Status                string
	ApplicabilityCriteria []string
	ValidationCriteria    struct {
		Keyword     string
		Requirement map[string]any
		Condition   map[string]any
	}
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "focus:", err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) != 3 {
		return fmt.Errorf("want the model and the currency codes")
	}
	data, err := os.ReadFile(os.Args[1])
	if err != nil {
		return err
	}
	var m model
	if err := json.Unmarshal(data, &m); err != nil {
		return err
	}
	codes, err := currencies(os.Args[2])
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	fmt.Fprintf(out, "# Rules of FOCUS %s (model %s, FinOps Foundation, CC-BY 4.0): facts derived by tools/focus.\n", m.Details.FOCUSVersion, m.Details.ModelVersion)
	fmt.Fprintf(out, "#currencies\t%s\n", strings.Join(codes, " "))
	fmt.Fprintln(out, "#id\tkeyword\tkind\tstatic\tapplies\trequirement\tcondition")
	ids := make([]string, 0, len(m.Rules))
	for id := range m.Rules {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		r := m.Rules[id]
		if r.Status != "Active" {
			continue
		}
		req, err := expression(r.ValidationCriteria.Requirement)
		if err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		cond, err := condition(r.ValidationCriteria.Condition)
		if err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%t\t%s\t%s\t%s\n", id, r.ValidationCriteria.Keyword, r.Function, r.Type == "Static", strings.Join(r.ApplicabilityCriteria, " "), req, cond)
	}
	return out.Flush()
}

func currencies(file string) ([]string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, line := range strings.Split(string(data), "\n")[1:] {
		if _, code, ok := strings.Cut(strings.TrimSpace(line), ","); ok && len(code) == 3 {
			out = append(out, code)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// short are our names of checks.
var short = map[string]string{
	"AND": "and", "OR": "or", "CheckModelRule": "rule", "ColumnPresent": "present", "TypeString": "text", "TypeDecimal": "decimal",
	"TypeDateTime": "time", "FormatString": "text-form", "FormatNumeric": "number-form", "FormatDateTime": "time-form", "FormatUnit": "unit-form",
	"FormatKeyValue": "pairs-form", "FormatCurrency": "currency-form", "CheckNationalCurrency": "national", "CheckDecimalValue": "number",
	"CheckValue": "is", "CheckNotValue": "is-not", "CheckSameValue": "same", "CheckNotSameValue": "differ", "CheckDistinctCount": "distinct",
	"ColumnByColumnEqualsColumnValue": "product", "CheckGreaterOrEqualThanValue": "at-least",
}

// arguments are a check's, in our order.
var arguments = []string{"ModelRuleId", "ColumnName", "CheckCondition", "ColumnAName", "ColumnBName", "ResultColumnName", "ExpectedCount", "Value"}

// expression writes a check as a list: ["is","ChargeCategory","Usage"].
func expression(q map[string]any) (string, error) {
	e, err := list(q)
	if err != nil || e == nil {
		return "", err
	}
	b, err := json.Marshal(e)
	return string(b), err
}

func list(q map[string]any) ([]any, error) {
	if len(q) == 0 {
		return nil, nil
	}
	name, _ := q["CheckFunction"].(string)
	s, ok := short[name]
	if !ok {
		return nil, fmt.Errorf("unknown check %q", name)
	}
	out := []any{s}
	for _, a := range arguments {
		if v, ok := q[a]; ok {
			out = append(out, v)
		}
	}
	items, _ := q["Items"].([]any)
	for _, i := range items {
		e, err := list(i.(map[string]any))
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// condition is an expression; some conditions of the model have an AND as a key.
func condition(q map[string]any) (string, error) {
	and, ok := q["AND"]
	if !ok {
		return expression(q)
	}
	var items []any
	switch and := and.(type) {
	case []any:
		items = and
	case map[string]any:
		items = []any{and}
	}
	return expression(map[string]any{"CheckFunction": "AND", "Items": items})
}
