package change

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// opener opens files below a folder and nowhere else. Linux has one call for
// that (openat2); where the kernel or a sandbox lacks it, os.Root does it.
type opener struct {
	dir  *os.File
	root *os.Root
}

func openRoot(dir string) (*opener, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &opener{f, root}, nil
}

// open never follows a link and never waits for the other end of a pipe.
func (o *opener) open(path string, folder bool) (*os.File, error) {
	how := unix.OpenHow{
		Flags:   unix.O_RDONLY | unix.O_CLOEXEC | unix.O_NOCTTY,
		Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_SYMLINKS | unix.RESOLVE_NO_MAGICLINKS,
	}
	if folder {
		how.Flags |= unix.O_DIRECTORY
	} else {
		how.Flags |= unix.O_NONBLOCK
	}
	for {
		fd, err := unix.Openat2(int(o.dir.Fd()), path, &how)
		switch {
		case err == nil:
			return os.NewFile(uintptr(fd), path), nil
		case errors.Is(err, unix.EINTR) || errors.Is(err, unix.EAGAIN):
			continue
		case errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EPERM):
			return o.root.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK, 0)
		}
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
}

func (o *opener) close() error { return errors.Join(o.dir.Close(), o.root.Close()) }

func (o *opener) readlink(path string) (string, error) { return o.root.Readlink(path) }
