package cli

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence"
	"github.com/assay-dev/assay/internal/govern/evidence/stamp"
)

func newEvidence(env Env, code *int) *cobra.Command {
	cmd := &cobra.Command{
		Use: "evidence", Short: "What was tested, decided and deployed, kept so that anybody can check it",
		Long: `Evidence is a log of signed statements: runs, decisions, waivers used, approvals,
emergencies, deploys. Nothing in it can be changed or removed without being seen.

For an auditor:    verify · list · show · reconcile · export
For an operator:   submit · keys · trust · rotate · hold · forget`,
		Args: noUnknown,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		newEvidenceList(env), newEvidenceShow(env), newEvidenceVerify(env, code), newEvidenceSubmit(env),
		newEvidenceKeys(env), newEvidenceTrust(env), newEvidenceRotate(env), newEvidenceHold(env), newEvidenceForget(env),
		newEvidenceReconcile(env, code), newEvidenceExport(env),
	)
	return cmd
}

// evidenceFlags say which log, and with which key.
type evidenceFlags struct {
	dir, home, key, witness, authority, trust string
	quiet                                     bool
}

func (o *evidenceFlags) add(cmd *cobra.Command, signs bool) {
	f := cmd.Flags()
	f.StringVar(&o.dir, "evidence", "", "`DIR` of the log (default evidence in the home folder, or ASSAY_EVIDENCE)")
	f.StringVar(&o.home, "home", "", "folder of state (default the user's data folder, or ASSAY_HOME)")
	if signs {
		o.addSigning(cmd)
	}
}

// addReading adds what is asked of whoever reads a log.
func (o *evidenceFlags) addReading(cmd *cobra.Command) {
	o.add(cmd, false)
	cmd.Flags().StringVar(&o.trust, "trust", "", "public key that the log must have begun under: `FILE`, or the key in base64")
}

// trusted are the keys that --trust pins.
func (o *evidenceFlags) trusted() ([]evidence.Public, error) {
	if o.trust == "" {
		return nil, nil
	}
	if p, err := evidence.ParsePublic(o.trust); err == nil {
		return []evidence.Public{p}, nil
	}
	return readPublics(o.trust)
}

// addSigning adds what is asked of whoever writes to a log.
func (o *evidenceFlags) addSigning(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.key, "key", "", "private key: `FILE`, or a reference such as vault://secret/data/assay#key (default ASSAY_EVIDENCE_KEY, ASSAY_EVIDENCE_KEY_FILE, or the home folder's)")
	f.StringVar(&o.witness, "witness", "", "also add each checkpoint to `FILE`, best on another machine (or ASSAY_EVIDENCE_WITNESS)")
	f.StringVar(&o.authority, "tsa", "", "have checkpoints stamped by the RFC 3161 authority at `URL` (or ASSAY_EVIDENCE_TSA)")
}

// folder of the log.
func (o *evidenceFlags) folder(env Env) (string, error) {
	if o.dir != "" {
		return o.dir, nil
	}
	if dir := env.Getenv("ASSAY_EVIDENCE"); dir != "" {
		return dir, nil
	}
	home := env.App(o.home).Home
	if home == "" {
		return "", fault.New(fault.Invalid, "%w", errNoHome).WithHelp("or name the log: --evidence DIR")
	}
	return filepath.Join(home, "evidence"), nil
}

// read opens the log for reading.
func (o *evidenceFlags) read(env Env) (*evidence.Log, error) {
	dir, err := o.folder(env)
	if err != nil {
		return nil, err
	}
	trust, err := o.trusted()
	if err != nil {
		return nil, err
	}
	log, err := evidence.Open(dir, evidence.Options{Now: env.Now, Trust: trust})
	if err != nil {
		return nil, err
	}
	head, err := log.Head()
	if err != nil {
		return nil, err
	}
	o.memory(env, dir).Found(head)
	return log, nil
}

// write opens the log for adding to it. A key is made on first use, but not in CI.
func (o *evidenceFlags) write(ctx context.Context, env Env) (*evidence.Log, error) {
	dir, err := o.folder(env)
	if err != nil {
		return nil, err
	}
	key, err := o.signer(ctx, env, o.key, true)
	if err != nil {
		return nil, err
	}
	return evidence.Open(dir, o.options(env, dir, key))
}

// options are those of a log that is added to.
func (o *evidenceFlags) options(env Env, dir string, key evidence.Key) evidence.Options {
	options := evidence.Options{Key: key, Now: env.Now, Memory: o.memory(env, dir), Witness: cmp.Or(o.witness, env.Getenv("ASSAY_EVIDENCE_WITNESS"))}
	if url := cmp.Or(o.authority, env.Getenv("ASSAY_EVIDENCE_TSA")); url != "" {
		options.Stamper = stamp.Client{URL: url}
	}
	return options
}

func (o *evidenceFlags) signer(ctx context.Context, env Env, name string, create bool) (evidence.Key, error) {
	app := env.App(o.home)
	key, made, err := evidence.LoadKey(ctx, o.source(env, name, create))
	if made && !o.quiet {
		fmt.Fprintf(env.Stderr, "note: made a key to sign evidence with: %s\n", filepath.Join(app.Home, "keys", "evidence.key"))
	}
	return key, err
}

func (o *evidenceFlags) source(env Env, name string, create bool) evidence.KeySource {
	app := env.App(o.home)
	return evidence.KeySource{Name: name, Getenv: env.Getenv, Home: app.Home, Create: create && !inCI(env), Stores: app.Secrets}
}

func inCI(env Env) bool { return change.DetectCI(env.Getenv) != nil }

// periodFlags pick a time and a service.
type periodFlags struct{ from, to, service string }

func (o *periodFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.from, "from", "", "from `DATE` on: 2026-11-02, or a time as in RFC 3339")
	f.StringVar(&o.to, "to", "", "up to `DATE`, that day included")
	f.StringVar(&o.service, "service", "", "only what concerns this `SERVICE`")
}

func (o *periodFlags) filter() (evidence.Filter, error) {
	f := evidence.Filter{Service: assay.ServiceID(o.service)}
	var err error
	if f.From, err = pointInTime(o.from, 0); err != nil {
		return f, err
	}
	f.To, err = pointInTime(o.to, 1)
	if err == nil && !f.From.IsZero() && !f.To.IsZero() && !f.From.Before(f.To) {
		err = fault.New(fault.Invalid, "--from %s is after --to %s", o.from, o.to).WithHelp("turn them round")
	}
	return f, err
}

// pointInTime reads a day (in UTC) and adds days to it, or a point in time.
func pointInTime(s string, days int) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t.AddDate(0, 0, days), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, fault.New(fault.Invalid, "%q is no date", s).WithHelp("write 2026-11-02 or 2026-11-02T15:04:05Z")
	}
	return t, nil
}

// readPublic reads a public key: the text itself, or a file of it.
func readPublic(s string) (evidence.Public, error) {
	if p, err := evidence.ParsePublic(s); err == nil {
		return p, nil
	}
	data, err := readSmall(s)
	if err != nil {
		return nil, err
	}
	return evidence.ParsePublic(string(data))
}

// readPublics reads a file of public keys: PEM one after the other, or one in
// base64 a line; lines with # are remarks.
func readPublics(name string) ([]evidence.Public, error) {
	data, err := readSmall(name)
	if err != nil {
		return nil, err
	}
	const end = "-----END PUBLIC KEY-----"
	var texts []string
	for _, line := range strings.Split(string(data), "\n") {
		switch line = strings.TrimSpace(line); {
		case line == "" || strings.HasPrefix(line, "#"):
		case len(texts) > 0 && strings.HasPrefix(texts[len(texts)-1], "-----") && !strings.HasSuffix(texts[len(texts)-1], end):
			texts[len(texts)-1] += "\n" + line
		default:
			texts = append(texts, line)
		}
	}
	var out []evidence.Public
	for _, text := range texts {
		p, err := evidence.ParsePublic(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, p)
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "%s holds no public key", name).WithHelp("assay evidence keys --format pem writes them")
	}
	return out, nil
}

// readSmall reads a regular file that cannot be long.
func readSmall(name string) ([]byte, error) { return readFile(name, 1<<20) }

func readFile(name string, limit int64) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, fault.New(fault.NotFound, "read %s: %w", name, err).WithHelp("name a file that is there")
	case !info.Mode().IsRegular() || info.Size() > limit:
		return nil, fault.New(fault.Invalid, "%s is not a regular file of at most %d bytes", name, limit).WithHelp("name another file")
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "read %s: %w", name, err).WithHelp("make it readable")
	}
	return data, nil
}
