package anomaly

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// Leak is a credential that was found where it can be read.
type Leak struct {
	At time.Time
	// What names the rule that found it, Where the service that it was in.
	What, Where string
}

// afterLeak is how many days after a leak new spend is suspicious.
const afterLeak = 14

// suspect says by its shape what harm an anomaly may be; empty for none. kind is
// the service's category in lower case, and meters are what its lines were metered as:
// ids of SKUs may say nothing.
func suspect(a *assay.Anomaly, kind, meters string, leaks []Leak) string {
	if !a.Impact.IsPositive() {
		return ""
	}
	novel := func(d string) bool { return slices.Contains(a.Novel, d) }
	text := strings.ToLower(a.Dims["ServiceName"] + " " + a.Dims["SkuId"] + " " + meters)
	if l, ok := leaked(a, leaks); ok && (novel("ServiceName") || novel("RegionId")) {
		return "new spend " + days(a, l.At) + " after a leaked credential (" + l.What + ")"
	}
	switch {
	case novel("RegionId") && isGPU(text):
		return "GPU in a region that was not used before"
	case novel("RegionId") && (isCompute(text) || kind == "compute" || strings.HasPrefix(kind, "ai ")):
		return "compute in a region that was not used before"
	case isGPU(text) && (novel("ServiceName") || novel("SkuId")):
		return "GPU where there was none before"
	case isEgress(text) && a.Impact.Add(a.Expected).GreaterThan(a.Expected.Add(a.Expected)):
		return "traffic to the outside more than doubled"
	}
	return ""
}

// leaked is the latest leak in the days before an anomaly.
func leaked(a *assay.Anomaly, leaks []Leak) (Leak, bool) {
	start, err := time.Parse(time.DateOnly, a.Start)
	if err != nil {
		return Leak{}, false
	}
	best, ok := Leak{}, false
	for _, l := range leaks {
		if l.At.Before(start.AddDate(0, 0, 1)) && !l.At.Before(start.AddDate(0, 0, -afterLeak)) && (!ok || l.At.After(best.At)) {
			best, ok = l, true
		}
	}
	return best, ok
}

// days says how many days lie between a leak and an anomaly.
func days(a *assay.Anomaly, leak time.Time) string {
	start, err := time.Parse(time.DateOnly, a.Start)
	n := int(start.Sub(leak.UTC().Truncate(24*time.Hour)).Hours() / 24)
	switch {
	case err != nil || n <= 0:
		return "on the day"
	case n == 1:
		return "a day"
	}
	return strconv.Itoa(n) + " days"
}

// has says that a text has one of some words, not only as part of a longer one.
func has(text string, words ...string) bool {
	fields := strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' && r < 'a' || r > 'z' })
	return slices.ContainsFunc(fields, func(f string) bool { return slices.Contains(words, f) })
}

// isGPU knows the words and the families of instances that have one: NC, ND and
// NV of Azure, a2, a3 and g2 of Google, g and p of AWS.
func isGPU(text string) bool {
	return has(text, "gpu", "gpus", "nvidia", "a100", "h100", "h200", "v100", "t4", "l4",
		"p2", "p3", "p3dn", "p4d", "p4de", "p5", "p5e", "g3", "g4dn", "g4ad", "g5", "g5g", "g6", "g6e")
}

func isCompute(text string) bool {
	return has(text, "ec2", "compute", "instance", "instances", "vm", "vms", "boxusage") || strings.Contains(text, "virtual machine")
}

func isEgress(text string) bool {
	return has(text, "egress", "datatransfer", "bandwidth", "dto") || strings.Contains(text, "data transfer") || strings.Contains(text, "out-bytes")
}
