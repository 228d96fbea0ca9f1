package change

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"

	"github.com/assay-dev/assay/internal/fault"
)

// maxListed bounds what is listed of one folder.
const maxListed = 10_000

// listAll names regular files and, apart, what is neither file nor folder; with
// deep those of the folders below too.
func listAll(dir, folder string, deep bool) (files, others []string, err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, fault.New(fault.Invalid, "open %s: %w", dir, err)
	}
	defer root.Close()
	for p := folder; p != "."; p = path.Dir(p) {
		info, err := root.Lstat(p)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, nil, nil
		case err != nil:
			return nil, nil, fault.New(fault.Invalid, "read %s: %s", p, reason(err))
		case !info.IsDir():
			return nil, nil, fault.New(fault.Invalid, "%s is no folder", p).WithHelp("replace it by the folder itself: links are not followed")
		}
	}
	err = fs.WalkDir(root.FS(), folder, func(p string, item fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fault.New(fault.Invalid, "read %s: %s", p, reason(err)).WithHelp("make it readable")
		case p == folder:
			return nil
		case len(files)+len(others) == maxListed:
			return fault.New(fault.Invalid, "%s holds more than %d files", folder, maxListed).WithHelp("take out what does not belong there")
		case item.IsDir() && !deep:
			return fs.SkipDir
		case item.IsDir():
			return nil
		case item.Type().IsRegular():
			files = append(files, p)
		default:
			others = append(others, p)
		}
		return nil
	})
	slices.Sort(files)
	return files, others, err
}
