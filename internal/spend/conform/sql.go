package conform

import (
	"fmt"
	"strings"

	"github.com/assay-dev/assay/internal/lake"
)

// table is a bill as checks see it.
type table struct {
	sight      *lake.Sight
	parquet    bool
	currencies []string
}

func (t *table) has(column string) bool { return t.sight.Has(column) }

func (t *table) kind(column string) string {
	for _, c := range t.sight.Columns {
		if strings.EqualFold(c.Name, column) {
			return c.Type
		}
	}
	return ""
}

func (t *table) quoted(column string) string {
	return `"` + strings.ReplaceAll(t.sight.Spelt(column), `"`, `""`) + `"`
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// text is a column's value as text.
func (t *table) text(column string) string { return "CAST(" + t.quoted(column) + " AS VARCHAR)" }

// number is a column's value as a number, null where it is none.
func (t *table) number(column string) string {
	return "CAST(" + lake.NumberSQL(t.quoted(column), t.kind(column)) + " AS DECIMAL(38,12))"
}

const (
	numberForm = `^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$`
	timeForm   = `^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?Z$`
	unitForm   = `^([0-9]+ )?[A-Z][A-Za-z0-9]*([ /-][A-Za-z0-9][A-Za-z0-9]*)*$`
)

// sql is the condition that a line keeps a check, null taken for yes: whether a
// value may be missing is a rule of its own. ok is false for what no line tells.
func (t *table) sql(c *check) (string, bool) {
	switch c.name {
	case "and", "or":
		var parts []string
		for _, s := range c.of {
			p, ok := t.sql(s)
			if !ok {
				return "", false
			}
			parts = append(parts, "("+p+")")
		}
		return strings.Join(parts, " "+strings.ToUpper(c.name)+" "), len(parts) > 0
	case "is", "is-not":
		return t.equal(c), true
	case "at-least":
		return fmt.Sprintf("coalesce(%s >= %v, true)", t.number(c.column(0)), c.args[len(c.args)-1]), true
	case "same":
		return t.text(c.column(0)) + " IS NOT DISTINCT FROM " + t.text(c.column(1)), true
	case "differ":
		return t.text(c.column(0)) + " IS DISTINCT FROM " + t.text(c.column(1)), true
	case "product":
		a, b, r := t.number(c.column(0)), t.number(c.column(1)), t.number(c.column(2))
		// To a millionth, or as far as the result has places.
		return fmt.Sprintf("coalesce(abs(CAST(%s AS DOUBLE) * CAST(%s AS DOUBLE) - CAST(%s AS DOUBLE)) <= greatest(1e-6, abs(CAST(%s AS DOUBLE)) * 1e-6), true)", a, b, r, r), true
	}
	return t.form(c)
}

func (t *table) equal(c *check) string {
	column, value := c.column(0), c.args[len(c.args)-1]
	not := c.name == "is-not"
	switch v := value.(type) {
	case nil:
		empty := t.quoted(column) + " IS NULL"
		if not {
			return t.quoted(column) + " IS NOT NULL"
		}
		return empty
	case float64:
		if not { // a missing value is another value
			return fmt.Sprintf("%s IS DISTINCT FROM %v", t.number(column), v)
		}
		return fmt.Sprintf("coalesce(%s = %v, true)", t.number(column), v)
	default:
		if not {
			return t.text(column) + " IS DISTINCT FROM " + quote(fmt.Sprint(v))
		}
		return fmt.Sprintf("coalesce(%s = %s, true)", t.text(column), quote(fmt.Sprint(v)))
	}
}

// form checks types and forms of values. Parquet's types are what they are.
func (t *table) form(c *check) (string, bool) {
	column := c.column(0)
	kind := t.kind(column)
	typed := kind != "VARCHAR"
	numeric := strings.HasPrefix(kind, "DECIMAL") || strings.HasSuffix(kind, "INT") || kind == "INTEGER" || kind == "DOUBLE" || kind == "FLOAT"
	timed := strings.HasPrefix(kind, "TIMESTAMP") || kind == "DATE"
	match := func(pattern string) string {
		return "coalesce(regexp_full_match(" + t.text(column) + ", " + quote(pattern) + "), true)"
	}
	always := func(b bool) (string, bool) { return fmt.Sprint(b), true }
	switch c.name {
	case "text":
		return always(!typed || !t.parquet)
	case "decimal", "number", "number-form":
		if typed {
			return always(numeric)
		}
		return match(numberForm), true
	case "time", "time-form":
		if typed {
			return always(timed)
		}
		if c.name == "time" {
			return "(" + t.quoted(column) + " IS NULL OR TRY_CAST(" + t.quoted(column) + " AS TIMESTAMPTZ) IS NOT NULL)", true
		}
		return match(timeForm), true
	case "text-form":
		return "coalesce(NOT regexp_matches(" + t.text(column) + ", '[\\x00-\\x1f]') AND " + t.text(column) + " <> '', true)", true
	case "unit-form":
		return match(unitForm), true
	case "pairs-form":
		if strings.HasPrefix(kind, "MAP") || strings.HasPrefix(kind, "STRUCT") {
			return always(true)
		}
		return "(" + t.quoted(column) + " IS NULL OR CASE WHEN json_valid(" + t.text(column) + ") THEN json_type(" + t.text(column) + ") = 'OBJECT' ELSE false END)", true
	case "currency-form": // a national code, or a name of a virtual currency
		return match(`^[A-Za-z][A-Za-z0-9 ._-]*$`), true
	case "national":
		codes := make([]string, len(t.currencies))
		for i, code := range t.currencies {
			codes[i] = quote(code)
		}
		return "coalesce(" + t.text(column) + " IN (" + strings.Join(codes, ", ") + "), true)", true
	}
	return "", false
}
