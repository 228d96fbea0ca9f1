package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence"
	"github.com/assay-dev/assay/internal/report"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/vault"
)

// keeperFlags say where the evidence of a run goes.
type keeperFlags struct {
	evidenceFlags
	none bool
}

func (o *keeperFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.dir, "evidence", "", "keep evidence in the log `DIR|FILE`, or in a FILE to be submitted to one (default evidence in the home folder, or ASSAY_EVIDENCE)")
	f.BoolVar(&o.none, "no-evidence", false, "leave no evidence; under profile strict CI can't do without")
	o.addSigning(cmd)
}

// keeper finds the key and the place before the work starts.
func (o *keeperFlags) keeper(ctx context.Context, env Env, home string, req *run.Request) error {
	app := env.App(home)
	o.home = home
	to := o.dir
	if to == "" {
		to = env.Getenv("ASSAY_EVIDENCE")
	}
	ci := inCI(env)
	switch {
	case o.none && (o.dir != "" || o.witness != ""):
		return fault.New(fault.Invalid, "--no-evidence goes with neither --evidence nor --witness").WithHelp("leave one of them out")
	case o.none:
		req.NoKeeper = run.NoKeeper{Refused: true}
		return nil
	case to == "" && ci:
		req.NoKeeper = run.NoKeeper{Why: "a CI machine is thrown away, and no lasting place is named", Help: "--evidence FILE, kept as an artifact and submitted with assay evidence submit; or ASSAY_EVIDENCE=DIR"}
		return nil
	case to == "" && app.Home == "":
		req.NoKeeper = run.NoKeeper{Why: "there is no home folder", Help: "set ASSAY_HOME, or name a place: --evidence"}
		return nil
	case to == "":
		to = filepath.Join(app.Home, "evidence")
	}
	key, err := o.signer(ctx, env, o.key, true)
	if errors.Is(err, fault.Unavailable) && o.key == "" && env.Getenv(evidence.KeyVariable) == "" && env.Getenv(evidence.KeyFileVariable) == "" && ci {
		req.NoKeeper = run.NoKeeper{Why: err.Error(), Help: fault.Help(err)}
		return nil
	}
	if err != nil {
		req.Keeper = broken{err}
		return nil
	}
	req.KeyFrom = o.source(env, o.key, false).Place()
	for _, name := range []string{o.key, env.Getenv(evidence.KeyVariable), env.Getenv(evidence.KeyFileVariable)} {
		if vault.IsRef(name) {
			req.HideFromSteps = evidence.SecretVariables()
		}
	}
	if ci {
		env.Now = time.Now // SOURCE_DATE_EPOCH moves no evidence there
	}
	if isBundle(to) {
		if o.witness != "" {
			return fault.New(fault.Invalid, "--witness is for a log, and %s is a file to be submitted to one", to).WithHelp("give --witness to whoever keeps the log")
		}
		req.Keeper = bundleKeeper{to, evidence.Options{Key: key, Now: env.Now}}
		return nil
	}
	req.Keeper = logKeeper{to, o.options(env, to, key)}
	return nil
}

// isBundle: what exists says what it is; else a name with an extension is a file.
func isBundle(name string) bool {
	if info, err := os.Stat(name); err == nil {
		return !info.IsDir()
	}
	return !strings.HasSuffix(name, "/") && filepath.Ext(name) != ""
}

// broken says, once a decision is there, why nothing can be kept.
type broken struct{ err error }

func (b broken) Keep(context.Context, []evidence.Entry) (*report.Evidence, error) { return nil, b.err }

// logKeeper appends to a log.
type logKeeper struct {
	dir string
	o   evidence.Options
}

func (k logKeeper) Keep(ctx context.Context, entries []evidence.Entry) (*report.Evidence, error) {
	log, err := evidence.Open(k.dir, k.o)
	if err != nil {
		return nil, err
	}
	receipts, err := log.Append(ctx, entries...)
	if err != nil {
		return nil, err
	}
	out := &report.Evidence{Where: k.dir, Key: k.o.Key.Public().ID()}
	for _, r := range receipts {
		out.Entries = append(out.Entries, r.ID)
	}
	out.ID = decisionOf(entries, out.Entries)
	return out, nil
}

// bundleKeeper adds signed entries to a file.
type bundleKeeper struct {
	file string
	o    evidence.Options
}

func (k bundleKeeper) Keep(ctx context.Context, entries []evidence.Entry) (*report.Evidence, error) {
	signed, err := evidence.Sign(k.o, entries...)
	if err != nil {
		return nil, err
	}
	if err := evidence.AppendBundle(ctx, k.file, signed); err != nil {
		return nil, err
	}
	out := &report.Evidence{Where: k.file, Key: k.o.Key.Public().ID()}
	for _, s := range signed {
		out.Entries = append(out.Entries, s.ID())
	}
	out.ID = decisionOf(entries, out.Entries)
	return out, nil
}

// decisionOf is the id of the decision's entry.
func decisionOf(entries []evidence.Entry, ids []string) string {
	for i, e := range entries {
		if e.Kind == evidence.KindDecision && i < len(ids) {
			return ids[i]
		}
	}
	return fmt.Sprint(len(ids), " entries")
}
