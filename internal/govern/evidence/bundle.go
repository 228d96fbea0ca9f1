package evidence

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/assay-dev/assay/internal/disk"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence/tiles"
)

// A bundle is signed entries in a file, for machines that are thrown away: JSON,
// one entry a line, with the names beside the envelope. Submit takes it.
type bundleLine struct {
	Envelope json.RawMessage `json:"envelope"`
	Names    *Names          `json:"names,omitempty"`
}

const (
	maxLine  = tiles.MaxEntry + maxNames + 1<<10
	maxLines = 1 << 20
)

// WriteBundle writes signed entries.
func WriteBundle(w io.Writer, list []Signed) error {
	b := bufio.NewWriter(w)
	for _, s := range list {
		for i, env := range s.envelopes() {
			line := bundleLine{Envelope: env.Bytes()}
			if i == len(s.parts) {
				line.Names = s.Names
			}
			data, err := json.Marshal(line)
			if err != nil {
				return fmt.Errorf("write a bundle: %w", err)
			}
			if _, err := b.Write(append(data, '\n')); err != nil {
				return err
			}
		}
	}
	return b.Flush()
}

// AppendBundle adds signed entries to a bundle, which it makes where there is
// none: what is in it stays. A file that is something else is refused
// (fault.Invalid). When it returns nil they are on the disk for good; an append
// that a power cut ends leaves a line that ReadBundle refuses.
func AppendBundle(ctx context.Context, name string, list []Signed) (err error) {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return fault.New(fault.Invalid, "%s is not a regular file", name).WithHelp("name a file for the bundle: --evidence run.evidence")
	}
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return unwritableBundle(err)
	}
	defer func() {
		if cerr := f.Close(); err == nil && cerr != nil {
			err = unwritableBundle(cerr)
		}
	}()
	if err := disk.LockFile(ctx, f); err != nil {
		return unwritableBundle(err)
	}
	size, err := endOfBundle(f)
	if err != nil {
		return fmt.Errorf("%s is kept as it is: %w", name, err)
	}
	var text bytes.Buffer
	if err := WriteBundle(&text, list); err != nil {
		return err
	}
	_, err = f.WriteAt(text.Bytes(), size)
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		return unwritableBundle(errors.Join(err, f.Truncate(size)))
	}
	return nil
}

func unwritableBundle(err error) error {
	return fault.New(fault.Unavailable, "write evidence: %w", err).WithHelp("name a file that can be written to")
}

// endOfBundle says where a bundle ends; an empty file is one.
func endOfBundle(f *os.File) (int64, error) {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return 0, err
	}
	if _, err := ReadBundle(f); err != nil {
		return 0, err
	}
	last := make([]byte, 1)
	if _, err := f.ReadAt(last, info.Size()-1); err != nil {
		return 0, err
	}
	if last[0] != '\n' {
		return 0, badBundle(1, errors.New("it does not end with a line"))
	}
	return info.Size(), nil
}

// ReadBundle reads what WriteBundle wrote. It looks at no signature.
func ReadBundle(r io.Reader) ([]Signed, error) {
	var out []Signed
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var line bundleLine
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return nil, badBundle(n, err)
		}
		env, err := ParseEnvelope(line.Envelope)
		if err != nil {
			return nil, badBundle(n, err)
		}
		if n > maxLines || len(line.Envelope) > tiles.MaxEntry {
			return nil, badBundle(n, errors.New("it is too long"))
		}
		out = append(out, Signed{Envelope: env, Names: line.Names})
	}
	if err := lines.Err(); err != nil {
		return nil, badBundle(len(out)+1, err)
	}
	if len(out) == 0 {
		return nil, badBundle(1, errors.New("it is empty"))
	}
	return out, nil
}

func badBundle(line int, err error) error {
	return fault.New(fault.Invalid, "not a bundle of evidence: line %d: %w", line, err).
		WithHelp("assay run --evidence FILE writes one")
}
