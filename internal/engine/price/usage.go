package price

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/yamldoc"
)

// UsageFile is where a repository says how much is used.
const UsageFile = ".assay/usage.yml"

// MaxUsageSize bounds a usage file, in bytes.
const MaxUsageSize = 1 << 20

// Usage says how much of what depends on use is used in a month, by resource and
// by type, in the form of Infracost's usage files, version 0.1:
//
//	version: 0.1
//	resource_type_default_usage:
//	  aws_lambda_function: {monthly_requests: 1000000}
//	resource_usage:
//	  aws_s3_bucket.logs:
//	    standard: {storage_gb: 500}
//	  aws_instance.web[*]: {monthly_data_transfer_gb: 10}
type Usage struct {
	name  string
	of_   map[string]map[string]amountAt
	types map[string]map[string]amountAt
	words map[string]map[string]string // values that are no numbers, such as architecture: arm64
	at    map[string]int               // line of each entry
	used  map[string]bool              // resources and types that were asked for
	read  map[[2]string]bool           // resources and keys that were asked for
}

type amountAt struct {
	n    money.Number
	line int
}

// ParseUsage reads a usage file. Errors are of kind fault.Invalid and name file
// and line.
func ParseUsage(name string, data []byte) (*Usage, error) {
	u := &Usage{name: name, of_: map[string]map[string]amountAt{}, types: map[string]map[string]amountAt{}, words: map[string]map[string]string{}, at: map[string]int{}, used: map[string]bool{}, read: map[[2]string]bool{}}
	bad := func(n *yaml.Node, format string, args ...any) error {
		line := 1
		if n != nil {
			line = n.Line
		}
		return fault.New(fault.Invalid, "%s:%d: "+format, append([]any{name, line}, args...)...).WithHelp("say it as Infracost does: resource_usage, the resource's address, KEY: number")
	}
	if len(data) > MaxUsageSize {
		return nil, fault.New(fault.Invalid, "%s: larger than %d KiB", name, MaxUsageSize>>10)
	}
	root, err := yamldoc.Parse(data)
	if err != nil {
		var at *yamldoc.Error
		if errors.As(err, &at) {
			return nil, bad(&yaml.Node{Line: at.Line}, "%v", err)
		}
		return nil, bad(nil, "%v", err)
	}
	if root != nil {
		root = yamldoc.Resolve(root)
	}
	if root != nil && root.Kind == yaml.DocumentNode && len(root.Content) > 0 {
		root = root.Content[0]
	}
	if root == nil || root.Kind == 0 || root.Tag == "!!null" {
		return u, nil
	}
	if root.Kind != yaml.MappingNode {
		return nil, bad(root, "a usage file is a map")
	}
	if twice := yamldoc.Repeated(root); twice != nil {
		return nil, bad(twice, "%q stands here twice", twice.Value)
	}
	var fail error
	yamldoc.Pairs(root, func(key string, v *yaml.Node) {
		switch {
		case fail != nil:
		case key == "version":
			if text := yamldoc.Text(v); text != "0.1" {
				fail = bad(v, "version %q: 0.1 is read", text)
			}
		case key == "resource_usage":
			fail = u.entries(v, u.of_, bad)
		case key == "resource_type_default_usage":
			fail = u.entries(v, u.types, bad)
		default:
			fail = bad(v, "unknown key %q; there are version, resource_usage and resource_type_default_usage", key)
		}
	})
	if fail != nil {
		return nil, fail
	}
	return u, nil
}

func (u *Usage) entries(n *yaml.Node, into map[string]map[string]amountAt, bad func(*yaml.Node, string, ...any) error) (fail error) {
	if n.Tag == "!!null" {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		return bad(n, "this is a map of resources")
	}
	yamldoc.Pairs(n, func(name string, v *yaml.Node) {
		if fail != nil {
			return
		}
		if v.Kind != yaml.MappingNode && v.Tag != "!!null" {
			fail = bad(v, "what %s uses is a map of keys and numbers", name)
			return
		}
		amounts := map[string]amountAt{}
		into[name], u.at[name] = amounts, v.Line
		if u.words[name] == nil {
			u.words[name] = map[string]string{}
		}
		fail = flatten(v, "", amounts, u.words[name], bad)
	})
	return fail
}

var word = regexp.MustCompile(`^([0-9]+_)?[A-Za-z]`)

// flatten makes "standard.storage_gb" of nested keys. What begins with a letter is a
// word, as windows, and 1_year is one; anything else that is no number is a mistake.
func flatten(n *yaml.Node, above string, into map[string]amountAt, words map[string]string, bad func(*yaml.Node, string, ...any) error) (fail error) {
	yamldoc.Pairs(n, func(key string, v *yaml.Node) {
		key = above + key
		v = yamldoc.Resolve(v)
		switch {
		case fail != nil || v.Tag == "!!null":
		case v.Kind == yaml.MappingNode:
			fail = flatten(v, key+".", into, words, bad)
		case v.Kind == yaml.ScalarNode:
			x, err := money.ParseNumber(strings.ReplaceAll(v.Value, "_", ""))
			switch {
			case err != nil && word.MatchString(v.Value):
				words[key] = v.Value
			case err != nil:
				fail = bad(v, "%s: %q is no number", key, v.Value)
			case x.IsNegative():
				fail = bad(v, "%s is less than nothing", key)
			default:
				into[key] = amountAt{x, v.Line}
			}
		default:
			fail = bad(v, "%s is a number", key)
		}
	})
	return fail
}

// of finds what is used of a key by a resource: by its address, by that of all its
// instances, by its type.
func (u *Usage) of(r *assay.Resource, key string) (money.Number, bool) {
	if u == nil {
		return money.Number{}, false
	}
	u.read[[2]string{r.Address, key}] = true
	for _, name := range names(r) {
		if n, ok := u.of_[name]; ok {
			u.used[name] = true
			if a, ok := n[key]; ok {
				return a.n, true
			}
		}
	}
	a, ok := u.types[r.Type][key]
	return a.n, ok
}

// names are those by which an entry means a resource: its address, all of its
// instances, and what it is an instance of.
func names(r *assay.Resource) []string {
	base := assay.WithoutIndex(r.Address)
	if base == r.Address {
		return []string{r.Address, base + "[*]"}
	}
	return []string{r.Address, base + "[*]", base}
}

// word is what is said of a key in words.
func (u *Usage) word(r *assay.Resource, key string) string {
	if u == nil {
		return ""
	}
	for _, name := range append(names(r), r.Type) {
		if s := u.words[name][key]; s != "" {
			u.used[name], u.read[[2]string{name, key}] = true, true
			return s
		}
	}
	return ""
}

// unpriced are the keys of a resource's entry that nothing asked for: so much is used
// of it, and nobody can say what that costs.
func (u *Usage) unpriced(r *assay.Resource) (keys []string) {
	if u == nil {
		return nil
	}
	for _, name := range names(r) {
		for key, a := range u.of_[name] {
			if !u.read[[2]string{r.Address, key}] && !a.n.IsZero() && !slices.Contains(keys, key) {
				u.used[name] = true
				keys = append(keys, key)
			}
		}
	}
	slices.Sort(keys)
	return keys
}

// unused says which entries are for no resource that is priced, and which words
// nothing asked for: an error of typing must not look like a price.
func (u *Usage) unused() (out []string) {
	if u == nil {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(u.of_)) {
		if !u.used[name] {
			out = append(out, u.name+": "+name+" is no resource that depends on use")
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(u.words[name])) {
			if !u.read[[2]string{name, key}] {
				out = append(out, fmt.Sprintf("%s: %s: %s: %q is not counted", u.name, name, key, u.words[name][key]))
			}
		}
	}
	return out
}
