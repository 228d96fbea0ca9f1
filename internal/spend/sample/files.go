package sample

import (
	"embed"
	"io/fs"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

//go:embed all:bank
var bankFiles embed.FS

// Files are the whole sample: bills, business metrics, and what the bank's
// repository says of services, tags, who pays, and budgets.
func Files(last assay.Month, seed uint64) ([]File, []Planted, error) {
	files, planted, err := Bank(last, seed)
	if err != nil {
		return nil, nil, err
	}
	deploys, err := Deploys(last, seed)
	if err != nil {
		return nil, nil, err
	}
	metrics, err := Metrics(last, seed)
	if err != nil {
		return nil, nil, err
	}
	files = append(files, metrics, deploys)
	err = fs.WalkDir(bankFiles, "bank", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := bankFiles.ReadFile(path)
		files = append(files, File{strings.TrimPrefix(path, "bank/"), data})
		return err
	})
	return files, planted, err
}
