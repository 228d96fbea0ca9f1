// Package cli is the command line: it reads a request, calls a use case, and
// shows the result. One file per command.
//
//	code := cli.Main(ctx, env, args)
//
// Standard output is data, standard error is conversation. No command keeps
// state in a package variable; what the world gives comes in an Env.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/advisory"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/rule"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/spend/collect"
	"github.com/assay-dev/assay/internal/store"
	"github.com/assay-dev/assay/internal/vault"
)

// Env is what the world gives to a command.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Now            func() time.Time
	Getenv         func(string) string
	Version        string
	// App gives the use cases over a home folder; empty is the user's own.
	App func(home string) *App
}

// App is what the commands call.
type App struct {
	Run   *run.Service
	Rules rule.Catalogue
	// Home is the folder of state; empty when there is none to be had.
	Home string
	// OpenStore opens the store of runs.
	OpenStore func() (store.Store, error)
	// OpenLake opens the lake of bills.
	OpenLake func() (lake.Lake, error)
	// Objects reads bills from object storage; nil without credentials.
	Objects collect.Objects
	// Advisories is what is known of flaws, from the home folder or shipped.
	Advisories *advisory.Index
	// Sources names rule sets and their versions, for doctor.
	Sources [][2]string
	// Secrets are the places where keys may be kept.
	Secrets vault.Stores
}

// Main runs one command line and returns the exit code of the process.
func Main(ctx context.Context, env Env, args []string) int {
	code := fault.ExitPass
	root := newRoot(env, &code)
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil {
		if !unread(err) {
			complain(env.Stderr, err)
		}
		return fault.ExitCode(err)
	}
	return code
}

// unread says that whoever reads standard output has seen enough, as head does.
func unread(err error) bool {
	var at *fs.PathError
	return errors.As(err, &at) && at.Path == os.Stdout.Name() && errors.Is(at, syscall.EPIPE)
}

// complain shows an error and what to do next.
func complain(w io.Writer, err error) {
	fmt.Fprintf(w, "assay: %s\n", clean(err.Error()))
	if help := fault.Help(err); help != "" {
		fmt.Fprintf(w, "  next: %s\n", clean(help))
	}
}

// clean keeps text that may come from a repository from steering a terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ' && r != '\n' && r != '\t', r >= 0x7f && r < 0xa0: // controls
			return '\uFFFD'
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c: // they turn what follows around
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func newRoot(env Env, code *int) *cobra.Command {
	root := &cobra.Command{
		Use:   "assay",
		Short: "Test a change before it is money: is it secure, compliant, worth its cost?",
		Long: `Assay tests a change to a financial application before it is money.

Start with the main job:

  assay run                  this folder; in a repository, what is not committed yet
  assay run --base main      this branch against main
  assay run examples/payment-gateway

It answers may this change ship, names at most three blockers with their fix,
and says what it could not examine.`,
		Example: "  assay init\n  assay run --base main --report sarif=assay.sarif\n  assay scan --history --engine secret",
		Version: env.Version, SilenceErrors: true, SilenceUsage: true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
		Args:              noUnknown,
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	root.SetIn(env.Stdin)
	root.SetVersionTemplate("assay {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fault.New(fault.Invalid, "%w", err).WithHelp("%s --help", cmd.CommandPath())
	})
	root.AddCommand(
		newRun(env, code), newScan(env, code), newSBOM(env, code), newVEX(env, code), newThreat(env, code), newPrice(env, code), newPolicy(env, code), newWaive(env), newImport(env, code), newInit(env), newRules(env, code), newControls(env), newRisk(env), newEvidence(env, code), newRecord(env), newCost(env, code), newDemo(env, code), newFeeds(env),
		newDoctor(env, code), newVersion(env),
	)
	return root
}

// noUnknown refuses a word that is no command, naming the nearest.
func noUnknown(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	cmd.SuggestionsMinimumDistance = 2
	err := fault.New(fault.Invalid, "unknown command %q", strings.TrimSpace(cmd.CommandPath()+" "+args[0]))
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return err.WithHelp("did you mean: %s %s?", cmd.CommandPath(), near[0])
	}
	return err.WithHelp("%s --help lists the commands", cmd.CommandPath())
}

// atMostDir takes no argument or a folder.
func atMostDir(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fault.New(fault.Invalid, "%s takes one folder, got %d arguments", cmd.CommandPath(), len(args)).
			WithHelp("%s --help", cmd.CommandPath())
	}
	return nil
}

func dirOf(args []string) string {
	if len(args) == 0 || args[0] == "" {
		return "."
	}
	return args[0]
}

func newVersion(env Env) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "The version of this assay", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(env.Stdout, "assay %s\n", env.Version)
			return err
		},
	}
}

var errNoHome = errors.New("there is no home folder: set --home or ASSAY_HOME")
