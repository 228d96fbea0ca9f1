package sample_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/spend/allocate"
	"github.com/assay-dev/assay/internal/spend/budget"
	"github.com/assay-dev/assay/internal/spend/sample"
	"github.com/assay-dev/assay/internal/spend/tags"
)

// TestFiles: the same month and seed give the same bytes, another seed others;
// every bill says that it is made up; the bank's files can be read.
func TestFiles(t *testing.T) {
	files, planted, err := sample.Files("2025-12", 1)
	if err != nil || len(planted) == 0 {
		t.Fatal(err)
	}
	again, _, err := sample.Files("2025-12", 1)
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := sample.Files("2025-12", 2)
	if err != nil {
		t.Fatal(err)
	}
	bills := 0
	for i, f := range files {
		if !bytes.Equal(f.Data, again[i].Data) {
			t.Errorf("%s differs", f.Name)
		}
		if strings.HasPrefix(f.Name, "bills/") {
			bills++
			if bytes.Equal(f.Data, other[i].Data) {
				t.Errorf("the seed does not change %s", f.Name)
			}
			rows, err := csv.NewReader(bytes.NewReader(f.Data)).ReadAll()
			if err != nil || len(rows) < 400 {
				t.Errorf("%s: %d lines, %v", f.Name, len(rows), err)
			}
			for _, r := range rows[1:] {
				if !strings.Contains(strings.Join(r, " "), "(sample data)") {
					t.Fatalf("%s: a line does not say that it is made up: %q", f.Name, r)
				}
			}
		}
		switch f.Name {
		case tags.File:
			_, err = tags.Parse(f.Name, f.Data)
		case budget.File:
			_, err = budget.Parse(f.Name, f.Data)
		case allocate.File:
			_, err = allocate.ParseRules(f.Name, f.Data)
		}
		if err != nil {
			t.Error(err)
		}
	}
	if bills != sample.Months || files[0].Name != "bills/2024-12.csv" {
		t.Errorf("%d bills from %s", bills, files[0].Name)
	}
}
