package finance

import (
	"context"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/finance/ddl"
	"github.com/assay-dev/assay/internal/rule"
)

// Schema is an engine.FileScanner for files of SQL: it looks at the columns
// that tables are given. It asks no scope, since what it finds is wrong
// wherever it stands.
type Schema struct{}

// ID names the engine.
func (Schema) ID() assay.EngineID { return assay.EngineFinance }

// Scopes lists what it covers.
func (Schema) Scopes() []assay.Scope { return []assay.Scope{assay.ScopeSchema} }

// Version changes with what is looked for.
func (Schema) Version() string { return "1" }

// Selects takes files of SQL.
func (Schema) Selects(name string, _ []byte) bool { return strings.EqualFold(path.Ext(name), ".sql") }

var schemaRules = rule.List{{
	ID: "finance/security-code-column", Engine: assay.EngineFinance, Title: "Column for the security code of a card", Severity: assay.Critical, Confidence: assay.Certain,
	CWE: []int{312}, Tags: []string{"card-data"},
	Explanation: "A table keeps the security code, the track or the PIN of a card. Once the payment is authorised nobody may keep it, encrypted or not.",
	Fix:         "Drop the column; keep the code in memory until the processor has answered.",
}, {
	ID: "finance/card-number-column", Engine: assay.EngineFinance, Title: "Column for card numbers in clear", Severity: assay.High, Confidence: assay.Firm,
	CWE: []int{312}, Tags: []string{"card-data"},
	Explanation: "The column is as long as a card number and named after it. Who reads the table, a copy or a dump has all cards.",
	Fix:         "Keep a token of the processor with the last four digits, or the encrypted number in a binary column.",
}}

var (
	securityCode = regexp.MustCompile(`(?i)^((card_?|cc_?)?(cvv2?|cvc2?|cav2)(_?(code|number|no|value))?|card_?(verification|security)_?(code|value|number)|(magnetic_?)?track_?(1|2|one|two)(_?data)?|(magnetic_?)?track_?data|pin_?block|card_?pin)$`)
	cardNumber   = regexp.MustCompile(`(?i)^((full_?|clear_?|plain_?)?(credit_?|debit_?)?card_?(number|no|num|pan)|primary_?account_?number|cc_?(number|num)|pan)$`)
	cardTable    = regexp.MustCompile(`(?i)card|payment|cvv|cvc|expir`)
	// What can hold the number itself: longer columns hold what it was turned into.
	clearType = regexp.MustCompile(`(?i)^((n?var)?char2?|character( varying)?|n?varchar2?)\s*\(\s*(1[2-9]|2[0-4])\b|^(bigint|numeric|decimal|number)\b`)
	yesOrNo   = regexp.MustCompile(`(?i)^(bool|boolean|bit\b|tinyint\s*\(\s*1\s*\))`)
)

// Scan looks at each column of the file.
func (Schema) Scan(ctx context.Context, f engine.File) (engine.Output, error) {
	var out engine.Output
	out.Examine(assay.ScopeSchema, 1)
	for _, c := range ddl.Columns(f.Data) {
		if err := ctx.Err(); err != nil {
			return engine.Output{}, err
		}
		var r rule.Rule
		switch {
		case securityCode.MatchString(c.Name) && !yesOrNo.MatchString(c.Type):
			r = schemaRules[0]
		case cardNumber.MatchString(c.Name) && clearType.MatchString(c.Type) && (!strings.EqualFold(c.Name, "pan") || cardTable.MatchString(c.Table)):
			r = schemaRules[1]
		default:
			continue
		}
		at := assay.Position{Line: c.Line, Column: c.Column}
		out.Findings = append(out.Findings, assay.Finding{
			Rule: r.ID, Engine: assay.EngineFinance, Severity: r.Severity, Confidence: r.Confidence, CWE: r.CWE,
			Message: fmt.Sprintf("%s.%s is %s", short(c.Table), short(c.Name), short(c.Type)), Fix: r.Fix,
			Location: assay.Location{Path: f.Path, Start: at, End: assay.Position{Line: c.Line, Column: c.Column + len(c.Name)}},
			Identity: strings.ToLower(c.Table + "\x00" + c.Name),
		})
	}
	return out, nil
}
