package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/report/pricelist"
	"github.com/assay-dev/assay/internal/spend/allocate"
	"github.com/assay-dev/assay/internal/spend/anomaly"
	"github.com/assay-dev/assay/internal/spend/breakdown"
	"github.com/assay-dev/assay/internal/spend/budget"
	"github.com/assay-dev/assay/internal/spend/commitment"
	"github.com/assay-dev/assay/internal/spend/conform"
	"github.com/assay-dev/assay/internal/spend/delivery"
	"github.com/assay-dev/assay/internal/spend/forecast"
	"github.com/assay-dev/assay/internal/spend/tags"
	"github.com/assay-dev/assay/internal/spend/units"
	"github.com/assay-dev/assay/internal/spend/waste"
	"github.com/assay-dev/assay/internal/testkit/shape"
)

// versioned is a document of cost: of a name, whose field version says which shape it has.
func versioned(name, title, command, about string, of reflect.Type, version int) shape.Document {
	return shape.Document{
		Name: "cost-" + name, Title: title, ID: fmt.Sprintf("https://assay.dev/schema/cost-%s/%d", name, version),
		Command: "assay cost " + command, About: about, Type: of,
		Fields: shape.Object{"version": shape.Object{"const": version, "description": "the version of this document's shape"}},
	}
}

// documents are all that the commands of cost write as JSON.
func documents() []shape.Document {
	return []shape.Document{
		versioned("report", "Cost by keys", "report --format json",
			"What charges come to, a row for each combination of values; each currency has rows of its own, and so have estimates. Rows are sorted by their values.", reflect.TypeFor[breakdown.Document](), breakdown.Version),
		versioned("anomalies", "What moved unusually", "anomalies --format json",
			"Most important first. The return to normal is no anomaly of its own.", reflect.TypeFor[anomaly.Report](), anomaly.Version),
		versioned("allocate", "Who pays", "allocate --format json",
			"Every charge with who pays it, added up by keys; `residual` is what was lost or invented on the way, and is 0.", reflect.TypeFor[allocate.Allocation](), allocate.Version),
		versioned("trace", "Why somebody pays", "allocate --month 2025-01 --why TARGET --format json",
			"By which rules and pools a target has its cost of a month.", reflect.TypeFor[allocate.Traces](), allocate.Version),
		versioned("statement", "Statements", "statement 2025-01 --format json",
			"What each cost centre pays for a month, and how that adds up to each invoice. The sum of the lines of all statements on an invoice is its total, to the coin.", reflect.TypeFor[allocate.Statements](), allocate.Version),
		versioned("budget", "Budgets", "budget --format json",
			"How each limit of a budget stands in its period.", reflect.TypeFor[budget.Document](), budget.Version),
		versioned("forecast", "What will come", "forecast --format json",
			"What each series, and each currency, will cost month by month. Rows of amounts that are known, and of small series together, have no keys.", reflect.TypeFor[forecast.Document](), forecast.Version),
		versioned("units", "What a unit costs", "units --metrics FILE --format json",
			"Cost, revenue and margin by metrics of the business and, with `--deploys`, around deploys.", reflect.TypeFor[units.Document](), units.Version),
		versioned("commitments", "Commitments", "commitments --format json",
			"Whether commitments are used, and how much of usage they cover.", reflect.TypeFor[commitment.Report](), commitment.Version),
		versioned("tags", "Tags", "tags --format json",
			"How much of what can carry the required tags does, and what to write on the rest.", reflect.TypeFor[tags.Coverage](), tags.Version),
		versioned("waste", "Waste", "waste --format json",
			"What is paid for and hardly used, the largest saving first.", reflect.TypeFor[waste.Report](), waste.Version),
		versioned("delivery", "What the pipeline costs", "delivery --format json",
			"Minutes of stages and engines, licences, and what a run, a release and a fixed finding cost.", reflect.TypeFor[delivery.Report](), delivery.Version),
		versioned("ingest", "Bills read in", "ingest FILE --format json",
			"What became of the lines of a bill: `in` = `stored` + `quarantined`.", reflect.TypeFor[ingested](), ingestVersion),
		versioned("bills", "Bills that are there", "ingest --list --format json",
			"What the lake holds, by source and month.", reflect.TypeFor[listed](), ingestVersion),
		versioned("conformance", "A bill against FOCUS", "ingest --validate FILE --format json",
			"How a bill fares by each rule of FOCUS.", reflect.TypeFor[conform.Document](), conform.Version),
		versioned("query", "An answer of SQL", "query --format json SELECT",
			"The rows of a SELECT. Each is a list in the order of the columns: two columns may be called the same.", reflect.TypeFor[answer](), answerVersion),
		{
			Name: "price", Title: "The price of code", ID: "https://assay.dev/schema/price/1", Command: "assay price --format json",
			About: "What infrastructure code costs a month, and what a change does to that. `schema` says the version.", Type: reflect.TypeFor[pricelist.Document](),
			Fields: shape.Object{"schema": shape.Object{"const": pricelist.Schema, "description": "names the shape of this document"}},
		},
	}
}

// TestDocuments holds the schemas in docs/reference, and the page of all fields, to
// the types; rewrite them with UPDATE=1 go test ./internal/cli.
func TestDocuments(t *testing.T) {
	docs := documents()
	for i := range docs {
		schema, err := docs[i].Schema()
		if err != nil {
			t.Errorf("%s: %v", docs[i].Name, err)
			continue
		}
		published(t, docs[i].Name+".schema.json", string(schema))
	}
	page, err := documentsPage(docs)
	if err != nil {
		t.Fatal(err)
	}
	published(t, "cost-json.md", page)
}

// published holds a file of docs/reference to what it should be.
func published(t *testing.T, name, want string) {
	t.Helper()
	path := filepath.Join("../../docs/reference", name)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("run UPDATE=1 go test ./internal/cli\n%s", diff)
	}
}

// TestGuidesShowTheShapes holds the examples of the guides to the schemas.
func TestGuidesShowTheShapes(t *testing.T) {
	for guide, name := range map[string]string{"cost": "cost-report", "anomalies": "cost-anomalies"} {
		text, err := os.ReadFile("../../docs/guide/" + guide + ".md")
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(text), "```json\n")
		example, _, ok := strings.Cut(rest, "```")
		if !ok {
			t.Errorf("%s.md shows no JSON", guide)
			continue
		}
		schema, err := os.ReadFile("../../docs/reference/" + name + ".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		s, err := shape.Compile(schema)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Check([]byte(example)); err != nil {
			t.Errorf("%s.md: %v", guide, err)
		}
	}
}

func documentsPage(docs []shape.Document) (string, error) {
	var b strings.Builder
	b.WriteString(`# JSON of cost

Made from the code: what the commands of cost and ` + "`assay price`" + ` write with ` + "`--format json`" + `. This page says what each field means, and beside it lies a
JSON Schema (2020-12) of each document, to check it with or to make types from. ` + "`assay cost rates`" + ` writes [a price book](../guide/price.md) instead.

- **Versions.** Each document says its ` + "`version`" + ` (that of prices its ` + "`schema`" + `). A field may be added to a version; one that goes or changes
  makes a new version. So take fields that you don't know; of those here none goes away.
- **Amounts** are decimals in text, in the ` + "`currency`" + ` beside them: ` + "`\"123.45\"`" + `, ` + "`\"-0.00000000001\"`" + `, never with an exponent. Sums of bills
  are exact; what is forecast has two places. An *amount* has its currency in it: ` + "`\"1200.50 EUR\"`" + `. ` + "`null`" + ` is unknown, which is not nothing. Currencies are never added up.
- **Months** are ` + "`2025-01`" + `, days ` + "`2025-01-31`" + `, times RFC 3339; all in UTC. Spans have both ends in them.
- **Estimates**: ` + "`estimated`" + ` says that the bill of a month was still open when it was read.
- A list without items is ` + "`[]`" + `, never ` + "`null`" + `.

| Document | Command | Schema |
|---|---|---|
`)
	for i := range docs {
		d := &docs[i]
		fmt.Fprintf(&b, "| [%s](#%s) | `%s` | [%s](%[4]s) |\n", d.Title, strings.ReplaceAll(strings.ToLower(d.Title), " ", "-"), d.Command, d.Name+".schema.json")
	}
	keys, err := shape.Keys(reflect.TypeFor[breakdown.Document]())
	if err != nil {
		return "", err
	}
	more, err := shape.Keys(reflect.TypeFor[allocate.Allocation]())
	if err != nil {
		return "", err
	}
	b.WriteString("\n## Keys\n\nWhat `--by` groups by and `--where` selects by; a row has the values of those asked for.\n\n| Key | What it is |\n|---|---|\n")
	for _, k := range keys {
		fmt.Fprintf(&b, "| `%s` | %s |\n", k.Name, k.Meaning)
	}
	b.WriteString("| `tag:KEY` | the value of the tag KEY: the bill's own, or what `.assay/tagging.yaml` makes of it |\n")
	for _, k := range more[len(keys):] {
		fmt.Fprintf(&b, "| `%s` | of `assay cost allocate` only: %s |\n", k.Name, k.Meaning)
	}
	err = shape.Page(&b, docs)
	return b.String(), err
}
