package collect_test

import (
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/spend/collect"
)

// TestVersions: of an export that is written anew, the newest version counts.
func TestVersions(t *testing.T) {
	parts := func(files map[string]string) map[string]string {
		for name, cost := range map[string]string{"2025-01/old/p-1.csv": "1", "2025-01/new/p-1.csv": "2", "2025-02/x/p-1.csv": "4"} {
			files[name] = focusHead + focusRow(name[:7], cost)
		}
		return files
	}
	keys := func(part, rest string) string { return `{"reportKeys":["exp/` + part + `"]` + rest + `}` }
	run := func(part, submitted string) string {
		return `{"blobs":[{"blobName":"exp/` + part + `"}],"exportConfig":{"exportName":"e"},"runInfo":{"startDate":"2025-01-01T00:00:00","endDate":"2025-01-31T00:00:00","submittedTime":"` + submitted + `"}}`
	}
	const period = `,"account":"1","reportName":"rep","billingPeriod":{"start":"20250101T000000.000Z","end":"20250201T000000.000Z"}`
	both := "2025-01 USD 2 2\n2025-02 USD 4 4\n"
	for name, test := range map[string]struct {
		files map[string]string
		want  string
		fails string
	}{
		"a period of another shape": {files: map[string]string{
			"2025-01/rep-Manifest.json": keys("2025-01/new/p-1.csv", `,"billingPeriod":"2025-01"`),
		}, fails: "2025-01/rep-Manifest.json is no manifest: billingPeriod is a string"},
		"the copy above says which": {files: map[string]string{
			"2025-01/old/rep-Manifest.json": keys("2025-01/old/p-1.csv", ""),
			"2025-01/new/rep-Manifest.json": keys("2025-01/new/p-1.csv", ""),
			"2025-01/rep-Manifest.json":     keys("2025-01/new/p-1.csv", ""),
			"2025-02/rep-Manifest.json":     keys("2025-02/x/p-1.csv", ""),
		}, want: both},
		"the same by what the manifests say": {files: map[string]string{
			"2025-01/old/rep-Manifest.json": keys("2025-01/old/p-1.csv", `,"assemblyId":"a"`+period),
			"2025-01/new/rep-Manifest.json": keys("2025-01/new/p-1.csv", `,"assemblyId":"b"`+period),
			"2025-01/rep-Manifest.json":     keys("2025-01/new/p-1.csv", `,"assemblyId":"b"`+period),
			"2025-02/rep-Manifest.json":     keys("2025-02/x/p-1.csv", strings.NewReplacer("202502", "202503", "202501", "202502").Replace(period)),
		}, want: both},
		"the last run": {files: map[string]string{
			"a/manifest.json": run("2025-01/new/p-1.csv", "2025-01-09T01:00:00.5Z"),
			"b/manifest.json": run("2025-01/old/p-1.csv", "2025-01-09T01:00:00Z"),
		}, want: "2025-01 USD 2 2\n"},
		"the last run by its folder": {files: map[string]string{
			"BILLING_PERIOD=2025-01/2025-01-09T10:00:00.000Z-x/manifest.json": keys("2025-01/old/p-1.csv", ""),
			"BILLING_PERIOD=2025-01/2025-01-10T09:00:00.000Z-a/manifest.json": keys("2025-01/new/p-1.csv", ""),
		}, want: "2025-01 USD 2 2\n"},
		"exports of two accounts": {files: map[string]string{
			"2025-01/old/rep-Manifest.json": keys("2025-01/old/p-1.csv", period),
			"2025-01/new/rep-Manifest.json": keys("2025-01/new/p-1.csv", strings.Replace(period, `"1"`, `"2"`, 1)),
		}, want: "2025-01 USD 3 3\n"},
		"nobody says": {files: map[string]string{
			"2025-01/old/rep-Manifest.json": keys("2025-01/old/p-1.csv", period),
			"2025-01/new/rep-Manifest.json": keys("2025-01/new/p-1.csv", period),
		}, fails: "do not tell which is newer"},
		"nobody says the month": {files: map[string]string{
			"a/rep-Manifest.json": keys("2025-01/old/p-1.csv", ""),
			"b/rep-Manifest.json": keys("2025-01/new/p-1.csv", ""),
		}, fails: "do not tell which is newer"},
		"runs that overlap": {files: map[string]string{
			"a/manifest.json": run("2025-01/new/p-1.csv", "2025-01-09T01:00:00Z"),
			"b/manifest.json": strings.Replace(run("2025-01/old/p-1.csv", "2025-01-09T01:00:00Z"), "2025-01-01", "2025-01-05", 1),
		}, fails: "their times overlap"},
	} {
		got, _, err := ingest(t, collect.Options{}, parts(test.files), assay.ByMonth)
		if test.fails != "" {
			if err == nil || !strings.Contains(err.Error(), test.fails) {
				t.Errorf("%s: %s %v", name, got, err)
			}
			continue
		}
		if err != nil || got != test.want {
			t.Errorf("%s: %v, got\n%swant\n%s", name, err, got, test.want)
		}
	}
}

// TestMissingPart: a part that is not there is not taken from another month.
func TestMissingPart(t *testing.T) {
	manifest := func(month string) string {
		return `{"dataFiles":["s3://bucket/pre/exp/data/BILLING_PERIOD=` + month + `/exp-00001.csv"]}`
	}
	files := map[string]string{
		"exp/data/BILLING_PERIOD=2025-01/exp-00001.csv":         focusHead + focusRow("2025-01", "1"),
		"exp/metadata/BILLING_PERIOD=2025-01/exp-Manifest.json": manifest("2025-01"),
		"exp/metadata/BILLING_PERIOD=2024-12/exp-Manifest.json": manifest("2024-12"),
	}
	const gone = "exp/data/BILLING_PERIOD=2024-12/exp-00001.csv"
	if got, _, err := ingest(t, collect.Options{}, files, assay.ByMonth); err == nil || !strings.Contains(err.Error(), gone+", which is not there") {
		t.Error(got, err)
	}
	delete(files, "exp/metadata/BILLING_PERIOD=2025-01/exp-Manifest.json")
	if got, _, err := ingest(t, collect.Options{}, files, assay.ByMonth); err == nil || !strings.Contains(err.Error(), gone+", which is not there") {
		t.Error(got, err)
	}
	files[gone] = focusHead + focusRow("2024-12", "2")
	got, _, err := ingest(t, collect.Options{}, files, assay.ByMonth)
	expect(t, got, err, "2024-12 USD 2 2\n")
	// all in one folder
	got, _, err = ingest(t, collect.Options{}, map[string]string{"x/exp-Manifest.json": manifest("2024-12"), "x/exp-00001.csv": files[gone]}, assay.ByMonth)
	expect(t, got, err, "2024-12 USD 2 2\n")
	// one file is not two
	twice := strings.Replace(manifest("2024-12"), "]", `,"s3://bucket/pre/exp/data/BILLING_PERIOD=2025-01/exp-00001.csv"]`, 1)
	if got, _, err = ingest(t, collect.Options{}, map[string]string{"exp-Manifest.json": twice, "exp-00001.csv": files[gone]}, assay.ByMonth); err == nil || !strings.Contains(err.Error(), "which is not there") {
		t.Error(got, err)
	}
}
