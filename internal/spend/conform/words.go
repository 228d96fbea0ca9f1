package conform

import (
	"fmt"
	"strings"
)

// says puts a rule into words of ours.
func says(r *Rule) string {
	verb := map[string]string{"MUST": "must", "MUST NOT": "must", "SHOULD": "should", "SHOULD NOT": "should", "RECOMMENDED": "should", "MAY": "may"}[r.Keyword]
	out := phrase(r.Require, verb)
	if r.OnlyWhen != nil {
		out += " when " + phrase(r.OnlyWhen, "")
	}
	return out
}

// phrase says a check; with a verb as a demand, without as a fact.
func phrase(c *check, verb string) string {
	a, b := c.column(0), c.column(1)
	be, have := "is", "has"
	if verb != "" {
		be, have = verb+" be", verb+" have"
	}
	switch c.name {
	case "and":
		return parts(c, verb, " and ")
	case "or":
		if s := choice(c, be); s != "" {
			return s
		}
		return parts(c, verb, " or ")
	case "present":
		return "column " + a + " " + be + " there"
	case "is":
		return a + " " + be + " " + value(c)
	case "is-not":
		return a + " " + strings.Replace(be+" not", "is not", "is not", 1) + " " + value(c)
	case "at-least":
		return a + " " + be + " " + value(c) + " or more"
	case "same":
		return a + " " + be + " the same as " + b
	case "differ":
		return a + " " + be + " other than " + b
	case "distinct":
		return fmt.Sprintf("each %s %s %s %s", a, have, value(c), b)
	case "product":
		return fmt.Sprintf("%s times %s %s %s", a, b, be, c.column(2))
	case "text":
		return a + " " + be + " text"
	case "decimal", "number", "number-form":
		return a + " " + be + " a decimal number"
	case "time":
		return a + " " + be + " a time"
	case "time-form":
		return a + " " + be + " a time in UTC, as 2025-01-31T00:00:00Z"
	case "text-form":
		return a + " " + be + " text without control characters, and not empty"
	case "unit-form":
		return a + " " + be + " a unit, as Hours or GB-Months"
	case "pairs-form":
		return a + " " + be + " a JSON object"
	case "currency-form", "national":
		return a + " " + be + " a currency's code"
	}
	return c.name
}

func parts(c *check, verb, with string) string {
	var out []string
	for _, s := range c.of {
		out = append(out, phrase(s, verb))
	}
	return strings.Join(out, with)
}

// choice says that one column is one of many values.
func choice(c *check, be string) string {
	var values []string
	column := ""
	for _, s := range c.of {
		if s.name != "is" || column != "" && s.column(0) != column {
			return ""
		}
		column = s.column(0)
		values = append(values, value(s))
	}
	return column + " " + be + " one of " + strings.Join(values, ", ")
}

func value(c *check) string {
	switch v := c.args[len(c.args)-1].(type) {
	case nil:
		return "null"
	case string:
		return v
	default:
		return fmt.Sprint(v)
	}
}
