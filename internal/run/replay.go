package run

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"strconv"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/policy"
	"github.com/assay-dev/assay/internal/store"
)

// OwnPolicies compiles the bundled policies with those that a folder holds on
// disk: what would count once it is merged.
func (s *Service) OwnPolicies(ctx context.Context, dir string) (*policy.Set, error) {
	own, err := readPolicyFiles(ctx, change.GovernedOnDisk(dir, policyFolder))
	if err != nil {
		return nil, err
	}
	return policy.Load(s.Policies, own, policyProfiles())
}

// Governed gives how a stored run was decided. An empty id is the newest run of
// the folder.
func (s *Service) Governed(ctx context.Context, dir, id string) (*Governance, error) {
	var out *Governance
	err := s.stored(ctx, dir, func(st store.Store, root string) error {
		if id == "" {
			runs, err := st.Runs(ctx, store.Filter{Root: root, Limit: 1})
			if err != nil {
				return err
			}
			if len(runs) == 0 {
				return fault.New(fault.NotFound, "no run of %s is stored", root).WithHelp("assay run %s", dir)
			}
			id = runs[0].ID
		}
		var err error
		out, err = governance(ctx, st, id)
		return err
	})
	return out, err
}

func (s *Service) stored(ctx context.Context, dir string, use func(st store.Store, root string) error) (err error) {
	if s.Store == nil {
		return fault.New(fault.Invalid, "there is no home folder, so no run is stored").WithHelp("set --home or ASSAY_HOME")
	}
	st, err := s.Store()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	root, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	return use(st, root)
}

func governance(ctx context.Context, st store.Store, id string) (*Governance, error) {
	r, err := st.Run(ctx, id)
	if errors.Is(err, fault.NotFound) {
		return nil, fault.New(fault.NotFound, "there is no run %q", id).WithHelp("its id stands in the JSON report, in run.id")
	}
	if err != nil {
		return nil, err
	}
	if len(r.Governance) == 0 {
		return nil, fault.New(fault.NotFound, "run %s was not decided by policies: an older assay made it", id).WithHelp("test the change again")
	}
	g := &Governance{}
	if err := json.Unmarshal(r.Governance, g); err != nil {
		return nil, fault.New(fault.Unavailable, "read how run %s was decided: %w", id, err)
	}
	return g, nil
}

// Replayed is a stored run under other policies.
type Replayed struct {
	Run    assay.Run      `json:"-"`
	ID     string         `json:"run"`
	Was    assay.Effect   `json:"was"`
	Would  assay.Effect   `json:"would"`
	Gone   []assay.Ruling `json:"gone,omitempty"`   // rulings that are no more
	Arises []assay.Ruling `json:"arises,omitempty"` // new ones
	// Why is set when the run could not be replayed.
	Why string `json:"why,omitempty"`
}

// Replay asks policies on the input of stored runs of a folder, newest first:
// "all", a number of runs, or their ids. What engines did not examine and steps
// that failed are no matter of policies: was and would are the policies' alone.
func (s *Service) Replay(ctx context.Context, set *policy.Set, dir string, which []string) ([]Replayed, error) {
	var out []Replayed
	err := s.stored(ctx, dir, func(st store.Store, root string) error {
		ids, err := runIDs(ctx, st, root, which)
		if err != nil {
			return err
		}
		for _, id := range ids {
			g, err := governance(ctx, st, id)
			if errors.Is(err, fault.NotFound) && len(which) == 1 && which[0] != id {
				continue // older runs among many
			}
			if err != nil {
				return err
			}
			in, err := policy.Decode(g.Input)
			if err != nil {
				out = append(out, Replayed{ID: id, Run: g.Record, Why: err.Error()})
				continue
			}
			now, err := set.Decide(ctx, in)
			if err != nil {
				return fault.New(fault.Unavailable, "run %s: %w", id, err).WithHelp("%s", fault.Help(err))
			}
			was := g.Record.Decision.Rulings
			out = append(out, Replayed{
				ID: id, Run: g.Record, Was: policy.Worst(was), Would: policy.Worst(now), Gone: missing(was, now), Arises: missing(now, was),
			})
		}
		return nil
	})
	return out, err
}

func runIDs(ctx context.Context, st store.Store, root string, which []string) ([]string, error) {
	limit := -1
	if len(which) == 1 {
		if n, err := strconv.Atoi(which[0]); err == nil && n > 0 {
			limit = n
		} else if which[0] == "all" {
			limit = 0
		}
	}
	if limit < 0 {
		return which, nil
	}
	runs, err := st.Runs(ctx, store.Filter{Root: root, Limit: limit})
	var out []string
	for _, r := range runs {
		out = append(out, r.ID)
	}
	return out, err
}

// missing lists the rulings of a that b has none like.
func missing(a, b []assay.Ruling) []assay.Ruling {
	type key struct {
		policy, message string
		effect          assay.Effect
	}
	known := map[key]bool{}
	for _, r := range b {
		known[key{r.Policy, r.Message, r.Effect}] = true
	}
	var out []assay.Ruling
	for _, r := range a {
		if !known[key{r.Policy, r.Message, r.Effect}] {
			out = append(out, r)
		}
	}
	return out
}

// Margin says what would have been refused of a run that nothing refused, by the
// policies of the folder as they are now; empty when they can't say.
func (s *Service) Margin(ctx context.Context, dir string, g *Governance) string {
	if policy.Worst(g.Record.Decision.Rulings) == assay.Deny {
		return ""
	}
	set, err := s.OwnPolicies(ctx, dir)
	if err != nil {
		return ""
	}
	in, err := policy.Decode(g.Input)
	if err != nil {
		return ""
	}
	margin, err := set.Margin(ctx, in)
	if err != nil {
		return ""
	}
	return margin
}
