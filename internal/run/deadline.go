package run

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/engine/dependency"
	"github.com/assay-dev/assay/internal/govern"
)

// remind gives known flaws their deadline, and says which old ones count.
func (j *job) remind(ctx context.Context, findings []assay.Finding) {
	if !j.req.Gate {
		return
	}
	var base time.Time
	for i := range findings {
		f := &findings[i]
		if f.Vulnerability == nil {
			continue
		}
		if base.IsZero() && j.base != nil {
			base = j.repo.CommitTime(ctx, j.base.Commit)
		}
		f.Due = govern.Due(f, j.deadlines(j.catalogue.Profile(f.Location.Path)))
		f.Bites = govern.Bites(f, base, j.Now())
	}
}

// deadlines are a profile's own, or what assay.yaml says instead. Days was
// checked when the file was read.
func (j *job) deadlines(p assay.Profile) govern.Deadlines {
	d, set := govern.DeadlinesOf(p), j.cfg.Profiles[string(p)].Deadlines
	for _, x := range []struct {
		text string
		days *int
	}{{set.Exploited, &d.Exploited}, {set.Critical, &d.Critical}, {set.High, &d.High}, {set.Medium, &d.Medium}, {set.Low, &d.Low}} {
		*x.days, _ = config.Days(x.text, *x.days)
	}
	return d
}

// stale is the gap of data on known flaws that is older than a profile allows.
func (j *job) stale() []assay.Gap {
	maxAge, _ := config.Days(j.cfg.Profiles[string(j.profile())].AdvisoriesMaxAge, 0)
	if maxAge == 0 || !j.req.Gate || j.head == nil {
		return nil
	}
	used := map[assay.Ecosystem]bool{}
	for i := range j.head.Components {
		used[j.head.Components[i].Ecosystem] = true
	}
	newest := map[assay.Ecosystem]time.Time{}
	for _, s := range j.Advisories.Sources {
		if s.Records >= dependency.Few {
			newest[s.Ecosystem] = s.Newest
		}
	}
	var out []assay.Gap
	for _, e := range slices.Sorted(maps.Keys(used)) {
		reason := ""
		switch at, ok := newest[e]; {
		case !ok:
			reason = fmt.Sprintf("there is no data on known flaws of %s, and profile %s wants some of the last %d days", e, j.profile(), maxAge)
		case at.After(j.Now().Add(24 * time.Hour)):
			reason = fmt.Sprintf("the data on known flaws of %s is of %s, a day to come: nobody can tell how old it is", e, at.Format(time.DateOnly))
		case j.Now().Sub(at) > time.Duration(maxAge+1)*24*time.Hour:
			reason = fmt.Sprintf("the data on known flaws of %s is %d days old, profile %s allows %d", e, int(j.Now().Sub(at)/(24*time.Hour)), j.profile(), maxAge)
		}
		if reason != "" {
			out = append(out, assay.Gap{Scope: assay.ScopeAdvisory, Reason: reason, Help: "assay feeds update --from …", Status: assay.StatusNew})
		}
	}
	return out
}
