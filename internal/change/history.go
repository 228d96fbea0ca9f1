package change

import (
	"bufio"
	"context"
	"io"
	"strings"
)

// HistoricBlob is one version of one file, named by the oldest commit that
// brought it in.
type HistoricBlob struct {
	Blob   string
	Path   string
	Commit string
}

// History lists every version of every regular file that the given revisions
// brought in, oldest first, each pair of path and content once. A merge brings
// in what none of its parents has. Revisions are what git rev-list takes
// ("--all", "base..head").
func (r *Repo) History(ctx context.Context, ig *Ignore, revisions ...string) ([]HistoricBlob, error) {
	args := []string{
		"log", "--raw", "-z", "--no-abbrev", "--no-renames", "-c", "--root", "--reverse",
		"--no-ext-diff", "--no-textconv", "--no-color", "--full-history", "--format=%x01%H",
	}
	args = append(args, revisions...)
	args = append(args, "--")
	if r.Prefix != "" {
		args = append(args, ".") // the examined folder, taken literally
	}
	var out []HistoricBlob
	err := r.git.stream(ctx, func(rd io.Reader) error {
		var err error
		out, err = r.readHistory(rd, ig)
		return err
	}, args...)
	return out, err
}

// readHistory parses git's raw format: \x01commit, then per file
// ":mode mode id id status\0path\0", with one more colon, mode and id for each
// further parent of a merge.
func (r *Repo) readHistory(rd io.Reader, ig *Ignore) ([]HistoricBlob, error) {
	var out []HistoricBlob
	seen := map[[2]string]bool{}
	br := bufio.NewReaderSize(rd, 1<<16)
	commit := ""
	for {
		rec, err := br.ReadString(0)
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		rec = strings.TrimLeft(strings.TrimSuffix(rec, "\x00"), "\n")
		if id, ok := strings.CutPrefix(rec, "\x01"); ok {
			commit, rec, _ = strings.Cut(id, "\n")
		}
		meta := strings.TrimLeft(rec, ":")
		parents := len(rec) - len(meta)
		if parents == 0 {
			continue
		}
		path, err := br.ReadString(0)
		if err != nil {
			return nil, err
		}
		path, below := strings.CutPrefix(strings.TrimSuffix(path, "\x00"), r.Prefix)
		f := strings.Fields(meta)
		if len(f) != 2*parents+3 || !strings.HasPrefix(f[parents], "100") || !below || ig.always(path) {
			continue
		}
		if key := [2]string{f[2*parents+1], path}; !seen[key] {
			seen[key] = true
			out = append(out, HistoricBlob{Blob: f[2*parents+1], Path: path, Commit: commit})
		}
	}
}
