package price

import (
	"errors"
	"maps"
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
	used  map[string]bool // resources and types that were asked for
	read  map[string]bool // keys that were asked for
}

type amountAt struct {
	n    money.Number
	line int
}

// ParseUsage reads a usage file. Errors are of kind fault.Invalid and name file
// and line.
func ParseUsage(name string, data []byte) (*Usage, error) {
	u := &Usage{name: name, of_: map[string]map[string]amountAt{}, types: map[string]map[string]amountAt{}, used: map[string]bool{}, read: map[string]bool{}}
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
			fail = readUsage(v, u.of_, bad)
		case key == "resource_type_default_usage":
			fail = readUsage(v, u.types, bad)
		default:
			fail = bad(v, "unknown key %q; there are version, resource_usage and resource_type_default_usage", key)
		}
	})
	if fail != nil {
		return nil, fail
	}
	return u, nil
}

func readUsage(n *yaml.Node, into map[string]map[string]amountAt, bad func(*yaml.Node, string, ...any) error) (fail error) {
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
		into[name] = amounts
		fail = flatten(v, "", amounts, bad)
	})
	return fail
}

// worded are keys of Infracost's files whose values are words.
var worded = set("operating_system reserved_instance_type reserved_instance_term reserved_instance_payment_option cpu_credits")

// flatten makes "standard.storage_gb" of nested keys.
func flatten(n *yaml.Node, above string, into map[string]amountAt, bad func(*yaml.Node, string, ...any) error) (fail error) {
	yamldoc.Pairs(n, func(key string, v *yaml.Node) {
		key = above + key
		v = yamldoc.Resolve(v)
		switch {
		case fail != nil || v.Tag == "!!null":
		case v.Kind == yaml.MappingNode:
			fail = flatten(v, key+".", into, bad)
		case v.Kind == yaml.ScalarNode:
			x, err := money.ParseNumber(strings.ReplaceAll(v.Value, "_", ""))
			switch {
			case err != nil && worded[key]:
				// Infracost's files choose prices by it that we have none of
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
	u.read[key] = true
	base := instance(r.Address)
	for _, name := range []string{r.Address, base + "[*]", base} {
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

// unused says which entries are for no resource that is priced, and which keys
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
		for _, key := range slices.Sorted(maps.Keys(u.of_[name])) {
			if !u.read[key] {
				out = append(out, u.name+": "+name+": "+key+" is not counted")
			}
		}
	}
	return out
}
