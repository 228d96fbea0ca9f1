package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Version is the version of the input's shape. It rises when a key changes its
// meaning or goes; new keys do not raise it.
const Version = 1

// Input is what policies decide on: `input` in Rego. A key that is absent is
// unknown, never zero and never no.
type Input struct {
	Version    int               `json:"version" doc:"Version of this shape: 1."`
	Time       time.Time         `json:"time" doc:"When the run began, RFC 3339. Policies have no other clock."`
	Profile    string            `json:"profile" doc:"Strictest profile of the services that are examined: strict, standard or light."`
	Scopes     []string          `json:"scopes" doc:"Compliance scopes of these services together: card, personal-data, trading, payment."`
	Change     Change            `json:"change" doc:"What is tested."`
	Services   []Service         `json:"services" doc:"Services that own examined paths."`
	Findings   Findings          `json:"findings" doc:"What was found, by what it means for the gate."`
	Components []Component       `json:"components" doc:"Third-party components in use, each version of each project."`
	Resources  []Resource        `json:"resources" doc:"Infrastructure, as its code describes it."`
	Cost       Cost              `json:"cost" doc:"What the change costs; look at known first."`
	Controls   []Control         `json:"controls" doc:"Controls that findings of this run touch."`
	Waivers    []Waiver          `json:"waivers" doc:"Waivers and emergency grants, those that don't count too."`
	Approvals  []Approval        `json:"approvals" doc:"Who approved the change, where somebody told."`
	Coverage   []Coverage        `json:"coverage" doc:"What was examined, by scope."`
	Steps      []Step            `json:"steps" doc:"Declared steps and how they went."`
	Facts      map[string]string `json:"facts" doc:"What declared checks said, by name: kill-switch-test is passed."`
}

// Change is the tested change.
type Change struct {
	Repository string   `json:"repository" doc:"Host and path of the origin, else the folder's name."`
	Base       string   `json:"base,omitempty" doc:"Commit compared with."`
	Head       string   `json:"head,omitempty" doc:"Commit at the tip."`
	Dirty      bool     `json:"dirty" doc:"Uncommitted work was examined too."`
	CI         string   `json:"ci,omitempty" doc:"The CI system; absent on a person's machine."`
	Authors    []string `json:"authors" doc:"Authors of the commits, as name <address>."`
	Requester  string   `json:"requester,omitempty" doc:"Who asked for the change."`
	Ticket     string   `json:"ticket,omitempty" doc:"Id of the change request."`
	Files      []File   `json:"files" doc:"What differs from the base."`
	OnlyFixes  bool     `json:"only_fixes" doc:"All that the change does is to fix findings; such a change is never denied for cost."`
	Emergency  string   `json:"emergency,omitempty" doc:"Id of the emergency grant that counts for this change."`
}

// File is one path that differs.
type File struct {
	Path string `json:"path" doc:"Relative to the examined folder."`
	From string `json:"from,omitempty" doc:"Path at the base of a renamed file."`
	Kind string `json:"kind" doc:"added, modified, deleted or renamed."`
}

// Service is a service of the catalogue.
type Service struct {
	ID          string   `json:"id" doc:"Its name."`
	Owner       string   `json:"owner,omitempty" doc:"Who fixes findings."`
	CostCentre  string   `json:"cost_centre,omitempty" doc:"Who pays."`
	Environment string   `json:"environment,omitempty" doc:"production, staging, test …"`
	Profile     string   `json:"profile" doc:"strict, standard or light."`
	Scope       []string `json:"scope" doc:"card, personal-data, trading, payment."`
	DataClasses []string `json:"data_classes" doc:"card, personal, account, trading, public …"`
}

// Findings are parted by whether the gate counts them.
type Findings struct {
	New        []Finding `json:"new" doc:"Absent at the base, or there is no base; not suppressed."`
	Old        []Finding `json:"old" doc:"There at the base already; those with bites count all the same."`
	Suppressed []Finding `json:"suppressed" doc:"A waiver, an ignore or a VEX statement speaks for them and counts."`
	Fixed      int       `json:"fixed" doc:"Number of those at the base that are gone."`
}

// Finding is one problem at one place.
type Finding struct {
	Fingerprint    string    `json:"fingerprint" doc:"Its identity across commits."`
	Rule           string    `json:"rule" doc:"Rule, as assay rules list names it."`
	Engine         string    `json:"engine" doc:"secret, sast, iac, dependency, licence, tag, governance …"`
	Severity       string    `json:"severity" doc:"critical, high, medium, low or info."`
	SeverityRank   int       `json:"severity_rank" doc:"The same as a number: 4 is critical, 0 is info."`
	Confidence     string    `json:"confidence" doc:"certain, firm or tentative."`
	ConfidenceRank int       `json:"confidence_rank" doc:"The same as a number: 2 is certain, 0 is tentative."`
	Message        string    `json:"message" doc:"What is wrong."`
	Path           string    `json:"path,omitempty" doc:"File, relative to the examined folder."`
	Line           int       `json:"line,omitempty" doc:"Line, from 1."`
	Resource       string    `json:"resource,omitempty" doc:"Address of the infrastructure resource."`
	Component      string    `json:"component,omitempty" doc:"Package URL."`
	Service        string    `json:"service,omitempty" doc:"Service that owns the path."`
	Profile        string    `json:"profile" doc:"Profile of the path."`
	Scopes         []string  `json:"scopes" doc:"Compliance scopes of the service that owns the path."`
	CWE            []int     `json:"cwe" doc:"CWE numbers."`
	Tags           []string  `json:"tags" doc:"Tags of the rule."`
	AgeDays        *int      `json:"age_days,omitempty" doc:"Days since a run first saw it, or since its flaw was published, whichever is longer; absent when nobody knows."`
	Due            string    `json:"due,omitempty" doc:"Day by which the profile wants it gone, as 2026-11-23."`
	Overdue        bool      `json:"overdue" doc:"That day has passed."`
	Bites          string    `json:"bites,omitempty" doc:"Why an old finding counts all the same."`
	CVSS           *float64  `json:"cvss,omitempty" doc:"Base score, 0 to 10, of a known flaw."`
	EPSS           *float64  `json:"epss,omitempty" doc:"Probability of exploitation within 30 days, 0 to 1."`
	Exploited      bool      `json:"exploited" doc:"Known to be exploited in the wild."`
	Fixed          string    `json:"fixed_version,omitempty" doc:"Smallest version without the flaw."`
	Suppression    *Suppress `json:"suppression,omitempty" doc:"What speaks for it."`
}

// Suppress is what speaks for a finding.
type Suppress struct {
	By     string `json:"by" doc:"ignore, vex, or waiver and its id."`
	Reason string `json:"reason" doc:"As it was given."`
	Counts bool   `json:"counts" doc:"Whether it is honoured."`
	Why    string `json:"why" doc:"Why it is, or is not."`
}

// Component is a third-party component.
type Component struct {
	PURL      string `json:"purl,omitempty" doc:"Package URL."`
	Ecosystem string `json:"ecosystem" doc:"Go, npm, Maven, PyPI …"`
	Name      string `json:"name" doc:"As advisories write it."`
	Version   string `json:"version,omitempty" doc:"Absent when the files do not say."`
	Licence   string `json:"licence,omitempty" doc:"SPDX expression; absent when unknown."`
	Direct    bool   `json:"direct" doc:"The project itself asks for it."`
	Use       string `json:"use" doc:"runtime, development or optional."`
	Path      string `json:"path" doc:"File that brings it in."`
	New       *bool  `json:"new,omitempty" doc:"Not in use at the base in any version; absent without a base."`
}

// Resource is one piece of infrastructure.
type Resource struct {
	Address  string            `json:"address" doc:"Unique within its root: aws_s3_bucket.logs."`
	Type     string            `json:"type" doc:"The provider's own name."`
	Provider string            `json:"provider" doc:"aws, azure, google, kubernetes …"`
	Region   string            `json:"region,omitempty" doc:"Where it is; absent when the files do not say."`
	Copies   []string          `json:"copies,omitempty" doc:"Regions to which it copies what it holds, as far as the files say."`
	Service  string            `json:"service,omitempty" doc:"Service that owns the path."`
	Path     string            `json:"path" doc:"File that declares it."`
	Tags     map[string]string `json:"tags" doc:"Those whose value is known."`
	New      *bool             `json:"new,omitempty" doc:"Not there at the base; absent without a base."`
}

// Cost is what the change costs a month.
type Cost struct {
	Known    bool        `json:"known" doc:"Whether the following could be worked out; without it nothing here is to be taken for zero."`
	Currency string      `json:"currency,omitempty" doc:"ISO 4217."`
	Before   json.Number `json:"before,omitempty" doc:"A month at the base."`
	After    json.Number `json:"after,omitempty" doc:"A month at the head."`
	Delta    json.Number `json:"delta,omitempty" doc:"After without before."`
	AtMost   json.Number `json:"at_most,omitempty" doc:"What it adds at most, also where what goes is not known; absent where not even that can be said."`
	Priced   json.Number `json:"priced,omitempty" doc:"What it adds in all that has a price; what is removed and has none saves nothing here. Absent without infrastructure that costs."`
	AtLeast  json.Number `json:"at_least,omitempty" doc:"What it adds at least, also where some of it is not known; absent where not even that can be said."`
	Unknown  []string    `json:"unknown,omitempty" doc:"What the change touches and what has no known cost: resource and component; the first 20."`
	Untagged json.Number `json:"untagged,omitempty" doc:"What it adds at least in resources that lack required tags; absent when nothing."`
	Budget   json.Number `json:"budget,omitempty" doc:"What the tightest budget has left a month for this change; absent without a budget."`
	Name     string      `json:"budget_name,omitempty" doc:"Name of that budget."`
	Budgets  []Budget    `json:"budgets,omitempty" doc:"Every budget that the change falls under."`
}

// Budget is a budget, and what the change adds under it.
type Budget struct {
	Name     string      `json:"name" doc:"Its name in .assay/budgets.yaml."`
	Service  string      `json:"service,omitempty" doc:"Service that it is for; absent for more than one."`
	Currency string      `json:"currency,omitempty" doc:"That of the budget, where it is not that of the prices: left is absent then, and nothing is known."`
	Left     json.Number `json:"left,omitempty" doc:"What this change may add a month: by the budget's month without what bills forecast for this month, or without bills what was there, or by its limit of one change."`
	Unheld   []string    `json:"unheld,omitempty" doc:"quarter, year: limits of it of which no bills say what the period costs, so that nobody knows what is left."`
	Known    bool        `json:"known" doc:"Whether delta is the whole difference, and what is left is known."`
	Delta    json.Number `json:"delta,omitempty" doc:"What the change adds under it; absent when not known."`
	Priced   json.Number `json:"priced" doc:"What it adds under it in all that has a price."`
	AtLeast  json.Number `json:"at_least,omitempty" doc:"What it adds under it at least; absent where not even that can be said."`
	AtMost   json.Number `json:"at_most,omitempty" doc:"What it adds under it at most; absent where not even that can be said."`
}

// Control is a control that this run touches.
type Control struct {
	ID        string `json:"id" doc:"Its id."`
	Framework string `json:"framework" doc:"pci-dss-4.0.1, gdpr …"`
	State     string `json:"state" doc:"passing, failing, partial …"`
}

// Waiver is a waiver or an emergency grant.
type Waiver struct {
	ID      string `json:"id" doc:"Its id."`
	Kind    string `json:"kind" doc:"waiver or emergency."`
	File    string `json:"file" doc:"Where it is."`
	Owner   string `json:"owner,omitempty" doc:"Who answers for it."`
	Expires string `json:"expires,omitempty" doc:"Its last day, as 2026-11-23."`
	Counts  bool   `json:"counts" doc:"Whether it is honoured."`
	Open    bool   `json:"open" doc:"An emergency that nobody has approved in retrospect yet."`
	Why     string `json:"why,omitempty" doc:"Why it is not honoured."`
}

// SourceForge is the source of an approval that the forge vouches for. What
// trailers and flags say is somebody's word.
const SourceForge = "forge"

// Approval is somebody's yes to the change.
type Approval struct {
	By     string `json:"by" doc:"Who, as name <address>."`
	Source string `json:"source" doc:"Where it was said: flag, trailer or forge."`
	Author bool   `json:"author" doc:"The same person is an author of the change, so it is no second pair of eyes."`
}

// Coverage says how far a scope was examined.
type Coverage struct {
	Scope    string `json:"scope" doc:"sast/java, iac/terraform …"`
	State    string `json:"state" doc:"complete, partial or not-run."`
	Examined int    `json:"examined" doc:"Files, or objects."`
}

// Step is a declared step.
type Step struct {
	Stage string `json:"stage" doc:"plan, code, build, test, release or deploy."`
	Name  string `json:"name" doc:"Its name."`
	State string `json:"state" doc:"passed, failed, skipped or not-run."`
}

// Encode writes the input as it is stored with a run, and its SHA-256 in hex.
func (in *Input) Encode() (data []byte, digest string, err error) {
	if data, err = json.Marshal(in); err != nil {
		return nil, "", fmt.Errorf("encode the input of policies: %w", err)
	}
	sum := sha256.Sum256(data)
	return data, hex.EncodeToString(sum[:]), nil
}

// Decode reads what Encode wrote.
func Decode(data []byte) (*Input, error) {
	in := &Input{}
	if err := json.Unmarshal(data, in); err != nil {
		return nil, fmt.Errorf("read the input of policies: %w", err)
	}
	if in.Version != Version {
		return nil, fmt.Errorf("the input of policies has version %d, this program reads %d", in.Version, Version)
	}
	return in, nil
}
