//go:build !linux

package change

import "os"

// opener opens files below a folder and nowhere else.
type opener struct{ root *os.Root }

func openRoot(dir string) (*opener, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &opener{root}, nil
}

// open never leaves the folder and never waits for the other end of a pipe.
func (o *opener) open(path string, _ bool) (*os.File, error) {
	return o.root.OpenFile(path, os.O_RDONLY|nonBlocking, 0)
}

func (o *opener) close() error { return o.root.Close() }

func (o *opener) readlink(path string) (string, error) { return o.root.Readlink(path) }
