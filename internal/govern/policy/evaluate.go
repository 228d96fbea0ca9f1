package policy

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

// Longest is how long policies may take together. It is no budget: a policy
// that comes near it is broken, and the answer is then "could not finish".
const Longest = time.Minute

// maxSentence bounds what a policy says, in bytes.
const maxSentence = 2000

// maxRulings is how many sentences of one policy are kept.
const maxRulings = 1000

// Decide asks all policies. Rulings are sorted: denials first, then by policy
// and sentence; each says what would flip it. A change that does nothing
// but fix findings is warned of cost, and never denied for it.
func (s *Set) Decide(ctx context.Context, in *Input) ([]assay.Ruling, error) {
	type answer struct {
		rulings []assay.Ruling
		err     error
	}
	ctx, cancel := context.WithTimeout(ctx, Longest)
	defer cancel()
	done := make(chan answer, 1)
	go func() {
		rulings, err := s.decideAll(ctx, in)
		done <- answer{rulings, err}
	}()
	select {
	case a := <-done:
		return a.rulings, a.err
	case <-ctx.Done():
	}
	select { // one that heeds the end says more
	case a := <-done:
		return a.rulings, a.err
	case <-time.After(grace):
		return nil, fault.New(fault.Unavailable, "the policies did not come to an end within %s", Longest).WithHelp("see which: assay policy check --against 1")
	}
}

// grace is how long a policy may take to notice that its time is over. One that
// does not, inside a single function, is left behind: the program ends soon.
const grace = 2 * time.Second

func (s *Set) decideAll(ctx context.Context, in *Input) ([]assay.Ruling, error) {
	value := s.value(in)
	answers, errs := make([][]assay.Ruling, len(s.names)), make([]error, len(s.names))
	var wg sync.WaitGroup
	for i, name := range s.names {
		wg.Go(func() { answers[i], errs[i] = s.decide(ctx, name, in, value) })
	}
	wg.Wait()
	for _, err := range errs { // the first by name, on any machine
		if err != nil {
			return nil, err
		}
	}
	out := slices.Concat(answers...)
	slices.SortStableFunc(out, func(a, b assay.Ruling) int {
		return cmp.Or(weight(b.Effect)-weight(a.Effect), cmp.Compare(a.Policy, b.Policy), cmp.Compare(a.Message, b.Message))
	})
	return out, nil
}

// decide asks one policy.
func (s *Set) decide(ctx context.Context, name string, in *Input, value ast.Object) ([]assay.Ruling, error) {
	rulings, err := s.ask(ctx, name, value)
	if err != nil {
		return nil, err
	}
	if in.Change.OnlyFixes && in.Cost.Priced != "" {
		if err := s.forgiveCost(ctx, name, value, rulings); err != nil {
			return nil, err
		}
	}
	out := make([]assay.Ruling, len(rulings))
	for i := range rulings {
		r := &rulings[i].Ruling
		if r.Flip == "" {
			if r.Flip, err = s.flip(ctx, name, r, in, value); err != nil {
				return nil, err
			}
		}
		out[i] = *r
	}
	return out, nil
}

func weight(e assay.Effect) int {
	return slices.Index([]assay.Effect{assay.Allow, assay.Warn, assay.Deny}, e)
}

// Worst is the effect of rulings together.
func Worst(rulings []assay.Ruling) assay.Effect {
	worst := assay.Allow
	for _, r := range rulings {
		if weight(r.Effect) > weight(worst) {
			worst = r.Effect
		}
	}
	return worst
}

// value is the input as Rego sees it, without what no policy looks at.
func (s *Set) value(in *Input) ast.Object {
	v := reflect.ValueOf(in).Elem()
	var items [][2]*ast.Term
	for _, f := range structFields(v.Type()) {
		if s.Uses(f.name) {
			items = append(items, [2]*ast.Term{f.key, term(v.Field(f.index))})
		}
	}
	return ast.NewObject(items...)
}

// ruled is a ruling with what the policy said of itself.
type ruled struct {
	assay.Ruling
	about string
}

// ask evaluates deny and warn of one policy.
func (s *Set) ask(ctx context.Context, name string, input ast.Value) ([]ruled, error) {
	var out []ruled
	for _, q := range []struct {
		set    string
		effect assay.Effect
	}{{"deny", assay.Deny}, {"warn", assay.Warn}} {
		ref := ast.MustParseRef("data." + policyPrefix + name).Append(ast.StringTerm(q.set))
		if len(s.compiler.GetRulesExact(ref)) == 0 {
			continue
		}
		members, err := s.eval(ctx, ref, input)
		if err != nil {
			return nil, fault.New(fault.Unavailable, "policy %s failed while it ran: %w", name, err).
				WithHelp("mend %s; until then no change passes", s.where[name].File)
		}
		if len(members) > maxRulings {
			return nil, fault.New(fault.Unavailable, "policy %s said %d things, at most %d are read", name, len(members), maxRulings).
				WithHelp("let it say one sentence for many findings, with their fingerprints in findings")
		}
		for _, m := range members {
			r, err := ruling(name, q.effect, m)
			if err != nil {
				return nil, fault.New(fault.Unavailable, "policy %s: %s: %w", name, q.set, err).
					WithHelp("a member is a sentence, or an object {id, msg, findings, flip, about}")
			}
			out = append(out, r)
		}
	}
	return out, nil
}

func (s *Set) eval(ctx context.Context, ref ast.Ref, input ast.Value) ([]any, error) {
	rs, err := rego.New(
		rego.Compiler(s.compiler), rego.Store(s.store), rego.ParsedQuery(ast.NewBody(ast.NewExpr(ast.NewTerm(ref)))),
		rego.ParsedInput(input), rego.StrictBuiltinErrors(true), rego.SetRegoVersion(ast.RegoV1),
	).Eval(ctx)
	if err != nil {
		return nil, err
	}
	if len(rs) == 0 {
		return nil, nil
	}
	members, ok := rs[0].Expressions[0].Value.([]any)
	if !ok {
		return nil, fmt.Errorf("%s is no set", ref)
	}
	return members, nil
}

// ruling reads one member of deny or warn.
func ruling(policy string, effect assay.Effect, member any) (ruled, error) {
	r := ruled{Ruling: assay.Ruling{Policy: policy, Effect: effect}}
	if text, ok := member.(string); ok {
		member = map[string]any{"msg": text}
	}
	object, ok := member.(map[string]any)
	if !ok {
		return r, fmt.Errorf("a %T is no sentence", member)
	}
	for key, v := range object {
		text, isText := v.(string)
		switch key {
		case "id":
			r.Policy = policy + "/" + text
		case "msg":
			r.Message = text
		case "flip":
			r.Flip = text
		case "about":
			r.about = text
		case "findings":
			list, ok := v.([]any)
			if !ok {
				return r, fmt.Errorf("findings is no list")
			}
			for _, item := range list {
				print, ok := item.(string)
				if f, isFinding := item.(map[string]any); isFinding {
					print, ok = f["fingerprint"].(string)
				}
				if !ok {
					return r, fmt.Errorf("findings holds %v, which is no fingerprint", item)
				}
				r.Findings = append(r.Findings, assay.Fingerprint(print))
			}
			continue
		default:
			return r, fmt.Errorf("unknown key %q", key)
		}
		if !isText {
			return r, fmt.Errorf("%s is no text", key)
		}
	}
	if len(r.Message) > maxSentence || len(r.Flip) > maxSentence || len(r.Policy) > maxSentence {
		return r, fmt.Errorf("a sentence of over %d bytes", maxSentence)
	}
	if strings.TrimSpace(r.Message) == "" {
		return r, fmt.Errorf("msg is missing")
	}
	return r, nil
}

// forgiveCost turns denials that hang on cost into warnings: those that say so,
// and those that are gone once the cost is unknown.
func (s *Set) forgiveCost(ctx context.Context, name string, value ast.Object, rulings []ruled) error {
	if !slices.ContainsFunc(rulings, func(r ruled) bool { return r.Effect == assay.Deny }) {
		return nil
	}
	without, err := s.ask(ctx, name, with(value, "cost", Cost{}))
	if err != nil {
		return err
	}
	for i := range rulings {
		r := &rulings[i]
		same := slices.ContainsFunc(without, func(w ruled) bool { return w.Effect == assay.Deny && w.Policy == r.Policy && w.Message == r.Message })
		if r.Effect == assay.Deny && (r.about == "cost" || !same) {
			r.Effect = assay.Warn
			r.Message += "; the change does nothing but fix findings, so cost does not hold it"
		}
	}
	return nil
}

// with is the input with another value at a top-level key.
func with(value ast.Object, key string, to any) ast.Object {
	return replace(value, key, func(*ast.Term) *ast.Term { return term(reflect.ValueOf(to)) })
}

func replace(value ast.Object, key string, to func(*ast.Term) *ast.Term) ast.Object {
	out := make([][2]*ast.Term, 0, value.Len())
	value.Foreach(func(k, v *ast.Term) {
		if k.Value.Compare(ast.String(key)) == 0 {
			v = to(v)
		}
		out = append(out, [2]*ast.Term{k, v})
	})
	return ast.NewObject(out...)
}
