package cli

import "github.com/assay-dev/assay/internal/lake"

// ingestVersion is of the shape of ingested and listed; it grows when a reader must change.
const ingestVersion = 1

// ingested is what became of a bill.
type ingested struct {
	Version     int              `json:"version"`
	Format      string           `json:"format"`      // of the bill: focus, cur, azure, gcp, opencost, invoice or mapping
	Unchanged   bool             `json:"unchanged"`   // these files were in the lake already: nothing was done
	In          int64            `json:"in"`          // lines that the bill has: Stored + Quarantined
	Stored      int64            `json:"stored"`      // lines that are in the lake
	Quarantined int64            `json:"quarantined"` // lines that could not be read
	Reasons     []lake.Reason    `json:"reasons"`     // why lines are in quarantine, most frequent first
	Partitions  []ingestedChange `json:"partitions"`  // sources and months that were replaced
}

// ingestedChange is what a source and month came to, and what it replaced.
type ingestedChange struct {
	lake.Partition
	Before *int64 `json:"before"` // how many lines it had; null when it was not there
}

func ingestedOf(format string, l *lake.Loaded) ingested {
	out := ingested{ingestVersion, format, l.Unchanged, l.In, l.Stored, l.Quarantined, append([]lake.Reason{}, l.Reasons...), []ingestedChange{}}
	for _, p := range l.Partitions {
		c := ingestedChange{Partition: p.Partition}
		c.Totals = append([]lake.Total{}, c.Totals...)
		if p.Before >= 0 {
			c.Before = &p.Before
		}
		out.Partitions = append(out.Partitions, c)
	}
	return out
}

// listed is what the lake holds.
type listed struct {
	Version    int              `json:"version"`
	Partitions []lake.Partition `json:"partitions"` // by source and month
}

func listedOf(parts []lake.Partition) listed {
	out := listed{ingestVersion, append([]lake.Partition{}, parts...)}
	for i := range out.Partitions {
		out.Partitions[i].Totals = append([]lake.Total{}, out.Partitions[i].Totals...)
	}
	return out
}
