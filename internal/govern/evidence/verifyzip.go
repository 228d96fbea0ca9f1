package evidence

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence/tiles"
)

const (
	maxZipFiles = 1 << 20
	maxZipFile  = 256 << 20
	maxZipBytes = 4 << 30
)

// VerifyExport checks what Export wrote: every signature, the proof of every
// entry against the signed checkpoint, and that all else follows from them. It
// proves that what is there is in the log; what was left out is for the log's
// own verification. The error is for what could not be looked at.
func VerifyExport(ctx context.Context, name string, c Checks) (*Report, error) {
	v := newVerifier(c)
	files, err := readZip(name)
	if err != nil {
		return nil, err
	}
	v.export(ctx, files)
	v.report.Keys = v.keys.list()
	return v.report, nil
}

func readZip(name string) (map[string][]byte, error) {
	bad := func(err error) error {
		return fault.New(fault.Invalid, "%s is no export of evidence: %w", name, err).WithHelp("assay evidence export writes one; a folder is verified as a log")
	}
	z, err := zip.OpenReader(name)
	if err != nil {
		return nil, bad(err)
	}
	defer z.Close()
	files := map[string][]byte{}
	var total uint64
	for _, f := range z.File {
		total += f.UncompressedSize64
		if len(files) >= maxZipFiles || f.UncompressedSize64 > maxZipFile || total > maxZipBytes {
			return nil, bad(errors.New("it is too large"))
		}
		if _, twice := files[f.Name]; twice || !f.Mode().IsRegular() {
			return nil, bad(fmt.Errorf("%q is there twice, or is no file", f.Name))
		}
		r, err := f.Open()
		if err != nil {
			return nil, bad(err)
		}
		data, err := io.ReadAll(io.LimitReader(r, int64(f.UncompressedSize64)+1))
		if err = errors.Join(err, r.Close()); err != nil {
			return nil, bad(fmt.Errorf("%s: %w", f.Name, err))
		}
		files[f.Name] = data
	}
	return files, nil
}

func (v *verifier) export(ctx context.Context, files map[string][]byte) {
	var m manifest
	if err := json.Unmarshal(files["manifest.json"], &m); err != nil {
		v.report.problem("manifest.json", "is missing, or does not say what this is of")
		return
	}
	cp, err := ParseCheckpoint(files[checkpointFile])
	if err != nil || cp.Origin != m.Origin || cp.Head.Size != m.Size || !slices.IsSorted(m.Entries) {
		v.report.problem(checkpointFile, "is missing, or is not that of the manifest")
		return
	}
	v.checkpoint = cp
	v.report.Origin, v.report.Size, v.report.Root = cp.Origin, int64(len(m.Entries)), fmt.Sprintf("%x", cp.Head.Root[:])
	seen := map[string]bool{checkpointFile: true}
	byIndex := map[int64]string{}
	for name := range files {
		if base, ok := strings.CutPrefix(name, "entries/"); ok && len(base) > 8 {
			if index, err := strconv.ParseInt(base[:8], 10, 64); err == nil {
				byIndex[index] = strings.TrimSuffix(base, ".dsse.json")
			}
		}
	}
	for _, index := range m.Entries {
		if ctx.Err() != nil {
			v.report.problem("", "it was interrupted")
			return
		}
		v.exported(files, seen, index, byIndex[index])
	}
	if p := v.keys.current(); p == nil || !cp.signedBy(p, true) {
		v.report.problem(checkpointFile, "is not signed by the log's key")
	}
	v.witnessed(cp)
	v.derived(files, seen, m)
	v.report.note("%d of the log's %d entries are in this export; that it lacks none of them only the log itself shows", len(m.Entries), cp.Head.Size)
}

// exported checks one entry of an export.
func (v *verifier) exported(files map[string][]byte, seen map[string]bool, index int64, name string) {
	where := fmt.Sprintf("entry %d", index)
	data := files["entries/"+name+".dsse.json"]
	if data == nil || name != entryName(index, receipt(data, index, 0, "").ID) {
		v.report.problem(where, "is missing, or is not the one that its name says")
		return
	}
	for _, n := range []string{"entries/" + name + ".dsse.json", "statements/" + name + ".json", "proofs/" + name + ".tlog-proof"} {
		seen[n] = true
	}
	proof, err := parseProof(files["proofs/"+name+".tlog-proof"], index, v.checkpoint)
	if err == nil {
		err = tiles.Check(proof, v.checkpoint.Head, index, tiles.Leaf(data))
	}
	if err != nil {
		v.report.problem("proofs/"+name+".tlog-proof", "does not prove that entry %d is in the log: %v", index, err)
		return
	}
	env, err := ParseEnvelope(data)
	var r *Record
	if err == nil {
		r, err = openRecord(env, nil)
	}
	if err != nil {
		v.report.problem(where, "%v", err)
		return
	}
	if !bytes.Equal(files["statements/"+name+".json"], env.Payload) {
		v.report.problem("statements/"+name+".json", "is not the statement that was signed")
	}
	r.Index = index
	for _, j := range v.entry(where, r, env) {
		if !j.good(v.checks.known) {
			v.report.problem(where, "%s", j.what)
		}
	}
}

// parseProof reads a proof in its one form.
func parseProof(data []byte, index int64, cp Checkpoint) (tlog.RecordProof, error) {
	lines := strings.Split(string(data), "\n")
	var proof tlog.RecordProof
	for _, line := range lines[min(2, len(lines)):] {
		if line == "" || len(proof) > 64 {
			break
		}
		h, err := tlog.ParseHash(line)
		if err != nil {
			return nil, errors.New("it holds something that is no hash")
		}
		proof = append(proof, h)
	}
	if !bytes.Equal(proofText(index, proof, cp), data) {
		return nil, errors.New("it is of another entry or checkpoint")
	}
	return proof, nil
}

// witnessed holds the export's checkpoint to what was kept elsewhere.
func (v *verifier) witnessed(cp Checkpoint) {
	v.readWitness()
	for _, c := range v.witness[cp.Head.Size] {
		if c.Head != cp.Head {
			v.report.problem(checkpointFile, "the witness knows other entries at this size")
		}
		v.report.Witnessed++
	}
	if len(v.witness) > 0 && v.report.Witnessed == 0 && v.report.OK() {
		v.report.note("no checkpoint of the witness is of this size: verify the log itself against it")
	}
}

// derived makes again what follows from the entries, and compares; and looks for
// files that nobody answers for.
func (v *verifier) derived(files map[string][]byte, seen map[string]bool, m manifest) {
	again := map[string][]byte{}
	for name, data := range files {
		if seen[name] {
			again[name] = data
		}
		if strings.HasPrefix(name, namesFolder+"/") && m.Names {
			v.exportedNames(name, data)
			again[name], seen[name] = data, true
		}
	}
	v.report.Personal = len(v.people)
	if v.report.OK() {
		if _, err := complete(again, m, v.checkpoint); err != nil {
			v.report.problem("manifest.json", "%v", err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		data := files[name]
		switch want, ok := again[name]; {
		case !v.report.OK() && !ok:
		case !ok:
			v.report.problem(name, "does not belong to the export")
		case !bytes.Equal(want, data) && m.Format == exportFormat:
			v.report.problem(name, "was changed after the export")
		case !bytes.Equal(want, data):
			v.report.note("%s is not what this assay would write: the export is of another version", name)
		}
	}
	if v.report.OK() {
		for _, name := range slices.Sorted(maps.Keys(again)) {
			if _, ok := files[name]; !ok {
				v.report.problem(name, "is missing")
			}
		}
	}
}

func (v *verifier) exportedNames(name string, data []byte) {
	n, err := parseNames(data)
	if err == nil && (namesPath(n.Statement) != name || v.people[n.Statement] == nil) {
		err = errors.New("is of nothing in this export")
	}
	if err == nil {
		err = n.opens(v.people[n.Statement])
	}
	if err != nil {
		v.report.problem(name, "%v", err)
		return
	}
	v.report.Names++
}
