package run

import (
	"context"
	"path/filepath"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/sbom"
)

// Bill is what a folder brings in, and what it brought in at the base.
type Bill struct {
	Document sbom.Document
	// Base are the components at the base, where one was asked for.
	Base []assay.Component
	// Gaps are files that could not be read: the bill lacks what they name.
	Gaps []assay.Gap
}

// Bill lists the components of a folder. With req.Base also those at the base.
func (s *Service) Bill(ctx context.Context, req Request) (*Bill, error) {
	req.Engines = []assay.EngineID{assay.EngineDependency}
	req.Gate = req.Base != ""
	j := &job{Service: s, req: req, stepSeconds: map[string]float64{}}
	defer j.close()
	if err := j.prepare(ctx); err != nil {
		return nil, interruptedOr(ctx, err)
	}
	if err := j.look(ctx); err != nil {
		return nil, interruptedOr(ctx, err)
	}
	<-j.saveCache() // a cache that can't be kept changes no answer
	b := &Bill{Document: sbom.Document{
		Name: j.name(), Created: s.Now(), Tool: "assay " + s.Version, Projects: j.head.Projects, Components: j.head.Components,
	}}
	if j.repo != nil {
		b.Document.Version = j.repo.Head
	}
	if j.baseResult != nil {
		b.Base = j.baseResult.Components
	} else if j.base != nil {
		b.Base = j.head.Components
	}
	for _, g := range j.head.Gaps {
		if !g.Unsupported {
			b.Gaps = append(b.Gaps, g)
		}
	}
	return b, nil
}

// name is the examined folder's.
func (j *job) name() string {
	abs, err := filepath.Abs(j.req.Dir)
	if err != nil {
		return j.req.Dir
	}
	return filepath.Base(abs)
}
