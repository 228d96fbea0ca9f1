package cli

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/reach"
)

// reachFlags ask for the call graph of Go programs.
type reachFlags struct {
	on      bool
	memory  int
	timeout time.Duration
}

func (o *reachFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&o.on, "reach", false, "say which known flaws a Go program calls; needs the go toolchain and the program govulncheck, which runs as a process of its own")
	f.IntVar(&o.memory, "reach-memory", reach.DefaultMemory>>20, "how much memory --reach may take, in `MIB`")
	f.DurationVar(&o.timeout, "reach-timeout", reach.DefaultTimeout, "how long --reach may take for a module")
}

// options is nil when nobody asked.
func (o *reachFlags) options() (*reach.Options, error) {
	switch {
	case !o.on:
		return nil, nil
	case o.memory < 64 || o.memory > 1<<20:
		return nil, fault.New(fault.Invalid, "--reach-memory %d: it takes between 64 MiB and 1 TiB", o.memory)
	case o.timeout <= 0:
		return nil, fault.New(fault.Invalid, "--reach-timeout %s: it takes some time", o.timeout).WithHelp("for example --reach-timeout 10m")
	}
	return &reach.Options{Memory: int64(o.memory) << 20, Timeout: o.timeout}, nil
}
