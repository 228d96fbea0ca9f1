package assay

// Change is what is tested: a range of commits, a dirty work tree, or a folder.
type Change struct {
	// Base is the commit compared with; empty when there is none.
	Base string `json:"base,omitempty"`
	// BaseSource says how the base was found: flag, the CI's variable, dirty tree.
	BaseSource string `json:"base_source,omitempty"`
	// Head is the commit at the tip; empty outside a repository or before the first commit.
	Head string `json:"head,omitempty"`
	// Dirty says that uncommitted work was examined too.
	Dirty bool `json:"dirty,omitempty"`
	// Commits counts base..head.
	Commits int `json:"commits,omitempty"`
	// Files lists what differs from the base, sorted by path.
	Files []ChangedFile `json:"files,omitempty"`
}

// ChangedFile is one path that differs between base and head.
type ChangedFile struct {
	Path string `json:"path"`
	// From is the path at the base when the file was renamed.
	From string     `json:"from,omitempty"`
	Kind ChangeKind `json:"kind"`
	// Edited says that a renamed file was changed as well.
	Edited bool `json:"edited,omitempty"`
}

// ChangeKind says what happened to a file.
type ChangeKind string

// The kinds of change.
const (
	Added    ChangeKind = "added"
	Modified ChangeKind = "modified"
	Deleted  ChangeKind = "deleted"
	Renamed  ChangeKind = "renamed"
)
