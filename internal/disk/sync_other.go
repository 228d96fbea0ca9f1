//go:build !unix

package disk

import (
	"os"
	"path/filepath"
)

const nonBlocking = 0

func parent(dir string) string { return filepath.Dir(dir) }

// syncDir does nothing: these systems journal names themselves and cannot sync
// a folder.
func syncDir(f *os.File, err error) error {
	if err != nil {
		return err
	}
	return f.Close()
}
