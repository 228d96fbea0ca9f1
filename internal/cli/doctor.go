package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/store"
)

// check is one line of the doctor.
type check struct {
	state string // ok, note or fault
	name  string
	text  string
}

func newDoctor(env Env, code *int) *cobra.Command {
	var home string
	cmd := &cobra.Command{
		Use: "doctor [DIR]", Short: "What is installed, configured, stale", Args: atMostDir,
		Example: "  assay doctor",
		RunE: func(cmd *cobra.Command, args []string) error {
			checks := examine(cmd.Context(), env, env.App(home), dirOf(args))
			*code = worstOf(checks)
			return showChecks(env, checks)
		},
	}
	cmd.Flags().StringVar(&home, "home", "", "folder for the cache and the store of runs")
	return cmd
}

func worstOf(checks []check) int {
	code := fault.ExitPass
	for _, c := range checks {
		switch {
		case c.state == "fault" && c.name == config.FileName:
			code = fault.Worst(code, fault.ExitInvalid)
		case c.state == "fault":
			code = fault.Worst(code, fault.ExitUnfinished)
		}
	}
	return code
}

func showChecks(env Env, checks []check) error {
	mark := map[string]string{"ok": "✓ ok", "note": "· note", "fault": "✗ fault"}
	var t term.Table
	for _, c := range checks {
		t.Row(mark[c.state], c.name, clean(c.text))
	}
	_, err := t.WriteTo(env.Stdout)
	return err
}

func examine(ctx context.Context, env Env, app *App, dir string) []check {
	checks := []check{{"ok", "assay", env.Version}, gitCheck(ctx)}
	for _, s := range app.Sources {
		checks = append(checks, check{"ok", s[0], s[1]})
	}
	checks = append(checks, advisoryCheck(env, app), homeCheck(app), storeCheck(ctx, app))
	checks = append(checks, repositoryChecks(ctx, env, dir)...)
	return append(checks, configCheck(dir), keyCheck(env, dir), policyCheck(ctx, app, dir), evidenceCheck(ctx, env, app))
}

// advisoryCheck says how old the data on known flaws is, by its oldest part.
func advisoryCheck(env Env, app *App) check {
	if note := app.Run.AdvisoriesNote; note != "" {
		return check{"fault", "known flaws", note}
	}
	const old = 30
	text, state := "", "ok"
	for _, s := range app.Advisories.Info.Sources {
		days := int(env.Now().Sub(s.Newest) / (24 * time.Hour))
		if s.Records < 100 {
			continue // single records that came along with others
		}
		if days > old {
			state = "note"
		}
		text += fmt.Sprintf(", %s %d days", s.Ecosystem, days)
	}
	text = "data is so old: " + strings.TrimPrefix(text, ", ")
	if state == "note" {
		text += "; renew it: assay feeds update --from URL|DIR|FILE"
	}
	return check{state, "known flaws", text}
}

func gitCheck(ctx context.Context) check {
	out, err := exec.CommandContext(ctx, "git", "--version").Output()
	if err != nil {
		return check{"fault", "git", "not on PATH: install git 2.31 or later"}
	}
	return check{"ok", "git", strings.TrimPrefix(strings.TrimSpace(string(out)), "git version ")}
}

func homeCheck(app *App) check {
	if app.Home == "" {
		return check{"note", "home", errNoHome.Error() + "; runs work, without a cache"}
	}
	if err := os.MkdirAll(app.Home, 0o700); err != nil {
		return check{"note", "home", app.Home + " can't be written: runs work, without a cache"}
	}
	probe, err := os.CreateTemp(app.Home, ".probe-*")
	if err != nil {
		return check{"note", "home", app.Home + " can't be written: runs work, without a cache"}
	}
	defer os.Remove(probe.Name())
	if err := probe.Close(); err != nil {
		return check{"note", "home", app.Home + ": " + err.Error()}
	}
	return check{"ok", "home", fmt.Sprintf("%s, cache %s", app.Home, size(filepath.Join(app.Home, "cache")))}
}

func size(dir string) string {
	var total int64
	items, err := os.ReadDir(dir)
	if err != nil {
		return "empty"
	}
	for _, i := range items {
		if info, err := i.Info(); err == nil {
			total += info.Size()
		}
	}
	return fmt.Sprintf("%d KiB of %d folders", total>>10, len(items))
}

func storeCheck(ctx context.Context, app *App) check {
	if app.Home == "" {
		return check{"note", "store", "none without a home folder"}
	}
	st, err := app.OpenStore()
	if err != nil {
		return check{"note", "store", err.Error()}
	}
	runs, err := st.Runs(ctx, store.Filter{})
	if err := errors.Join(err, st.Close()); err != nil {
		return check{"note", "store", err.Error()}
	}
	if len(runs) == 0 {
		return check{"ok", "store", "no runs yet"}
	}
	return check{"ok", "store", fmt.Sprintf("%d runs, the newest %s: %s", len(runs), runs[0].Started.Format("2006-01-02 15:04"), runs[0].Outcome)}
}

func repositoryChecks(ctx context.Context, env Env, dir string) []check {
	repo, err := change.Open(ctx, dir)
	switch {
	case err != nil:
		return []check{{"fault", "repository", err.Error()}}
	case repo == nil:
		return []check{{"note", "repository", "none here: everything counts in a run"}}
	case repo.Head == "":
		return []check{{"note", "repository", "without commits: everything counts in a run"}}
	}
	out := []check{{"ok", "repository", "at " + repo.Head[:12]}}
	if repo.Shallow {
		out = append(out, check{"note", "history", "a shallow clone: the base may be missing; git fetch --unshallow"})
	}
	ci := change.DetectCI(env.Getenv)
	if ci == nil {
		return append(out, check{"ok", "CI", "none: declared steps run with --steps only"})
	}
	base, err := repo.FindBase(ctx, "", ci)
	switch {
	case err != nil:
		return append(out, check{"fault", "CI", ci.Name + ": " + err.Error() + "; " + fault.Help(err)})
	case base == nil:
		return append(out, check{"note", "CI", ci.Name + " names no base: everything counts"})
	}
	return append(out, check{"ok", "CI", base.Source + ": " + base.Commit[:12]})
}

func readConfig(dir string) (*config.Config, error) {
	data, err := change.ReadFile(dir, config.FileName, config.MaxSize)
	if err != nil {
		return nil, err
	}
	return config.Parse(config.FileName, data)
}

func configCheck(dir string) check {
	cfg, err := readConfig(dir)
	switch {
	case errors.Is(err, fault.NotFound):
		return check{"note", config.FileName, "none: the defaults apply; assay init writes one"}
	case err != nil:
		return check{"fault", config.FileName, err.Error()}
	}
	return check{"ok", config.FileName, fmt.Sprintf("%d services, profile %s", len(cfg.Services), cfg.Profile)}
}

func keyCheck(env Env, dir string) check {
	if env.Getenv("ASSAY_FINGERPRINT_KEY") != "" {
		return check{"ok", "fingerprint key", "from ASSAY_FINGERPRINT_KEY"}
	}
	if cfg, err := readConfig(dir); err == nil && cfg.FingerprintKey != "" {
		return check{"ok", "fingerprint key", "from " + config.FileName}
	}
	return check{"note", "fingerprint key", "none set: the first commit's name is used; set ASSAY_FINGERPRINT_KEY before reports leave the house"}
}
