package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/crypto/ssh"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/waiver"
)

type waiveOptions struct {
	w         waiver.Waiver
	finding   string
	rule      string
	expires   string
	dir, home string
	key       string
}

func newWaive(env Env) *cobra.Command {
	var o waiveOptions
	cmd := &cobra.Command{
		Use: "waive", Short: "Ask for a waiver, approve one, list them, let an emergency pass", Args: noUnknown,
		Long: `Ask for a waiver: findings that may wait, for a time, with a reason.

It is written to .assay/waivers and signed with your key. Somebody else signs it
too (assay waive approve), and it counts once it is merged. Who may sign, and
with which keys, stands in .assay/approvers.yaml:

  version: 1
  people:
    - name: dana
      emails: [dana@example.com]
      keys:
        - key: ssh-ed25519 AAAA…
          from: 2026-01-31
    - name: kim
      emails: [kim@example.com]
      roles: [approver, emergency]
      keys:
        - key: ssh-ed25519 AAAA…
          from: 2026-01-31

Keys are those of OpenSSH, type ed25519. Name the .pub file when the agent holds
the key.`,
		Example: `  assay waive --fingerprint 5f0c… --reason "fixed by the upgrade in March" --control "not reachable from outside" --ticket CHG-12 --expires 30d
  assay waive --rule secret/private-key --path services/ledger/testdata/** --scope service/ledger --reason "made-up keys" --control "used by tests only" --ticket CHG-13`,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	f := cmd.Flags()
	f.StringVar(&o.finding, "fingerprint", "", "the finding that may wait, by the `FINGERPRINT` of a report")
	f.StringVar(&o.rule, "rule", "", "or the `RULE` whose findings may wait, with --path and --scope")
	f.StringArrayVar(&o.w.Paths, "path", nil, "`GLOB` below a folder that is written out: services/ledger/**; may be repeated")
	f.StringArrayVar(&o.w.Scope, "scope", nil, "`SCOPE`: service/NAME, environment/NAME, or repository for all of them; may be repeated")
	f.StringVar(&o.w.Reason, "reason", "", "why it is right to wait")
	f.StringVar(&o.w.Control, "control", "", "what keeps the risk small meanwhile")
	f.StringVar(&o.w.Ticket, "ticket", "", "`ID` of where the work is tracked")
	f.StringVar(&o.w.Owner, "owner", "", "`WHO` will end it (default the requester)")
	f.StringVar(&o.w.Requester, "requester", "", "`NAME` in approvers.yaml of who asks (default whose key it is)")
	f.StringVar(&o.expires, "expires", "30d", "the last `DAY`, as 90d or 2027-03-31")
	addSigning(cmd, &o.key, &o.dir)
	f.StringVar(&o.home, "home", "", "folder of state (default the user's data folder, or ASSAY_HOME)")
	cmd.AddCommand(newWaiveApprove(env), newWaiveList(env), newWaiveEmergency(env), newWaiveContent(env))
	return cmd
}

// addSigning adds what all that sign share.
func addSigning(cmd *cobra.Command, key, dir *string) {
	cmd.Flags().StringVar(key, "key", "", "sign with the key in `FILE`; a .pub file when the agent holds it (default ~/.ssh/id_ed25519)")
	cmd.Flags().StringVar(dir, "dir", ".", "the folder whose .assay it is")
}

func (o *waiveOptions) run(ctx context.Context, env Env) error {
	if err := o.check(env); err != nil {
		return err
	}
	me, err := identify(env, o.dir, o.key, o.w.Requester)
	if err != nil {
		return err
	}
	defer me.close()
	now := env.Now().UTC()
	w := &o.w
	w.Version, w.Kind, w.Created, w.Requester = 1, "waiver", waiver.At(now), me.person.Name
	if w.Expires, err = lastDay(o.expires, now); err != nil {
		return err
	}
	if w.Owner == "" {
		w.Owner = w.Requester
	}
	w.ID = newID("W", now, waiver.Message(w, waiver.Signature{}))
	s, err := waiver.Sign(w, waiver.Requester, me.person.Name, now, me.signer)
	if err != nil {
		return err
	}
	w.Signatures = []waiver.Signature{s}
	name := waiver.Folder + "/" + w.ID + ".yaml"
	data, err := waiver.Encode(w)
	if err != nil {
		return err
	}
	if w, err = waiver.ParseWaiver(name, data); err != nil {
		return err
	}
	v := waiver.Judge(w, me.people, waiver.Context{Now: now, AtBase: true})
	if err := refused(name, v.Problems, waiver.Unsigned); err != nil {
		return err
	}
	if err := writeBelow(o.dir, name, data, true); err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Stdout, "wrote %s\n  %s, until %s, asked for by %s\nnext: commit it; an approver signs: assay waive approve %s; merge it before the change that needs it\n",
		shown(o.dir, name), clean(w.Subject()), w.Expires.Day(), clean(w.Requester), shown(o.dir, name))
	return ctxErr(ctx, err)
}

// check refuses what is missing or unknown before anything else is asked.
func (o *waiveOptions) check(env Env) error {
	var missing []string
	for _, f := range [][2]string{{"--reason", o.w.Reason}, {"--control", o.w.Control}, {"--ticket", o.w.Ticket}} {
		if strings.TrimSpace(f[1]) == "" {
			missing = append(missing, f[0])
		}
	}
	if o.finding == "" && o.rule == "" {
		missing = append([]string{"--fingerprint or --rule"}, missing...)
	}
	if len(missing) > 0 {
		return fault.New(fault.Invalid, "a waiver needs %s", strings.Join(missing, ", ")).WithHelp("assay waive --help shows one; assay waive list shows those that there are")
	}
	o.w.Fingerprint = assay.Fingerprint(o.finding)
	if o.rule == "" {
		return nil
	}
	r, err := findRule(env.App(o.home).Rules, o.rule)
	o.w.Rule = r.ID
	return err
}

// signatory is who signs, with the key.
type signatory struct {
	person waiver.Person
	people *waiver.Approvers
	signer ssh.Signer
	close  func()
}

// identify finds out whose key it is, in the folder's list of people.
func identify(env Env, dir, key, name string) (signatory, error) {
	signer, closeKey, err := openKey(env, key)
	if err != nil {
		return signatory{}, err
	}
	s := signatory{signer: signer, close: closeKey}
	if s.people, err = readPeople(dir, signer); err == nil {
		s.person, err = whose(s.people, signer, name)
	}
	if err != nil {
		closeKey()
	}
	return s, err
}

func readPeople(dir string, signer ssh.Signer) (*waiver.Approvers, error) {
	data, err := change.ReadFile(dir, waiver.ApproversFile, waiver.MaxApprovers)
	if errors.Is(err, fault.NotFound) {
		return nil, fault.New(fault.NotFound, "there is no %s in %s, so nobody may sign", waiver.ApproversFile, dir).
			WithHelp("list the people in it, yourself and at least one approver, and merge it:\n\nversion: 1\npeople:\n  - name: YOUR NAME\n    emails: [YOU@EXAMPLE.COM]\n    keys:\n      - key: %s\n        from: 2026-01-31\n  - name: SOMEBODY ELSE\n    roles: [approver, emergency]\n    keys:\n      - key: ssh-ed25519 …\n        from: 2026-01-31\n", publicLine(signer))
	}
	if err != nil {
		return nil, err
	}
	return waiver.ParseApprovers(waiver.ApproversFile, data)
}

// whose is the owner of a key; a name that was given must be theirs.
func whose(people *waiver.Approvers, signer ssh.Signer, name string) (waiver.Person, error) {
	owner, ok := people.Owner(signer.PublicKey())
	if !ok {
		return owner, fault.New(fault.Denied, "the key %s is nobody's in %s", ssh.FingerprintSHA256(signer.PublicKey()), waiver.ApproversFile).
			WithHelp("sign with a key that is listed: --key FILE; or let an owner of the gate add yours: key: %s", publicLine(signer))
	}
	if name == "" {
		return owner, nil
	}
	p, ok := people.Find(name)
	if !ok {
		return p, fault.New(fault.Invalid, "%s is not in %s", name, waiver.ApproversFile)
	}
	if p.Name != owner.Name {
		return p, fault.New(fault.Denied, "the key is %s's and not %s's", owner.Name, p.Name).WithHelp("sign with your own key: --key FILE")
	}
	return p, nil
}

// refused is the error for what keeps a file from counting, but for the kinds
// that the next step mends.
func refused(name string, problems []waiver.Problem, but ...waiver.Kind) error {
	for _, p := range problems {
		later := false
		for _, k := range but {
			later = later || p.Kind == k
		}
		if !later {
			return fault.New(fault.Denied, "%s: %s", name, p.Why).WithHelp("%s", p.Fix)
		}
	}
	return nil
}

// lastDay reads 90d or a day.
func lastDay(text string, now time.Time) (waiver.Moment, error) {
	if n, err := config.Days(text, 0); err == nil && n > 0 {
		return waiver.Moment(now.AddDate(0, 0, n).Format(time.DateOnly)), nil
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return "", fault.New(fault.Invalid, "--expires %q is neither a number of days nor a day", text).WithHelp("write it as 90d or 2027-03-31")
	}
	return waiver.Moment(text), nil
}

// newID is the day and a few digits of what it names.
func newID(prefix string, now time.Time, content []byte) string {
	sum := sha256.Sum256(content)
	return prefix + "-" + now.Format("20060102") + "-" + hex.EncodeToString(sum[:3])
}

// writeBelow writes a file below a folder, through no link that leads out of it.
// A new one takes no other's place.
func writeBelow(dir, name string, data []byte, fresh bool) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fault.New(fault.Invalid, "open %s: %w", dir, err)
	}
	defer root.Close()
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return fault.New(fault.Unavailable, "make %s: %w", path.Dir(name), err)
	}
	if fresh {
		return writeFresh(root, name, data)
	}
	if info, err := root.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return fault.New(fault.Invalid, "%s is no regular file", name).WithHelp("replace it by the file itself: links are not followed")
	}
	part := name + ".part"
	if err := writeFresh(root, part, data); err != nil {
		return err
	}
	if err := root.Rename(part, name); err != nil {
		return fault.New(fault.Unavailable, "write %s: %w", name, errors.Join(err, root.Remove(part)))
	}
	return nil
}

func writeFresh(root *os.Root, name string, data []byte) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, os.ErrExist) {
		return fault.New(fault.Conflict, "%s is there already", name).WithHelp("delete it, or wait a second and ask again")
	}
	if err != nil {
		return fault.New(fault.Unavailable, "write %s: %w", name, err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return fault.New(fault.Unavailable, "write %s: %w", name, errors.Join(err, root.Remove(name)))
	}
	return nil
}

func ctxErr(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return ignorePipe(err)
}

// shown is a file below a folder as the person at the prompt names it.
func shown(dir, name string) string {
	return clean(filepath.ToSlash(filepath.Join(dir, filepath.FromSlash(name))))
}

// placed splits what names a waiver or a grant, a path or an id in a folder,
// into the folder whose .assay it is in and the path below it.
func placed(dir, arg string) (string, string, error) {
	if !strings.ContainsAny(arg, `/\`) && !strings.HasSuffix(arg, ".yaml") {
		for _, folder := range []string{waiver.Folder, waiver.EmergencyFolder} {
			name := folder + "/" + arg + ".yaml"
			if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name))); err == nil {
				return dir, name, nil
			}
		}
		return "", "", fault.New(fault.NotFound, "there is no waiver or emergency %s in %s", arg, dir).WithHelp("assay waive list shows them")
	}
	at := filepath.ToSlash(filepath.Clean(arg))
	for _, folder := range []string{waiver.Folder, waiver.EmergencyFolder} {
		if name := folder + "/" + path.Base(at); at == name || strings.HasSuffix(at, "/"+name) {
			root := strings.TrimSuffix(at, name)
			if root == "" {
				root = "."
			}
			return filepath.FromSlash(root), name, nil
		}
	}
	return "", "", fault.New(fault.Invalid, "%s lies neither in %s nor in %s", arg, waiver.Folder, waiver.EmergencyFolder).WithHelp("assay waive list shows those that do")
}
