package evidence

import (
	"archive/zip"
	"bytes"
	"context"
	_ "embed" // the README of an export
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence/tiles"
)

//go:embed export.md
var exportReadme []byte

// exportFormat changes when the same entries would give another export.
const exportFormat = 1

// manifest says what an export is of.
type manifest struct {
	Format  int             `json:"format"`
	Origin  string          `json:"origin"`
	Size    int64           `json:"size"` // of the log
	From    time.Time       `json:"from,omitzero"`
	To      time.Time       `json:"to,omitzero"`
	Service assay.ServiceID `json:"service,omitempty"`
	Entries []int64         `json:"entries"`
	Names   bool            `json:"names"` // names are in it
}

// Exported says what an export holds.
type Exported struct {
	Entries int   `json:"entries"`
	Of      int64 `json:"of"` // the log has
	Bytes   int64 `json:"bytes"`
	Page    *Page `json:"-"`
}

// Export writes one zip for an auditor: the entries of a time with their proofs,
// the checkpoint, public keys, a page to read and how to verify it all. Runs of
// commits that were deployed in that time come too, whenever they were. The same
// log and filter give the same bytes. Names stay out unless withNames.
func (l *Log) Export(ctx context.Context, w io.Writer, f Filter, withNames bool) (*Exported, error) {
	unlock, err := l.disk.Lock(ctx, true)
	if err != nil {
		return nil, reading(err)
	}
	defer unlock() //nolint:errcheck // it was a lock for reading
	cp, err := l.Head()
	if err != nil {
		return nil, err
	}
	if cp.Origin == "" {
		return nil, fault.New(fault.NotFound, "the log has not begun").WithHelp("assay run writes to it")
	}
	picked, err := l.pick(ctx, cp, f)
	if err != nil {
		return nil, reading(err)
	}
	m := manifest{Format: exportFormat, Origin: cp.Origin, Size: cp.Head.Size, From: f.From, To: f.To, Service: f.Service, Names: withNames, Entries: picked}
	files, err := l.exportEntries(cp, picked, withNames)
	if err != nil {
		return nil, reading(err)
	}
	page, err := complete(files, m, cp)
	if err != nil {
		return nil, err
	}
	size, err := writeZip(w, files)
	return &Exported{Entries: len(picked), Of: cp.Head.Size, Bytes: size, Page: page}, err
}

// pick lists the indexes of what belongs into an export, in order.
func (l *Log) pick(ctx context.Context, cp Checkpoint, f Filter) ([]int64, error) {
	deployed := map[string]bool{}
	runs := map[string]bool{}
	err := l.verified(ctx, cp, func(r *Record, _ error) bool {
		if r.Kind == KindDeploy && f.Keep(r) {
			deployed[r.Predicate.Deploy.Commit] = true
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	var out []int64
	err = l.records(ctx, cp.Head, func(r *Record, _ error) bool {
		keep := false
		switch {
		case r.Kind == KindRun:
			keep = f.Keep(r) || deployed[r.Predicate.Run.Head]
			runs[r.Predicate.Run.ID] = keep
		case r.Predicate.RunID != "":
			keep = runs[r.Predicate.RunID]
		case r.Predicate.Key != nil:
			keep = true // whose signatures count
		default:
			keep = f.Keep(r)
		}
		if keep {
			out = append(append(out, r.Parts...), r.Index)
		}
		return true
	})
	slices.Sort(out)
	return slices.Compact(out), err
}

func entryName(index int64, id string) string { return fmt.Sprintf("%08d-%s", index, id) }

// exportEntries gives the files of single entries: envelope, statement, proof, names.
func (l *Log) exportEntries(cp Checkpoint, picked []int64, withNames bool) (map[string][]byte, error) {
	files := map[string][]byte{checkpointFile: cp.Raw}
	for _, index := range picked {
		data, err := tiles.Entry(l.read, cp.Head, index)
		if err != nil {
			return nil, err
		}
		env, err := ParseEnvelope(data)
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", index, err)
		}
		proof, err := tiles.Prove(l.read, cp.Head, index)
		if err != nil {
			return nil, err
		}
		name := entryName(index, receipt(data, index, 0, "").ID)
		files["entries/"+name+".dsse.json"] = data
		files["statements/"+name+".json"] = env.Payload
		files["proofs/"+name+".tlog-proof"] = proofText(index, proof, cp)
		if names, err := l.disk.Read(namesPath(digest(env.Payload)), maxNames); withNames && err == nil {
			files[namesPath(digest(env.Payload))] = names
		}
	}
	return files, nil
}

// proofText is a proof as https://c2sp.org/tlog-proof has it.
func proofText(index int64, proof tlog.RecordProof, cp Checkpoint) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "c2sp.org/tlog-proof@v1\nindex %d\n", index)
	for _, h := range proof {
		b.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
	}
	b.WriteString("\n")
	b.Write(cp.Raw)
	return b.Bytes()
}

// complete adds what follows from the entries: keys, the page, the manifest and
// how to verify. A verification makes them again and compares.
func complete(files map[string][]byte, m manifest, cp Checkpoint) (*Page, error) {
	records, ring, err := exportRecords(files, m)
	if err != nil {
		return nil, err
	}
	for _, k := range ring.list() {
		files["keys/"+k.Role+"-"+k.ID[:16]+".pem"] = k.Public.PEM()
	}
	if p := ring.current(); p != nil {
		files["keys/log.vkey"] = []byte(VerifierKey(cp.Origin, p) + "\n")
	}
	page := newPage(records, m, files)
	if files["index.html"], err = page.html(); err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	files["manifest.json"] = append(text, '\n')
	files["README.md"] = exportReadme
	return page, err
}

// exportRecords decodes the entries of an export and follows their keys.
func exportRecords(files map[string][]byte, m manifest) ([]*Record, *keyring, error) {
	byIndex := map[int64][]byte{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		var index int64
		var id string
		if _, err := fmt.Sscanf(name, "entries/%08d-%16s.dsse.json", &index, &id); err == nil && name == "entries/"+entryName(index, id)+".dsse.json" {
			byIndex[index] = files[name]
		}
	}
	ring := newKeyring()
	parts := map[string][]byte{}
	var out []*Record
	for _, index := range m.Entries {
		r, err := decodeEntry(byIndex[index], index, func(name string) ([]byte, error) {
			if p, ok := parts[name]; ok {
				return p, nil
			}
			return nil, fmt.Errorf("part %.16s is missing", name)
		})
		if err == nil {
			_, err = ring.admit(r)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("entry %d: %w", index, err)
		}
		if r.Kind == KindPart {
			parts[digest(r.Predicate.Part)] = r.Predicate.Part
			continue
		}
		out = append(out, r)
	}
	return out, ring, nil
}

// writeZip writes files in order of their names, all of one time.
func writeZip(w io.Writer, files map[string][]byte) (int64, error) {
	counted := &counter{w: w}
	z := zip.NewWriter(counted)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		f, err := z.CreateHeader(h)
		if err == nil {
			_, err = f.Write(files[name])
		}
		if err != nil {
			return counted.n, err
		}
	}
	return counted.n, z.Close()
}

type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
