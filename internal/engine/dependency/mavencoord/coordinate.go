package mavencoord

import "strings"

// Coordinate is group:artifact:version:classifier@extension; all but group and
// artifact may be empty.
type Coordinate struct {
	Group, Artifact, Version, Classifier, Extension string
	// VersionAt is where the version begins in the text; -1 when there is none.
	VersionAt int
}

// Name is the name that advisories use.
func (c Coordinate) Name() string { return c.Group + ":" + c.Artifact }

// Parse reads Gradle's notation. ok is false for what is no coordinate.
func Parse(s string) (c Coordinate, ok bool) {
	c.VersionAt = -1
	body, ext, _ := strings.Cut(s, "@")
	parts := strings.Split(body, ":")
	if len(parts) < 2 || len(parts) > 4 || !Plain(parts[0]) || !Plain(parts[1]) {
		return c, false
	}
	c.Group, c.Artifact, c.Extension = parts[0], parts[1], ext
	if len(parts) > 2 && parts[2] != "" {
		c.Version = parts[2]
		c.VersionAt = len(parts[0]) + len(parts[1]) + 2
	}
	if len(parts) > 3 {
		c.Classifier = parts[3]
	}
	return c, true
}

// Plain says that s can be a group or an artifact: no blanks, no placeholders,
// no path separators.
func Plain(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_'
		if !letter {
			return false
		}
	}
	return s != "" && len(s) <= 256
}
