package waiver

import (
	"strings"
	"unicode"
)

// Identity is somebody as a commit or a file names them; either part may be empty.
type Identity struct{ Name, Email string }

// ParseIdentity reads "Name <address>", an address, or a name.
func ParseIdentity(s string) Identity {
	s = strings.TrimSpace(s)
	if name, rest, ok := strings.Cut(s, "<"); ok && strings.HasSuffix(rest, ">") {
		return Identity{strings.TrimSpace(name), strings.TrimSuffix(rest, ">")}
	}
	if strings.Contains(s, "@") {
		return Identity{Email: s}
	}
	return Identity{Name: s}
}

func (id Identity) String() string {
	switch {
	case id.Email == "":
		return id.Name
	case id.Name == "":
		return id.Email
	}
	return id.Name + " <" + id.Email + ">"
}

// marks are the forms under which an identity is compared: two that share one
// are the same person.
func (id Identity) marks() []string {
	var out []string
	for _, s := range []string{id.Name, id.Email} {
		if m := mark(s); m != "" {
			out = append(out, m)
		}
	}
	return out
}

// mark folds case and blanks, and drops what stands between + and @ of an
// address: such letters reach the same person.
func mark(s string) string {
	s = strings.ToLower(strings.ToUpper(strings.Join(strings.FieldsFunc(s, unicode.IsSpace), " ")))
	if local, domain, ok := strings.Cut(s, "@"); ok {
		if box, _, tagged := strings.Cut(local, "+"); tagged && box != "" {
			return box + "@" + domain
		}
	}
	return s
}
