package run

import (
	"errors"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/catalog"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	tagging "github.com/assay-dev/assay/internal/spend/tags"
)

// Books are what a repository says about whose a charge is.
type Books struct {
	Services []assay.Service
	Policy   []config.RequiredTag
	Tagging  *tagging.Tagging
}

// ReadBooks reads the catalogue and the files of cost of a folder as they lie
// there. Files that are missing say nothing.
func ReadBooks(dir string) (*Books, error) {
	b := &Books{}
	data, err := optional(dir, config.FileName)
	if err != nil {
		return nil, err
	}
	cfg, err := config.Parse(config.FileName, data)
	if err != nil {
		return nil, err
	}
	b.Services = catalog.New(cfg).Services()
	b.Policy = cfg.Tags.Required
	if data, err = optional(dir, tagging.File); err != nil {
		return nil, err
	}
	b.Tagging, err = tagging.Parse(tagging.File, data)
	return b, err
}

// Virtual are the keys that tags, rules and the catalogue make.
func (b *Books) Virtual() []lake.Virtual { return tagging.Virtual(b.Services, b.Policy, b.Tagging) }

// CostCentres are those of the catalogue's services.
func (b *Books) CostCentres() []string {
	var out []string
	for _, s := range b.Services {
		out = append(out, s.CostCentre)
	}
	return out
}

// Tags are those that answers need as columns.
func (b *Books) Tags() []string { return b.Tagging.Tags(b.Policy) }

// optional reads a file that need not be there.
func optional(dir, name string) ([]byte, error) {
	data, err := change.ReadFile(dir, name, config.MaxSize)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	return data, err
}
