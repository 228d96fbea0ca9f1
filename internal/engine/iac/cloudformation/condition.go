package cloudformation

import (
	"gopkg.in/yaml.v3"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/yamldoc"
)

// conditionBudget is how many functions of conditions are looked at in a template.
const conditionBudget = 20_000

// truth is what a condition comes to with the parameters' defaults.
type truth int

const (
	undecided truth = iota
	no
	yes
)

func (a truth) not() truth {
	switch a {
	case yes:
		return no
	case no:
		return yes
	}
	return undecided
}

// holds is what the condition of a name comes to. One that refers to itself is undecided.
func (t *template) holds(name string) truth {
	if v, ok := t.conditions[name]; ok {
		return v
	}
	t.conditions[name] = undecided
	if n := yamldoc.Get(yamldoc.Get(t.root, "Conditions"), name); n != nil {
		t.conditions[name] = t.condition(n, 0)
	}
	return t.conditions[name]
}

// condition evaluates Equals, Not, And, Or and Condition.
func (t *template) condition(n *yaml.Node, depth int) truth {
	if t.spent++; t.spent > conditionBudget || depth > yamldoc.MaxDepth {
		return undecided
	}
	n = yamldoc.Resolve(n)
	if n.Tag != "!Condition" {
		if name := yamldoc.Text(yamldoc.Get(n, "Condition")); name != "" && len(n.Content) == 2 {
			return t.holds(name)
		}
	}
	name, arg := intrinsic(n)
	if name == "" {
		return undecided
	}
	switch {
	case name == "Condition":
		return t.holds(arg.Value)
	case name == "Equals" && len(arg.Content) == 2:
		return t.equal(arg.Content[0], arg.Content[1])
	case name == "Not" && len(arg.Content) == 1:
		return t.condition(arg.Content[0], depth+1).not()
	case name == "Or" && len(arg.Content) > 0:
		return t.any(arg.Content, yes, depth)
	case name == "And" && len(arg.Content) > 0:
		return t.any(arg.Content, no, depth)
	}
	return undecided
}

// any is decided by the first that comes to what decides, else by all of them.
func (t *template) any(nodes []*yaml.Node, decides truth, depth int) truth {
	out := decides.not()
	for _, n := range nodes {
		switch t.condition(n, depth+1) {
		case decides:
			return decides
		case undecided:
			out = undecided
		}
	}
	return out
}

// equal compares texts, as CloudFormation does.
func (t *template) equal(a, b *yaml.Node) truth {
	x, y := t.known(a, 0), t.known(b, 0)
	for _, v := range []value{x, y} {
		if v.kind == assay.KindUnknown || v.kind == assay.KindNull {
			return undecided
		}
	}
	if x.text == y.text {
		return yes
	}
	return no
}

// branch is the side of Fn::If that counts; nil when it is undecided.
func (t *template) branch(arg *yaml.Node) *yaml.Node {
	if len(arg.Content) != 3 {
		return nil
	}
	switch t.holds(yamldoc.Text(yamldoc.Resolve(arg.Content[0]))) {
	case yes:
		return arg.Content[1]
	case no:
		return arg.Content[2]
	}
	return nil
}

// noValue says that a node stands for nothing: AWS::NoValue, or a decided Fn::If that
// comes to it.
func (t *template) noValue(n *yaml.Node, depth int) bool {
	n = yamldoc.Resolve(n)
	name, arg := intrinsic(n)
	switch {
	case name == "Ref":
		return arg.Value == "AWS::NoValue"
	case name == "If" && depth <= yamldoc.MaxDepth:
		side := t.branch(arg)
		return side != nil && t.noValue(side, depth+1)
	}
	return false
}

// mayBeNone says that an item of a list is there under a condition that is undecided.
func (t *template) mayBeNone(n *yaml.Node, depth int) bool {
	n = yamldoc.Resolve(n)
	name, arg := intrinsic(n)
	if name != "If" || len(arg.Content) != 3 || depth > yamldoc.MaxDepth {
		return false
	}
	if side := t.branch(arg); side != nil {
		return t.mayBeNone(side, depth+1)
	}
	return t.noValue(arg.Content[1], depth+1) || t.noValue(arg.Content[2], depth+1)
}

// made says whether a resource is made, and what decides that.
func (t *template) made(n *yaml.Node) (assay.Made, string) {
	name := yamldoc.Text(yamldoc.Get(n, "Condition"))
	if name == "" {
		return assay.MadeAlways, ""
	}
	switch t.holds(name) {
	case yes:
		return assay.MadeAlways, name
	case no:
		return assay.MadeNot, name
	}
	return assay.MadeUnknown, name
}
