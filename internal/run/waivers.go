package run

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/catalog"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/waiver"
)

// WaiversRequest says whose waivers to list.
type WaiversRequest struct {
	Dir string
	// Base is what counts as merged; empty is HEAD.
	Base string
}

// Standing is a waiver or a grant and how it stands.
type Standing struct {
	ID   string `json:"id"`
	Kind string `json:"kind"` // waiver or emergency
	Path string `json:"path"`
	// State is counts, expiring, open, overdue, closed, or the kind of what is
	// wrong with it.
	State string `json:"state"`
	Why   string `json:"why,omitempty"`
	// Next is what to do; empty when nothing is.
	Next       string    `json:"next,omitempty"`
	Subject    string    `json:"subject,omitempty"`
	Reason     string    `json:"reason,omitempty"`
	Owner      string    `json:"owner,omitempty"`
	Requester  string    `json:"requester,omitempty"`
	Approver   string    `json:"approver,omitempty"`
	Control    string    `json:"control,omitempty"`
	Ticket     string    `json:"ticket,omitempty"`
	Created    time.Time `json:"created,omitzero"`
	Expires    time.Time `json:"expires,omitzero"` // the first instant at which it counts no more
	LastDay    string    `json:"last_day,omitempty"`
	Due        time.Time `json:"due,omitzero"` // of an emergency: to when it may stay open
	urgency    int
	expiryDays int
}

// EndsWithin says whether it counts, and does no longer in so many days.
func (s *Standing) EndsWithin(days int) bool {
	return s.Kind == "waiver" && s.urgency >= 4 && s.expiryDays <= days
}

// Standings are all of a folder's, what needs somebody first, with notes on
// what could not be told.
type Standings struct {
	List  []Standing
	Notes []string
}

// Waivers lists the waivers and grants of a folder and how they stand.
func (s *Service) Waivers(ctx context.Context, req WaiversRequest) (*Standings, error) {
	repo, err := change.Open(ctx, req.Dir)
	if err != nil {
		return nil, err
	}
	var blobs *change.Blobs
	base := ""
	if repo != nil {
		if blobs, err = repo.Blobs(ctx); err != nil {
			return nil, err
		}
		defer blobs.Close()
		if base = repo.Head; req.Base != "" {
			b, err := repo.FindBase(ctx, req.Base, nil)
			if err != nil {
				return nil, err
			}
			base = b.Target
		}
	} else if req.Base != "" {
		return nil, fault.New(fault.Invalid, "%s is in no git repository", req.Dir).WithHelp("leave --base out")
	}
	ex, err := ReadExceptions(ctx, repo, blobs, req.Dir, base, prefixOf(repo))
	if err != nil {
		return nil, err
	}
	out := &Standings{Notes: peopleNotes(ex, base)}
	profile, err := profilesOf(req.Dir)
	if err != nil {
		return nil, err
	}
	for i, c := range ex.Waivers {
		if !replaced(ex.Waivers, i) {
			out.List = append(out.List, s.waiver(c, ex.People, profile))
		}
	}
	for i, c := range ex.Grants {
		if replaced(ex.Grants, i) {
			continue
		}
		st, err := s.grant(ctx, repo, c, ex.People)
		if err != nil {
			return nil, err
		}
		out.List = append(out.List, st)
	}
	slices.SortStableFunc(out.List, func(a, b Standing) int {
		return cmp.Or(cmp.Compare(a.urgency, b.urgency), a.Expires.Compare(b.Expires), strings.Compare(a.Path, b.Path))
	})
	return out, ctx.Err()
}

// replaced: the merged text of a file that is another in the folder comes first.
func replaced(all []waiver.Candidate, i int) bool {
	return i+1 < len(all) && all[i+1].Path == all[i].Path
}

func peopleNotes(ex *Exceptions, base string) []string {
	switch {
	case ex.PeopleErr != nil:
		return []string{"nobody may sign: " + ex.PeopleErr.Error()}
	case ex.People == nil && base != "":
		return []string{"nobody may sign yet: " + waiver.ApproversFile + " is not merged"}
	case ex.People == nil:
		return []string{"nobody may sign yet: there is no " + waiver.ApproversFile}
	}
	return nil
}

// profilesOf gives the profile of a path as the folder's configuration has it.
func profilesOf(dir string) (func(string) assay.Profile, error) {
	data, err := change.ReadFile(dir, config.FileName, config.MaxSize)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return nil, err
	}
	cfg, err := config.Parse(config.FileName, data)
	if err != nil {
		return nil, err
	}
	return catalog.New(cfg).Profile, nil
}

// strictestOf is the profile, of those that hold under a waiver's paths, that
// allows the shortest life.
func strictestOf(w *waiver.Waiver, severity assay.Severity, profile func(string) assay.Profile) (out assay.Profile) {
	for _, p := range w.Paths {
		if here := profile(p); out == "" || waiver.MaxLife(here, severity) < waiver.MaxLife(out, severity) {
			out = here
		}
	}
	return out
}

func (s *Service) waiver(c waiver.Candidate, people *waiver.Approvers, profile func(string) assay.Profile) Standing {
	st := Standing{Kind: "waiver", Path: c.Path, ID: idOf(c.Path)}
	w, err := waiver.ParseWaiver(c.Path, c.Data)
	if err != nil {
		st.broken(err)
		return st
	}
	now := s.Now()
	wc := waiver.Context{Now: now, AtBase: c.AtBase, AddedBy: c.AddedBy}
	if r, ok := s.Rules.Rule(w.Rule); ok && w.Rule != "" {
		wc.Severity, wc.Profile = r.Severity, strictestOf(w, r.Severity, profile)
	}
	st.Subject, st.Reason, st.Owner, st.Requester, st.Approver = w.Subject(), w.Reason, w.Owner, w.Requester, w.Approver()
	st.Control, st.Ticket, st.Created, st.Expires, st.LastDay = w.Control, w.Ticket, w.Created.Start(), w.Expires.End(), w.Expires.Day()
	st.expiryDays = w.DaysLeft(now)
	v := waiver.Judge(w, people, wc)
	switch {
	case !v.Counts:
		st.State, st.Why, st.Next = string(v.Problems[0].Kind), v.Why(), v.Problems[0].Fix
		st.urgency = 1
		if v.Problems[0].Kind == waiver.Expired || v.Problems[0].Kind == waiver.NotYet {
			st.urgency = 3
		}
	case st.expiryDays <= waiver.Soon:
		st.State, st.urgency, st.Next = "expiring", 4, "fix what it is for, or ask again: assay waive"
		switch st.expiryDays {
		case 0:
			st.Why = "this is its last day"
		case 1:
			st.Why = "it counts until tomorrow"
		default:
			st.Why = fmt.Sprintf("it counts for %d days more", st.expiryDays)
		}
	default:
		st.State, st.urgency = "counts", 5
	}
	return st
}

func (s *Service) grant(ctx context.Context, repo *change.Repo, c waiver.Candidate, people *waiver.Approvers) (Standing, error) {
	st := Standing{Kind: "emergency", Path: c.Path, ID: idOf(c.Path)}
	e, err := waiver.ParseEmergency(c.Path, c.Data)
	if err != nil {
		st.broken(err)
		return st, nil
	}
	authors, err := GrantAuthors(ctx, repo, e)
	if err != nil {
		return st, err
	}
	v := waiver.JudgeEmergency(e, people, waiver.EmergencyContext{Now: s.Now(), Authors: authors})
	st.Subject, st.Reason, st.Owner, st.Requester, st.Approver = "change "+e.Head[:12], e.Reason, e.Requester, e.Requester, e.Approver()
	st.Ticket, st.Created, st.Expires, st.LastDay, st.Due = e.Ticket, e.Created.Start(), e.Expires.End(), e.Expires.Day(), v.Due
	st.State, st.Why = string(v.State), v.Why()
	switch {
	case v.State == waiver.Refused:
		st.urgency, st.Next = 0, v.Problems[0].Fix
	case v.State == waiver.Closed:
		st.urgency = 6
	default:
		st.urgency, st.Next = 2, "look at the change, then: assay waive approve "+c.Path
		due := "it was to be approved afterwards by " + v.Due.Format(time.DateOnly)
		if v.Overdue {
			st.State, st.urgency = "overdue", 0
		} else {
			due = strings.Replace(due, "was", "is", 1)
		}
		if st.Why = due; len(v.Problems) > 0 {
			st.Why += ", and is not: " + v.Why()
		}
	}
	return st, nil
}

// GrantAuthors are those of the change that a grant was given for; none when its
// commits are not in this clone.
func GrantAuthors(ctx context.Context, repo *change.Repo, e *waiver.Emergency) ([]waiver.Identity, error) {
	if repo == nil {
		return nil, nil
	}
	for _, commit := range []string{e.Base, e.Head} {
		if _, err := repo.Resolve(ctx, commit); errors.Is(err, fault.NotFound) {
			return nil, nil
		} else if err != nil {
			return nil, err
		}
	}
	authors, err := repo.Authors(ctx, e.Base, e.Head)
	return Identities(authors), err
}

func (st *Standing) broken(err error) {
	st.State, st.Why, st.Next = string(waiver.Unreadable), err.Error(), fault.Help(err)
}

func idOf(path string) string {
	return strings.TrimSuffix(path[strings.LastIndexByte(path, '/')+1:], ".yaml")
}

// prefixOf is the examined folder, relative to the root of the work tree.
func prefixOf(repo *change.Repo) string {
	if repo == nil {
		return ""
	}
	return strings.TrimSuffix(repo.Prefix, "/")
}
