package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// mark stands before the digest in an identity.
const mark = "|v:"

// Offence collects the values that make a problem what it is. An identity
// carries a digest of them, so that widening a rule that was bad already is a
// new problem while moving it is not.
type Offence struct{ values []string }

// Add takes a leaf. Positions in lists don't count, nor does their order, and
// what is hidden stays so.
func (o *Offence) Add(a assay.Attribute) {
	if a.Kind == assay.KindNull || a.Kind == assay.KindBool && a.Value == "false" || a.Kind == assay.KindString && a.Value == "" {
		return // as if it were not written
	}
	value := a.Value
	if a.Kind == assay.KindUnknown {
		value = "?"
	}
	o.values = append(o.values, Names(a.Path)+"="+value)
}

// AddText takes a text where there are no leaves. White space doesn't count.
func (o *Offence) AddText(text string) {
	o.values = append(o.values, strings.Join(strings.Fields(text), " "))
}

// Mark is what goes to the end of an identity: nothing when there are no
// values.
func (o *Offence) Mark() string {
	if len(o.values) == 0 {
		return ""
	}
	slices.Sort(o.values)
	sum := sha256.Sum256([]byte(strings.Join(slices.Compact(o.values), "\x00")))
	return mark + hex.EncodeToString(sum[:8])
}

// MarkOf finds the mark of an identity.
func MarkOf(identity string) string {
	if i := strings.LastIndex(identity, mark); i >= 0 {
		return identity[i:]
	}
	return ""
}

// Names is a path without the positions in lists.
func Names(path string) string {
	words := strings.Split(path, ".")
	return strings.Join(slices.DeleteFunc(words, isIndex), ".")
}

// reach says whom a rule lets in: these matter together, whichever of them a
// check points at.
var reach = []string{
	"port", "ports", "fromport", "toport", "portrange", "portranges", "protocol", "protocols", "ipprotocol", "type", "direction",
	"access", "action", "ruleaction", "effect", "principal", "principals", "egress", "self",
	"cidr", "cidrs", "cidrip", "cidripv6", "cidrblock", "cidrblocks", "ipv6cidrblock", "ipv6cidrblocks", "cidripv4",
	"sourceranges", "destinationranges", "sourceaddressprefix", "sourceaddressprefixes", "destinationaddressprefix",
	"destinationaddressprefixes", "sourceportrange", "sourceportranges", "destinationportrange", "destinationportranges",
}

// Reach says whether a leaf is among what decides whom a rule lets in.
func Reach(path string) bool {
	name := Names(path)
	name = strings.ToLower(strings.ReplaceAll(name[strings.LastIndexByte(name, '.')+1:], "_", ""))
	return slices.Contains(reach, name)
}
