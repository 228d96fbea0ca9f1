package run

import (
	"context"
	"fmt"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
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
	var out []assay.Gap
	for _, s := range j.Advisories.Sources {
		age := int(j.Now().Sub(s.Newest) / (24 * time.Hour))
		if used[s.Ecosystem] && age > maxAge {
			out = append(out, assay.Gap{
				Scope: assay.ScopeAdvisory, Reason: fmt.Sprintf("the data on known flaws of %s is %d days old, profile %s allows %d", s.Ecosystem, age, j.profile(), maxAge),
				Help: "assay feeds update --from …", Status: assay.StatusNew,
			})
		}
	}
	return out
}
