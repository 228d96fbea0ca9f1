package anomaly

import (
	"maps"
	"slices"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
)

// File is where a repository remembers what people said of anomalies.
const File = ".assay/anomalies.yaml"

// Known are anomalies that people looked at and dismissed.
type Known struct{ entries []entry }

// entry dismisses one anomaly, or all that begin in some days and have some values.
type entry struct {
	ID       string            `yaml:"id" doc:"Id of one anomaly; instead of dims and days."`
	Dims     map[string]string `yaml:"dims" doc:"Values that the anomaly has: {ServiceName: Amazon EC2, \"tag:team\": risk}."`
	Kind     string            `yaml:"kind" enum:"spike,shift,ramp,new,vanished" doc:"Only of this kind."`
	From     string            `yaml:"from" doc:"First day that it may begin on: 2025-11-20."`
	To       string            `yaml:"to" doc:"Last day that it may begin on."`
	Reason   string            `yaml:"reason" doc:"Why it is no matter."`
	from, to time.Time
}

type file struct {
	Version   int     `yaml:"version" doc:"Version of this file's shape: 1."`
	Dismissed []entry `yaml:"dismissed" doc:"Anomalies that are no matter, by id, or by values and days."`
}

// Dismissed is an anomaly that is left out, and why.
type Dismissed struct {
	ID     string `json:"id"`     // that of the anomaly
	Reason string `json:"reason"` // as .assay/anomalies.yaml gives it
}

// ParseKnown reads anomalies.yaml; nothing gives nothing. Errors are of kind
// fault.Invalid and name file and line.
func ParseKnown(name string, data []byte) (Known, error) {
	f := file{Version: 1}
	doc, err := config.Decode(name, data, &f)
	if err != nil {
		return Known{}, err
	}
	if f.Version != 1 {
		return Known{}, doc.Errorf([]any{"version"}, "version %d is not known", f.Version).WithHelp("write version: 1")
	}
	for i := range f.Dismissed {
		e := &f.Dismissed[i]
		at := func(key string) []any { return []any{"dismissed", i, key} }
		if e.Reason == "" {
			return Known{}, doc.Errorf([]any{"dismissed", i}, "nobody says why").WithHelp("add reason: load test of the spring release")
		}
		if (e.ID == "") == (len(e.Dims) == 0) {
			return Known{}, doc.Errorf([]any{"dismissed", i}, "an entry has an id, or else dims").WithHelp("as: {id: an-0123456789ab, reason: load test}")
		}
		for _, day := range []struct {
			key, text string
			to        *time.Time
		}{{"from", e.From, &e.from}, {"to", e.To, &e.to}} {
			if day.text == "" {
				continue
			}
			if *day.to, err = time.Parse(time.DateOnly, day.text); err != nil {
				return Known{}, doc.Errorf(at(day.key), "%q is no day", day.text).WithHelp("write it as 2025-11-20")
			}
		}
		if !e.from.IsZero() && !e.to.IsZero() && e.to.Before(e.from) {
			return Known{}, doc.Errorf(at("to"), "it ends before it begins").WithHelp("from is the first day, to the last")
		}
	}
	return Known{f.Dismissed}, nil
}

// dismiss says whether somebody dismissed an anomaly, and why.
func (k Known) dismiss(a *assay.Anomaly) (Dismissed, bool) {
	i := slices.IndexFunc(k.entries, func(e entry) bool { return e.means(a) })
	if i < 0 {
		return Dismissed{}, false
	}
	return Dismissed{a.ID, k.entries[i].Reason}, true
}

func (e *entry) means(a *assay.Anomaly) bool {
	if e.ID != "" {
		return e.ID == a.ID
	}
	for _, k := range slices.Sorted(maps.Keys(e.Dims)) {
		if a.Dims[k] != e.Dims[k] {
			return false
		}
	}
	start, err := time.Parse(time.DateOnly, a.Start)
	return err == nil && (e.Kind == "" || e.Kind == string(a.Kind)) &&
		(e.from.IsZero() || !start.Before(e.from)) && (e.to.IsZero() || !start.After(e.to))
}
