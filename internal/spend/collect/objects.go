package collect

import (
	"context"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
)

// Objects reads storage that speaks S3. An implementer lists names in order, and
// reads an object whole or fails.
type Objects interface {
	List(ctx context.Context, bucket, prefix string, most int) ([]string, error)
	Read(ctx context.Context, bucket, name string, to io.Writer) error
}

// objects fetches what an s3:// URL names, an object or all below a prefix, into
// the caller's folder, and looks for bills there.
func (f *finder) objects(raw string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return fault.New(fault.Invalid, "%q is no URL of a bucket", raw).WithHelp("write s3://BUCKET/PREFIX")
	}
	if f.options.Objects == nil {
		return fault.New(fault.Unavailable, "no access to %s", raw).WithHelp("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_ENDPOINT_URL for storage that is not Amazon's")
	}
	prefix := strings.TrimPrefix(u.Path, "/")
	names, err := f.options.Objects.List(f.ctx, u.Host, prefix, mostFiles+1)
	if err != nil {
		return fault.New(fault.Unavailable, "list %s: %w", raw, err).WithHelp("check the bucket's name, AWS_ENDPOINT_URL, AWS_REGION and the credentials")
	}
	names = slices.DeleteFunc(names, func(n string) bool { return !isBill(n) && !isManifest(n) })
	if len(names) > mostFiles {
		return fault.New(fault.Invalid, "more than %d files below %s", mostFiles, raw).WithHelp("name one month: s3://BUCKET/PREFIX/BILLING_PERIOD=2025-01/")
	}
	if len(names) == 0 {
		return fault.New(fault.NotFound, "no bill at %s", raw).WithHelp("bills are objects of .csv, .csv.gz, .parquet or .json")
	}
	dir := f.make()
	for _, n := range names {
		local := filepath.FromSlash(path.Clean("/" + n))[1:]
		if !filepath.IsLocal(local) {
			return fault.New(fault.Invalid, "%q is no name for a file", n)
		}
		f.options.Progress("fetching " + n)
		if err := f.fetch(u.Host, n, filepath.Join(dir, local)); err != nil {
			return err
		}
	}
	return f.folder(dir)
}

func (f *finder) fetch(bucket, name, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = f.options.Objects.Read(f.ctx, bucket, name, out)
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fault.New(fault.Unavailable, "fetch s3://%s/%s: %w", bucket, name, err)
	}
	return nil
}
