package run

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/pipeline"
)

// replaceFile puts new content in the place of a regular file below dir, whole
// or not at all, if it still holds what was examined. It follows no link, and
// keeps the file's mode.
func replaceFile(dir, name string, seen, data []byte) (err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return errors.New("the folder can't be opened")
	}
	defer root.Close()
	info, err := plainFile(root, name)
	if err != nil {
		return err
	}
	if err := unchanged(root, name, seen); err != nil {
		return err
	}
	temp := path.Join(path.Dir(name), fmt.Sprintf(".%s.assay-%d", path.Base(name), os.Getpid()))
	f, err := root.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return errors.New("its folder can't be written to")
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, root.Remove(temp))
		}
	}()
	_, werr := f.Write(data)
	if err = errors.Join(werr, f.Chmod(info.Mode().Perm()), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("not written: %w", err)
	}
	if err = unchanged(root, name, seen); err != nil {
		return err
	}
	if err = root.Rename(temp, name); err != nil {
		return fmt.Errorf("not written: %w", err)
	}
	return nil
}

// plainFile refuses what is no regular file of the folder itself, and what
// nobody may write to.
func plainFile(root *os.Root, name string) (fs.FileInfo, error) {
	parts := strings.Split(name, "/")
	var info fs.FileInfo
	for i := range parts {
		var err error
		if info, err = root.Lstat(strings.Join(parts[:i+1], "/")); err != nil {
			return nil, errors.New("the file is not in the folder")
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			return nil, errors.New("the way to the file leads through a link")
		}
	}
	switch {
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no regular file")
	case info.Mode()&0o200 == 0:
		return nil, errors.New("the file is read-only")
	}
	return info, nil
}

func unchanged(root *os.Root, name string, seen []byte) error {
	f, err := root.Open(name)
	if err != nil {
		return errors.New("the file can't be read")
	}
	defer f.Close()
	now, err := io.ReadAll(io.LimitReader(f, pipeline.MaxFile+1))
	if err != nil || !bytes.Equal(now, seen) {
		return errors.New("the file changed since it was examined")
	}
	return nil
}
