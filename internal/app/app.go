// Package app knows every concrete type, wires them together, and hands the
// use cases to the command line.
package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/assay-dev/assay/internal/cache"
	"github.com/assay-dev/assay/internal/cli"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency"
	"github.com/assay-dev/assay/internal/engine/dependency/archive"
	"github.com/assay-dev/assay/internal/engine/finance"
	"github.com/assay-dev/assay/internal/engine/iac"
	"github.com/assay-dev/assay/internal/engine/ignore"
	"github.com/assay-dev/assay/internal/engine/licence"
	"github.com/assay-dev/assay/internal/engine/sast"
	"github.com/assay-dev/assay/internal/engine/secret"
	"github.com/assay-dev/assay/internal/engine/tag"
	"github.com/assay-dev/assay/internal/engine/threat"
	"github.com/assay-dev/assay/internal/engine/threat/openapi"
	"github.com/assay-dev/assay/internal/govern"
	"github.com/assay-dev/assay/internal/govern/control"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/lake/duckdb"
	"github.com/assay-dev/assay/internal/rule"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/spend/collect"
	"github.com/assay-dev/assay/internal/spend/collect/s3"
	"github.com/assay-dev/assay/internal/store"
	"github.com/assay-dev/assay/internal/store/sqlite"
	"github.com/assay-dev/assay/internal/vault"
	"github.com/assay-dev/assay/internal/vault/awssm"
	"github.com/assay-dev/assay/internal/vault/env"
	"github.com/assay-dev/assay/internal/vault/file"
	"github.com/assay-dev/assay/internal/vault/hashicorp"
	shipped "github.com/assay-dev/assay/rules"
)

// Main runs the process's command line and returns its exit code. The first
// interrupt ends the work cleanly, a second one at once.
func Main() int {
	// Who stops reading our output stops nothing that has to be put away first.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200) // a short life with little to collect
	}
	slog.SetDefault(slog.New(slog.DiscardHandler)) // libraries that log unasked
	return cli.Main(ctx, cli.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Now: now, Getenv: os.Getenv, Version: version(), App: newApp,
	}, os.Args[1:])
}

// now is the clock, or what SOURCE_DATE_EPOCH stops it at.
func now() time.Time {
	if t, ok := sourceDateEpoch(os.Getenv("SOURCE_DATE_EPOCH")); ok {
		return t
	}
	return time.Now()
}

func sourceDateEpoch(s string) (time.Time, bool) {
	sec := int64(0)
	for _, c := range s {
		if c < '0' || c > '9' || sec > 1<<40 {
			return time.Time{}, false
		}
		sec = sec*10 + int64(c-'0')
	}
	return time.Unix(sec, 0).UTC(), s != ""
}

// version is the module's version, or the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return "devel-" + s.Value[:min(12, len(s.Value))]
		}
	}
	return "devel"
}

// build names this very program: the version, and for one that was built from a
// work tree the file too, so that a developer never meets a stale memory.
func build() string {
	v := version()
	exe, err := os.Executable()
	if err != nil || !strings.HasPrefix(v, "devel") {
		return v
	}
	info, err := os.Stat(exe)
	if err != nil {
		return v
	}
	return fmt.Sprintf("%s %d %d", v, info.Size(), info.ModTime().UnixNano())
}

func newApp(home string) *cli.App {
	if home == "" {
		home = defaultHome()
	}
	infra := iac.New(iac.Options{})
	secrets := secret.New(secret.Options{})
	code := sast.New(sast.NewRules(shipped.SAST()))
	flaws := openAdvisories(home)
	rules := rule.Catalogue{secrets, infra, tag.Rules(), finance.Rules(), threat.Rules(), licence.Rules(), code.Rules(), dependency.Rules{Index: flaws.index}, govern.Rules()}
	openStore := func() (store.Store, error) { return sqlite.Open(context.Background(), home) }
	host, _ := os.Hostname() // shown when known
	prices := sync.OnceValue(func() (p run.PriceBook) {
		p.Book, p.Note, p.Err = openPrices(home)
		return p
	})
	svc := &run.Service{
		Prices:     prices,
		Advisories: flaws.index.Info, Flaws: flaws.index, AdvisoriesNote: flaws.note,
		Rules: rules, Redact: secrets.Redact, Suspects: secrets.Suspects, Now: now, Version: version(), Build: build(), Host: host,
		Engines: func(o run.EngineOptions) run.EngineSet {
			set := run.EngineSet{
				Scanners:   []engine.FileScanner{secret.New(secret.Options{Key: o.FingerprintKey}), archive.New(), ignore.Scanner{}, finance.Schema{}},
				Extractors: []engine.Extractor{infra, dependency.Extractor{}, openapi.Extractor{}, code},
				Analysers:  []engine.Analyser{tag.New(o.Catalogue), finance.New(o.Catalogue), dependency.NewAnalyser(flaws.index), licence.New(o.Catalogue), threat.New(o.Catalogue)},
			}
			if o.Rules != nil {
				theirs := sast.New(sast.NewRules(o.Rules))
				set.Extractors[len(set.Extractors)-1], set.Rules = theirs, theirs.Rules()
			}
			return set
		},
		Controls:     sync.OnceValues(func() (*control.Set, error) { return control.Load(shipped.Controls()) }),
		ShippedRules: shipped.SAST, Policies: shipped.Policy(),
	}
	if _, fixed := sourceDateEpoch(os.Getenv("SOURCE_DATE_EPOCH")); fixed {
		svc.Clock = time.Now
	}
	openLake := func() (lake.Lake, error) { return duckdb.Open(filepath.Join(home, "lake"), duckdb.Options{}) }
	if home != "" {
		svc.Lake = openLake
		svc.Store, svc.EvidenceLog = openStore, filepath.Join(home, "evidence")
		svc.Cache = func(dir string) run.Cache { return cache.Open(filepath.Join(home, "cache"), cacheName(dir)) }
	}
	if dir := os.Getenv("ASSAY_EVIDENCE"); dir != "" {
		svc.EvidenceLog = dir
	}
	var objects collect.Objects
	if bucket := s3.New(os.Getenv); bucket != nil {
		objects = bucket
	}
	return &cli.App{Run: svc, OpenLake: openLake, Objects: objects, Advisories: flaws.index, Rules: rules, Home: home, OpenStore: openStore, Sources: sources(), Secrets: places()}
}

// places are where secrets may be kept, by scheme.
func places() vault.Stores {
	return vault.Stores{"env": env.New(os.Getenv), "file": file.New(), "vault": hashicorp.New(), "awssm": awssm.New(os.Getenv)}
}

func cacheName(dir string) string {
	sum := sha256.Sum256([]byte(dir))
	return hex.EncodeToString(sum[:12])
}

// sources names the rule sets that are linked in, with their versions.
func sources() [][2]string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	var out [][2]string
	for _, m := range info.Deps {
		switch m.Path {
		case "github.com/zricethezav/gitleaks/v8":
			out = append(out, [2]string{"secret rules", "gitleaks " + m.Version})
		case "github.com/aquasecurity/trivy-checks":
			out = append(out, [2]string{"infrastructure rules", "trivy-checks " + m.Version})
		}
	}
	return out
}

// defaultHome is the user's data folder; empty when the system names none.
func defaultHome() string {
	if dir := os.Getenv("ASSAY_HOME"); dir != "" {
		return dir
	}
	user, err := os.UserHomeDir()
	switch {
	case runtime.GOOS == "windows":
		if dir := os.Getenv("LocalAppData"); dir != "" {
			return filepath.Join(dir, "assay")
		}
	case runtime.GOOS == "darwin" && err == nil:
		return filepath.Join(user, "Library", "Application Support", "assay")
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "assay")
	}
	if err != nil {
		return ""
	}
	return filepath.Join(user, ".local", "share", "assay")
}
