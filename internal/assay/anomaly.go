package assay

import "github.com/assay-dev/assay/internal/money"

// AnomalyKind is how spend moved.
type AnomalyKind string

// The kinds. A spike passes within three weeks; a shift stays; a ramp climbs
// over weeks; new and vanished spend had none before or has none after.
const (
	AnomalySpike    AnomalyKind = "spike"
	AnomalyShift    AnomalyKind = "shift"
	AnomalyRamp     AnomalyKind = "ramp"
	AnomalyNew      AnomalyKind = "new"
	AnomalyVanished AnomalyKind = "vanished"
)

// Anomaly is one unusual move of spend: one cause, however many series it touches.
type Anomaly struct {
	// ID is the same for the same move on the same bills, and for the same move
	// when its bills have grown by a few days.
	ID string `json:"id"`
	// Dims are what all of the moved spend has in common, by the column of FOCUS
	// ("ServiceName", "SubAccountId", "RegionId", "SkuId"), "tag:KEY", or another
	// key that was looked by ("service").
	Dims map[string]string `json:"dims"`
	// Kind is how spend moved: a spike passes within three weeks, a shift stays, a ramp
	// climbs over weeks; new and vanished spend had none before or has none after.
	Kind  AnomalyKind `json:"kind"`
	Start string      `json:"start"` // its first day in UTC, as 2025-03-01
	End   string      `json:"end"`   // its last day, inclusive
	// Ongoing says that it had not ended on the last day that counts.
	Ongoing  bool   `json:"ongoing"`
	Currency string `json:"currency"` // ISO 4217, or a provider's own
	// Impact is what was spent from Start to End beyond what was to be expected; below
	// zero when less was. It is an estimate, to the cent.
	Impact   money.Number `json:"impact"`
	Expected money.Number `json:"expected"` // what was to be expected in these days
	// Cause is the one dimension that explains the move best.
	Cause AnomalyCause `json:"cause"`
	// Novel are dimensions whose value had no spend at all before.
	Novel      []string   `json:"novel,omitempty"`
	Confidence Confidence `json:"confidence"` // certain where the move stands far out of what is usual, else firm
	// Suspect says by its shape what harm it may be; empty for none.
	Suspect string `json:"suspect"`
	// Changes may have caused it, the likeliest first.
	Changes []AnomalyChange `json:"changes"`
	// Resources are the few that nearly all of the move is on, the largest first;
	// empty where it is on many, or on charges that name no resource.
	Resources []AnomalyResource `json:"resources,omitempty"`
}

// AnomalyResource is a resource whose spend moved.
type AnomalyResource struct {
	ID string `json:"id"` // its key, as reports by resource name it
	// Impact is what more was spent on it in the first days of the anomaly, 28 at
	// most, than in the days before; to the cent, an estimate, below zero when less was.
	Impact money.Number `json:"impact"`
}

// AnomalyCause is a value of a dimension.
type AnomalyCause struct {
	Dimension string `json:"dimension"` // one of those of dims; empty when all spend moved
	Value     string `json:"value"`     // that the moved spend has
}

// AnomalyChange is a change or a deploy in the days before an anomaly.
type AnomalyChange struct {
	ID      string    `json:"id"`                // of the deploy's record, else of its ticket, else the beginning of its commit
	At      string    `json:"at"`                // its day in UTC, as 2025-03-01
	Service ServiceID `json:"service,omitempty"` // that was deployed
	Commit  string    `json:"commit,omitempty"`  // that was deployed
	// Why says what links them: "same service and environment", "same service" or "same
	// environment".
	Why string `json:"why"`
}
