package change

import (
	"context"
	"net/url"
	"strings"
)

// String is the form of git: name <address>.
func (a Author) String() string {
	if a.Email == "" {
		return a.Name
	}
	return strings.TrimSpace(a.Name + " <" + a.Email + ">")
}

// Me is whom git would write as the author of a commit now; not ok when it does
// not know.
func (r *Repo) Me(ctx context.Context) (me Author, ok bool) {
	line, err := r.git.line(ctx, "var", "GIT_AUTHOR_IDENT") // name <address> seconds zone
	if end := strings.LastIndexByte(line, '>'); err == nil && end > 0 {
		name, email, _ := strings.Cut(line[:end], "<")
		return Author{strings.TrimSpace(name), email}, true
	}
	return Author{}, false
}

// Trailers lists what the trailers of the commits base..head say, the newest
// commit first, by their key in lower case: ticket, approved-by …. An empty base
// takes head alone.
func (r *Repo) Trailers(ctx context.Context, base, head string) (map[string][]string, error) {
	args := []string{"log", "--format=%(trailers:only,unfold)%x00", "--end-of-options", head, "--"}
	if base != "" {
		args[3] = base + ".." + head
	} else {
		args = append([]string{"log", "-1"}, args[1:]...)
	}
	text, err := r.git.output(ctx, args...)
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, line := range strings.FieldsFunc(text, func(c rune) bool { return c == '\n' || c == 0 }) {
		key, value, ok := strings.Cut(line, ":")
		if value = strings.TrimSpace(value); ok && value != "" {
			key = strings.ToLower(strings.TrimSpace(key))
			out[key] = append(out[key], value)
		}
	}
	return out, nil
}

// Origin names the repository by host and path of its origin, without scheme
// and credentials: git.example.com/bank/pay. Empty when there is none, or when
// it is a folder.
func (r *Repo) Origin(ctx context.Context) string {
	line, err := r.git.line(ctx, "config", "--get", "remote.origin.url")
	if err != nil {
		return ""
	}
	return originName(line)
}

func originName(line string) string {
	host, path := "", ""
	if u, err := url.Parse(line); err == nil && u.Host != "" {
		host, path = u.Hostname(), u.Path
	} else if before, after, ok := strings.Cut(line, ":"); ok && !strings.ContainsAny(before, `/\`) && len(before) > 1 { // git@host:path
		host, path = before[strings.LastIndexByte(before, '@')+1:], after
	}
	path = strings.TrimSuffix(strings.Trim(path, "/"), ".git")
	if host == "" || path == "" {
		return ""
	}
	return host + "/" + path
}
