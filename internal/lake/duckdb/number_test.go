package duckdb_test

import (
	"database/sql"
	"testing"

	"github.com/assay-dev/assay/internal/lake"
)

// TestNumbers: an expression is read as the number that was meant, and what is none as
// none, whatever its type and size.
func TestNumbers(t *testing.T) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, c := range []struct{ expr, typ, want string }{
		{"0.1", "DOUBLE", "0.100000000000"},
		{"8999.999999999", "DOUBLE", "8999.999999999000"},
		{"9000", "DOUBLE", "9000.000000000000"},
		{"439512590", "DOUBLE", "439512590.000000000000"},
		{"-9876543.21", "DOUBLE", "-9876543.210000000000"},
		{"9007199254740993", "DOUBLE", "9007199254740992.000000000000"},
		{"1e25", "DOUBLE", "10000000000000000000000000.000000000000"},
		{"1e27", "DOUBLE", "none"},
		{"'nan'", "DOUBLE", "none"},
		{"'infinity'", "DOUBLE", "none"},
		{"0.1", "FLOAT", "0.100000000000"},
		{"1234567.9", "FLOAT", "1234567.900000000000"},
		{"true", "BOOLEAN", "none"},
		{"7", "INTEGER", "7.000000000000"},
		{"1.25", "DECIMAL(18,11)", "1.25000000000"},
		{"1.25", "DECIMAL(38,2)", "1.250000000000"},
		{"' 12 '", "VARCHAR", "12.000000000000"},
		{"'1234567.123456789012'", "VARCHAR", "1234567.123456789012"},
		{"'999999.9999999999999'", "VARCHAR", "1000000.000000000000"},
		{"'0.0000000000005'", "VARCHAR", "0.000000000001"},
		{"'98765432109876.5'", "VARCHAR", "98765432109876.500000000000"},
		{"'1e3'", "VARCHAR", "1000.000000000000"},
		{"'-1.5E-3'", "VARCHAR", "-0.001500000000"},
		{"'1_000'", "VARCHAR", "none"},
		{"'1,000'", "VARCHAR", "none"},
		{"''", "VARCHAR", "none"},
		{"'much'", "VARCHAR", "none"},
		{"NULL", "VARCHAR", "none"},
	} {
		var got string
		query := "SELECT coalesce(CAST(" + lake.NumberSQL("x", c.typ) + " AS VARCHAR), 'none') FROM (SELECT CAST(" + c.expr + " AS " + c.typ + ") AS x)"
		if err := db.QueryRow(query).Scan(&got); err != nil || got != c.want {
			t.Errorf("%s as %s is %s, want %s (%v)", c.expr, c.typ, got, c.want, err)
		}
	}
}
