package cli

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"testing"
)

// TestUnread: only standard output that nobody reads any more is no news.
func TestUnread(t *testing.T) {
	broken := func(path string) error {
		return fmt.Errorf("write the report: %w", &fs.PathError{Op: "write", Path: path, Err: syscall.EPIPE})
	}
	if !unread(broken(os.Stdout.Name())) {
		t.Error("standard output that was closed is told of")
	}
	for _, err := range []error{broken("report.csv"), syscall.EPIPE, &fs.PathError{Op: "write", Path: os.Stdout.Name(), Err: syscall.ENOSPC}} {
		if unread(err) {
			t.Errorf("%v is not told of", err)
		}
	}
}
