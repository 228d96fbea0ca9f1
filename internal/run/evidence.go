package run

import (
	"context"
	"errors"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern"
	"github.com/assay-dev/assay/internal/govern/evidence"
	"github.com/assay-dev/assay/internal/report"
)

// Keeper keeps the evidence of a run: in a log, or in a file that is submitted
// to one. Once Keep returns nil all entries are there for good.
type Keeper interface {
	Keep(ctx context.Context, entries []evidence.Entry) (*report.Evidence, error)
}

// NoKeeper says why a run leaves no evidence.
type NoKeeper struct {
	// Why is a sentence, and Help what to do about it. An empty Why is fine: then
	// nobody expects evidence.
	Why, Help string
	// Refused says that somebody did not want any.
	Refused bool
}

// prove leaves the evidence of a run and its decision. Not being able to refuses
// the change; under profile strict CI must be able to.
func (j *job) prove(ctx context.Context, view *report.View, account *assay.Run, d govern.Decision) govern.Decision {
	if !j.req.Gate || j.interrupted {
		return d
	}
	if j.req.Keeper == nil {
		none := j.req.NoKeeper
		if j.req.CI != nil && j.profile() == assay.Strict {
			why := none.Why
			if none.Refused || why == "" {
				why = "evidence was switched off"
			}
			return d.Refuse("profile strict wants evidence of every change in CI: "+why, orElse(none.Help, "leave --no-evidence out, and name a key and a place: ASSAY_EVIDENCE_KEY and --evidence"))
		}
		if none.Why != "" && !none.Refused {
			view.Run.Notes = append(view.Run.Notes, "this run left no evidence: "+none.Why)
		}
		return d
	}
	entries := evidence.RunEntries(*account, evidence.Context{Builder: evidence.NewBuilder(account.CI, j.Version, j.req.KeyFrom), Steps: true})
	kept, err := j.req.Keeper.Keep(context.WithoutCancel(ctx), entries)
	if err != nil {
		return d.Refuse("evidence could not be written: "+err.Error(), j.withoutEvidence(orElse(fault.Help(err), "see that it can be written"), err))
	}
	view.Run.Evidence = kept
	return d
}

// withoutEvidence adds how to go without, where that is a way and not a way around
// a damaged log.
func (j *job) withoutEvidence(help string, err error) string {
	if j.req.CI != nil && j.profile() == assay.Strict || errors.Is(err, fault.Conflict) {
		return help
	}
	return help + ", or go without: --no-evidence"
}

func orElse(text, other string) string {
	if text != "" {
		return text
	}
	return other
}

// logPopulation joins what the store knows of a folder with the evidence log:
// ids of evidence, deploys, and runs of the same repository on other machines.
func (j *Service) logPopulation(ctx context.Context, p *population) error {
	if j.EvidenceLog == "" {
		return nil
	}
	log, err := evidence.Open(j.EvidenceLog, evidence.Options{})
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	found, err := log.Population(ctx, evidence.Filter{From: p.from, To: p.to})
	if err != nil {
		return err
	}
	known, services, commits := map[string]bool{}, map[assay.ServiceID]bool{}, map[string]bool{}
	for i := range p.runs {
		known[p.runs[i].ID] = true
	}
	for _, r := range found.Runs {
		if !known[r.ID] && (p.repository == "" || r.Repository != p.repository) {
			continue
		}
		if !known[r.ID] {
			p.runs = append(p.runs, r.Run)
		}
		p.evidence[r.ID] = orElse(r.Decided, r.EvidenceID)
	}
	for i := range p.runs {
		commits[p.runs[i].Head] = true
		for _, s := range p.runs[i].Services {
			services[s.ID] = s.ID != ""
		}
	}
	for _, d := range found.Deploys {
		if services[d.Service] || commits[d.Commit] && d.Commit != "" {
			p.deploys = append(p.deploys, d.Deploy)
			p.evidence[d.ID] = d.EvidenceID
		}
	}
	return nil
}
