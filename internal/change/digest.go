package change

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// ChangeDigest names a change by its content: "sha256:" and the SHA-256, in
// hex, of what git says differs between the trees of two commits, of the whole
// repository, in git's raw form and order, without one file: the grant that is to
// name it, by its path from the root; empty while it is not there. The same gives:
//
//	git diff-tree -r --raw -z --no-renames BASE HEAD -- . ':!GRANT' | sha256sum
//
// Uncommitted work is no part of it. A revision that is not there is fault.NotFound.
func (r *Repo) ChangeDigest(ctx context.Context, base, head, grant string) (string, error) {
	from, err := r.Resolve(ctx, base)
	if err != nil {
		return "", err
	}
	to, err := r.Resolve(ctx, head)
	if err != nil {
		return "", err
	}
	var records []record
	err = r.git.stream(ctx, func(rd io.Reader) error {
		records, err = rawRecords(rd)
		return err
	}, "diff-tree", "-r", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-relative", "--ignore-submodules=none", "--no-ext-diff", "--no-textconv", "-O/dev/null", from, to)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, rec := range records {
		if rec.path != grant {
			fmt.Fprintf(sum, "%s\x00%s\x00", rec.meta, rec.path)
		}
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil)), nil
}

// record is one difference in git's raw format: ":mode mode id id status" and a path.
type record struct{ meta, path string }

func rawRecords(rd io.Reader) ([]record, error) {
	var out []record
	br := bufio.NewReaderSize(rd, 1<<16)
	for {
		meta, err := br.ReadString(0)
		if err == io.EOF && meta == "" {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read git's differences: %w", err)
		}
		path, err := br.ReadString(0)
		if err != nil {
			return nil, fmt.Errorf("read git's differences: %w", err)
		}
		out = append(out, record{strings.TrimSuffix(meta, "\x00"), strings.TrimSuffix(path, "\x00")})
	}
}
