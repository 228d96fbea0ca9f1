package waiver

import (
	"fmt"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// The rules of what does not count.
const (
	RuleInvalid      assay.RuleID = "governance/waiver-invalid"
	RuleExpired      assay.RuleID = "governance/waiver-expired"
	RuleAltered      assay.RuleID = "governance/waiver-altered"
	RuleSelfApproved assay.RuleID = "governance/waiver-self-approved"
	RuleTooBroad     assay.RuleID = "governance/waiver-too-broad"
	RuleTooLong      assay.RuleID = "governance/waiver-too-long"
	RuleUnmerged     assay.RuleID = "governance/waiver-unmerged"
	RuleUnsigned     assay.RuleID = "governance/waiver-unsigned"
	RuleEmergency    assay.RuleID = "governance/emergency"
)

// ruleOf gives the rule of each kind; NotYet is a note only.
var ruleOf = map[Kind]assay.RuleID{
	Unreadable: RuleInvalid, Expired: RuleExpired, Altered: RuleAltered, SelfApproved: RuleSelfApproved, TooBroad: RuleTooBroad, TooLong: RuleTooLong,
	Unmerged: RuleUnmerged, Unsigned: RuleUnsigned, UnknownPerson: RuleUnsigned, NoRole: RuleUnsigned, BadKey: RuleUnsigned,
}

// Rules describes what waivers and grants raise, in the order of the ids.
func Rules() rule.List {
	list := rule.List{
		{
			ID: RuleEmergency, Title: "An emergency change waits for its approval", Severity: assay.Medium,
			Explanation: "A change passed on one person's word because it could not wait. Until somebody else has looked at it, nobody has.",
			Fix:         "Look at the change, then sign: assay waive approve FILE. Who lets pass, who asks and who writes must be others.",
		},
		{
			ID: RuleAltered, Title: "A waiver says something else than was signed", Severity: assay.High,
			Explanation: "The file was edited after somebody signed it, or the signature is from another file. Nobody approved what it says now.",
			Fix:         "Put the signed text back, or ask again: assay waive.",
		},
		{
			ID: RuleExpired, Title: "A waiver has expired", Severity: assay.Low,
			Explanation: "What it set aside counts again.",
			Fix:         "Fix the finding and delete the file, or ask again: assay waive.",
		},
		{
			ID: RuleInvalid, Title: "A waiver can't be read", Severity: assay.Medium,
			Explanation: "A file under .assay/waivers or .assay/emergency breaks its own form: an unknown key, a wrong value, something left out. It does not count.",
			Fix:         "Mend the line that the message names, or write the file afresh with assay waive.",
		},
		{
			ID: RuleSelfApproved, Title: "A waiver was approved by who asked or wrote", Severity: assay.High,
			Explanation: "An exception needs four eyes: the approver is neither the requester nor an author of the change. Two names with one key or one address are one person.",
			Fix:         "Let somebody else approve it: assay waive approve FILE.",
		},
		{
			ID: RuleTooBroad, Title: "A waiver reaches too far", Severity: assay.Medium,
			Explanation: "A waiver for a rule without paths, with a path that begins with a wildcard, or without a scope also hides what nobody has seen yet.",
			Fix:         "Name the rule, the folders and the services that were looked at, or the fingerprint of one finding.",
		},
		{
			ID: RuleTooLong, Title: "A waiver lives too long", Severity: assay.Medium,
			Explanation: "The worse the finding and the stricter the profile, the sooner somebody has to look again. A life beyond that is a decision that nobody revisits.",
			Fix:         "Ask for a shorter one: assay waive --expires 30d.",
		},
		{
			ID: RuleUnmerged, Title: "A waiver is not merged yet", Severity: assay.Low,
			Explanation: "Waivers count as they stand at the base, so that a change can't bring the waiver that lets it through.",
			Fix:         "Merge the waiver first, in a change of its own.",
		},
		{
			ID: RuleUnsigned, Title: "A waiver lacks a signature that counts", Severity: assay.Medium,
			Explanation: "Who asks and who approves both sign, with keys that are listed in .assay/approvers.yaml and were theirs on that day. A missing signature, one of somebody unlisted or without the role, and one by an expired or revoked key are none.",
			Fix:         "Let an approver sign: assay waive approve FILE.",
		},
	}
	for i := range list {
		list[i].Engine, list[i].Confidence, list[i].Tags = assay.EngineGovernance, assay.Certain, []string{"governance"}
	}
	return list
}

// Finding is what a waiver that does not count raises, by its gravest problem;
// ok is false when the verdict is that it counts, or only that it begins later.
func Finding(path string, v Verdict, atBase bool) (f assay.Finding, ok bool) {
	for _, p := range v.Problems {
		if id := ruleOf[p.Kind]; id != "" {
			f = finding(id, path, atBase)
			f.Identity = path
			f.Message = fmt.Sprintf("%s does not count: %s", path, v.Why())
			f.Fix = p.Fix
			return f, true
		}
	}
	return assay.Finding{}, false
}

// finding begins one. What was merged before the change is old.
func finding(id assay.RuleID, path string, atBase bool) assay.Finding {
	r, _ := Rules().Rule(id)
	f := assay.Finding{
		Rule: id, Engine: r.Engine, Status: assay.StatusNew, Severity: r.Severity, Confidence: r.Confidence,
		Location: assay.Location{Path: path, Start: assay.Position{Line: 1}},
	}
	if atBase {
		f.Status = assay.StatusOld
	}
	return f
}
