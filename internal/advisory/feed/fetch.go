package feed

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/advisory"
	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

const maxList = 512 << 20 // bytes of a list of exploitation, unpacked

// fromBucket reads ECOSYSTEM/all.zip below an address; an ecosystem that is not
// there is left out.
func fromBucket(ctx context.Context, b *advisory.Builder, from string, o *Options) error {
	if strings.HasSuffix(from, ".zip") {
		_, err := fetchZip(ctx, b, from, o)
		return err
	}
	found := false
	for _, e := range assay.Ecosystems() {
		ok, err := fetchZip(ctx, b, strings.TrimSuffix(from, "/")+"/"+url.PathEscape(string(e))+"/all.zip", o)
		if err != nil {
			return err
		}
		found = found || ok
	}
	if !found {
		return fault.New(fault.Invalid, "%s has no Go/all.zip, npm/all.zip …", from).WithHelp("give the address of an OSV bucket, without the ecosystem")
	}
	return nil
}

// fetchZip reads one archive; ok is false when the server has none.
func fetchZip(ctx context.Context, b *advisory.Builder, address string, o *Options) (ok bool, err error) {
	f, err := os.CreateTemp("", "assay-feed-*.zip")
	if err != nil {
		return false, fault.New(fault.Unavailable, "make a temporary file: %w", err)
	}
	defer os.Remove(f.Name())
	defer f.Close()
	body, size, err := get(ctx, address, o)
	if errors.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer body.Close()
	n, err := io.Copy(f, &watched{io.LimitReader(body, maxZip+1), func(n int64) { o.progress("fetching "+address, n, size) }, 0})
	switch {
	case err != nil:
		return false, fault.New(fault.Unavailable, "fetch %s: %w", address, err).WithHelp("try again; the data in use stays as it was")
	case n > maxZip:
		return false, fault.New(fault.Invalid, "%s is larger than a feed may be", address)
	case size >= 0 && n != size:
		return false, fault.New(fault.Unavailable, "%s ended after %d of %d bytes", address, n, size).WithHelp("try again; the data in use stays as it was")
	}
	return true, fromZip(ctx, b, f.Name(), o)
}

// watched tells how much was read.
type watched struct {
	io.Reader
	told func(int64)
	n    int64
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	w.n += int64(n)
	w.told(w.n)
	return n, err
}

// get asks for an address. What is missing there is fault.NotFound.
func get(ctx context.Context, address string, o *Options) (io.ReadCloser, int64, error) {
	if err := allowed(address); err != nil {
		return nil, 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, 0, fault.New(fault.Invalid, "%s is no address: %w", address, err)
	}
	client := o.Client
	if client == nil {
		client = &http.Client{Timeout: 30 * time.Minute, CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > 5 {
				return errors.New("redirected too often")
			}
			return allowed(r.URL.String())
		}}
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, 0, fault.New(fault.Unavailable, "fetch %s: %w", address, err).WithHelp("check the network, or give a folder: assay feeds update --from DIR")
	}
	switch {
	case res.StatusCode == http.StatusOK:
		return res.Body, res.ContentLength, nil
	case res.StatusCode == http.StatusNotFound || res.StatusCode == http.StatusForbidden:
		return nil, 0, errors.Join(fault.New(fault.NotFound, "%s: %s", address, res.Status), res.Body.Close())
	}
	return nil, 0, errors.Join(fault.New(fault.Unavailable, "%s: %s", address, res.Status), res.Body.Close())
}

// allowed: advisories decide what may ship, so they come over TLS, or from this machine.
func allowed(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fault.New(fault.Invalid, "%s is no address", address)
	}
	ip := net.ParseIP(u.Hostname())
	if u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()) {
		return nil
	}
	return fault.New(fault.Invalid, "%s is not fetched over TLS", address).WithHelp("use an https:// address")
}

// exploitation adds the lists of exploited flaws and of probabilities.
func exploitation(ctx context.Context, b *advisory.Builder, o *Options) error {
	if o.KEV != "" {
		if err := list(ctx, o.KEV, o, b.AddExploited); err != nil {
			return err
		}
	}
	if o.EPSS != "" {
		return list(ctx, o.EPSS, o, func(r io.Reader) error { return b.AddEPSS(r, o.EPSSDay) })
	}
	return nil
}

// list opens a file or an address, unpacked where it ends in .gz, and hands it on.
func list(ctx context.Context, name string, o *Options, read func(io.Reader) error) error {
	var body io.ReadCloser
	if isURL(name) {
		var err error
		if body, _, err = get(ctx, name, o); err != nil {
			return err
		}
	} else {
		f, err := os.Open(name)
		if err != nil {
			return fault.New(fault.Invalid, "there is no %s", name)
		}
		body = f
	}
	defer body.Close()
	r := io.Reader(body)
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(body)
		if err != nil {
			return fault.New(fault.Invalid, "%s: %w", name, err)
		}
		r = z
	}
	limited := &io.LimitedReader{R: r, N: maxList}
	if err := read(limited); err != nil {
		return fault.New(fault.Invalid, "%s: %w", name, err).WithHelp("fetch it again; the data in use stays as it was")
	}
	if limited.N == 0 {
		return fault.New(fault.Invalid, "%s unpacks to more than such a list may hold", name)
	}
	return nil
}
