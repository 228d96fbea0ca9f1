package run

import (
	"bytes"
	"context"
	"errors"
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/catalog"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/fault"
)

// configure reads assay.yaml and the ignore files as they stand at the base. A
// file that the change breaks is an error all the same: it would break the
// gate after the merge.
func (j *job) configure(ctx context.Context) error {
	ours, err := j.configHere(ctx)
	if err != nil {
		return err
	}
	governing := ours
	if j.govCommit != "" {
		if governing, err = j.configAt(ctx, j.govCommit); err != nil {
			return err
		}
	}
	here, err := config.Parse(config.FileName, ours)
	if err != nil {
		return err
	}
	j.cfg = here
	if !bytes.Equal(ours, governing) {
		j.useBaseConfig(governing, len(ours) > 0)
	}
	below := ""
	if governing == nil {
		if below, err = j.configFromAbove(ctx); err != nil {
			return err
		}
	}
	if below == "" && governing == nil {
		if below, err = j.belowGoverned(ctx); err != nil {
			return err
		}
	}
	if err := j.readGoverned(ctx, below); err != nil {
		return err
	}
	if j.untrusted() {
		j.distrust()
	}
	j.catalogue = catalog.Below(j.cfg, below)
	switch {
	case j.untrusted():
		j.ignore = nil
	case j.govCommit == "":
		j.ignore = change.FolderIgnore(j.req.Dir)
	default:
		j.ignore, err = j.repo.IgnoreAt(ctx, j.govCommit, j.blobs)
	}
	if err != nil {
		return err
	}
	if err := j.noteGovernedAbove(ctx); err != nil {
		return err
	}
	if err := j.readVEX(ctx); err != nil {
		return err
	}
	return j.readPolicies(ctx)
}

// governedFolders are the folders of .assay that are read.
var governedFolders = []string{"vex", "policy", "waivers", "emergency"}

// readGoverned finds .assay as it stands where the configuration is read, beside
// it: at the base, on disk where there is none, nowhere when nothing tells what
// was merged. below is where the examined folder lies below the configuration's.
func (j *job) readGoverned(ctx context.Context, below string) (err error) {
	j.below = below
	j.governedAt = strings.TrimSuffix(strings.TrimSuffix(prefixOf(j.repo), below), "/")
	switch {
	case j.untrusted() || j.repo != nil && j.repo.Bare && j.govCommit == "":
	case j.govCommit == "":
		j.governed = change.GovernedOnDisk(j.req.Dir, governedFolders...)
	default:
		j.governed, err = j.repo.GovernedAt(ctx, j.blobs, j.govCommit, j.governedAt)
	}
	return err
}

// belowGoverned says where the examined folder lies below the nearest one that has
// an .assay of its own, for a repository without assay.yaml; empty when that is the
// folder itself, or nobody has one.
func (j *job) belowGoverned(ctx context.Context) (string, error) {
	if j.repo == nil || j.govCommit == "" {
		return "", nil
	}
	prefix := prefixOf(j.repo)
	for at := prefix; ; at = path.Dir(at) {
		if at == "." {
			at = ""
		}
		g, err := j.repo.GovernedAt(ctx, j.blobs, j.govCommit, at)
		switch {
		case err != nil:
			return "", err
		case !g.Empty():
			return strings.TrimPrefix(strings.TrimPrefix(prefix, at), "/"), nil
		case at == "":
			return "", nil
		}
	}
}

// noteGovernedAbove notes what the change edits of an .assay above the examined
// folder: its own list of changes does not reach there.
func (j *job) noteGovernedAbove(ctx context.Context) error {
	if j.below == "" || j.base == nil || j.governed == nil {
		return nil
	}
	was, err := j.repo.GovernedAt(ctx, j.blobs, j.base.Commit, j.governedAt)
	if err != nil {
		return err
	}
	now, err := j.repo.GovernedAt(ctx, j.blobs, j.repo.Head, j.governedAt)
	if err != nil {
		return err
	}
	for _, p := range was.Differs(now) {
		j.configAbove = append(j.configAbove, assay.ChangedFile{Path: path.Join(j.governedAt, p), Kind: assay.Modified})
	}
	return nil
}

// untrusted: a gate in CI that has no base can't tell what was merged from what
// the change brings, so the change's own configuration may only make it stricter.
func (j *job) untrusted() bool {
	return j.req.Gate && j.req.CI != nil && (j.base == nil || j.base.Own) && j.repo != nil
}

func (j *job) distrust() {
	stricter := func(p assay.Profile) assay.Profile {
		if p == assay.Light {
			return assay.Standard
		}
		return p
	}
	j.cfg.Profile = stricter(j.cfg.Profile)
	for i := range j.cfg.Services {
		j.cfg.Services[i].Profile = stricter(j.cfg.Services[i].Profile)
	}
	if j.base != nil {
		j.notes = append(j.notes, j.base.Source+" is an earlier push of this branch, which nobody merged: it steers nothing. Ignore files, waivers, own policies and profile light don't count, and declared steps don't run; fetch the default branch to have it decide")
		return
	}
	j.notes = append(j.notes, j.req.CI.Name+" names no base: everything counts, ignore files and profile light do not, and declared steps don't run")
}

// configFromAbove takes the configuration of the nearest folder above the
// examined one, as it stands at the base, and says where the examined folder
// lies below it. The folder above is never read on disk.
func (j *job) configFromAbove(ctx context.Context) (below string, err error) {
	if j.govCommit == "" {
		return "", nil
	}
	data, dir, err := j.repo.Above(ctx, j.blobs, j.govCommit, config.FileName, config.MaxSize)
	if errors.Is(err, fault.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	name := path.Join(dir, config.FileName)
	if now, _, err := j.repo.Above(ctx, j.blobs, j.repo.Head, config.FileName, config.MaxSize); err != nil || !bytes.Equal(now, data) {
		j.configAbove = []assay.ChangedFile{{Path: name, Kind: assay.Modified}}
	}
	cfg, err := config.Parse(name, data)
	if err != nil {
		cfg = config.Default()
		cfg.Profile = assay.Strict
		j.notes = append(j.notes, err.Error()+"; profile strict applies until it is mended")
	}
	cfg.Stages = nil // steps are declared for the folder of the file
	j.cfg = cfg
	if dir == "." {
		dir = ""
	}
	return strings.TrimPrefix(strings.TrimPrefix(strings.TrimSuffix(j.repo.Prefix, "/"), dir), "/"), nil
}

// useBaseConfig takes the base's configuration; one that can't be read there
// is replaced by the strictest, so that a broken base is never a way through.
func (j *job) useBaseConfig(governing []byte, here bool) {
	cfg, err := config.Parse(config.FileName+" at the base", governing)
	switch {
	case err != nil:
		cfg = config.Default()
		cfg.Profile = assay.Strict
		j.notes = append(j.notes, err.Error()+"; profile strict applies until this change mends it")
	case len(governing) == 0 && here:
		j.notes = append(j.notes, config.FileName+" is new here: it takes effect once it is committed and merged; until then what the base has applies")
	default:
		j.notes = append(j.notes, config.FileName+" differs from the base: this run goes by the version at the base")
	}
	j.cfg = cfg
}

// configHere reads the configuration of the head; nil when there is none.
func (j *job) configHere(ctx context.Context) ([]byte, error) {
	if j.repo != nil && j.repo.Bare {
		if j.repo.Head == "" {
			return nil, nil
		}
		return j.configAt(ctx, j.repo.Head)
	}
	data, err := change.ReadFile(j.req.Dir, config.FileName, config.MaxSize)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	return data, err
}

func (j *job) configAt(ctx context.Context, commit string) ([]byte, error) {
	data, err := j.repo.ReadAt(ctx, j.blobs, commit, config.FileName, config.MaxSize)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	return data, err
}

// fingerprintKey is what keys the identities of secrets: the environment's,
// the configuration's, else the name of the first commit, which whoever can't
// read the repository does not know.
func (j *job) fingerprintKey(ctx context.Context) []byte {
	switch {
	case j.req.FingerprintKey != "":
		return []byte(j.req.FingerprintKey)
	case j.cfg.FingerprintKey != "":
		return []byte(j.cfg.FingerprintKey)
	case j.firstCommit != nil:
		return []byte(<-j.firstCommit)
	}
	return nil
}

// findFirstCommit starts the walk through the history that names the first
// commit, beside the other preparations.
func (j *job) findFirstCommit(ctx context.Context) {
	if j.req.FingerprintKey != "" {
		return
	}
	j.firstCommit = make(chan string, 1)
	go func() { j.firstCommit <- j.repo.FirstCommit(ctx) }()
}
