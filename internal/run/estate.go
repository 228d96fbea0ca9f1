package run

import (
	"context"
	"fmt"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/price"
)

// estate is infrastructure as code and plans describe it, to be priced.
type estate struct {
	resources []assay.Resource
	plans     []assay.Plan
}

// estates are what the head describes and what the base does; without a base that is
// nothing. A plan that is committed is in the hand of whoever writes the change: it
// does not stand in for the code beside it, nor say what was before.
func (j *job) estates(ctx context.Context) (head, base estate, err error) {
	head = estate{j.head.Resources, j.head.Plans}
	if j.repo != nil && len(head.plans) > 0 {
		var paths, named []string
		for i := range head.plans {
			paths = append(paths, head.plans[i].Root)
		}
		tracked, err := j.repo.Tracked(ctx, paths)
		if err != nil {
			return head, base, err
		}
		for _, p := range paths {
			if tracked[p] {
				named = append(named, p)
			}
		}
		if len(named) > 0 {
			j.notes = append(j.notes, fmt.Sprintf("%s: committed, so that the author of the code writes the plan too; the code beside it counts, and not what it says was before", strings.Join(named, ", ")))
		}
		head.resources, head.plans = price.AsCommitted(head.resources, head.plans, func(root string) bool { return tracked[root] })
	}
	switch {
	case j.baseResult != nil: // all of it is committed
		base.resources, base.plans = price.AsCommitted(j.baseResult.Resources, j.baseResult.Plans, func(string) bool { return true })
	case j.base != nil: // nothing changed
		base = head
	}
	return head, base, nil
}
