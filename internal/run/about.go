package run

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/policy"
	"github.com/assay-dev/assay/internal/govern/waiver"
)

// about is what flags, commits and the repository say about a change.
type about struct {
	repository string // host and path of the origin, else the folder's name
	ticket     string
	requester  string
	authors    []change.Author
	approvals  []policy.Approval
	notes      []string
	err        error
}

// describe finds out who wrote the change, who approved it and by which request.
// It runs beside the engines.
func (j *job) describe(ctx context.Context) <-chan about {
	out := make(chan about, 1)
	go func() { out <- j.describeNow(ctx) }()
	return out
}

func (j *job) describeNow(ctx context.Context) about {
	a := about{ticket: j.req.Ticket, requester: j.req.Requester}
	if abs, err := filepath.Abs(j.req.Dir); err == nil {
		a.repository = filepath.Base(abs)
	}
	if j.repo == nil || j.repo.Head == "" {
		a.approve("flag", j.req.ApprovedBy)
		return a
	}
	a.repository = cmp.Or(j.repo.Origin(ctx), a.repository)
	base := ""
	if j.base != nil {
		base = j.base.Commit
	}
	if base != "" && base != j.repo.Head {
		var err error
		if a.authors, err = j.repo.Authors(ctx, base, j.repo.Head); err != nil {
			a.err = fault.New(fault.Unavailable, "the authors of the change can't be told: %w", err)
		}
	} else if me, ok := j.repo.Me(ctx); ok {
		a.authors = []change.Author{me} // of what is not committed yet
	}
	trailers, err := j.repo.Trailers(ctx, base, j.repo.Head)
	if err != nil {
		a.notes = append(a.notes, fmt.Sprintf("the trailers of the commits were not read: %v", err))
	}
	a.ticket = cmp.Or(a.ticket, first(trailers["ticket"]))
	a.requester = cmp.Or(a.requester, first(trailers["requested-by"]))
	a.approve("flag", j.req.ApprovedBy)
	a.approve("trailer", slices.Concat(trailers["approved-by"], trailers["reviewed-by"]))
	return a
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func (a *about) approve(source string, names []string) {
	for _, n := range names {
		if n = strings.TrimSpace(n); n != "" {
			a.approvals = append(a.approvals, policy.Approval{By: n, Source: source, Author: a.wrote(n, nil)})
		}
	}
}

// wrote says whether somebody is one of the authors, under any name that the list
// of approvers knows them by.
func (a *about) wrote(who string, people *waiver.Approvers) bool {
	w := waiver.ParseIdentity(who)
	return slices.ContainsFunc(a.authors, func(x change.Author) bool { return people.Same(w, waiver.Identity(x)) })
}

// know looks at the approvals again, once it is known who is who.
func (a *about) know(people *waiver.Approvers) {
	for i := range a.approvals {
		a.approvals[i].Author = a.wrote(a.approvals[i].By, people)
	}
}
