package finance_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/finance"
)

func TestSchema(t *testing.T) {
	for _, c := range []struct{ sql, want string }{
		{"CREATE TABLE cards (cvv CHAR(4))", "finance/security-code-column: cards.cvv is CHAR(4)"},
		{"CREATE TABLE cards (`track_2_data` VARBINARY(200))", "finance/security-code-column: cards.track_2_data is VARBINARY(200)"},
		{"ALTER TABLE payments ADD COLUMN pin_block TEXT", "finance/security-code-column: payments.pin_block is TEXT"},
		{"CREATE TABLE cards (card_number VARCHAR(19) NOT NULL)", "finance/card-number-column: cards.card_number is VARCHAR(19)"},
		{"CREATE TABLE cards (pan BIGINT)", "finance/card-number-column: cards.pan is BIGINT"},
		// Harmless: whether it matched, a token, what is encrypted, another kind of number.
		{"CREATE TABLE cards (cvv_matched BOOLEAN, cvv BOOLEAN)", ""},
		{"CREATE TABLE cards (card_token CHAR(36), last4 CHAR(4))", ""},
		{"CREATE TABLE cards (card_number VARBINARY(64), pan VARCHAR(255))", ""},
		{"CREATE TABLE citizens (pan VARCHAR(10))", ""},
		{"CREATE TABLE kitchen (pan VARCHAR(20))", ""},
		{"ALTER TABLE cards DROP COLUMN cvv", ""},
		{"-- CREATE TABLE cards (cvv CHAR(4))", ""},
	} {
		out, err := finance.Schema{}.Scan(context.Background(), engine.File{Path: "db/cards.sql", Data: []byte(c.sql)})
		if err != nil {
			t.Fatal(err)
		}
		var got string
		for _, f := range out.Findings {
			got += fmt.Sprintf("%s: %s", f.Rule, f.Message)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.sql, diff)
		}
	}
}
