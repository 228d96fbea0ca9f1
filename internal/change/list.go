package change

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"

	"github.com/assay-dev/assay/internal/fault"
)

// ListFiles names the regular files that lie directly in a folder below dir,
// sorted; none when there is no such folder. No link on the way is followed.
func ListFiles(dir, folder string) ([]string, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fault.New(fault.Invalid, "open %s: %w", dir, err)
	}
	defer root.Close()
	for p := folder; p != "."; p = path.Dir(p) {
		info, err := root.Lstat(p)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, nil
		case err != nil:
			return nil, fault.New(fault.Invalid, "read %s: %s", p, reason(err))
		case !info.IsDir():
			return nil, fault.New(fault.Invalid, "%s is no folder", p).WithHelp("replace it by the folder itself: links are not followed")
		}
	}
	items, err := fs.ReadDir(root.FS(), folder)
	if err != nil {
		return nil, fault.New(fault.Invalid, "read %s: %s", folder, reason(err)).WithHelp("make it readable")
	}
	var out []string
	for _, item := range items {
		if item.Type().IsRegular() {
			out = append(out, path.Join(folder, item.Name()))
		}
	}
	slices.Sort(out)
	return out, nil
}
