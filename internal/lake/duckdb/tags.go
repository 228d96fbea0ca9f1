package duckdb

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/lake"
)

const (
	// mostKeys is how many keys of tags are remembered, to know which are nowhere.
	mostKeys = 2000
	// mostTags is how many keys get a column of their own, besides those asked for.
	mostTags = 24
	// mostValues is how many values such a key may have: what names single
	// resources groups nothing.
	mostValues = 5000
	// mostSets is how many different sets of tags are each looked at once; with
	// more, a sample of so many decides which keys get a column.
	mostSets, sampleSets = 300_000, 100_000
)

const isObject = "CASE WHEN json_valid(Tags) THEN json_type(Tags) = 'OBJECT' ELSE false END"

// tagSet looks at each set of tags once: is it an object, and which keys are
// worth a column? It gives the cases in which a line's tags are unreadable.
func (x *loader) tagSet(ctx context.Context, types []lake.SeenColumn) ([]string, error) {
	i := slices.IndexFunc(types, func(c lake.SeenColumn) bool { return strings.EqualFold(c.Name, "Tags") })
	expr := pairsSQL(name(types[i].Name), types[i].Type)
	about, err := x.count(ctx, "SELECT approx_count_distinct("+expr+") FROM mapped")
	if err != nil {
		return nil, x.bad(err)
	}
	sets := "SELECT " + expr + " AS Tags, count(*) AS n FROM mapped GROUP BY ALL"
	if x.manySets = about > mostSets; x.manySets {
		sets = fmt.Sprintf("SELECT Tags, 1 AS n FROM (SELECT %s AS Tags FROM mapped) WHERE hash(Tags) %% %d = 0", expr, about/sampleSets)
	}
	if _, err := x.db.ExecContext(ctx, "CREATE TABLE tagset AS SELECT Tags, n, "+isObject+" AS ok FROM ("+sets+") WHERE Tags IS NOT NULL"); err != nil {
		return nil, x.bad(err)
	}
	if err := x.pickTags(ctx); err != nil {
		return nil, err
	}
	const says = " THEN 'Tags are no JSON object'"
	if x.manySets {
		x.keys = nil
		return []string{"WHEN Tags IS NOT NULL AND NOT coalesce(" + isObject + ", false)" + says}, nil
	}
	bad, err := x.count(ctx, "SELECT count(*) FROM tagset WHERE NOT ok")
	if err != nil || bad == 0 {
		return nil, err
	}
	return []string{"WHEN Tags IN (SELECT Tags FROM tagset WHERE NOT ok)" + says}, nil
}

// pickTags chooses the keys that get a column: those asked for, and the most
// frequent of few values. Of names that differ in their case only, one does.
func (x *loader) pickTags(ctx context.Context) error {
	rows, err := x.db.QueryContext(ctx, "SELECT k FROM (SELECT n, unnest(json_keys(Tags)) AS k FROM tagset WHERE ok) WHERE length(k) BETWEEN 1 AND 128 AND NOT regexp_matches(k, '[\\x00-\\x1f\\x7f]') GROUP BY k ORDER BY sum(n) DESC, k LIMIT "+fmt.Sprint(mostKeys+1))
	if err != nil {
		return x.bad(err)
	}
	if x.keys, err = scanTexts(rows); err != nil {
		return x.bad(err)
	}
	candidates := x.keys[:min(len(x.keys), 2*mostTags)]
	few, err := x.fewValues(ctx, candidates)
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	most := len(x.Tags) + mostTags
	for i, k := range append(slices.Clone(x.Tags), candidates...) {
		asked := i < len(x.Tags)
		if taken[strings.ToLower(k)] || !asked && (!few[k] || len(x.tags) >= most) {
			continue
		}
		taken[strings.ToLower(k)] = true
		x.tags = append(x.tags, k)
	}
	slices.Sort(x.tags)
	slices.Sort(x.keys)
	if len(x.keys) > mostKeys {
		x.keys = nil
	}
	return nil
}

// fewValues says of which keys there are few values.
func (x *loader) fewValues(ctx context.Context, keys []string) (map[string]bool, error) {
	out := map[string]bool{}
	if len(keys) == 0 {
		return out, nil
	}
	var counts []string
	to := make([]any, len(keys))
	n := make([]int64, len(keys))
	for i := range keys {
		counts = append(counts, fmt.Sprintf("approx_count_distinct(v[%d])", i+1))
		to[i] = &n[i]
	}
	query := "SELECT " + strings.Join(counts, ", ") + " FROM (SELECT json_extract_string(Tags, " + pointers(keys) + ") AS v FROM tagset WHERE ok)"
	if err := x.db.QueryRowContext(ctx, query).Scan(to...); err != nil {
		return nil, x.bad(err)
	}
	for i, k := range keys {
		out[k] = n[i] <= mostValues
	}
	return out, nil
}

// pointer is the JSON pointer of a tag.
func pointer(tag string) string {
	return "/" + strings.ReplaceAll(strings.ReplaceAll(tag, "~", "~0"), "/", "~1")
}

// pointers is a list of the pointers of tags.
func pointers(tags []string) string {
	var out []string
	for _, t := range tags {
		out = append(out, pointer(t))
	}
	return texts(out)
}

// tagColumns adds a column for each key tag, and what to select it from.
func (x *loader) tagColumns(ctx context.Context, cols []string, from string) ([]string, string, error) {
	if !x.hasTags || len(x.tags) == 0 {
		return cols, from, nil
	}
	value := "t.v[%d]"
	if x.manySets {
		from = "(SELECT *, json_extract_string(Tags, " + pointers(x.tags) + ") AS x_v FROM typed) l" + strings.TrimPrefix(from, "typed l")
		value = "nullif(l.x_v[%d], '')"
	} else {
		if err := x.tagValues(ctx); err != nil {
			return nil, "", x.bad(err)
		}
		value = "t.v%d"
		from += " LEFT JOIN tagvalue t ON t.Tags = l.Tags"
	}
	for i, k := range x.tags {
		cols = append(cols, fmt.Sprintf(value, i+1)+" AS "+name(tagColumn+k))
	}
	return cols, from, nil
}

// tagValues makes, once, the values of the key tags of each set of tags: v1, v2 … as
// one of few where they are (see oneOf).
func (x *loader) tagValues(ctx context.Context) error {
	if x.valued {
		return nil
	}
	x.valued = true
	if _, err := x.db.ExecContext(ctx, "CREATE TABLE taglist AS SELECT Tags, list_transform(json_extract_string(Tags, "+pointers(x.tags)+"), lambda v: nullif(v, '')) AS v FROM tagset WHERE ok"); err != nil {
		return err
	}
	cols := []string{"Tags"}
	for i := range x.tags {
		v := fmt.Sprintf("v[%d]", i+1)
		n, err := x.count(ctx, "SELECT count(DISTINCT "+v+") FROM taglist")
		if err != nil {
			return err
		}
		if n > 0 && n <= mostValues {
			few := fmt.Sprintf("few%d", i+1)
			if _, err := x.db.ExecContext(ctx, "CREATE TYPE "+few+" AS ENUM (SELECT DISTINCT "+v+" FROM taglist WHERE "+v+" IS NOT NULL ORDER BY 1)"); err != nil {
				return err
			}
			v = "CAST(" + v + " AS " + few + ")"
		}
		cols = append(cols, fmt.Sprintf("%s AS v%d", v, i+1))
	}
	_, err := x.db.ExecContext(ctx, "CREATE TABLE tagvalue AS SELECT "+strings.Join(cols, ", ")+" FROM taglist")
	return err
}
