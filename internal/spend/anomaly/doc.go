// Package anomaly asks the lake for daily costs, has the engine find what moved
// unusually, leaves out what people dismissed, and says what may be behind the
// rest: the changes and deploys of the days before, and shapes that harm has.
//
//	known, err := anomaly.ParseKnown(anomaly.File, data)
//	report, err := anomaly.Find(ctx, l, anomaly.Question{Known: known, Deploys: deploys, Leaks: leaks})
//
// A link is a coincidence in time with something in common, and says what; it is
// no proof. Suspicion is by shape alone. The package sends nothing and changes
// nothing.
package anomaly
