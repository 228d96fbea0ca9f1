package reach

import (
	"errors"

	"golang.org/x/sys/unix"
)

// reserved is the address space that a Go program sets aside and never uses.
const reserved = 4 << 30

// limit bounds the memory of a process, and of each that it starts from now on.
func limit(pid int, memory int64) error {
	n := uint64(memory)
	err := errors.Join(
		unix.Prlimit(pid, unix.RLIMIT_DATA, &unix.Rlimit{Cur: n, Max: n}, nil),
		unix.Prlimit(pid, unix.RLIMIT_AS, &unix.Rlimit{Cur: n + reserved, Max: n + reserved}, nil),
	)
	if errors.Is(err, unix.ESRCH) {
		return nil // it has ended; Wait tells why
	}
	return err
}
