package collect

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/fault"
)

// manifest is what providers write beside an export once it is whole: AWS names
// dataFiles (Data Exports) or reportKeys (older reports), Azure blobs.
type manifest struct {
	DataFiles  []string `json:"dataFiles"`
	ReportKeys []string `json:"reportKeys"`
	Blobs      []struct {
		Name string `json:"blobName"`
	} `json:"blobs"`

	Account       string `json:"account"`
	ReportName    string `json:"reportName"`
	ExportName    string `json:"exportName"`
	ExportArn     string `json:"exportArn"`
	AssemblyID    string `json:"assemblyId"`
	BillingPeriod struct {
		Start string `json:"start"`
		End   string `json:"end"`
	} `json:"billingPeriod"`
	ExportConfig struct {
		Name       string `json:"exportName"`
		ResourceID string `json:"resourceId"`
	} `json:"exportConfig"`
	RunInfo struct {
		Start     string `json:"startDate"`
		End       string `json:"endDate"`
		Submitted string `json:"submittedTime"`
	} `json:"runInfo"`

	// dir is what was asked for, path the manifest below it, bills what else is there.
	dir, path string
	bills     []string
	// start and end are what the export is for, submitted when it ran; zero: unsaid.
	start, end, submitted time.Time
}

func (m *manifest) names() []string {
	out := append(slices.Clone(m.DataFiles), m.ReportKeys...)
	for _, b := range m.Blobs {
		out = append(out, b.Name)
	}
	return out
}

const manifestSize = 16 << 20

func parseManifest(name string, data []byte) (*manifest, error) {
	m := &manifest{}
	var kind *json.UnmarshalTypeError
	if err := json.Unmarshal(data, m); errors.As(err, &kind) && kind.Field != "" {
		return nil, fault.New(fault.Invalid, "%s is no manifest: %s is a %s", name, kind.Field, kind.Value).WithHelp("name the bill's files themselves")
	} else if err != nil {
		return nil, fault.New(fault.Invalid, "%s is no manifest: %w", name, err).WithHelp("name the bill's files themselves")
	}
	names := m.names()
	if len(names) == 0 {
		return nil, fault.New(fault.Invalid, "%s names no files", name).WithHelp("it should have dataFiles, reportKeys or blobs; or name the bill's files themselves")
	}
	if len(names) > mostFiles {
		return nil, fault.New(fault.Invalid, "%s names more than %d files", name, mostFiles)
	}
	for _, from := range [][2]string{{m.BillingPeriod.Start, m.BillingPeriod.End}, {m.RunInfo.Start, m.RunInfo.End}} {
		if t := manifestTime(from[0]); !t.IsZero() {
			m.start, m.end = t, manifestTime(from[1])
		}
	}
	m.submitted = manifestTime(m.RunInfo.Submitted)
	return m, nil
}

// mostManifests bounds how many are compared with each other.
const mostManifests = 2000

// manifest reads one, for later: which one counts is known once all are there.
func (f *finder) manifest(dir, name string, bills []string) error {
	if len(f.manifests) >= mostManifests {
		return fault.New(fault.Invalid, "more than %d manifests", mostManifests).WithHelp("load one billing period at a time")
	}
	data, err := readSmall(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	m, err := parseManifest(filepath.ToSlash(name), data)
	if err != nil {
		return err
	}
	if m.dir, err = filepath.Abs(dir); err != nil {
		return err
	}
	m.path, m.bills = filepath.ToSlash(name), bills
	f.manifests = append(f.manifests, m)
	return nil
}

// named adds the files that the manifests name, each once, and only those: an
// export that was written anew leaves files that no longer count.
func (f *finder) named() error {
	manifests, err := f.latest(f.manifests)
	if err != nil {
		return err
	}
	names := map[string]string{} // by file
	for _, m := range manifests {
		for _, n := range sorted(m.names()) {
			n = cleanName(n)
			local, err := m.beside(n)
			if err != nil {
				return err
			}
			file := filepath.Join(m.dir, local)
			if first, again := names[file]; again {
				if !endsWith(n, first) && !endsWith(first, n) {
					return m.missing(n)
				}
				continue
			}
			names[file] = n
			if err := f.file(file, local); err != nil {
				return err
			}
		}
	}
	left := map[string]bool{}
	for _, m := range f.manifests {
		for _, b := range m.bills {
			if file := filepath.Join(m.dir, b); names[file] == "" {
				left[file] = true
			}
		}
	}
	if len(left) > 0 {
		f.notes = append(f.notes, fmt.Sprintf("%d files that no manifest names were left out", len(left)))
	}
	return nil
}

// cleanName is the name of an object without what cannot be a path.
func cleanName(name string) string {
	return strings.TrimPrefix(path.Clean("/"+strings.TrimPrefix(name, "s3://")), "/")
}

// endsWith says that a path ends with the whole of another.
func endsWith(long, short string) bool { return long == short || strings.HasSuffix(long, "/"+short) }

// beside is where a file that the manifest names lies: its path ends as the name
// does, up to a folder that holds the manifest too. So no file of another month is
// taken for one that is missing.
func (m *manifest) beside(name string) (string, error) {
	if m.bills == nil { // the manifest itself was asked for
		for rest, ok := name, true; ok; _, rest, ok = strings.Cut(rest, "/") {
			local := filepath.FromSlash(rest)
			if info, err := os.Lstat(filepath.Join(m.dir, local)); err == nil && info.Mode().IsRegular() {
				return local, nil
			}
		}
		return "", m.missing(name)
	}
	var found []string
	most := 0
	for _, b := range m.bills {
		if !strings.HasSuffix(b, path.Base(name)) {
			continue
		}
		n, from := agree(filepath.ToSlash(b), name)
		if n == 0 || from != "" && !strings.HasPrefix(m.path, from+"/") {
			continue
		}
		if n > most {
			found, most = nil, n
		}
		if n == most {
			found = append(found, b)
		}
	}
	switch len(found) {
	case 0:
		return "", m.missing(name)
	case 1:
		return found[0], nil
	}
	return "", fault.New(fault.Invalid, "%s names %s, which may be %s or %s", m.path, name, found[0], found[1]).WithHelp("keep the folders of the export as they are")
}

// agree counts the folders and the name in which the ends of two paths agree, and
// gives the folder of the first in which that begins. A path that ends as the whole
// of the name does is in no doubt: it begins anywhere.
func agree(file, name string) (n int, from string) {
	a, b := strings.Split(file, "/"), strings.Split(name, "/")
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	if n == len(b) && n > 1 {
		return n, ""
	}
	return n, strings.Join(a[:len(a)-n], "/")
}

func (m *manifest) missing(name string) error {
	return fault.New(fault.Invalid, "%s names %s, which is not there", m.path, name).WithHelp("fetch the whole export; a part of it would replace the whole of the month")
}

func readSmall(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fault.New(fault.Invalid, "%w", err)
	}
	if !info.Mode().IsRegular() || info.Size() > manifestSize {
		return nil, fault.New(fault.Invalid, "%s is too large for a manifest", path)
	}
	return os.ReadFile(path)
}
