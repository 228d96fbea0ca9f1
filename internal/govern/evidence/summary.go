package evidence

import (
	"cmp"
	"fmt"
	"strings"
)

// IsCommit says whether a text is a full hash of a commit: 40 or 64 hex digits.
func IsCommit(s string) bool {
	return (len(s) == 40 || len(s) == 64) && strings.Trim(s, "0123456789abcdef") == ""
}

func short(id string) string { return id[:min(12, len(id))] }

// Summary is one line about a record, for a person.
func (r *Record) Summary() string {
	p := &r.Predicate
	switch r.Kind {
	case KindRun:
		at := "a folder outside Git"
		if p.Run.Head != "" {
			at = "commit " + short(p.Run.Head)
		}
		if p.Run.Dirty {
			at += " with uncommitted work"
		}
		return fmt.Sprintf("%s of %s, %d findings", at, cmp.Or(p.Run.Repository, "an unnamed repository"), len(p.Run.Findings))
	case KindDecision:
		return decisionLine(p)
	case KindWaiver:
		return p.Waiver + " counted in run " + p.RunID
	case KindApproval:
		return "somebody approved the change of run " + p.RunID
	case KindEmergency:
		line := "grant " + p.Grant + " let run " + p.RunID + " pass"
		if p.Emergency != nil {
			line += ": " + p.Emergency.Reason
		}
		return line
	case KindDeploy:
		return strings.TrimSpace(fmt.Sprintf("%s to %s  %s", short(p.Deploy.Commit), p.Deploy.Environment, p.Deploy.Ticket))
	case KindClose:
		return fmt.Sprintf("%s  %s", p.Close.Month, p.Close.Digest)
	case KindProvenance:
		return "declared steps that ran"
	case KindLog:
		return p.Key.Origin
	case KindTrust, KindRevoke, KindRotate:
		return strings.TrimSpace(p.Key.ID[:16] + "  " + cmp.Or(p.Key.Label, p.Key.Reason))
	case KindHold, KindForget:
		return fmt.Sprintf("names of %d entries: %s", len(p.Names.Statements), p.Names.Reason)
	case KindStamp:
		return "by " + p.Stamp.Authority
	}
	return ""
}

func decisionLine(p *Predicate) string {
	line := p.Decision.Outcome
	for _, ruling := range p.Decision.Rulings {
		if ruling.Effect == "deny" {
			return line + ": " + ruling.Message
		}
	}
	return line
}
