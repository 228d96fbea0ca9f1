package threat

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// The kinds of STRIDE.
const (
	spoofing    = "spoofing"
	tampering   = "tampering"
	repudiation = "repudiation"
	disclosure  = "disclosure"
	denial      = "denial"
	elevation   = "elevation"
)

// template is a threat to elements of a role. %s in its title is the element.
type template struct {
	kind, name string
	types      string // of elements; empty: all
	title      string
	base       assay.Severity
	asks       aspect   // what answers it; empty: rules only
	groups     []string // sets of rules that look for it
	fix        string   // when it is open
	question   string   // when it is unknown
	rule       assay.RuleID
}

// storeThreats are what may happen to a data store: T, R, I, D.
var storeThreats = []template{
	{kind: disclosure, name: "public", title: "anybody on the internet reads %s", base: assay.High, asks: private, groups: []string{"network"}, fix: "close it to the public, and give access by role", question: "is it out of the public's reach?"},
	{kind: disclosure, name: "at-rest", title: "whoever gets at the disks or a copy reads %s", base: assay.Medium, asks: atRest, groups: []string{"encryption-at-rest"}, fix: "encrypt it with a key of yours", question: "is it encrypted at rest?"},
	{kind: tampering, name: "rights", title: "somebody with too many rights changes %s", base: assay.Medium, groups: []string{"least-privilege"}, fix: "narrow the rights on it", question: "who may write to it?"},
	{kind: repudiation, name: "log", title: "nobody can tell who read or changed %s", base: assay.Low, asks: logged, groups: []string{"logging"}, fix: "switch its access log on", question: "is access to it logged?"},
	{kind: denial, name: "loss", title: "%s is deleted or lost", base: assay.Low, asks: kept, groups: []string{"backup"}, fix: "switch backups or versions on, and protection against deletion", question: "is it backed up, and was restoring tested?"},
}

// processThreats are what may happen to what runs: all six.
var processThreats = []template{
	{kind: spoofing, name: "caller", types: "API|service|application|function|container|load balancer|API gateway|cluster control|ingress|delivery stream|workflow", title: "somebody calls %s under another's name", base: assay.High, asks: auth, groups: []string{"authentication", "sessions", "tokens"}, fix: "ask each caller who it is", question: "does it check who calls?"},
	{kind: spoofing, name: "admin", types: "server|server group|firewall group", title: "somebody tries passwords and keys on %s from anywhere", base: assay.High, asks: private, groups: []string{"network"}, fix: "let only your own addresses in, or go through a session manager", question: "who reaches its ports of administration?"},
	{kind: tampering, name: "input", types: "API|service|application", title: "input to %s becomes code, a query or a command", base: assay.High, groups: []string{"injection", "unsafe-input"}, fix: "mend the findings named", question: "was its code examined?"},
	{kind: tampering, name: "origin", types: "container|server|server group|function", title: "%s runs something else than was tested", base: assay.Medium, asks: unaltered, groups: []string{"image-origin"}, fix: "name images by digest", question: "is what it runs named by a fixed version?"},
	{kind: repudiation, name: "log", title: "nobody can tell who did what at %s", base: assay.Low, asks: logged, groups: []string{"logging"}, fix: "switch its log on", question: "is what happens at it logged?"},
	{kind: disclosure, name: "secrets", types: "API|service|application|function|container|server|server group", title: "%s gives away secrets or data that it handles", base: assay.Medium, groups: []string{"secrets", "data-in-logs", "card-data", "error-details"}, fix: "mend the findings named", question: "was what it is made of examined for secrets?"},
	{kind: denial, name: "flood", title: "%s is flooded or runs out of resources", base: assay.Low, asks: limited, groups: []string{"resource-limits"}, fix: "set limits", question: "what limits how much one caller gets?"},
	{kind: elevation, name: "rights", types: "container|server|server group|function|cluster control|application", title: "whoever breaks into %s takes over what is around it", base: assay.Medium, asks: confined, groups: []string{"hardening", "least-privilege", "root-accounts"}, fix: "take away the rights that it does not need", question: "with which rights does it run?"},
	{kind: elevation, name: "access", types: "API|service", title: "a caller of %s does more than it may", base: assay.High, groups: []string{"access"}, fix: "mend the findings named", question: "was its code examined for missing checks of rights?"},
}

// flowThreats are what may happen on the way over a boundary: T, I, D, and
// whether both ends know each other.
var flowThreats = []template{
	{kind: disclosure, name: "read", title: "somebody on the way reads %s", base: assay.Medium, asks: tls, groups: []string{"transport"}, fix: "take encrypted connections only", question: "is it encrypted on the way?", rule: RulePlainFlow},
	{kind: tampering, name: "change", title: "somebody on the way changes %s", base: assay.Medium, asks: tls, groups: []string{"transport"}, fix: "take encrypted connections only", question: "is it encrypted on the way?"},
	{kind: spoofing, name: "caller", title: "anybody takes part in %s", base: assay.Medium, asks: auth, groups: []string{"authentication"}, fix: "ask callers who they are", question: "do both ends know whom they talk to?", rule: RuleOpenOperation},
	{kind: denial, name: "cut", title: "%s is cut or flooded", base: assay.Low, groups: []string{"resource-limits"}, fix: "limit how much one caller gets", question: "what limits it, and what happens while it is down?"},
}

// externalThreats are those of whoever is outside: S, R.
var externalThreats = []template{
	{kind: spoofing, name: "identity", title: "somebody passes for %s", base: assay.Low, groups: []string{"authentication"}, fix: "ask callers who they are", question: "how is it recognised?"},
	{kind: repudiation, name: "deny", title: "%s denies what it asked for", base: assay.Low, groups: []string{"logging"}, fix: "keep a log of requests with who asked", question: "would the log prove a request?"},
}

// guards are rules that miss a second lock. That a door stands open they do not
// say, so they open no threat of the public.
var guards = map[assay.RuleID]bool{
	"iac/AVD-AWS-0086": true, "iac/AVD-AWS-0087": true, "iac/AVD-AWS-0091": true, "iac/AVD-AWS-0093": true, "iac/AVD-AWS-0094": true,
}

// sensitive are the classes of data that raise a threat.
var sensitive = map[string]bool{"card": true, "account": true, "personal": true, "credential": true, "health": true, "trading": true, "payment": true}

// Sensitive says whether one of some classes of data is worth protecting.
func Sensitive(data []string) bool {
	return slices.ContainsFunc(data, func(c string) bool { return sensitive[strings.ToLower(c)] })
}

// weight orders data by what its loss does.
func weight(data []string) int {
	best := 0
	for _, c := range data {
		best = max(best, map[string]int{"card": 4, "credential": 4, "account": 3, "personal": 3, "health": 3, "trading": 2, "payment": 3, "public": 0}[strings.ToLower(c)])
	}
	return best
}

// assessor makes the threats of a model.
type assessor struct {
	*builder
	byPart    map[string][]*Said          // findings by resource
	byService map[assay.ServiceID][]*Said // of code
	out       []Threat
}

func threats(b *builder) []Threat {
	a := &assessor{builder: b, byPart: map[string][]*Said{}, byService: map[assay.ServiceID][]*Said{}}
	for i := range b.in.Said {
		s := &b.in.Said[i]
		if s.Location.Resource != "" {
			k := s.Location.Path + "\x00" + s.Location.Resource
			a.byPart[k] = append(a.byPart[k], s)
		} else {
			a.byService[s.Service] = append(a.byService[s.Service], s)
		}
	}
	for i := range b.m.Elements {
		e := &b.m.Elements[i]
		for _, t := range map[Role][]template{Store: storeThreats, Process: processThreats, External: externalThreats}[e.Role] {
			if t.types == "" || slices.Contains(strings.Split(t.types, "|"), e.Type) {
				a.element(e, t)
			}
		}
	}
	for i := range b.m.Flows {
		for _, t := range flowThreats {
			if len(b.m.Flows[i].Crosses) > 0 { // within a boundary both ends trust each other
				a.flow(&b.m.Flows[i], t)
			}
		}
	}
	a.accept()
	slices.SortFunc(a.out, func(x, y Threat) int {
		return cmp.Or(slices.Index(States(), x.State)-slices.Index(States(), y.State), int(y.Severity)-int(x.Severity),
			pickInt(y.Crosses)-pickInt(x.Crosses), weight(y.Data)-weight(x.Data), strings.Compare(x.Target, y.Target), strings.Compare(x.ID, y.ID))
	})
	return a.out
}

func pickInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// element judges a threat to an element.
func (a *assessor) element(e *Element, t template) {
	th := Threat{
		ID: hash(t.kind, t.name, e.ID), Kind: t.kind, Target: e.ID, Title: sentence(t.title, e.Type+" "+e.Name), Groups: t.groups,
		Location: e.Location, Data: e.Data, Crosses: e.Exposed == Yes,
	}
	if e.Role == External {
		th.Title = sentence(t.title, e.Name)
	}
	th.Severity = severity(t.base, e.Data, e.Exposed == Yes)
	f := e.facts[t.asks]
	if t.asks == auth && !f.known() && e.Role == Process {
		f = a.callersOf(e)
	}
	a.judge(&th, t, f, a.saidOf(e, t.name, t.groups), e)
	a.out = append(a.out, th)
}

func sentence(title, name string) string {
	s := fmt.Sprintf(title, name)
	return strings.ToUpper(s[:1]) + s[1:]
}

// callersOf sums up whether what comes over a boundary says who it is.
func (a *assessor) callersOf(e *Element) fact {
	var out fact
	for i := range a.m.Flows {
		f := &a.m.Flows[i]
		if f.To != e.ID || len(f.Crosses) == 0 {
			continue
		}
		if f.auth.answer == No || out.answer == "" || out.answer == Yes && f.auth.answer != Yes {
			out = f.auth
		}
	}
	return out
}

// flow judges a threat on a flow.
func (a *assessor) flow(f *Flow, t template) {
	from, to := a.elements[f.From], a.elements[f.To]
	name := "what goes from " + from.Name + " to " + to.Name
	if f.What != "" {
		name += " (" + f.What + ")"
	}
	th := Threat{
		ID: hash(t.kind, t.name, f.From, f.To, f.What), Kind: t.kind, Target: f.ID, Title: sentence(t.title, name), Groups: t.groups,
		Location: f.Location, Data: f.Data, Crosses: true,
	}
	open := from.Role == External || to.Role == External
	th.Severity = severity(t.base, f.Data, open)
	var said fact
	switch t.asks {
	case tls:
		said = f.enc
	case auth:
		said = f.auth
	}
	if Sensitive(f.Data) && open && (to.code || from.code) {
		th.rule = t.rule
	}
	a.judge(&th, t, said, nil, nil)
	a.out = append(a.out, th)
}

// severity rises with what is at stake and with who gets near it.
func severity(base assay.Severity, data []string, exposed bool) assay.Severity {
	if exposed && base >= assay.Medium {
		base++
	}
	if Sensitive(data) && (exposed || base < assay.High) {
		base++
	}
	return min(base, assay.Critical)
}

// judge says how far a threat is answered. What is written in a file beats a
// finding only where it says yes in so many words.
func (a *assessor) judge(th *Threat, t template, f fact, said []*Said, e *Element) {
	switch {
	case f.answer == Yes && !f.soft:
		th.State, th.Evidence = Answered, f.because
		th.locate(f.at)
	case len(said) > 0:
		s := said[0]
		th.State, th.Finding, th.Location = Open, s.Fingerprint, s.Location
		th.Severity = min(th.Severity, s.Severity+1)
		th.Evidence = string(s.Rule) + ": " + strings.TrimSuffix(s.Message, ".")
		if f.answer == No && !f.soft {
			th.Evidence = f.because + " (" + string(s.Rule) + ")"
			th.locate(f.at)
		} else if len(said) > 1 {
			th.Evidence += fmt.Sprintf(" (and %d more)", len(said)-1)
		}
		th.Next, th.rule = cmp.Or(s.Fix, t.fix), ""
	case f.answer == Yes:
		th.State, th.Evidence = Answered, f.because
		th.locate(f.at)
	case f.answer == No:
		th.State, th.Evidence, th.Next = Open, f.because, t.fix
		th.locate(f.at)
	default:
		th.State, th.Evidence, th.Next = Unasked, f.because, t.question
		th.Severity = min(th.Severity, assay.High) // nobody has shown that it is so
		th.locate(f.at)
		if e != nil && e.code {
			a.examined(th, e, t)
		}
	}
}

func (th *Threat) locate(at assay.Location) {
	if at.Path != "" {
		th.Location = at
	}
}

// codeGroups are those that static analysis looks for.
var codeGroups = map[string]assay.Scope{
	"injection": "sast/", "unsafe-input": "sast/", "access": "sast/", "secrets": assay.ScopeSecretTree, "data-in-logs": "sast/", "error-details": "sast/",
}

// examined answers a threat to code when all that looks for it looked at the
// whole, and found nothing.
func (a *assessor) examined(th *Threat, e *Element, t template) {
	var by []string
	for _, g := range t.groups {
		want, ok := codeGroups[g]
		if !ok {
			continue
		}
		found := false
		for s, sure := range a.in.Sure {
			if s == want || strings.HasSuffix(string(want), "/") && strings.HasPrefix(string(s), string(want)) {
				if !sure {
					return
				}
				found = true
				by = append(by, string(s))
			}
		}
		if !found {
			return
		}
	}
	if len(by) > 0 {
		slices.Sort(by)
		th.State, th.Next = Answered, ""
		th.Evidence = strings.Join(slices.Compact(by), ", ") + " complete, and no open finding of " + strings.Join(t.groups, ", ")
	}
}

// saidOf lists open findings on an element, worst first: on the resources that
// it is made of, and for code those of its service.
func (a *assessor) saidOf(e *Element, name string, groups []string) []*Said {
	var out []*Said
	take := func(list []*Said) {
		for _, s := range list {
			if s.Severity >= assay.Low && (name != "public" || !guards[s.Rule]) && slices.ContainsFunc(s.Groups, func(g string) bool { return slices.Contains(groups, g) }) {
				out = append(out, s)
			}
		}
	}
	seen := map[string]bool{}
	for _, p := range e.parts {
		if r := a.resourceOf(p); r != "" && !seen[r] {
			seen[r] = true
			take(a.byPart[r])
		}
	}
	if e.code {
		take(a.byService[e.Service])
	}
	slices.SortStableFunc(out, func(x, y *Said) int { return int(y.Severity) - int(x.Severity) })
	return out
}

// resourceOf is the place of a resource as findings name it.
func (a *assessor) resourceOf(part string) string {
	if n := a.nodes[part]; n != nil {
		return n.Location.Path + "\x00" + n.Address
	}
	return part // Kubernetes: path and address already
}
