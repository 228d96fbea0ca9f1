package policy

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"sort"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assay-dev/assay/internal/assay"
)

// flip finds the smallest thing that takes a ruling away, by asking the policy
// again on changed input: fewer findings, an approval, a ticket, a lower cost.
// What it says was seen to help; where nothing tried helps, it says where to look.
func (s *Set) flip(ctx context.Context, name string, r *assay.Ruling, in *Input, value ast.Object) (string, error) {
	for _, try := range []func(context.Context, string, *assay.Ruling, *Input, ast.Object) (string, error){s.byFindings, s.byApproval, s.byTicket, s.byCost} {
		if text, err := try(ctx, name, r, in, value); err != nil || text != "" {
			return text, err
		}
	}
	if r.Effect == assay.Warn {
		return "", nil // nothing is held up, and the sentence stands for itself
	}
	return "see what " + s.where[name].File + " asks for", nil
}

// Margin says, for a change that nothing denies, what the least finding would be
// that is refused if it were new: "a new finding of severity high"; empty when
// none would be.
func (s *Set) Margin(ctx context.Context, in *Input) (string, error) {
	value := s.value(in)
	for rank, severity := range []string{"info", "low", "medium", "high", "critical"} {
		probe := Finding{
			Fingerprint: "margin", Rule: "sast/margin", Engine: "sast", Severity: severity, SeverityRank: rank, Confidence: "certain", ConfidenceRank: 2,
			Profile: in.Profile, Scopes: in.Scopes,
		}
		now := with(value, "findings", Findings{New: []Finding{probe}})
		for _, name := range s.names {
			said, err := s.ask(ctx, name, now)
			if err != nil {
				return "", err
			}
			if slices.ContainsFunc(said, func(r ruled) bool { return r.Effect == assay.Deny }) {
				return "a new finding of severity " + severity + " would be refused", nil
			}
		}
	}
	return "", nil
}

// says tells whether the policy still says the same by the same rule.
func (s *Set) says(ctx context.Context, name string, r *assay.Ruling, value ast.Value) (bool, error) {
	again, err := s.ask(ctx, name, value)
	return slices.ContainsFunc(again, func(a ruled) bool {
		return a.Effect == r.Effect && a.Policy == r.Policy && (r.Policy != name || a.Message == r.Message)
	}), err
}

// byFindings looks for the least number of the findings named that must go: all
// of them where each counts, fewer where the policy counts them.
func (s *Set) byFindings(ctx context.Context, name string, r *assay.Ruling, in *Input, value ast.Object) (string, error) {
	if !s.Uses("findings") {
		return "", nil
	}
	if len(r.Findings) == 0 {
		return s.byAnyFinding(ctx, name, r, in, value)
	}
	var failed error
	still := func(n int) bool { // with the first n gone
		gone := map[string]bool{}
		for _, f := range r.Findings[:n] {
			gone[string(f)] = true
		}
		yes, err := s.says(ctx, name, r, without(value, gone))
		if err != nil {
			failed = err
		}
		return yes
	}
	n := len(r.Findings)
	if still(n) || failed != nil {
		return "", failed
	}
	if n > 1 && !still(n-1) {
		n = sort.Search(n-1, func(k int) bool { return !still(k) })
	}
	switch {
	case failed != nil:
		return "", failed
	case n == 0:
		return "", nil
	case n < len(r.Findings):
		return fmt.Sprintf("fix any %d of these %d findings", n, len(r.Findings)), nil
	}
	return "fix " + count(n, "finding"), nil
}

// byAnyFinding is for a policy that does not say which findings it means: it
// looks for the one without which it is content, or says how many must go.
func (s *Set) byAnyFinding(ctx context.Context, name string, r *assay.Ruling, in *Input, value ast.Object) (string, error) {
	all := slices.Concat(in.Findings.New, in.Findings.Old)
	var failed error
	still := func(list []Finding) bool {
		gone := map[string]bool{}
		for i := range list {
			gone[list[i].Fingerprint] = true
		}
		yes, err := s.says(ctx, name, r, without(value, gone))
		if err != nil {
			failed = err
		}
		return yes
	}
	if len(all) == 0 || still(all) || failed != nil {
		return "", failed
	}
	n := sort.Search(len(all), func(k int) bool { return !still(all[:k]) })
	if failed != nil || n == 0 {
		return "", failed
	}
	if last := all[n-1]; !still([]Finding{last}) && failed == nil {
		r.Findings = []assay.Fingerprint{assay.Fingerprint(last.Fingerprint)}
		return "fix " + place(last), nil
	}
	return fmt.Sprintf("fix at most %s", count(n, "finding")), failed
}

func place(f Finding) string {
	switch {
	case f.Path == "":
		return f.Rule
	case f.Line == 0:
		return f.Rule + " in " + f.Path
	}
	return fmt.Sprintf("%s in %s:%d", f.Rule, f.Path, f.Line)
}

// without is the input with findings left out, as if they were fixed. It goes by
// the terms that are there already: converting them again costs more than asking.
func without(value ast.Object, gone map[string]bool) ast.Object {
	return replace(value, "findings", func(found *ast.Term) *ast.Term {
		parts := found.Value.(ast.Object)
		for _, list := range []string{"new", "old"} {
			parts = replace(parts, list, func(all *ast.Term) *ast.Term {
				var kept []*ast.Term
				all.Value.(*ast.Array).Foreach(func(f *ast.Term) {
					print := f.Value.(ast.Object).Get(fingerprintKey).Value.(ast.String)
					if !gone[string(print)] {
						kept = append(kept, f)
					}
				})
				return ast.ArrayTerm(kept...)
			})
		}
		return ast.NewTerm(parts)
	})
}

var fingerprintKey = ast.StringTerm("fingerprint")

func (s *Set) byApproval(ctx context.Context, name string, r *assay.Ruling, in *Input, value ast.Object) (string, error) {
	if !s.Uses("approvals") {
		return "", nil
	}
	more := slices.Clone(in.Approvals)
	for n := 1; n <= 2; n++ {
		more = append(more, Approval{By: fmt.Sprintf("somebody else %d", n), Source: "forge"})
		if yes, err := s.says(ctx, name, r, with(value, "approvals", more)); err != nil || !yes {
			return fmt.Sprintf("get %s from somebody who is no author of the change", count(n, "approval")), err
		}
	}
	return "", nil
}

func (s *Set) byTicket(ctx context.Context, name string, r *assay.Ruling, in *Input, value ast.Object) (string, error) {
	if !s.Uses("change") || in.Change.Ticket != "" {
		return "", nil
	}
	c := in.Change
	c.Ticket = "CHG-1"
	if yes, err := s.says(ctx, name, r, with(value, "change", c)); err != nil || !yes {
		return "name the change request: --ticket ID", err
	}
	return "", nil
}

// byCost looks for the highest cost that passes, to the cent.
func (s *Set) byCost(ctx context.Context, name string, r *assay.Ruling, in *Input, value ast.Object) (string, error) {
	delta, ok := new(big.Rat).SetString(string(in.Cost.Delta))
	if !in.Cost.Known || !ok || delta.Sign() <= 0 || !s.Uses("cost") {
		return "", nil
	}
	var failed error
	still := func(cents int64) bool { // with that much more a month
		c := in.Cost
		c.Delta = json.Number(big.NewRat(cents, 100).FloatString(2))
		c.Priced, c.AtLeast, c.AtMost = c.Delta, c.Delta, c.Delta
		if before, ok := new(big.Rat).SetString(string(c.Before)); ok {
			c.After = json.Number(before.Add(before, big.NewRat(cents, 100)).FloatString(2))
		}
		yes, err := s.says(ctx, name, r, with(value, "cost", c))
		if err != nil {
			failed = err
		}
		return yes
	}
	f, _ := new(big.Rat).Mul(delta, big.NewRat(100, 1)).Float64()
	if f > 1e15 || still(0) || failed != nil {
		return "", failed
	}
	most := int64(sort.Search(int(f)+1, func(c int) bool { return still(int64(c)) })) - 1
	if failed != nil {
		return "", failed
	}
	return fmt.Sprintf("bring the change down to %s %s more a month, from %s", in.Cost.Currency, big.NewRat(most, 100).FloatString(2), delta.FloatString(2)), nil
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
