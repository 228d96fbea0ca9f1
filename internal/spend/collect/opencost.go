package collect

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

// allocation is what OpenCost says of a workload and a window: its answer to
// /allocation (OpenCost specification, "Allocation").
type allocation struct {
	Name       string `json:"name"`
	Properties struct {
		Cluster    string          `json:"cluster"`
		Node       string          `json:"node"`
		Namespace  string          `json:"namespace"`
		Controller string          `json:"controller"`
		Kind       string          `json:"controllerKind"`
		Pod        string          `json:"pod"`
		Labels     json.RawMessage `json:"labels"`
	} `json:"properties"`
	Window struct {
		Start string `json:"start"`
		End   string `json:"end"`
	} `json:"window"`
	Start string          `json:"start"`
	End   string          `json:"end"`
	Total json.RawMessage `json:"totalCost"`
}

// mostAllocations bounds a file of allocations, in bytes.
const mostAllocations = 1 << 30

// openCost writes the allocations of a file as lines of FOCUS. Their costs are
// shares of machines that the provider bills already, so nothing of them is billed
// or effective: the share stands as list cost, for splitting those machines.
func (f *finder) openCost(file lake.File) (lake.File, error) {
	data, err := f.allocations(file)
	if err != nil {
		return file, err
	}
	if f.options.Source == "" {
		if err := f.clusters(file.Name, data); err != nil {
			return file, err
		}
	}
	file.Path, file.Comma = f.make(), ','
	out, err := os.OpenFile(file.Path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return file, err
	}
	again, err := writeAllocations(out, file.Name, data, f.options.Currency)
	if again > 0 {
		f.notes = append(f.notes, fmt.Sprintf("%s holds %d allocations twice: they count once", file.Name, again))
	}
	return file, errors.Join(err, out.Close())
}

// allocations reads a file's answers of /allocation, one after the other: sets of
// allocations by name.
func (f *finder) allocations(file lake.File) ([]map[string]allocation, error) {
	in, err := os.Open(file.Path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > mostAllocations {
		return nil, fault.New(fault.Invalid, "%s is larger than %d MB", file.Name, mostAllocations>>20).WithHelp("save the answers for shorter windows, a file for each")
	}
	var out []map[string]allocation
	dec := json.NewDecoder(reader{f.ctx, in})
	for {
		var doc struct {
			Data []map[string]allocation `json:"data"`
		}
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) && len(out) > 0 {
			return out, nil
		}
		if err != nil {
			return nil, fault.New(fault.Invalid, "%s holds no allocations of OpenCost: %w", file.Name, err).WithHelp("save the answer of its /allocation")
		}
		if len(doc.Data) == 0 {
			return nil, fault.New(fault.Invalid, "%s holds an answer without allocations of OpenCost", file.Name).WithHelp("save the answer of its /allocation; bills as JSON of other kinds are not read")
		}
		out = append(out, doc.Data...)
	}
}

// clusters gives idle and unallocated shares, which name no cluster, to the one that
// the others of their window or file name: without one they would go to a source that
// all clusters share, and each would replace the others'.
func (f *finder) clusters(file string, data []map[string]allocation) error {
	of := func(sets ...map[string]allocation) []string {
		names := map[string]bool{}
		for _, set := range sets {
			for _, a := range set {
				if a.Properties.Cluster != "" {
					names[a.Properties.Cluster] = true
				}
			}
		}
		return slices.Sorted(maps.Keys(names))
	}
	all, orphans := of(data...), false
	for _, set := range data {
		is := of(set)
		if len(is) == 0 {
			is = all
		}
		for _, n := range slices.Sorted(maps.Keys(set)) {
			a := set[n]
			if a.Properties.Cluster != "" {
				continue
			}
			if len(is) > 1 {
				return fault.New(fault.Invalid, "%s is of the clusters %s and more, and does not say of which %q is", file, strings.Join(is[:2], ", "), n).
					WithHelp("save the answer for each cluster in a file of its own, or name a source for all with --source")
			}
			if orphans = len(is) == 0; !orphans {
				a.Properties.Cluster = is[0]
				set[n] = a
			}
		}
	}
	if orphans {
		f.notes = append(f.notes, file+" names no cluster: for more than one, name a source for each with --source")
	}
	return nil
}

var allocationColumns = []string{"BillingAccountId", "BillingCurrency", "BillingPeriodStart", "ChargePeriodStart", "ChargePeriodEnd", "BilledCost", "EffectiveCost", "ListCost", "ProviderName", "ServiceName", "ServiceCategory", "ChargeCategory", "ChargeFrequency", "SubAccountId", "ResourceId", "ResourceName", "ResourceType", "Tags"}

// writeAllocations writes sets as CSV, each allocation of a cluster and window once,
// and counts those that come again.
func writeAllocations(out io.Writer, file string, data []map[string]allocation, currency string) (again int, err error) {
	if currency == "" {
		currency = "USD" // OpenCost's own default
	}
	w := csv.NewWriter(out)
	if err := w.Write(allocationColumns); err != nil {
		return 0, err
	}
	seen := map[[4]string]string{}
	for _, set := range data {
		for _, n := range slices.Sorted(maps.Keys(set)) {
			a := set[n]
			if a.Properties.Namespace == "" {
				a.Properties.Namespace = noNamespace(n)
			}
			if a.Start == "" {
				a.Start, a.End = a.Window.Start, a.Window.End
			}
			key, cost := [4]string{a.Properties.Cluster, n, a.Start, a.End}, a.cost()
			if first, twice := seen[key]; twice {
				if first != cost {
					return 0, fault.New(fault.Invalid, "%s says twice what %q cost from %s, %s and %s", file, n, a.Start, first, cost).WithHelp("save the answer for each cluster in a file of its own")
				}
				again++
				continue
			}
			seen[key] = cost
			if err := w.Write(a.line(currency)); err != nil {
				return 0, fmt.Errorf("write allocations: %w", err)
			}
		}
	}
	w.Flush()
	return again, w.Error()
}

// noNamespace is what stands for the namespace of a share that is of none. OpenCost
// says in its name only what it is: cluster-one/__idle__.
func noNamespace(name string) string {
	last := name[strings.LastIndexByte(name, '/')+1:]
	switch last {
	case "__idle__", "__unallocated__", "__unmounted__":
		return last
	}
	return ""
}

// line is an allocation as a line of FOCUS.
func (a *allocation) line(currency string) []string {
	p := a.Properties
	month := a.Start
	if len(month) > 7 {
		month = month[:7] + "-01T00:00:00Z"
	}
	id := strings.Trim(strings.Join([]string{p.Cluster, p.Namespace, p.Pod}, "/"), "/")
	if p.Pod == "" {
		id = a.Name
	}
	return []string{p.Cluster, currency, month, a.Start, a.End, "0", "0", a.cost(), "Kubernetes", "Kubernetes", "Compute", "Usage", "Usage-Based", p.Namespace, id, p.Controller, p.Kind, a.tags()}
}

// cost is what an allocation cost, as text; what is no number, the lake quarantines.
func (a *allocation) cost() string {
	if text := unquoted(a.Total); text != "" && text != "null" {
		return text
	}
	return "no totalCost"
}

// tags are labels and where the workload runs, as JSON; labels that are no object
// are left for the lake to quarantine.
func (a *allocation) tags() string {
	labels := map[string]json.RawMessage{}
	if len(a.Properties.Labels) > 0 {
		if err := json.Unmarshal(a.Properties.Labels, &labels); err != nil {
			return string(a.Properties.Labels)
		}
	}
	tags := map[string]string{}
	for k, v := range labels {
		tags[k] = unquoted(v)
	}
	p := a.Properties
	for k, v := range map[string]string{"namespace": p.Namespace, "controller": p.Controller, "node": p.Node, "cluster": p.Cluster} {
		if v != "" {
			tags[k] = v
		}
	}
	text, err := json.Marshal(tags)
	if err != nil {
		panic(err) // plain values
	}
	return string(text)
}

// unquoted is the text of a JSON string, and of other values their JSON.
func unquoted(v json.RawMessage) string {
	var s string
	if json.Unmarshal(v, &s) == nil && string(v) != "null" {
		return s
	}
	return string(v)
}
