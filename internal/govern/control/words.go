package control

import (
	"fmt"
	"strings"
)

// Words says in a few words what the check asks for.
func (k *Check) Words() string {
	switch {
	case len(k.NoFindings) > 0:
		return "no open findings of " + strings.Join(k.NoFindings, ", ")
	case len(k.Examined) > 0:
		return "examined completely: " + strings.Join(k.Examined, ", ")
	case k.Stage != "":
		return "stage " + k.Stage + " ran and passed"
	case k.FourEyes:
		return "approved by somebody other than its authors"
	case k.Ticket:
		return "names its change request"
	case k.Gated:
		return "decided by the gate"
	case k.SBOM:
		return "has a bill of materials"
	case k.NoOverdue:
		return "no finding past its deadline"
	case k.AdvisoriesWithin > 0:
		return fmt.Sprintf("data on known flaws at most %s old", days(k.AdvisoriesWithin))
	case k.TestedWithin > 0:
		return fmt.Sprintf("tested in the last %s", days(k.TestedWithin))
	case k.EnvironmentsSeparated:
		return "went to another environment before production"
	case k.DeploysReconciled:
		return "every deploy is of a change that the gate let through"
	case k.Fact != nil:
		return k.Fact.Name + " says " + strings.Join(k.Fact.Is, " or ")
	}
	return ""
}

// next says what makes a check pass that does not.
func (k *Check) next() string {
	switch {
	case len(k.NoFindings) > 0:
		return "fix them, or ask for a waiver: assay waive"
	case len(k.Examined) > 0:
		return "close the gaps that assay run lists"
	case k.Stage != "":
		return "declare steps under stages." + k.Stage + " in assay.yaml, and run them in CI"
	case k.FourEyes:
		return "run in CI on a merge request that somebody else approves"
	case k.Ticket:
		return "name the change request in the commit or the merge request"
	case k.Gated:
		return "let assay run finish; show the approval of each emergency change"
	case k.SBOM:
		return "add lockfiles, so that a bill of materials can be made"
	case k.NoOverdue:
		return "fix what is overdue first: assay run lists it"
	case k.AdvisoriesWithin > 0:
		return "assay feeds update"
	case k.TestedWithin > 0:
		return "assay run, and on a schedule in CI"
	case k.EnvironmentsSeparated:
		return "deploy to a test environment first, and record it: assay record deploy"
	case k.DeploysReconciled:
		return "record deploys: assay record deploy; explain those of untested changes"
	case k.Fact != nil:
		return "let a check answer " + k.Fact.Name
	}
	return ""
}

// next says what to do about a check that a change does not pass.
func (p *problem) next() string {
	switch p.verdict {
	case absent:
		return nextAbsent
	case held:
		return "mend what the gate names"
	}
	return p.check.next()
}

const nextAbsent = "run assay where it is kept, or show by hand that there is none"

// days writes a number of days.
func days(n int) string {
	if n == 1 {
		return "day"
	}
	return fmt.Sprintf("%d days", n)
}

// count writes a number with its noun.
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Place names the clause, or the document where the clause is not known.
func (r Reference) Place() string {
	if r.Clause == "" {
		return r.Document
	}
	return r.Document + ", " + r.Clause
}
