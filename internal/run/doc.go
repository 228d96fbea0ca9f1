// Package run is the use case "test this change": it finds the change, runs
// the engines over head and base, triages, asks the gate, and makes the one
// view that every report shows.
//
//	svc := &run.Service{Rules: …, Engines: …}
//	view, err := svc.Test(ctx, run.Request{Dir: "."})
//
// The view is there also when the answer is no, partial or interrupted; an
// error means that nothing could be said (a bad base, a bad configuration).
package run
