package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/advisory"
	"github.com/assay-dev/assay/internal/advisory/feed"
	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
)

func newFeeds(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use: "feeds", Short: "Data on known flaws, and prices: how old they are, and newer ones",
		Args: noUnknown,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newFeedsList(env), newFeedsUpdate(env))
	return cmd
}

func newFeedsList(env Env) *cobra.Command {
	var home string
	cmd := &cobra.Command{
		Use: "list", Short: "What is known, and how old it is", Args: cobra.NoArgs, Example: "  assay feeds list",
		RunE: func(*cobra.Command, []string) error {
			app := env.App(home)
			if err := showFeeds(env, app.Advisories.Info); err != nil {
				return err
			}
			return showPrices(env, app)
		},
	}
	cmd.Flags().StringVar(&home, "home", "", "folder that holds the data (default the user's data folder, or ASSAY_HOME)")
	return cmd
}

// showFeeds writes a table of the data's age.
func showFeeds(env Env, info advisory.Info) error {
	var t term.Table
	t.Right(1, 3)
	row := func(name, records string, newest time.Time) {
		t.Row(name, records, newest.Format(time.DateOnly), fmt.Sprintf("%d days old", int(env.Now().Sub(newest)/(24*time.Hour))))
	}
	for _, s := range info.Sources {
		row(string(s.Ecosystem), fmt.Sprintf("%d records", s.Records), s.Newest)
	}
	if !info.Exploited.IsZero() {
		row("KEV", "exploited", info.Exploited)
	}
	if !info.EPSS.IsZero() {
		row("EPSS", "likelihood", info.EPSS)
	}
	_, err := t.WriteTo(env.Stdout)
	return err
}

type feedsOptions struct {
	from, kev, epss, home string
	shrink, older, quiet  bool
}

func newFeedsUpdate(env Env) *cobra.Command {
	var o feedsOptions
	cmd := &cobra.Command{
		Use: "update --from URL|DIR|FILE", Short: "Take in newer data on known flaws",
		Long: `Take in newer data on known flaws: from the address of an OSV bucket, a folder
with ECOSYSTEM/all.zip or single records, or one such zip. Ecosystems that the
source does not hold stay as they are. The data is checked and read back before
it replaces what is in use; on any fault that stays as it was.

CISA's list of exploited flaws (known_exploited_vulnerabilities.json or kev.json)
and FIRST's EPSS scores (epss*.csv.gz) are taken from the folder too, or from
where --kev and --epss say.`,
		Example: "  assay feeds update --from https://osv-vulnerabilities.storage.googleapis.com\n  assay feeds update --from /mnt/mirror/osv --kev kev.json --epss epss.csv.gz",
		Args:    noUnknown,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	cmd.AddCommand(newFeedsPrices(env))
	f := cmd.Flags()
	f.StringVar(&o.from, "from", "", "`SOURCE`: an address, a folder or a zip")
	f.StringVar(&o.kev, "kev", "", "CISA's list of exploited flaws: `FILE` or address")
	f.StringVar(&o.epss, "epss", "", "EPSS scores: `FILE` or address")
	f.BoolVar(&o.shrink, "allow-fewer", false, "take data that holds less than half of what is known now")
	f.BoolVar(&o.older, "allow-older", false, "take data whose youngest record is older than what is known now")
	f.StringVar(&o.home, "home", "", "folder that holds the data (default the user's data folder, or ASSAY_HOME)")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress on standard error")
	return cmd
}

func (o *feedsOptions) run(ctx context.Context, env Env) error {
	if o.from == "" {
		return fault.New(fault.Invalid, "--from is missing").WithHelp("assay feeds update --from https://osv-vulnerabilities.storage.googleapis.com")
	}
	app := env.App(o.home)
	if app.Home == "" {
		return fault.New(fault.Invalid, "%w", errNoHome)
	}
	live := term.NewLive(env.Stderr, env.Now, o.quiet)
	defer live.Clear()
	b, err := feed.Read(ctx, o.from, feed.Options{KEV: o.kev, EPSS: o.epss, Now: env.Now(), Progress: func(what string, done, total int64) {
		live.Set(fmt.Sprintf("%s  %d of %d", clean(what), done, total))
	}})
	if err != nil {
		return err
	}
	if fewer := feed.Shrunk(b.Ecosystems(), app.Advisories); len(fewer) > 0 && !o.shrink {
		return fault.New(fault.Conflict, "%s holds less than half of what is known of %s", o.from, names(fewer)).
			WithHelp("fetch it again, or add --allow-fewer if that is meant; the data in use stays as it was")
	}
	if older := feed.Older(b.Ecosystems(), app.Advisories); len(older) > 0 && !o.older {
		return fault.New(fault.Conflict, "%s is older than what is known of %s", o.from, names(older)).
			WithHelp("fetch it again, or add --allow-older if that is meant; the data in use stays as it was")
	}
	live.Set("writing")
	if err := b.Keep(app.Advisories); err != nil {
		return fault.New(fault.Unavailable, "%w", err)
	}
	ix, err := feed.Install(app.Home, b)
	if err != nil {
		return err
	}
	live.Clear()
	return showFeeds(env, ix.Info)
}

func names(list []assay.Ecosystem) string {
	var out []string
	for _, e := range list {
		out = append(out, string(e))
	}
	return strings.Join(out, ", ")
}
