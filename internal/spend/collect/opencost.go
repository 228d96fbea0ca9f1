package collect

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
		Cluster    string            `json:"cluster"`
		Node       string            `json:"node"`
		Namespace  string            `json:"namespace"`
		Controller string            `json:"controller"`
		Kind       string            `json:"controllerKind"`
		Pod        string            `json:"pod"`
		Labels     map[string]string `json:"labels"`
	} `json:"properties"`
	Window struct {
		Start string `json:"start"`
		End   string `json:"end"`
	} `json:"window"`
	Start string      `json:"start"`
	End   string      `json:"end"`
	Total json.Number `json:"totalCost"`
}

// mostAllocations bounds a file of allocations, in bytes.
const mostAllocations = 1 << 30

// openCost writes the allocations of a file as lines of FOCUS. Their costs are
// shares of machines that the provider bills already, so nothing of them is billed
// or effective: the share stands as list cost, for splitting those machines.
func (f *finder) openCost(file lake.File) (lake.File, error) {
	in, err := os.Open(file.Path)
	if err != nil {
		return file, err
	}
	defer in.Close()
	var doc struct {
		Data []map[string]allocation `json:"data"`
	}
	dec := json.NewDecoder(io.LimitReader(reader{f.ctx, in}, mostAllocations))
	if err := dec.Decode(&doc); err != nil {
		return file, fault.New(fault.Invalid, "%s holds no allocations of OpenCost: %w", file.Name, err).WithHelp("save the answer of its /allocation")
	}
	if len(doc.Data) == 0 {
		return file, fault.New(fault.Invalid, "%s holds no allocations of OpenCost", file.Name).WithHelp("save the answer of its /allocation; bills as JSON of other kinds are not read")
	}
	file.Path, file.Comma = f.make(), ','
	out, err := os.OpenFile(file.Path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return file, err
	}
	err = writeAllocations(out, doc.Data, f.options.Currency)
	return file, errors.Join(err, out.Close())
}

var allocationColumns = []string{"BillingAccountId", "BillingCurrency", "BillingPeriodStart", "ChargePeriodStart", "ChargePeriodEnd", "BilledCost", "EffectiveCost", "ListCost", "ProviderName", "ServiceName", "ServiceCategory", "ChargeCategory", "ChargeFrequency", "SubAccountId", "ResourceId", "ResourceName", "ResourceType", "Tags"}

func writeAllocations(out io.Writer, data []map[string]allocation, currency string) error {
	if currency == "" {
		currency = "USD" // OpenCost's own default
	}
	w := csv.NewWriter(out)
	if err := w.Write(allocationColumns); err != nil {
		return err
	}
	for _, set := range data {
		var names []string
		for n := range set {
			names = append(names, n)
		}
		slices.Sort(names)
		for _, n := range names {
			a := set[n]
			p := a.Properties
			start, end := a.Start, a.End
			if start == "" {
				start, end = a.Window.Start, a.Window.End
			}
			month := start
			if len(month) > 7 {
				month = month[:7] + "-01T00:00:00Z"
			}
			tags := map[string]string{}
			for k, v := range p.Labels {
				tags[k] = v
			}
			for k, v := range map[string]string{"namespace": p.Namespace, "controller": p.Controller, "node": p.Node, "cluster": p.Cluster} {
				if v != "" {
					tags[k] = v
				}
			}
			text, err := json.Marshal(tags)
			if err != nil {
				return err
			}
			id := strings.Trim(strings.Join([]string{p.Cluster, p.Namespace, p.Pod}, "/"), "/")
			if p.Pod == "" {
				id = a.Name
			}
			if err := w.Write([]string{p.Cluster, currency, month, start, end, "0", "0", a.Total.String(), "Kubernetes", "Kubernetes", "Compute", "Usage", "Usage-Based", p.Namespace, id, p.Controller, p.Kind, string(text)}); err != nil {
				return fmt.Errorf("write allocations: %w", err)
			}
		}
	}
	w.Flush()
	return w.Error()
}
