package run

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/sbom"
	"github.com/assay-dev/assay/internal/store"
)

// held is a component as the inventory of a run keeps it.
type held struct {
	assay.Component
	Service assay.ServiceID `json:"service,omitempty"`
	// Way leads from what the project asks for to the component, by Key.
	Way []string `json:"way,omitempty"`
}

// inventory is what a run found to be brought in, for questions later on.
func (j *job) inventory() ([]byte, error) {
	if j.head == nil || j.interrupted || !slices.Contains(j.runner.Scopes(), assay.ScopeAdvisory) {
		return nil, nil
	}
	return j.inventoryOf(j.head.Components)
}

// inventoryOf is the stored form; of nothing it says that there is nothing.
func (j *job) inventoryOf(components []assay.Component) ([]byte, error) {
	ways := dependency.NewPaths(components)
	list := make([]held, 0, len(components))
	for i := range components {
		c := &components[i]
		h := held{Component: *c}
		h.Requires, h.Checksums = nil, nil // Way says what questions need
		if s, ok := j.catalogue.Owner(c.Location.Path); ok {
			h.Service = s.ID
		}
		if !c.Direct {
			for _, step := range ways.To(c) {
				h.Way = append(h.Way, step.Key())
			}
		}
		list = append(list, h)
	}
	data, err := json.Marshal(list)
	if err != nil {
		return nil, fmt.Errorf("encode the inventory: %w", err)
	}
	return data, nil
}

// Held is a component that a question found, in one project of one folder.
type Held struct {
	Folder    string          `json:"folder"` // the examined folder, absolute
	Service   assay.ServiceID `json:"service,omitempty"`
	Component assay.Component `json:"component"`
	Way       []string        `json:"way,omitempty"`
	// Since is the first run of the unbroken row up to the latest that had it;
	// Head is what that latest run looked at.
	Since time.Time `json:"since"`
	Head  string    `json:"head,omitempty"`
	// Last is the latest run that had it; Gone says that a later run did not.
	Last time.Time `json:"last"`
	Gone bool      `json:"gone,omitempty"`
	// Unsure says that the name is meant and no version is known.
	Unsure bool `json:"unsure,omitempty"`
}

// Holding says where a component is held, by the latest stored run of each
// folder and, with past, where it was. folders counts those that were looked at.
func (s *Service) Holding(ctx context.Context, q sbom.Query, past bool) (found []Held, folders int, err error) {
	if s.Store == nil {
		return nil, 0, fault.New(fault.Invalid, "there is no home folder, so no run is stored").WithHelp("set --home or ASSAY_HOME")
	}
	st, err := s.Store()
	if err != nil {
		return nil, 0, err
	}
	defer st.Close()
	runs, err := st.Runs(ctx, store.Filter{})
	if err != nil {
		return nil, 0, err
	}
	byFolder := map[string][]store.Run{} // newest first
	for _, r := range runs {
		if r.InventoryHash != "" {
			byFolder[r.Root] = append(byFolder[r.Root], r)
		}
	}
	known := map[string][]held{} // matches by hash
	for folder, list := range byFolder {
		more, err := trace(ctx, st, q, folder, list, past, known)
		if err != nil {
			return nil, 0, err
		}
		found = append(found, more...)
	}
	slices.SortFunc(found, func(a, b Held) int {
		return strings.Compare(sortKey(&a), sortKey(&b))
	})
	return found, len(byFolder), nil
}

func sortKey(h *Held) string {
	return fmt.Sprint(h.Gone, "\x00", h.Folder, "\x00", h.Component.Root, "\x00", h.Component.Name, "\x00", h.Component.Version, "\x00", h.Component.Location.Path)
}

// trace follows matches through one folder's runs, from the newest back.
func trace(ctx context.Context, st store.Store, q sbom.Query, folder string, runs []store.Run, past bool, known map[string][]held) ([]Held, error) {
	var out []Held
	open := map[string]int{} // root and key → index in out, while unbroken
	for i, r := range runs {
		matches, ok := known[r.InventoryHash]
		if !ok {
			var err error
			if matches, err = matching(ctx, st, q, r.InventoryHash); err != nil {
				return nil, err
			}
			known[r.InventoryHash] = matches
		}
		here := map[string]bool{}
		for _, m := range matches {
			key := m.Root + "\x00" + m.Key()
			here[key] = true
			if at, ok := open[key]; ok {
				out[at].Since = r.Started
			} else if i == 0 || past && !slices.ContainsFunc(out, func(h Held) bool { return h.Component.Root+"\x00"+h.Component.Key() == key }) {
				open[key] = len(out)
				out = append(out, Held{
					Folder: folder, Service: m.Service, Component: m.Component, Way: m.Way, Since: r.Started, Last: r.Started, Head: r.Head, Gone: i > 0, Unsure: q.Unsure(&m.Component),
				})
			}
		}
		for key := range open {
			if !here[key] {
				delete(open, key)
			}
		}
		if len(open) == 0 && !past {
			break
		}
	}
	return out, nil
}

func matching(ctx context.Context, st store.Store, q sbom.Query, hash string) ([]held, error) {
	data, err := st.Inventory(ctx, hash)
	if err != nil {
		return nil, err
	}
	var list []held
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("read inventory %s: %w", hash, err)
	}
	return slices.DeleteFunc(list, func(h held) bool { return !q.Match(&h.Component) && !q.Unsure(&h.Component) }), nil
}
