// Package anomaly finds unusual moves of spend in daily sums of a bill, and
// names for each the dimension that explains it.
//
//	b := anomaly.NewBuilder([]string{"ServiceName", "SubAccountId", "RegionId", "SkuId"})
//	b.Add(anomaly.Row{Day: day, Values: values, Currency: "USD", Category: "Usage", Cost: 12.5})
//	alerts, err := anomaly.Detect(ctx, b.Bill(), anomaly.Options{})
//
// How it works:
//
//   - A leaf is one combination of values. Nodes are sets of leaves that share
//     one, two or three values; each is a series of its own, so that what is
//     lost in the noise of leaves shows in their sum.
//   - A series is divided by its weekly and its monthly pattern and by a running
//     median. What remains is held against its own robust spread: short runs are
//     spikes; what moves the median is a shift or, if slow, a ramp.
//   - Candidates of all series pass a false-discovery control together
//     (Benjamini and Hochberg 1995).
//   - A move shows in every node that touches it. The node is chosen whose leaves
//     all moved by one ratio (a matched filter over leaves, as in scan
//     statistics); what it explains is set aside, and the rest asked again. So
//     one move is one alert.
//
// A return to an earlier level is no alert, nor is a short dip or a slow decline, a
// climb by a quarter or so, a day that comes late and twice the next day, a job
// that comes and goes, or what comes back every month, quarter or year. In times of
// little, as holidays, a day is held against the days beside it.
// Credits, tax, purchases, adjustments and corrections are not looked at.
//
// It does not read bills, know changes, or remember what people dismissed: see
// the package spend/anomaly. Costs are floats here: an expectation is an
// estimate, and no sum of this package is ever booked.
package anomaly
