package assay

import (
	"slices"
	"strings"
)

// Resource is one piece of infrastructure as its code describes it, after
// evaluation: the join point of misconfiguration, tags, price and threat model.
type Resource struct {
	// Address is unique within a root: module.net.aws_subnet.a["eu"] for
	// Terraform, the logical id for CloudFormation, Kind/namespace/name for
	// Kubernetes, the final stage for a Dockerfile.
	Address string `json:"address"`
	// Root is the folder or file that was evaluated: two roots may both have
	// an aws_instance.web.
	Root string `json:"root"`
	// Source is terraform, terraform-plan, cloudformation, kubernetes or dockerfile.
	Source string `json:"source"`
	// Type is the provider's own name: aws_instance, AWS::EC2::Instance, apps/v1/Deployment.
	Type string `json:"type"`
	// Provider is aws, azure, google, kubernetes …
	Provider string `json:"provider"`
	// Made says whether the resource is made, where Condition decides that.
	Made Made `json:"made,omitempty"`
	// Condition is the name of CloudFormation's condition that it is made under.
	Condition string   `json:"condition,omitempty"`
	Location  Location `json:"location"`
	// Attributes are sorted by Path.
	Attributes []Attribute `json:"attributes"`
	// References are to other resources of the same root, sorted by Path and To,
	// each once. Kubernetes objects name each other by value and have none.
	References []Reference `json:"references,omitempty"`
}

// Plan is what a Terraform plan says of the time before it.
type Plan struct {
	// Root is the plan's file: the Root of the resources that it plans.
	Root string `json:"root"`
	// Covers are the addresses that the plan speaks for, without instances and
	// sorted: what it plans, changes or ends, and what its configuration holds and
	// it does not make.
	Covers []string `json:"covers,omitempty"`
	// Told says that the plan tells what was before. What it plans and what neither
	// Before nor Added name was as it is planned.
	Told bool `json:"told,omitempty"`
	// Before are resources that the plan changes or ends, as they were, sorted by
	// address.
	Before []Resource `json:"before,omitempty"`
	Added  []string   `json:"added,omitempty"` // addresses that the plan makes, sorted
}

// WithoutInstances takes the indices and keys out of a Terraform address; a key
// may hold any character between its quotes.
func WithoutInstances(address string) string {
	bare, _ := instances(address)
	return bare
}

// WithoutIndex is a Terraform address without the index or key of its last name.
func WithoutIndex(address string) string {
	if _, last := instances(address); strings.HasSuffix(address, "]") && last >= 0 {
		return address[:last]
	}
	return address
}

// instances gives an address without its indices and keys, and where those of its
// last name begin; negative without any.
func instances(address string) (bare string, last int) {
	var b strings.Builder
	depth, quoted := 0, false
	last = -1
	for i := 0; i < len(address); i++ {
		c := address[i]
		switch {
		case quoted && c == '\\':
			i++
		case c == '"' && depth > 0:
			quoted = !quoted
		case quoted:
		case c == '[':
			if depth++; last < 0 {
				last = i
			}
		case c == ']' && depth > 0:
			depth--
		case depth == 0:
			last = -1
			b.WriteByte(c)
		}
	}
	return b.String(), last
}

// Reference says that an attribute is made from another resource, also where
// its value is unknown.
type Reference struct {
	// Path is the attribute's, or that of the list or map that holds it.
	Path string `json:"path"`
	// To is the address, without an index of its own where it has several instances.
	To string `json:"to"`
}

// Made says whether a resource is made with the defaults of parameters.
type Made string

// What there is.
const (
	MadeAlways  Made = ""
	MadeNot     Made = "no"
	MadeUnknown Made = "unknown"
)

// ValueKind is the kind of an attribute's value.
type ValueKind string

// The kinds. Unknown means: not decidable from the files (a variable without
// a value, a computed id); it is never silently a default.
const (
	KindString  ValueKind = "string"
	KindNumber  ValueKind = "number"
	KindBool    ValueKind = "bool"
	KindNull    ValueKind = "null"
	KindUnknown ValueKind = "unknown"
)

// Attribute is one leaf of a resource's configuration.
type Attribute struct {
	// Path is dotted, list items by number: "root_block_device.0.encrypted", "tags.Owner".
	Path string    `json:"path"`
	Kind ValueKind `json:"kind"`
	// Value is the text form; empty for null and unknown. Sensitive values are left out (Kind unknown).
	Value string `json:"value,omitempty"`
	// Location is where the value is written, also for unknown ones.
	Location Place `json:"location,omitzero"`
}

// Attribute finds a leaf by its path.
func (r *Resource) Attribute(path string) (Attribute, bool) {
	i, ok := slices.BinarySearchFunc(r.Attributes, path, func(a Attribute, p string) int {
		return strings.Compare(a.Path, p)
	})
	if !ok {
		return Attribute{}, false
	}
	return r.Attributes[i], true
}

// Under lists the leaves below a path ("tags" gives "tags.Owner", …), with
// the path itself when it is a leaf.
func (r *Resource) Under(path string) []Attribute {
	var out []Attribute
	for _, a := range r.Attributes {
		if a.Path == path || strings.HasPrefix(a.Path, path+".") {
			out = append(out, a)
		}
	}
	return out
}
