package collect

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
)

// manifestFile is what providers write beside an export once it is whole: AWS
// names dataFiles (Data Exports) or reportKeys (older reports), Azure blobs.
type manifestFile struct {
	DataFiles  []string `json:"dataFiles"`
	ReportKeys []string `json:"reportKeys"`
	Blobs      []struct {
		Name string `json:"blobName"`
	} `json:"blobs"`
}

func (m *manifestFile) names() []string {
	out := append(slices.Clone(m.DataFiles), m.ReportKeys...)
	for _, b := range m.Blobs {
		out = append(out, b.Name)
	}
	return out
}

const manifestSize = 16 << 20

func parseManifest(name string, data []byte) ([]string, error) {
	var m manifestFile
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fault.New(fault.Invalid, "%s is no manifest: %w", name, err).WithHelp("name the bill's files themselves")
	}
	names := m.names()
	if len(names) == 0 {
		return nil, fault.New(fault.Invalid, "%s names no files", name).WithHelp("it should have dataFiles, reportKeys or blobs; or name the bill's files themselves")
	}
	if len(names) > mostFiles {
		return nil, fault.New(fault.Invalid, "%s names more than %d files", name, mostFiles)
	}
	return names, nil
}

// manifests adds the files that manifests name, each once, and only those: an
// export that was written anew leaves files that no longer count. A file that a
// manifest names is looked for by the end of its name, in the manifest's folder
// and below what was asked for.
func (f *finder) manifests(dir string, manifests, bills []string) error {
	named := map[string]bool{}
	for _, m := range sorted(manifests) {
		data, err := readSmall(filepath.Join(dir, m))
		if err != nil {
			return err
		}
		names, err := parseManifest(m, data)
		if err != nil {
			return err
		}
		for _, n := range sorted(names) {
			local, err := beside(dir, m, n, bills)
			if err != nil {
				return err
			}
			if named[local] {
				continue
			}
			named[local] = true
			if err := f.file(filepath.Join(dir, local), local); err != nil {
				return err
			}
		}
	}
	left := 0
	for _, b := range bills {
		if !named[b] {
			left++
		}
	}
	if left > 0 {
		f.notes = append(f.notes, fmt.Sprintf("%d files that no manifest names were left out", left))
	}
	return nil
}

// beside is where a file that a manifest names lies in the folder.
func beside(dir, manifest, name string, bills []string) (string, error) {
	clean := strings.TrimPrefix(path.Clean("/"+strings.TrimPrefix(name, "s3://")), "/")
	if i := slices.IndexFunc(bills, func(b string) bool {
		return clean == filepath.ToSlash(b) || strings.HasSuffix(clean, "/"+filepath.ToSlash(b))
	}); i >= 0 {
		return bills[i], nil
	}
	var found []string
	for _, b := range bills {
		if path.Base(clean) == path.Base(filepath.ToSlash(b)) {
			found = append(found, b)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	local := filepath.Join(filepath.Dir(manifest), path.Base(clean))
	if info, err := os.Lstat(filepath.Join(dir, local)); err == nil && info.Mode().IsRegular() {
		return local, nil
	}
	return "", fault.New(fault.Invalid, "%s names %s, which is not there", manifest, name).WithHelp("fetch the whole export; a part of it would replace the whole of the month")
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
