package shape

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Page writes the fields of documents as Markdown: a section for each document, and
// a table for each kind of object in it. A field without a meaning is an error.
func Page(b *strings.Builder, docs []Document) error {
	var errs []error
	for i := range docs {
		d := &docs[i]
		root, g, err := d.describe()
		if err != nil {
			return fmt.Errorf("%s: %w", d.Name, err)
		}
		fmt.Fprintf(b, "\n## %s\n\n`%s` · [%s.schema.json](%s.schema.json)\n\n%s\n", d.Title, d.Command, d.Name, d.Name, d.About)
		p := &pager{generator: g, b: b, seen: map[string]string{}}
		p.table("", "", root)
		for _, m := range p.missing {
			errs = append(errs, fmt.Errorf("%s: %s", d.Name, m))
		}
	}
	return errors.Join(errs...)
}

type pager struct {
	*generator
	b    *strings.Builder
	seen map[string]string // path by name of definition
	// missing are fields that nothing says the meaning of.
	missing []string
}

// table writes the fields of an object, and then those of the objects in it.
func (p *pager) table(path, name string, object Object) {
	if path != "" {
		fmt.Fprintf(p.b, "\n### `%s`\n", path)
		if doc, _ := object["description"].(string); doc != "" {
			fmt.Fprintf(p.b, "\n%s%s\n", strings.ToUpper(doc[:1]), doc[1:])
		}
	}
	p.b.WriteString("\n| Field | Form | What it says |\n|---|---|---|\n")
	properties, required := object["properties"].(Object), object["required"].([]string)
	for _, field := range p.order[name] {
		if field == anyKey {
			p.b.WriteString("| `" + anyKey + "` | text | for each of `keys`, [what they are](#keys), its value; empty where bills say none |\n")
			continue
		}
		s := properties[field].(Object)
		doc, _ := s["description"].(string)
		if doc == "" {
			p.missing = append(p.missing, fmt.Sprintf("%s: nothing says what %s means", cmp.Or(name, path), field))
		}
		form := p.form(s)
		if !slices.Contains(required, field) {
			form += ", may be absent"
		}
		fmt.Fprintf(p.b, "| `%s` | %s | %s |\n", field, form, cell(doc))
	}
	for _, field := range p.order[name] {
		if field == anyKey {
			continue
		}
		at, below := below(properties[field].(Object), strings.TrimPrefix(path+"."+field, "."))
		if below == "" {
			continue
		}
		if was, ok := p.seen[below]; ok {
			fmt.Fprintf(p.b, "\n### `%s`\n\nThe fields of `%s`.\n", at, was)
			continue
		}
		p.seen[below] = at
		p.table(at, below, p.defs[below].(Object))
	}
}

// cell is a meaning in a table: one that is no whole sentence has no full stop.
func cell(doc string) string {
	if !strings.Contains(doc, ". ") {
		doc = strings.TrimSuffix(doc, ".")
	}
	return strings.ReplaceAll(doc, "|", `\|`)
}

// below is the definition that a field's value, or each of them, is of, and its path.
func below(s Object, at string) (path, name string) {
	if ref, ok := s["$ref"].(string); ok {
		return at, strings.TrimPrefix(ref, "#/$defs/")
	}
	if items, ok := s["items"].(Object); ok {
		return below(items, at+"[]")
	}
	if values, ok := s["additionalProperties"].(Object); ok {
		return below(values, at+".*")
	}
	if any, ok := s["anyOf"].([]Object); ok {
		return below(any[0], at)
	}
	return "", ""
}

// form is what a value looks like, in a few words.
func (p *pager) form(s Object) string {
	if c, ok := s["const"]; ok {
		return fmt.Sprintf("`%v`", c)
	}
	if e, ok := s["enum"].([]string); ok {
		return "`" + strings.Join(e, "`, `") + "`"
	}
	if _, ok := s["$ref"]; ok {
		return "object"
	}
	if any, ok := s["anyOf"].([]Object); ok {
		return p.form(any[0]) + " or null"
	}
	kind, null := s["type"], ""
	if both, ok := kind.([]string); ok {
		kind, null = both[0], " or null"
	}
	switch kind {
	case "array":
		return "list of " + plural(p.form(s["items"].(Object))) + null
	case "object":
		return p.form(s["additionalProperties"].(Object)) + " by name" + null
	case "integer":
		return "whole number" + null
	case "boolean":
		return "true or false" + null
	case "string":
		return text(s) + null
	}
	return fmt.Sprint(kind) + null
}

func plural(form string) string {
	if rest, ok := strings.CutPrefix(form, "list of"); ok {
		return "lists of" + rest
	}
	if rest, ok := strings.CutSuffix(form, " or null"); ok {
		return rest + "s or nulls"
	}
	return form + "s"
}

// most is how many examples a table has.
const most = 10

func text(s Object) string {
	if e, ok := s["examples"].([]string); ok {
		more := ""
		if len(e) > most {
			e, more = e[:most], ", …"
		}
		return "text, such as `" + strings.Join(e, "`, `") + "`" + more
	}
	switch {
	case s["format"] == "date-time":
		return "time"
	case s["pattern"] == decimalPattern:
		return "decimal"
	case s["pattern"] == centsPattern:
		return "decimal of two places"
	case s["pattern"] == amountPattern:
		return "amount"
	case s["pattern"] == monthPattern:
		return "month"
	}
	return "text"
}
