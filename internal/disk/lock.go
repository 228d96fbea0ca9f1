package disk

import (
	"context"
	"fmt"
	"os"
	"time"
)

// LockFile holds a single open file against other processes until it is closed.
func LockFile(ctx context.Context, f *os.File) error { return lock(ctx, f, false) }

// lock tries until it has the lock or ctx ends.
func lock(ctx context.Context, f *os.File, shared bool) error {
	for wait := time.Millisecond; ; wait = min(2*wait, 20*time.Millisecond) {
		ok, err := tryLock(f, shared)
		if ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("another process holds the log: %w", ctx.Err())
		case <-time.After(wait):
		}
	}
}
