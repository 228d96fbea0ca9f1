package waiver

import (
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/assay-dev/assay/internal/assay"
)

// Folder holds the waivers, one in each file, <id>.yaml.
const Folder = ".assay/waivers"

// Waiver sets findings aside for a time.
type Waiver struct {
	Version int    `yaml:"version" doc:"Version of this file's shape: 1."`
	Kind    string `yaml:"kind" doc:"waiver"`
	ID      string `yaml:"id" doc:"Name of the file, without .yaml."`
	// What it is for: one finding, or those of a rule within paths and scope.
	Fingerprint assay.Fingerprint `yaml:"fingerprint,omitempty" doc:"The finding that it sets aside; or else a rule."`
	Rule        assay.RuleID      `yaml:"rule,omitempty" doc:"The rule whose findings it sets aside, under paths and within scope."`
	Paths       []string          `yaml:"paths,omitempty" doc:"Globs below a folder that is written out; ** crosses folders."`
	Scope       []string          `yaml:"scope,omitempty" doc:"service/NAME, environment/NAME, or repository for all of them under the paths."`
	Reason      string            `yaml:"reason" doc:"Why it is right to wait."`
	Owner       string            `yaml:"owner" doc:"Team or person who will end it."`
	Requester   string            `yaml:"requester" doc:"Who asks, by the name in approvers.yaml."`
	Control     string            `yaml:"control" doc:"What keeps the risk small meanwhile."`
	Ticket      string            `yaml:"ticket" doc:"Where the work is tracked."`
	Created     Moment            `yaml:"created" doc:"When it was asked for."`
	Expires     Moment            `yaml:"expires" doc:"The last day, or the time, to which it counts."`
	Signatures  []Signature       `yaml:"signatures,omitempty" doc:"The requester's and the approver's, over all of the above."`
}

// Signed lists the signatures.
func (w *Waiver) Signed() []Signature { return w.Signatures }
func (w *Waiver) namespace() string   { return "assay-waiver@v1" }
func (w *Waiver) name() string        { return w.ID }
func (w *Waiver) begun() Moment       { return w.Created }

// Approver is who signed as approver; empty before.
func (w *Waiver) Approver() string { return signer(w, Approver) }

// Subject says in a few words what it is for.
func (w *Waiver) Subject() string {
	if w.Fingerprint != "" {
		return "finding " + string(w.Fingerprint[:min(12, len(w.Fingerprint))])
	}
	return string(w.Rule) + " in " + strings.Join(w.Paths, ", ")
}

const (
	inService     = "service/"
	inEnvironment = "environment/"
	inRepository  = "repository"
)

// ParseWaiver reads and checks one waiver. The name is the file's path. Errors
// are of kind fault.Invalid and name file and line.
func ParseWaiver(name string, data []byte) (*Waiver, error) {
	w := &Waiver{}
	doc, err := decode(name, data, "waiver", w, &w.Version, &w.Kind)
	if err != nil {
		return nil, err
	}
	err = required(doc, [2]string{"reason", w.Reason}, [2]string{"owner", w.Owner}, [2]string{"requester", w.Requester},
		[2]string{"control", w.Control}, [2]string{"ticket", w.Ticket}, [2]string{"created", string(w.Created)}, [2]string{"expires", string(w.Expires)})
	if err != nil {
		return nil, err
	}
	switch {
	case (w.Fingerprint == "") == (w.Rule == ""):
		return nil, doc.Errorf(nil, "a waiver is for a fingerprint, or for a rule").WithHelp("keep one of the two keys")
	case w.Fingerprint != "" && len(w.Paths)+len(w.Scope) > 0:
		return nil, doc.Errorf([]any{"fingerprint"}, "paths and scope go with a rule").WithHelp("leave them out: a fingerprint is one finding")
	case w.Fingerprint != "" && !isFingerprint(string(w.Fingerprint)):
		return nil, doc.Errorf([]any{"fingerprint"}, "a fingerprint is 32 digits of 0-9 and a-f").WithHelp("copy it from a report: assay run --format json")
	}
	for i, p := range w.Paths {
		if !doublestar.ValidatePattern(p) || badPath(p) {
			return nil, doc.Errorf([]any{"paths", i}, "the path is no glob below this folder").WithHelp("write it as services/payments/**")
		}
	}
	for i, s := range w.Scope {
		if s != inRepository && !named(s, inService) && !named(s, inEnvironment) {
			return nil, doc.Errorf([]any{"scope", i}, "the scope names nothing").WithHelp("write service/NAME, environment/NAME or repository")
		}
	}
	for i, s := range w.Signatures {
		if s.Role != Requester && s.Role != Approver {
			return nil, doc.Errorf([]any{"signatures", i, "role"}, "a waiver is signed as requester and as approver")
		}
	}
	return w, span(doc, w.Created, w.Expires)
}

func isFingerprint(s string) bool {
	return len(s) == 32 && strings.Trim(s, "0123456789abcdef") == ""
}

// badPath refuses what leads elsewhere or says the same in other words.
func badPath(p string) bool {
	return slices.ContainsFunc(strings.Split(p, "/"), func(part string) bool { return part == "" || part == "." || part == ".." }) ||
		strings.Contains(p, `\`)
}

func named(s, prefix string) bool {
	name, ok := strings.CutPrefix(s, prefix)
	return ok && name != "" && !strings.ContainsAny(name, "*?[]{}")
}

// Matches says whether a finding is one of those that the waiver is for, in a
// service of the given environment; those that watch the gate itself never are.
// Whether the waiver counts is Judge's to say.
func (w *Waiver) Matches(f *assay.Finding, environment string) bool {
	if f.Engine == assay.EngineGovernance || watches(f.Rule) {
		return false
	}
	if w.Fingerprint != "" {
		return f.Fingerprint == w.Fingerprint
	}
	return f.Rule == w.Rule && w.within(f.Service, environment) &&
		slices.ContainsFunc(w.Paths, func(p string) bool { return doublestar.MatchUnvalidated(p, f.Location.Path) })
}

// within: one of the services that are named, if any, and one of the environments.
func (w *Waiver) within(service assay.ServiceID, environment string) bool {
	return len(w.Scope) > 0 && w.admits(inService, string(service)) && w.admits(inEnvironment, environment)
}

func (w *Waiver) admits(prefix, value string) bool {
	some := false
	for _, s := range w.Scope {
		if name, ok := strings.CutPrefix(s, prefix); ok {
			if some = true; name == value {
				return true
			}
		}
	}
	return !some
}
