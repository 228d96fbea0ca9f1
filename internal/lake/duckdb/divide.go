package duckdb

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

// part is a partition to be.
type part struct {
	source string
	month  assay.Month
	good   int64
	bad    int64 // that can be written whole
	broken int64 // that are no lines of CSV
	where  string
}

// name tells partitions of a bill apart.
func (p part) name() string { return p.source + "/" + string(p.month) }

const (
	mostGroups = 20_000
	mostParts  = 2000
	// noMonth selects the lines whose billing period cannot be told.
	noMonth = "(BillingPeriodStart IS NULL OR BillingPeriodStart < TIMESTAMP '1990-01-01' OR BillingPeriodStart >= TIMESTAMP '2100-01-01')"
)

// divide counts lines by partition: a few accounts and periods in many lines.
func (x *loader) divide(ctx context.Context) ([]part, error) {
	by := "ProviderName, BillingAccountId"
	if x.Source != "" {
		by = "NULL, NULL"
	}
	rows, err := x.db.QueryContext(ctx, fmt.Sprintf(`SELECT %s, BillingPeriodStart, count(*) FILTER (x_reason IS NULL), count(*) FILTER (x_reason IS NOT NULL)
 FROM typed GROUP BY ALL ORDER BY 1, 2, 3 LIMIT %d`, by, mostGroups+1))
	if err != nil {
		return nil, x.bad(err)
	}
	defer rows.Close()
	var out []part
	owners := map[string][]string{} // conditions by source
	n := 0
	for ; rows.Next(); n++ {
		var provider, account sql.NullString
		var start sql.NullTime
		var good, bad int64
		if err := rows.Scan(&provider, &account, &start, &good, &bad); err != nil {
			return nil, err
		}
		source := x.slug(provider, account)
		if cond := owned(provider, account); !slices.Contains(owners[source], cond) {
			owners[source] = append(owners[source], cond)
		}
		month := lake.UnknownMonth
		if start.Valid && start.Time.Year() >= 1990 && start.Time.Year() < 2100 {
			month = assay.MonthOf(start.Time)
		}
		i := slices.IndexFunc(out, func(p part) bool { return p.source == source && p.month == month })
		if i < 0 {
			out, i = append(out, part{source: source, month: month}), len(out)
		}
		out[i].good += good
		out[i].bad += bad
	}
	if err := rows.Err(); err != nil {
		return nil, x.bad(err)
	}
	if n > mostGroups || len(out) > mostParts {
		return nil, fault.New(fault.Invalid, "%s has lines of more than %d billing periods or accounts", x.Files[0].Name, min(len(out), mostParts)).WithHelp("is BillingPeriodStart the start of a billing period? name one source with --source")
	}
	x.conditions(out, owners)
	return out, nil
}

// conditions writes the condition of each part, no longer than it must be: a bill
// of one month and one account needs none.
func (x *loader) conditions(parts []part, owners map[string][]string) {
	months, anyBad := map[assay.Month]bool{}, false
	for _, p := range parts {
		months[p.month] = true
		anyBad = anyBad || p.bad > 0
	}
	for i := range parts {
		p := &parts[i]
		conds := []string{}
		if len(owners) > 1 {
			conds = append(conds, "("+strings.Join(owners[p.source], " OR ")+")")
		}
		if len(months) > 1 {
			conds = append(conds, monthIs(p.month))
		}
		if anyBad {
			conds = append(conds, "x_reason IS NULL")
		}
		if len(conds) == 0 {
			conds = append(conds, "true")
		}
		p.where = strings.Join(conds, " AND ")
	}
}

// whereBad is the condition of the lines of a part that are quarantined.
func (p part) whereBad() string {
	return strings.TrimSuffix(p.where, "x_reason IS NULL") + "x_reason IS NOT NULL"
}

func monthIs(m assay.Month) string {
	first, ok := m.First()
	if !ok {
		return noMonth
	}
	return fmt.Sprintf("BillingPeriodStart >= TIMESTAMP '%s' AND BillingPeriodStart < TIMESTAMP '%s'", first.Format("2006-01-02"), first.AddDate(0, 1, 0).Format("2006-01-02"))
}

// owned is the condition that a line is of a provider's billing account.
func owned(provider, account sql.NullString) string {
	is := func(col string, v sql.NullString) string {
		if !v.Valid {
			return col + " IS NULL"
		}
		return col + " = " + text(v.String)
	}
	return "(" + is("ProviderName", provider) + " AND " + is("BillingAccountId", account) + ")"
}

var noName = regexp.MustCompile(`[^a-z0-9._-]+`)

// longestSource bounds the name of a source, in bytes.
const longestSource = 100

// slug names the source of lines, as a folder may be named. Where that changes more
// than capitals and blanks of a name, a digest keeps apart what is not the same.
func (x *loader) slug(provider, account sql.NullString) string {
	is := strings.ReplaceAll(strings.ToLower(cmp.Or(x.Source, provider.String, "unknown")), " ", "-")
	if x.Source == "" && account.Valid {
		is += "-" + account.String
	}
	s := strings.Trim(noName.ReplaceAllString(strings.ToLower(is), "-"), "-.")
	if s == is && len(s) <= longestSource {
		return s
	}
	sum := sha256.Sum256([]byte(fmt.Sprintf("%q %v %q %v %q", x.Source, provider.Valid, provider.String, account.Valid, account.String)))
	return strings.TrimLeft(s[:min(len(s), longestSource-9)]+"-", "-") + hex.EncodeToString(sum[:4])
}

// onlySource is the source of a bill that has one.
func onlySource(parts []part) string {
	source := "unknown"
	for i, p := range parts {
		if i > 0 && p.source != source {
			return "unknown"
		}
		source = p.source
	}
	return source
}

// withBroken adds lines that are no CSV: nobody can say of which month.
func withBroken(parts []part, source string, n int64) []part {
	for i := range parts {
		if parts[i].source == source && parts[i].month == lake.UnknownMonth {
			parts[i].broken = n
			return parts
		}
	}
	return append(parts, part{source: source, month: lake.UnknownMonth, broken: n})
}
