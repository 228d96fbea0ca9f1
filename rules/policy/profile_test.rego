package assay.policy.profile_test

import data.assay.policy.profile

profiles := {"standard": {"severity_rank": 3, "confidence_rank": 1}, "strict": {"severity_rank": 2, "confidence_rank": 0}}

finding(rank, name) := {"fingerprint": sprintf("f%d", [rank]), "severity_rank": rank, "confidence_rank": 1, "profile": name}

decide(new, old) := answer if {
	answer := profile.deny with input.findings as {"new": new, "old": old, "suppressed": [], "fixed": 0}
		with data.assay.profiles as profiles
}

test_high_blocks if {
	some d in decide([finding(3, "standard")], [])
	d.msg == "1 new finding: high or worse blocks under profile standard"
	d.findings == ["f3"]
}

test_medium_blocks_under_strict_alone if {
	count(decide([finding(2, "standard")], [])) == 0
	count(decide([finding(2, "strict")], [])) == 1
}

test_old_does_not_block if count(decide([], [finding(4, "strict")])) == 0

test_old_that_bites_blocks if {
	some d in decide([], [object.union(finding(4, "strict"), {"bites": "its deadline was yesterday"})])
	startswith(d.msg, "1 old finding that can no longer wait")
}

test_tentative_does_not_block if count(decide([object.union(finding(4, "standard"), {"confidence_rank": 0})], [])) == 0
