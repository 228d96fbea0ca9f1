// Package join finds the infrastructure code of what is on a bill.
//
//	found := join.Find(resources, state, billed)
//	m, ok := found.Of(billed[0])
//
// A bill names a resource by its key (i-0abc, s3:name, rds:db:name), code by its
// address. They meet by a Terraform state or plan that knows both, by a tag of the
// charge that carries the address, the logical id of CloudFormation or the Auto
// Scaling group, by the name that the code gives, or by the tag Name, in this order.
//
// A name that two places of the code claim is no match, and nothing is guessed from
// names that are only alike. It reads no files.
package join

import (
	"cmp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// Tags of charges that say where a resource comes from.
const (
	NameTag    = "Name"
	LogicalTag = "aws:cloudformation:logical-id"
	GroupTag   = "aws:autoscaling:groupName"
)

// addressTags carry the address of Terraform.
var addressTags = []string{"terraform_address", "TerraformAddress", "terraform:address"}

// lowerName is NameTag in those reports of AWS that write all keys in small letters.
const lowerName = "name"

// Tags lists the tags of charges that are looked at.
func Tags() []string {
	return append([]string{NameTag, lowerName, LogicalTag, GroupTag}, addressTags...)
}

// Name is the tag Name of a billed resource; empty when it has none.
func (b Billed) Name() string { return cmp.Or(b.Tags[NameTag], b.Tags[lowerName]) }

// Billed is a resource on a bill.
type Billed struct {
	Account, Key string
	Tags         map[string]string // those of Tags that it carries
}

// How says by what a resource was found.
type How string

// The ways, surest first.
const (
	ByState   How = "state"
	ByAddress How = "address tag"
	ByLogical How = "logical id"
	ByGroup   How = "Auto Scaling group"
	ByName    How = "name in code"
	ByNameTag How = "Name tag"
)

// Match is the code of a billed resource.
type Match struct {
	Address string `json:"address"`
	How     How    `json:"how"`
	// Resource is the code's; nil when only the state knows the address.
	Resource *assay.Resource `json:"-"`
}

// Place is path and line of the code; empty when only the address is known.
func (m Match) Place() (path string, line int) {
	if m.Resource == nil {
		return "", 0
	}
	return m.Resource.Location.Path, m.Resource.Location.Start.Line
}

// Found is what was joined.
type Found struct {
	matches map[[2]string]Match
	// Ambiguous counts billed resources that several places of the code claim.
	Ambiguous int
	// Code counts resources of the code that a bill could name; Seen those of them
	// that it does.
	Code, Seen int
}

// Of is the code of a billed resource.
func (f *Found) Of(b Billed) (Match, bool) {
	m, ok := f.matches[[2]string{b.Account, b.Key}]
	return m, ok
}

// index are the claims of the code, by what they claim.
type index map[string][]*assay.Resource

func (x index) add(key string, r *assay.Resource) {
	for i, o := range x[key] {
		if o.Address != r.Address || o.Source == r.Source {
			continue
		}
		if o.Source == "terraform-plan" { // a plan of the same code; the code has the lines
			x[key][i] = r
		}
		return
	}
	x[key] = append(x[key], r)
}

// Find joins billed resources with code, and with what a state knows; state may be nil.
func Find(resources []assay.Resource, state *State, billed []Billed) *Found {
	f := &Found{matches: map[[2]string]Match{}}
	names, addresses, nameTags := index{}, index{}, index{}
	for i := range resources {
		r := &resources[i]
		if !slices.Contains([]string{"terraform", "terraform-plan", "cloudformation"}, r.Source) {
			continue
		}
		addresses.add(r.Address, r)
		for _, k := range keysOf(r) {
			names.add(k, r)
		}
		if n := nameTag(r); n != "" {
			for _, p := range idPrefixes[r.Type] {
				nameTags.add(p+n, r)
			}
		}
	}
	twins := map[[2]string]int{} // billed resources of an account by kind and Name
	for _, b := range billed {
		twins[[2]string{b.Account, named(b)}]++
	}
	seen := map[string]int{} // billed resources by address
	for _, b := range billed {
		m, claims := one(b, state, names, addresses, nameTags, twins)
		if claims > 1 {
			f.Ambiguous++
		}
		if claims == 1 {
			f.matches[[2]string{b.Account, b.Key}] = m
			seen[m.Address]++
		}
	}
	counted := map[string]bool{}
	for i := range resources {
		r := &resources[i]
		known := len(keysOf(r)) > 0 || len(idPrefixes[r.Type]) > 0 && nameTag(r) != "" || state.has(r.Address)
		if !known || counted[r.Root+"\x00"+r.Address] || r.Source == "terraform-plan" && len(addresses[r.Address]) > 0 && addresses[r.Address][0].Source != r.Source {
			continue
		}
		counted[r.Root+"\x00"+r.Address] = true
		f.Code++
		switch b := block(r.Address); {
		case seen[r.Address] > 0:
			f.Seen++
		case seen[b] > 0: // so many of its instances, no matter which
			f.Seen++
			seen[b]--
		}
	}
	return f
}

// one finds the code of a billed resource, by the surest way that says anything.
func one(b Billed, state *State, names, addresses, nameTags index, twins map[[2]string]int) (Match, int) {
	if list := state.of(b.Key); len(list) > 0 {
		if len(list) > 1 {
			return Match{}, len(list)
		}
		m := Match{Address: list[0], How: ByState}
		if code := addresses[list[0]]; len(code) == 1 {
			m.Resource = code[0]
		} else if code := sameBlock(addresses, list[0]); code != nil {
			m.Resource = code
		}
		return m, 1
	}
	for _, t := range addressTags {
		if a := b.Tags[t]; a != "" {
			return pick(addresses[a], ByAddress)
		}
	}
	if id := b.Tags[LogicalTag]; id != "" {
		return pick(addresses[id], ByLogical)
	}
	if g := grouped(b); g != "" {
		return pick(names[groupKey+g], ByGroup)
	}
	for _, k := range spellings(b.Key) {
		if list := names[k]; len(list) > 0 {
			return pick(list, ByName)
		}
	}
	if n := named(b); n != "" {
		list := nameTags[n]
		if len(list) > 0 && twins[[2]string{b.Account, n}] > len(list) {
			return Match{}, 2 // more of them than the code makes
		}
		return pick(list, ByNameTag)
	}
	return Match{}, 0
}

// sameBlock is the code of an address whose instances the files do not tell.
func sameBlock(addresses index, address string) *assay.Resource {
	if list := addresses[block(address)]; len(list) == 1 {
		return list[0]
	}
	return nil
}

// pick takes the one that claims it, or the block whose instances all do.
func pick(list []*assay.Resource, how How) (Match, int) {
	if len(list) == 0 {
		return Match{}, 0
	}
	m := Match{Address: list[0].Address, How: how, Resource: list[0]}
	for _, r := range list[1:] {
		if r.Root != list[0].Root || r.Location.Path != list[0].Location.Path || r.Location.Start != list[0].Location.Start {
			return Match{}, len(list)
		}
		m.Address = block(r.Address)
	}
	return m, 1
}

// block is an address without an index at its end.
func block(address string) string {
	if i := strings.LastIndexByte(address, '['); i > 0 && strings.HasSuffix(address, "]") {
		return address[:i]
	}
	return address
}

// grouped is the Auto Scaling group of a machine; empty when it is of none.
func grouped(b Billed) string {
	if strings.HasPrefix(b.Key, "i-") {
		return b.Tags[GroupTag]
	}
	return ""
}

// named is the kind of a billed resource's id with its Name: "i-web". Machines of a
// group share a Name and are found by the group.
func named(b Billed) string {
	n := b.Name()
	prefix, _, ok := strings.Cut(b.Key, "-")
	if n == "" || !ok || grouped(b) != "" || strings.ContainsAny(prefix, ":/") {
		return ""
	}
	return prefix + "-" + n
}

// nameTag is the tag Name that the code gives.
func nameTag(r *assay.Resource) string {
	if a, ok := r.Attribute("tags." + NameTag); ok && a.Kind == assay.KindString {
		return a.Value
	}
	for _, a := range r.Under("Tags") {
		if item, ok := strings.CutSuffix(a.Path, ".Key"); ok && a.Value == NameTag {
			if v, ok := r.Attribute(item + ".Value"); ok && v.Kind == assay.KindString {
				return v.Value
			}
		}
	}
	return ""
}
