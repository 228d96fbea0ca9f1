package tags

import (
	"cmp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/join"
)

// State says how a charge stands to a required tag.
type State int

// The states, best first.
const (
	Tagged  State = iota // it carries the tag, with an allowed value
	ByRule               // a rule, or another tag, gives an allowed value where questions are asked
	Wrong                // the value is none of those allowed
	Missing              // nothing says it
)

// Split is a number of something by state.
type Split[N any] struct {
	Tagged  N `json:"tagged"`      // carries the tag, with an allowed value
	ByRule  N `json:"by_rule"`     // a rule, or another tag, gives an allowed value
	Wrong   N `json:"wrong_value"` // the value is none of those allowed
	Missing N `json:"missing"`     // nothing says it
}

func (s *Split[N]) at(state State) *N {
	return []*N{&s.Tagged, &s.ByRule, &s.Wrong, &s.Missing}[state]
}

// Cover is how much of what can be tagged is.
type Cover struct {
	Currency  string              `json:"currency"`  // ISO 4217, or a provider's own
	Spend     Split[money.Number] `json:"spend"`     // effective cost
	Resources Split[int]          `json:"resources"` // how many resources, each by the worst of its charges
}

// Total is all of its spend.
func (c *Cover) Total() money.Number {
	return c.Spend.Tagged.Add(c.Spend.ByRule).Add(c.Spend.Wrong).Add(c.Spend.Missing)
}

// Named is the cover of a tag, a service or an account. Of a service or account it
// is by the worst of the required tags.
type Named struct {
	Name string `json:"name"` // of the tag, service or account; empty for charges without
	Cover
}

// Untagged is a resource that lacks required tags.
type Untagged struct {
	Account     string       `json:"account"`      // SubAccountId
	Resource    string       `json:"resource"`     // its key, as reports by resource name it
	ServiceName string       `json:"service_name"` // the provider's service
	Currency    string       `json:"currency"`     // ISO 4217, or a provider's own
	Effective   money.Number `json:"effective"`    // effective cost of the charges that lack one
	Lines       int64        `json:"lines"`        // how many charges lack one
	// Tags are those that are missing or wrong, each with what to write.
	Tags []Lack `json:"tags"`
	// Service owns it, as far as that follows from Why.
	Service assay.ServiceID `json:"service,omitempty"`
	Why     string          `json:"why,omitempty"` // what says whose it is
	// Address is that of its infrastructure code, where that is known.
	Address string `json:"address,omitempty"`
	Path    string `json:"path,omitempty"` // the file of its code
	Line    int    `json:"line,omitempty"` // where in the file, from 1
}

// Lack is a tag that is missing, or has a value that is not allowed.
type Lack struct {
	Tag   string `json:"tag"`             // its key
	Value string `json:"value,omitempty"` // as it is, when that is not allowed
	// Suggested is what to write; absent when nothing says what it should be.
	Suggested string   `json:"suggested,omitempty"`
	Allowed   []string `json:"allowed,omitempty"` // values, by the policy
}

// Coverage is how well bills keep the tag policy.
type Coverage struct {
	From     assay.Month `json:"from"`     // the first month
	To       assay.Month `json:"to"`       // the last month, inclusive
	All      []Cover     `json:"all"`      // by currency; by the worst of the required tags
	Tags     []Named     `json:"tags"`     // by required tag and currency
	Services []Named     `json:"services"` // by service of the catalogue, by the worst of the required tags
	Accounts []Named     `json:"accounts"` // by account, by the worst of the required tags
	Untagged []Untagged  `json:"untagged"` // dearest first
	// Untaggable is spend without a resource: tax, support, purchases, by currency.
	Untaggable []Spend `json:"untaggable,omitempty"`
	Joined     Rate    `json:"joined"` // how far bills are joined to code
}

// Spend is an amount.
type Spend struct {
	Currency  string       `json:"currency"`  // ISO 4217, or a provider's own
	Effective money.Number `json:"effective"` // effective cost
}

// Rate is how much of the bills has its code found.
type Rate struct {
	Resources int         `json:"resources"` // on the bills
	Found     int         `json:"found"`     // of them, those whose code is found
	Ambiguous int         `json:"ambiguous"` // of them, those that more than one place in code fits: not found
	Code      int         `json:"code"`      // resources in code that a bill could name
	Seen      int         `json:"code_seen"` // of them, those that one does name
	Spend     []RateSpend `json:"spend"`     // by currency
}

// RateSpend is the spend of resources, and that of those whose code is found.
type RateSpend struct {
	Currency string       `json:"currency"` // ISO 4217, or a provider's own
	All      money.Number `json:"all"`      // effective cost of all resources
	Found    money.Number `json:"found"`    // effective cost of those whose code is found
}

// Question is what coverage is asked with.
type Question struct {
	Policy   []config.RequiredTag
	Tagging  *Tagging
	Services []assay.Service
	// Owner is the service that owns a path of code.
	Owner     func(path string) (assay.Service, bool)
	Resources []assay.Resource // of infrastructure code
	State     *join.State
	Deploys   []assay.Deploy
}

// fixed are the keys that rows begin with.
var fixed = []assay.CostKey{assay.ByAccount, assay.ByResource, assay.ByServiceName, assay.ByChargeCategory, assay.ByService}

// Ask is the question for the lake; Cover reads the rows.
func (q *Question) Ask() lake.Ask {
	a := lake.Ask{By: slices.Clone(fixed)}
	for _, v := range Virtual(q.Services, q.Policy, q.Tagging) {
		if _, isTag := v.Key.Tag(); !isTag { // the bill's own tags are looked at
			a.Virtual = append(a.Virtual, v)
		}
	}
	for _, p := range q.Policy {
		a.Virtual = append(a.Virtual, q.given(p))
		a.By = append(a.By, givenKey(p))
		for _, k := range spelt(p) {
			a.By = append(a.By, assay.TagKey(k))
		}
	}
	for _, t := range join.Tags() {
		a.By = append(a.By, assay.TagKey(t))
	}
	return a
}

func spelt(p config.RequiredTag) []string { return append([]string{p.Key}, p.Aliases...) }

func givenKey(p config.RequiredTag) assay.CostKey { return assay.CostKey("given:" + p.Key) }

// given is what rules, other tags and the catalogue say for a required tag.
func (q *Question) given(p config.RequiredTag) lake.Virtual {
	v := lake.Virtual{Key: givenKey(p)}
	if t := q.Tagging; t != nil {
		for _, k := range spelt(p) {
			key := assay.TagKey(k)
			v.Cases = append(append(v.Cases, t.rules(key, true)...), t.rules(key, false)...)
		}
	}
	switch p.From {
	case "name":
		v.Cases = append(v.Cases, lake.Case{From: assay.ByService})
	case "owner", "cost_centre", "environment":
		v.Cases = append(v.Cases, lake.Case{From: assay.CostKey(p.From)})
	}
	return v
}

// item is one row, read.
type item struct {
	billed                 join.Billed
	serviceName, service   string
	values, givens         []string // by required tag
	states                 []State
	worst                  State
	currency               string
	effective              money.Number
	lines                  int64
	taggable, chargedUsage bool
}

func (q *Question) read(r *lake.Row) item {
	v := r.Values
	it := item{
		billed:      join.Billed{Account: v[0], Key: v[1], Tags: map[string]string{}},
		serviceName: v[2], service: v[4], currency: r.Currency, effective: r.Effective, lines: r.Lines,
		chargedUsage: v[3] == "Usage" || v[3] == "",
	}
	at := len(fixed)
	carries := false
	for _, p := range q.Policy {
		given := v[at]
		at++
		value := ""
		for range spelt(p) {
			if value == "" {
				value = v[at]
			}
			at++
		}
		carries = carries || value != ""
		it.values, it.givens = append(it.values, value), append(it.givens, given)
		s := stateOf(p, value, given)
		it.states = append(it.states, s)
		it.worst = max(it.worst, s)
	}
	for _, t := range join.Tags() {
		if v[at] != "" {
			it.billed.Tags[t] = v[at]
		}
		at++
	}
	it.taggable = it.chargedUsage && (it.billed.Key != "" || carries)
	return it
}

func stateOf(p config.RequiredTag, value, given string) State {
	allowed := func(s string) bool { return len(p.Values) == 0 || slices.Contains(p.Values, s) }
	switch {
	case value != "" && allowed(value):
		return Tagged
	case value != "":
		return Wrong
	case given != "" && allowed(given):
		return ByRule
	}
	return Missing
}

// Cover reads what the lake answered to Ask.
func (q *Question) Cover(rows []lake.Row) *Coverage {
	var items []item
	c := &Coverage{}
	for i := range rows {
		it := q.read(&rows[i])
		if it.taggable {
			items = append(items, it)
			continue
		}
		j := slices.IndexFunc(c.Untaggable, func(s Spend) bool { return s.Currency == it.currency })
		if j < 0 {
			c.Untaggable, j = append(c.Untaggable, Spend{Currency: it.currency}), len(c.Untaggable)
		}
		c.Untaggable[j].Effective = c.Untaggable[j].Effective.Add(it.effective)
	}
	billed, order := distinct(items)
	found := join.Find(q.Resources, q.State, order)
	c.count(q, items)
	c.Joined = rate(found, items, billed)
	c.Untagged = q.untagged(items, billed, found)
	return c
}

// distinct are the billed resources, their tags put together.
func distinct(items []item) (map[[2]string]join.Billed, []join.Billed) {
	byKey := map[[2]string]join.Billed{}
	var keys [][2]string
	for _, it := range items {
		if it.billed.Key == "" {
			continue
		}
		k := [2]string{it.billed.Account, it.billed.Key}
		b, ok := byKey[k]
		if !ok {
			keys = append(keys, k)
			byKey[k] = it.billed
			continue
		}
		for t, v := range it.billed.Tags {
			if b.Tags[t] == "" {
				b.Tags[t] = v
			}
		}
	}
	var order []join.Billed
	for _, k := range keys {
		order = append(order, byKey[k])
	}
	return byKey, order
}

// covers collects covers by name and currency, and counts each resource once, by
// the worst of its charges.
type covers struct {
	list  []Named
	at    map[[2]string]int
	state map[[4]string]State // of resources
	order [][4]string
}

func newCovers() *covers {
	return &covers{at: map[[2]string]int{}, state: map[[4]string]State{}}
}

func (c *covers) add(name string, it *item, s State) {
	k := [2]string{name, it.currency}
	i, ok := c.at[k]
	if !ok {
		i = len(c.list)
		c.at[k] = i
		c.list = append(c.list, Named{Name: name, Cover: Cover{Currency: it.currency}})
	}
	n := c.list[i].Spend.at(s)
	*n = n.Add(it.effective)
	if it.billed.Key == "" {
		return
	}
	id := [4]string{name, it.currency, it.billed.Account, it.billed.Key}
	was, ok := c.state[id]
	if !ok {
		c.order = append(c.order, id)
	}
	c.state[id] = max(was, s)
}

// done gives them, those with the most untagged spend first; as they came with keep.
func (c *covers) done(keep bool) []Named {
	for _, id := range c.order {
		*c.list[c.at[[2]string{id[0], id[1]}]].Resources.at(c.state[id])++
	}
	if !keep {
		slices.SortStableFunc(c.list, func(a, b Named) int {
			return cmp.Or(b.Total().Sub(b.Spend.Tagged).Cmp(a.Total().Sub(a.Spend.Tagged)), strings.Compare(a.Name, b.Name), strings.Compare(a.Currency, b.Currency))
		})
	}
	return c.list
}

func (c *Coverage) count(q *Question, items []item) {
	all, services, accounts := newCovers(), newCovers(), newCovers()
	for i := range items {
		it := &items[i]
		all.add("", it, it.worst)
		services.add(it.service, it, it.worst)
		accounts.add(it.billed.Account, it, it.worst)
	}
	c.Services, c.Accounts = services.done(false), accounts.done(false)
	for _, n := range all.done(false) {
		c.All = append(c.All, n.Cover)
	}
	slices.SortFunc(c.All, func(a, b Cover) int { return strings.Compare(a.Currency, b.Currency) })
	for p := range q.Policy {
		tag := newCovers()
		for i := range items {
			tag.add(q.Policy[p].Key, &items[i], items[i].states[p])
		}
		c.Tags = append(c.Tags, tag.done(true)...)
	}
}

func rate(found *join.Found, items []item, billed map[[2]string]join.Billed) Rate {
	r := Rate{Resources: len(billed), Ambiguous: found.Ambiguous, Code: found.Code, Seen: found.Seen}
	for _, b := range billed {
		if _, ok := found.Of(b); ok {
			r.Found++
		}
	}
	for i := range items {
		it := &items[i]
		if it.billed.Key == "" {
			continue
		}
		j := slices.IndexFunc(r.Spend, func(s RateSpend) bool { return s.Currency == it.currency })
		if j < 0 {
			r.Spend, j = append(r.Spend, RateSpend{Currency: it.currency}), len(r.Spend)
		}
		s := &r.Spend[j]
		s.All = s.All.Add(it.effective)
		if _, ok := found.Of(it.billed); ok {
			s.Found = s.Found.Add(it.effective)
		}
	}
	slices.SortFunc(r.Spend, func(a, b RateSpend) int { return strings.Compare(a.Currency, b.Currency) })
	return r
}
