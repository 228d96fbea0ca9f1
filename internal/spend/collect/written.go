package collect

import (
	"context"
	"fmt"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

// written says how a bill writes what can be written in two ways: one line does not
// tell, all together may.
type written struct {
	// dayFirst: 01/02/2025 is in February.
	dayFirst bool
	// decimalComma: 1.234 is more than a thousand.
	decimalComma bool
}

// asker says which of some conditions hold for any line of the bill.
type asker func(conditions ...string) ([]bool, error)

func ask(ctx context.Context, l Looker, files []lake.File) asker {
	return func(conditions ...string) ([]bool, error) {
		var checks []lake.Check
		for _, c := range conditions {
			checks = append(checks, lake.Check{ID: c, SQL: c})
		}
		done, err := l.Check(ctx, files, checks)
		if err != nil {
			return nil, err
		}
		var out []bool
		for _, b := range done.Broken {
			out = append(out, b.Lines > 0)
		}
		return out, nil
	}
}

// slashDates sees whether days or months come first in dates like 01/02/2025. A
// billing period that would begin in January, after its first day, and never names
// another month, names the month second.
func (c *columns) slashDates(file string, ask asker, period string, dates ...string) error {
	day, month, hint := "false", "false", "false"
	for _, n := range append(dates, period) {
		if c.typeOf(n) != "VARCHAR" {
			continue
		}
		e := "trim(" + c.find(n) + ")"
		day += " OR coalesce(regexp_matches(" + e + `, '^(1[3-9]|2[0-9]|3[01])/[0-9]{1,2}/[0-9]{4}'), false)`
		month += " OR coalesce(regexp_matches(" + e + `, '^[0-9]{1,2}/(1[3-9]|2[0-9]|3[01])/[0-9]{4}'), false)`
		if n == period {
			hint = "coalesce(regexp_matches(" + e + `, '^0?1/(0?[2-9]|1[0-2])/[0-9]{4}'), false)`
		}
	}
	if day == "false" {
		return nil
	}
	said, err := ask(day, month, hint)
	if err != nil {
		return err
	}
	if said[0] && said[1] {
		return fault.New(fault.Invalid, "%s writes some dates with the day first and some with the month first", file).WithHelp("load the files of each kind apart, or export dates as 2025-01-31")
	}
	c.dayFirst = said[0] || said[2] && !said[1]
	return nil
}

// slashDate reads dates with slashes, in the order that slashDates saw, and ISO dates.
func (c *columns) slashDate(expr string) string {
	if expr == "NULL" || expr == "" {
		return "NULL"
	}
	order := "%m/%d/%Y"
	if c.dayFirst {
		order = "%d/%m/%Y"
	}
	return fmt.Sprintf("coalesce(try_strptime(trim(CAST(%[1]s AS VARCHAR)), ['%[2]s', '%%Y-%%m-%%d', '%[2]s %%H:%%M:%%S']), TRY_CAST(%[1]s AS TIMESTAMP))", expr, order)
}

// said is a time as text, or what the bill says where it can't be read, so that the
// lake quarantines the line.
func said(moment, expr string) string {
	return "coalesce(CAST(" + moment + " AS VARCHAR), " + filled(expr) + ")"
}

// commaNumber says that text is a number with a comma for decimals.
const commaNumber = `'[-+]?([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,[0-9]+)?'`

// withComma reads text as a number with a comma for decimals; a point that groups no
// three digits makes it none. What is a number already stays.
func withComma(expr string) string {
	text := filled(expr)
	return fmt.Sprintf("CASE WHEN typeof(%[1]s) <> 'VARCHAR' THEN CAST(%[1]s AS VARCHAR) WHEN regexp_full_match(%[2]s, %[3]s) THEN replace(replace(%[2]s, '.', ''), ',', '.') ELSE 'no decimal comma: ' || %[2]s END", expr, text, commaNumber)
}

// commas sees whether amounts are written with a decimal comma: 1.234,50 or 0,5.
func (c *columns) commas(ask asker, name string) error {
	if c.typeOf(name) != "VARCHAR" {
		return nil
	}
	e := "trim(" + c.find(name) + ")"
	said, err := ask("coalesce(regexp_full_match(" + e + ", " + commaNumber + ") AND regexp_matches(" + e + `, '\.[0-9]{3},[0-9]+$|^[^.,]*,([0-9]{1,2}|[0-9]{4,})$'), false)`)
	if err != nil {
		return err
	}
	c.decimalComma = said[0]
	return nil
}

// number is the expression of an amount as the bill writes it.
func (c *columns) number(names ...string) string {
	e := c.find(names...)
	if e == "" || !c.decimalComma {
		return e
	}
	return withComma(e)
}
