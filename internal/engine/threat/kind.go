package threat

import "strings"

// part says what a resource does in the model.
type part uint8

const (
	element  part = iota + 1
	network       // a boundary
	inside        // stands in a network and leads to it: subnet, subnet group
	firewall      // opens ports of what refers to it
	modifier      // says more of the element that it refers to: bucket policy
	link          // joins two elements: event source mapping
	hub           // passes on what reaches it: target group
	through       // leads on to what it refers to: task definition, role, policy
)

// kind is what a type of resource is in the model.
type kind struct {
	part  part
	role  Role
	word  string // bucket, database …
	tests []test
	// of are the attributes by which a modifier names its element, from and to
	// those by which a link names its ends, behind those by which an element
	// names what calls it.
	of, from, to, behind []string
	// protocol of what calls it, where the type decides; tls says that there is
	// no other way than an encrypted one, signed that callers are authenticated.
	protocol    string
	tls, signed bool
}

// kinds says what types of resources are, by the provider's name. A type that
// is not in it is not in the model.
var kinds = merge(amazon, azure, google)

func merge(tables ...map[string]kind) map[string]kind {
	out := map[string]kind{}
	for _, t := range tables {
		for names, k := range t {
			for name := range strings.FieldsSeq(names) {
				out[name] = k
			}
		}
	}
	return out
}

// paths are attributes, those of Terraform and CloudFormation in one list.
func paths(s string) []string { return strings.Fields(s) }
