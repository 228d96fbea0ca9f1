# What several policies ask.
package assay.lib.change

# Somebody who is no author said yes.
second_pair if {
	some a in input.approvals
	not a.author
}

# Whether anybody told who approved: on a person's machine nobody has yet.
approvals_due if input.change.ci

in_scope(scope) if scope in input.scopes
