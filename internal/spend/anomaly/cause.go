package anomaly

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

const (
	// before and beforeRamp are how many days a change may lie before an anomaly
	// that it caused; a climb starts earlier than it shows.
	before     = 7
	beforeRamp = 21
	// mostChanges is how many are named.
	mostChanges = 5
)

// changesOf are the deploys of the days before an anomaly that have something in
// common with it, the likeliest first.
func changesOf(a *assay.Anomaly, deploys []assay.Deploy) []assay.AnomalyChange {
	start, err := time.Parse(time.DateOnly, a.Start)
	if err != nil {
		return []assay.AnomalyChange{}
	}
	earliest := start.AddDate(0, 0, -before)
	if a.Kind == assay.AnomalyRamp {
		earliest = start.AddDate(0, 0, -beforeRamp)
	}
	type candidate struct {
		assay.AnomalyChange
		rank int
		at   time.Time
	}
	var found []candidate
	for _, d := range deploys {
		// Bills count in days: a deploy of the first day may be behind it.
		if d.At.Before(earliest) || !d.At.Before(start.AddDate(0, 0, 1)) {
			continue
		}
		rank, why := common(a, &d)
		if rank == 0 {
			continue
		}
		found = append(found, candidate{assay.AnomalyChange{ID: cmp.Or(d.ID, d.Ticket, d.Commit[:min(len(d.Commit), 12)]), At: d.At.UTC().Format(time.DateOnly), Service: d.Service, Commit: d.Commit, Why: why}, rank, d.At})
	}
	slices.SortStableFunc(found, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(y.rank, x.rank), y.at.Compare(x.at), cmp.Compare(x.ID, y.ID), cmp.Compare(x.Commit, y.Commit))
	})
	out := []assay.AnomalyChange{}
	for _, c := range found[:min(len(found), mostChanges)] {
		out = append(out, c.AnomalyChange)
	}
	return out
}

// common says what a deploy and an anomaly share. A deploy to another
// environment than the one that the anomaly names shares nothing.
func common(a *assay.Anomaly, d *assay.Deploy) (int, string) {
	service, environment := false, false
	for k, v := range a.Dims {
		tag, ok := assay.CostKey(k).Tag()
		if key := assay.CostKey(k); key == assay.ByService || key == assay.ByEnvironment {
			tag, ok = k, true
		}
		if !ok {
			continue
		}
		switch {
		case isEnvironment(tag):
			if d.Environment != "" && !strings.EqualFold(v, d.Environment) {
				return 0, ""
			}
			environment = environment || strings.EqualFold(v, d.Environment)
		case strings.EqualFold(v, string(d.Service)):
			service = true
		}
	}
	switch {
	case service && environment:
		return 3, "same service and environment"
	case service:
		return 2, "same service"
	case environment:
		return 1, "same environment"
	}
	return 0, ""
}

// isEnvironment says that a tag names where something runs.
func isEnvironment(tag string) bool {
	switch strings.ToLower(tag) {
	case "env", "environment", "stage":
		return true
	}
	return false
}
