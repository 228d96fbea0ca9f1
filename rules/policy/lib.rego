# What several policies ask of a change.
package assay.lib.change

# Somebody who is no author said yes, by what anybody wrote.
second_pair if {
	some a in input.approvals
	not a.author
}

# The forge vouches for it.
proven_pair if {
	some a in input.approvals
	not a.author
	a.source == "forge"
}

# Whether it is time to have been approved: on a person's machine it is not.
approvals_due if input.change.ci

in_scope(scope) if scope in input.scopes

# A strict profile refuses a change in a scope that nobody else approved.
unapproved(scope) if {
	in_scope(scope)
	approvals_due
	not second_pair
}

# Somebody's word is all that there is.
only_claimed(scope) if {
	in_scope(scope)
	approvals_due
	second_pair
	not proven_pair
}
