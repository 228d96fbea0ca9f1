package evidence

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

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
