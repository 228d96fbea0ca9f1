package run

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/govern"
	"github.com/assay-dev/assay/internal/govern/policy"
	"github.com/assay-dev/assay/internal/govern/waiver"
	"github.com/assay-dev/assay/internal/report"
)

// Governance is what the store keeps of how a run was decided.
type Governance struct {
	Record   assay.Run       `json:"record"`
	Policies []policy.Info   `json:"policies"`
	Input    json.RawMessage `json:"input"`
}

// account is what governance keeps of this run.
func (j *job) account(v *report.View, d govern.Decision) assay.Run {
	r := assay.Run{
		ID: v.Run.ID, Started: j.started.UTC(), FixedClock: j.Clock != nil && j.req.CI == nil, Seconds: v.Run.Seconds, Version: v.Run.Version, CI: v.Run.CI,
		Repository: j.about.repository, Ticket: j.about.ticket, Dirty: j.dirty, Changed: len(j.changed),
		Folder: prefixOf(j.repo), Only: j.req.Stages,
		Profile: v.Profile, Coverage: v.Coverage, Fixed: len(j.fixed), Components: len(j.head.Components), AdvisoryDays: -1,
		Decision: assay.Decision{
			Outcome: string(v.Verdict.Outcome), ExitCode: v.Verdict.ExitCode, Effect: d.Effect,
			Rulings: j.rulings, Policies: v.Run.Policies, Input: v.Run.PolicyInput, Emergency: d.Emergency,
			Replaced: j.replaced(),
		},
		FourEyes: j.fourEyes(), Facts: j.facts(), People: j.people(), Waivers: j.usedWaivers(),
	}
	if g, ok := j.granted(d.Emergency); ok {
		r.Grant = &assay.Grant{
			ID: g.ID, Reason: string(j.Redact([]byte(g.Reason))), Ticket: g.Ticket, Base: g.Base, Change: g.Change, Expires: g.Expires.End().UTC(),
		}
	}
	if v.Change != nil {
		r.Base, r.Head = v.Change.Base, v.Change.Head
	}
	for _, a := range v.Run.Advisories {
		if a.Records > 0 {
			r.AdvisoryDays = max(r.AdvisoryDays, a.Days)
		}
	}
	touched := j.touchedServices()
	for _, s := range j.catalogue.Governed() {
		if touched[s.ID] {
			s.Outside = j.liesOutside(s.ID)
			r.Services = append(r.Services, s)
		}
	}
	for i := range j.head.Resources {
		if r.Resources == nil {
			r.Resources = map[string]int{}
		}
		r.Resources[j.head.Resources[i].Type]++
	}
	for _, st := range v.Stages {
		stage := assay.RunStage{Name: st.Name, Engines: st.Engines}
		for _, s := range st.Steps {
			stage.Steps = append(stage.Steps, assay.RunStep{Name: s.Name, State: s.State})
		}
		r.Stages = append(r.Stages, stage)
	}
	if len(j.held) > 0 {
		sum := sha256.Sum256(j.held)
		r.SBOM = hex.EncodeToString(sum[:])
	}
	r.Cost = j.cost.record()
	r.Findings = j.accountFindings()
	return r
}

// liesOutside says whether some paths of a service lie outside of the examined
// folder. Those of a configuration that lies in the folder itself don't.
func (j *job) liesOutside(id assay.ServiceID) bool {
	if j.below == "" {
		return false
	}
	for _, s := range j.catalogue.Services() {
		if s.ID == id {
			return slices.ContainsFunc(s.Paths, func(glob string) bool {
				return !strings.HasPrefix(strings.TrimSuffix(glob, "/")+"/", j.below+"/")
			})
		}
	}
	return true // what no service owns is everywhere
}

func (j *job) accountFindings() []assay.RunFinding {
	out := make([]assay.RunFinding, 0, len(j.findings))
	for i := range j.findings {
		f := &j.findings[i]
		known, _ := j.rule(f.Rule)
		r := assay.RunFinding{
			Rule: f.Rule, Fingerprint: f.Fingerprint, Severity: f.Severity, Confidence: f.Confidence, Status: f.Status,
			CWE: known.CWE, Tags: known.Tags, Service: f.Service, Overdue: !f.Due.IsZero() && f.Due.Before(j.started),
		}
		if len(f.CWE) > 0 {
			r.CWE = f.CWE
		}
		if s := f.Suppression; s != nil && s.Counts {
			r.Suppressed = s.By
			if s.By == "" {
				r.Suppressed = "ignore"
			}
		}
		out = append(out, r)
	}
	return out
}

func (j *job) replaced() []string {
	if j.policies == nil {
		return nil
	}
	return j.policies.Replaced()
}

// clockNote says what a stopped clock means.
func (j *job) clockNote() string {
	if j.req.CI != nil {
		return "SOURCE_DATE_EPOCH stops the report's clock; waivers, deadlines and evidence go by the real one"
	}
	return "SOURCE_DATE_EPOCH stops the clock at " + j.started.UTC().Format(time.RFC3339) + ": waivers and deadlines go by it, and the evidence says so"
}

// fourEyes says whether somebody else approved, where that is known: trailers and
// flags are what somebody wrote, perhaps an author. It is nil when nobody told, or
// only such a word speaks for it.
func (j *job) fourEyes() *bool {
	told, claimed := false, false
	for _, a := range j.about.approvals {
		told = true
		switch {
		case a.Author:
		case a.Source == policy.SourceForge:
			return new(true)
		default:
			claimed = true
		}
	}
	if !told || claimed {
		return nil
	}
	return new(false)
}

func (j *job) people() []assay.Person {
	var out []assay.Person
	add := func(role string, who change.Author) {
		if name := who.String(); name != "" {
			out = append(out, assay.Person{Role: role, Name: name})
		}
	}
	for _, a := range j.about.authors {
		add("author", a)
	}
	add("requester", change.Author(waiver.ParseIdentity(j.about.requester)))
	for _, a := range j.about.approvals {
		add("approver", change.Author(waiver.ParseIdentity(a.By)))
	}
	if g, ok := j.granted(j.emergency()); ok {
		add(assay.RoleEmergencyApprover, change.Author(waiver.ParseIdentity(g.Approver())))
		add(assay.RoleEmergencyRequester, change.Author(waiver.ParseIdentity(g.Requester)))
	}
	return out
}

// granted is the grant that lets this change pass, by its id.
func (j *job) granted(id string) (grant, bool) {
	for _, g := range j.exceptions.grants {
		if id != "" && g.ID == id && g.Counts {
			return g, true
		}
	}
	return grant{}, false
}

// governance is the stored form.
func (j *job) governance(record assay.Run) ([]byte, error) {
	if j.input == nil {
		return nil, nil
	}
	data, err := json.Marshal(Governance{Record: record, Policies: j.policies.Policies(), Input: j.inputText})
	if err != nil {
		return nil, fmt.Errorf("encode the decision: %w", err)
	}
	return data, nil
}
