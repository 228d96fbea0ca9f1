package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence"
)

// policyCheck says whether the policies of the folder can be read.
func policyCheck(ctx context.Context, app *App, dir string) check {
	set, err := app.Run.OwnPolicies(ctx, dir)
	if err != nil {
		return check{"fault", config.FileName, "policies: " + err.Error()}
	}
	own := 0
	for _, p := range set.Policies() {
		if p.Own {
			own++
		}
	}
	return check{"ok", "policies", fmt.Sprintf("%d, %d of this repository", len(set.Policies()), own)}
}

// evidenceCheck says where evidence goes, and whether there is a key to sign it.
func evidenceCheck(ctx context.Context, env Env, app *App) check {
	dir := app.Run.EvidenceLog
	if dir == "" {
		return check{"note", "evidence", "there is no home folder, so runs leave none: set ASSAY_HOME, or name a place with --evidence"}
	}
	key, _, err := evidence.LoadKey(ctx, evidence.KeySource{Getenv: env.Getenv, Home: app.Home, Stores: app.Secrets})
	signs := "no key yet: the first run makes one"
	switch {
	case err == nil:
		signs = fmt.Sprintf("signed by key %.16s", key.Public().ID())
	case !errors.Is(err, fault.Unavailable) || env.Getenv(evidence.KeyVariable) != "" || env.Getenv(evidence.KeyFileVariable) != "":
		return check{"fault", "evidence", err.Error()}
	case inCI(env):
		signs = "no key: set " + evidence.KeyVariable
	}
	log, err := evidence.Open(dir, evidence.Options{})
	if errors.Is(err, fault.NotFound) {
		return check{"note", "evidence", "none yet in " + dir + ", " + signs}
	}
	if err != nil {
		return check{"fault", "evidence", err.Error()}
	}
	head, err := log.Head()
	if err != nil {
		return check{"fault", "evidence", err.Error()}
	}
	return check{"ok", "evidence", fmt.Sprintf("%d entries in %s, %s", head.Head.Size, dir, signs)}
}
