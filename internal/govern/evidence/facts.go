package evidence

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// Context is what a run's entries need beside the run.
type Context struct {
	Builder Builder
	// Artifacts are what declared steps made, as far as somebody named it: the
	// subjects of the provenance.
	Artifacts []Subject
	// Steps, when true, adds SLSA provenance of the declared steps that ran.
	Steps bool
}

// NewBuilder names the builder of a run: the CI system, or an untrusted machine.
// keyFrom is a KeySource's Place: a key that was made in a home folder is never
// CI's, whatever the environment says.
func NewBuilder(ci, version, keyFrom string) Builder {
	if ci == "" || keyFrom == KeyInHome {
		return Builder{ID: "https://assay.dev/builder/untrusted", Version: version, Key: keyFrom}
	}
	return Builder{ID: "https://assay.dev/builder/ci/" + url.PathEscape(strings.ToLower(ci)), Version: version, Key: keyFrom, Trusted: true}
}

// RunEntries gives what a run leaves as evidence, in order: the run, its
// decision, each waiver that counted, each approval that was told, an emergency,
// and the provenance of its declared steps.
//
// Names and addresses that a sentence, a ticket or a step's name holds are cut:
// they could never be forgotten.
func RunEntries(run assay.Run, c Context) []Entry {
	run = cutRun(run)
	subject := runSubject(run)
	about := func(kind Kind, p Predicate) Entry {
		p.RunID = run.ID
		return Entry{Kind: kind, Subject: subject, Predicate: p}
	}
	decision := run.Decision
	out := []Entry{
		{Kind: KindRun, Subject: subject, Predicate: Predicate{Run: &RunFacts{Run: run}, Builder: &c.Builder}, People: rolesOf(run.People, "author", "requester")},
		about(KindDecision, Predicate{Decision: &decision, Services: run.Services}),
	}
	for _, w := range run.Waivers {
		out = append(out, about(KindWaiver, Predicate{Waiver: w}))
	}
	for _, p := range rolesOf(run.People, "approver") {
		e := about(KindApproval, Predicate{})
		e.People = []assay.Person{p}
		out = append(out, e)
	}
	if decision.Emergency != "" {
		e := about(KindEmergency, Predicate{Grant: decision.Emergency, Emergency: run.Grant, Services: run.Services})
		e.People = rolesOf(run.People, assay.RoleEmergencyApprover, assay.RoleEmergencyRequester)
		out = append(out, e)
	}
	if steps := ranSteps(run); c.Steps && len(steps) > 0 {
		out = append(out, Entry{Kind: KindProvenance, Subject: append(c.Artifacts[:len(c.Artifacts):len(c.Artifacts)], subject...), Provenance: provenance(run, c, steps)})
	}
	return out
}

func rolesOf(people []assay.Person, roles ...string) []assay.Person {
	var out []assay.Person
	for _, p := range people {
		if slices.Contains(roles, p.Role) {
			out = append(out, p)
		}
	}
	return out
}

// runSubject is the commit, when it was the commit that was tested: neither
// uncommitted work nor a folder outside Git is one.
func runSubject(run assay.Run) []Subject {
	if run.Head == "" || run.Dirty {
		return nil
	}
	return commitSubject(run.Repository, run.Head)
}

func commitSubject(name, commit string) []Subject {
	return []Subject{{Name: name, Digest: map[string]string{"gitCommit": commit}}}
}

// DeployEntry is what a deploy leaves as evidence, without names and addresses.
func DeployEntry(d assay.Deploy) Entry {
	cut := newCutter(d.People)
	for _, text := range []*string{&d.ID, &d.Environment, &d.Artifact, &d.Ticket} {
		*text = cut.text(*text)
	}
	e := Entry{Kind: KindDeploy, Predicate: Predicate{Deploy: &d}, People: d.People}
	if d.Commit != "" {
		e.Subject = commitSubject(string(d.Service), d.Commit)
	}
	if sum, ok := strings.CutPrefix(d.Artifact, "sha256:"); ok && len(sum) == 64 {
		e.Subject = append(e.Subject, Subject{Name: "artifact", Digest: map[string]string{"sha256": sum}})
	}
	return e
}

// CloseEntry is what a closed month of cost leaves as evidence.
func CloseEntry(c assay.MonthClose) Entry {
	e := Entry{Kind: KindClose, Predicate: Predicate{Close: &c}}
	if sum, ok := strings.CutPrefix(c.Digest, "sha256:"); ok {
		e.Subject = []Subject{{Name: "closed/" + string(c.Month), Digest: map[string]string{"sha256": sum}}}
	}
	return e
}

// SLSA provenance v1 (https://slsa.dev/spec/v1.0/provenance), as far as we know it.
type (
	slsa struct {
		BuildDefinition slsaBuild `json:"buildDefinition"`
		RunDetails      slsaRun   `json:"runDetails"`
	}
	slsaBuild struct {
		BuildType          string         `json:"buildType"`
		ExternalParameters map[string]any `json:"externalParameters"`
		InternalParameters map[string]any `json:"internalParameters"`
		Dependencies       []slsaResource `json:"resolvedDependencies,omitempty"`
	}
	slsaResource struct {
		URI    string            `json:"uri"`
		Digest map[string]string `json:"digest"`
	}
	slsaRun struct {
		Builder  slsaBuilder  `json:"builder"`
		Metadata slsaMetadata `json:"metadata"`
	}
	slsaBuilder struct {
		ID      string            `json:"id"`
		Version map[string]string `json:"version,omitempty"`
	}
	slsaMetadata struct {
		InvocationID string    `json:"invocationId"`
		StartedOn    time.Time `json:"startedOn"`
		FinishedOn   time.Time `json:"finishedOn"`
	}
)

// ranStep is a declared step that ran, as provenance names it.
type ranStep struct {
	Stage string `json:"stage"`
	Name  string `json:"name"`
	State string `json:"state"`
}

func ranSteps(run assay.Run) []ranStep {
	var out []ranStep
	for _, stage := range run.Stages {
		for _, s := range stage.Steps {
			if s.State == "passed" || s.State == "failed" {
				out = append(out, ranStep{stage.Name, s.Name, s.State})
			}
		}
	}
	return out
}

// provenance claims Build L1 at most: it exists, says how and by whom, and the
// steps had no way to the key. A step runs as the same user and can read that
// user's files and the environment of the processes above it, so a key from a
// file or the environment claims no level, and neither does a laptop.
func provenance(run assay.Run, c Context, steps []ranStep) slsa {
	level := "SLSA_BUILD_LEVEL_0"
	if c.Builder.Trusted && c.Builder.Key == KeyInManager {
		level = "SLSA_BUILD_LEVEL_1"
	}
	p := slsa{
		BuildDefinition: slsaBuild{
			BuildType:          "https://assay.dev/build/declared-steps/v1",
			ExternalParameters: map[string]any{"repository": run.Repository, "commit": run.Head, "steps": steps},
			InternalParameters: map[string]any{"level": level, "key": c.Builder.Key, "uncommitted": run.Dirty},
		},
		RunDetails: slsaRun{
			Builder: slsaBuilder{ID: c.Builder.ID},
			Metadata: slsaMetadata{
				InvocationID: run.ID, StartedOn: run.Started.UTC(),
				FinishedOn: run.Started.Add(time.Duration(run.Seconds * float64(time.Second))).UTC(),
			},
		},
	}
	if c.Builder.Version != "" {
		p.RunDetails.Builder.Version = map[string]string{"assay": c.Builder.Version}
	}
	if run.Head != "" {
		p.BuildDefinition.Dependencies = []slsaResource{{URI: "git+https://" + run.Repository, Digest: map[string]string{"gitCommit": run.Head}}}
	}
	return p
}
