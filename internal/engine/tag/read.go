package tag

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
)

// tags are a resource's tags as far as they are known.
type tags struct {
	values  map[string]assay.Attribute
	unknown bool // the whole map, or a part of it, can't be known
}

// readTags collects a resource's tags: a map (Terraform, and labels at
// Google), or a list of keys and values (CloudFormation, autoscaling groups).
// What the provider block adds to all its resources counts too.
func readTags(r *assay.Resource, attr string) tags {
	t := tags{values: map[string]assay.Attribute{}}
	for _, name := range []string{"provider.default_tags", "tag", attr} {
		for _, a := range r.Under(name) {
			t.add(r, name, a)
		}
	}
	return t
}

func (t *tags) add(r *assay.Resource, name string, a assay.Attribute) {
	key := strings.TrimPrefix(strings.TrimPrefix(a.Path, name), ".")
	if key == "" {
		t.unknown = t.unknown || a.Kind == assay.KindUnknown
		return
	}
	index, field, nested := strings.Cut(key, ".")
	if !nested || !isIndex(index) {
		t.values[key] = a
		return
	}
	if field != "Key" && field != "key" {
		return
	}
	if a.Kind == assay.KindUnknown {
		t.unknown = true
		return
	}
	for _, v := range []string{"Value", "value"} {
		if value, ok := r.Attribute(name + "." + index + "." + v); ok {
			t.values[a.Value] = value
			return
		}
	}
	t.values[a.Value] = assay.Attribute{Kind: assay.KindUnknown}
}

func isIndex(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// find looks a required tag up under its key and aliases. An empty value
// counts as missing.
func (t tags) find(want config.RequiredTag) (value string, known, ok bool) {
	for _, key := range append([]string{want.Key}, want.Aliases...) {
		a, there := t.values[key]
		if !there || a.Kind == assay.KindNull || (a.Kind == assay.KindString && a.Value == "") {
			continue
		}
		return a.Value, a.Kind != assay.KindUnknown, true
	}
	return "", false, false
}
