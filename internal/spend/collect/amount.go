package collect

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/lake"
)

// amount is a number of a bill that is reckoned with before the lake reads it.
type amount struct {
	// number is its expression as an exact decimal; null where there is none.
	number string
	// said is what the bill says, with the column's name; null where it says nothing.
	said string
	// expr is what the bill has; typed says that it is of a type of numbers.
	expr  string
	typed bool
}

// amount reads an expression as an amount. Of a float its shortest text is what
// was meant; 1_000 is no number of a bill, nor is a truth value.
func (c *columns) amount(expr string) amount {
	if expr == "" || expr == "NULL" {
		return amount{}
	}
	out := amount{number: numeric(expr), said: literal(strings.ReplaceAll(expr, `"`, "")+": ") + " || " + filled(expr), expr: expr}
	for _, s := range c.sight.Columns {
		if quote(s.Name) == expr && (s.Type == "DOUBLE" || strings.HasPrefix(s.Type, "DECIMAL")) {
			out.number, out.typed = lake.NumberSQL(expr, s.Type), true
		}
	}
	return out
}

// filled is an expression as text; null where that is empty.
func filled(expr string) string { return "nullif(trim(CAST(" + expr + " AS VARCHAR)), '')" }

// numeric reads an expression of any type as an exact number; what is none is null.
func numeric(expr string) string { return lake.NumberSQL("CAST("+expr+" AS VARCHAR)", "VARCHAR") }

func (a amount) minus() amount {
	if a.number != "" {
		a.number = "-(" + a.number + ")"
	}
	return a
}

// total adds amounts up: as a number where the bill says them as numbers, else as text
// for the lake to read. An amount that is not there is nothing. Where one is no number
// the text is what the bill says, and the number is null, so that the lake quarantines
// the line instead of counting it as nothing: what is a total every line must have.
func total(amounts ...amount) string {
	var numbers []string
	for _, a := range amounts {
		if a.number != "" {
			numbers = append(numbers, "coalesce("+a.number+", 0)")
		}
	}
	if len(numbers) == 0 {
		return "'0'"
	}
	sum := strings.Join(numbers, " + ")
	if allNumbers(amounts...) {
		return exactly(sum, amounts)
	}
	return checked(sum, amounts...)
}

// product is what two amounts come to, as text for the lake to read; null where one is
// not there. No line must have it, so that a null would not be told from what is wrong.
func product(a, b amount) string { return checked("("+a.number+") * ("+b.number+")", a, b) }

// allNumbers says that the bill says amounts as numbers, those that it has.
func allNumbers(amounts ...amount) bool {
	return !slices.ContainsFunc(amounts, func(a amount) bool { return a.number != "" && !a.typed })
}

// exactly is a result as a number; null where an amount is no number or the result is
// too large for one.
func exactly(result string, amounts []amount) string {
	var bad []string
	for _, a := range amounts {
		if a.number != "" {
			bad = append(bad, a.expr+" IS NOT NULL AND ("+a.number+") IS NULL")
		}
	}
	if len(bad) > 1 {
		result = "TRY(" + result + ")"
	}
	return "CASE WHEN NOT (" + strings.Join(bad, " OR ") + ") THEN " + result + " END"
}

// checked is a result as text, or what the bill says where an amount is no number
// or the result is too large for one.
func checked(result string, amounts ...amount) string {
	var said, there []string
	for _, a := range amounts {
		if a.number != "" {
			said = append(said, "CASE WHEN ("+a.number+") IS NULL THEN "+a.said+" END")
			there = append(there, "("+a.number+") IS NOT NULL")
		}
	}
	return "coalesce(" + strings.Join(said, ", ") + ", CAST(TRY(" + result + ") AS VARCHAR), CASE WHEN " + strings.Join(there, " AND ") + " THEN 'too large' END)"
}
