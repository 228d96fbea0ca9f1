package finance

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// Estate is what one resource says of another: settings of a bucket, and where
// it is, stand in resources of their own. Make it with Survey.
type Estate struct {
	buckets map[string]*assay.Resource // by root and name
	locked  map[string]bool            // the same, with an object lock
}

// Survey reads all resources once.
func Survey(resources []assay.Resource) *Estate {
	e := &Estate{map[string]*assay.Resource{}, map[string]bool{}}
	for i := range resources {
		r := &resources[i]
		switch r.Type {
		case "aws_s3_bucket":
			if name := text(r, "bucket"); name != "" {
				e.buckets[r.Root+"\x00"+name] = r
			}
		case "aws_s3_bucket_object_lock_configuration":
			e.locked[r.Root+"\x00"+text(r, "bucket")] = true
		}
	}
	return e
}

// bucket finds a bucket of the same root by its name or ARN; nil when it is
// not among these files.
func (e *Estate) bucket(r *assay.Resource, name string) *assay.Resource {
	if _, after, ok := strings.Cut(name, ":::"); ok {
		name = after
	}
	return e.buckets[r.Root+"\x00"+name]
}

// Copies lists the regions, in lower case and sorted, to which a resource
// copies what it holds, as far as the files say.
func (e *Estate) Copies(r *assay.Resource) (out []string) {
	for _, a := range r.Attributes {
		if to := e.target(r, a); to != "" {
			out = append(out, to)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// text is a known string; empty otherwise.
func text(r *assay.Resource, path string) string {
	a, ok := r.Attribute(path)
	if !ok || a.Kind != assay.KindString {
		return ""
	}
	return a.Value
}

// number is a known whole number.
func number(a assay.Attribute) (int, bool) {
	n, err := strconv.Atoi(a.Value)
	return n, err == nil && (a.Kind == assay.KindNumber || a.Kind == assay.KindString)
}

// region is where a resource is, in lower case; empty when the files do not say.
func region(r *assay.Resource) string {
	return strings.ToLower(cmp.Or(text(r, "region"), text(r, "location"), text(r, "provider.region")))
}

// leaf matches a path whose numbers are left open: rule.#.expiration.#.days.
func leaf(path, form string) bool {
	for {
		p, restPath, morePath := strings.Cut(path, ".")
		f, restForm, moreForm := strings.Cut(form, ".")
		if f != p && (f != "#" || strings.Trim(p, "0123456789") != "" || p == "") {
			return false
		}
		if !morePath || !moreForm {
			return morePath == moreForm
		}
		path, form = restPath, restForm
	}
}

// named says whether one of a resource's names or tags is of a form.
func named(r *assay.Resource, form *regexp.Regexp) bool {
	for _, a := range r.Attributes {
		switch first, _, _ := strings.Cut(a.Path, "."); first {
		case "name", "bucket", "tags", "labels", "Tags", "BucketName", "LogGroupName":
			if a.Kind == assay.KindString && !strings.HasSuffix(a.Path, ".Key") && form.MatchString(a.Value) {
				return true
			}
		}
	}
	address := block(r.Address)
	return form.MatchString(address[strings.LastIndexByte(address, '.')+1:])
}
