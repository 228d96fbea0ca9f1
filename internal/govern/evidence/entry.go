package evidence

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/govern/evidence/tiles"
)

// Entry is something to record.
type Entry struct {
	Kind    Kind
	Subject []Subject // empty: the record itself is the subject
	// Predicate's Recorded, People and NamesUntil are filled when it is signed.
	Predicate Predicate
	// Provenance replaces Predicate for KindProvenance.
	Provenance any
	People     []assay.Person
}

// Signed is an entry as it is kept, with the names beside it.
type Signed struct {
	Envelope Envelope
	Names    *Names // nil without personal data
	// parts come before it in the log.
	parts []Envelope
}

// Digest is the SHA-256, in hex, of the statement.
func (s Signed) Digest() string { return digest(s.Envelope.Payload) }

// ID names the entry as the log that takes it will: see Receipt.
func (s Signed) ID() string { return receipt(s.Envelope.Bytes(), 0, 0, "").ID }

// envelopes lists parts first.
func (s Signed) envelopes() []Envelope {
	return append(s.parts[:len(s.parts):len(s.parts)], s.Envelope)
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// signing is what a signature needs beside the entry.
type signing struct {
	now    time.Time
	random io.Reader
	keep   time.Duration
	keys   []Key
}

func (s signing) sign(e Entry) (Signed, error) {
	var names []Name
	predicate := e.Provenance
	if e.Kind != KindProvenance {
		p := e.Predicate
		p.Recorded = s.now.UTC().Truncate(time.Millisecond)
		if len(e.People) > 0 {
			var err error
			if p.People, names, err = conceal(e.People, s.random); err != nil {
				return Signed{}, err
			}
			p.NamesUntil = p.Recorded.Add(s.keep)
		}
		predicate = p
	}
	body, err := json.Marshal(predicate)
	if err != nil {
		return Signed{}, fmt.Errorf("write a %s statement: %w", e.Kind, err)
	}
	out := Signed{}
	if out.Envelope, err = s.wrap(e.Kind, e.Subject, body); err != nil {
		return Signed{}, err
	}
	if len(out.Envelope.Bytes()) > tiles.MaxEntry {
		if out, err = s.split(e, body); err != nil {
			return Signed{}, err
		}
	}
	if names != nil {
		out.Names = &Names{Statement: out.Digest(), People: names}
	}
	return out, nil
}

func (s signing) wrap(kind Kind, subject []Subject, body []byte) (Envelope, error) {
	if len(subject) == 0 {
		subject = []Subject{{Name: string(kind), Digest: map[string]string{"sha256": digest(body)}}}
	}
	payload, err := json.Marshal(statement{statementType, subject, kind.predicateType(), body})
	if err != nil {
		return Envelope{}, fmt.Errorf("write a %s statement: %w", kind, err)
	}
	return seal(payload, s.keys...), nil
}

const (
	// partBytes fit, after base64 twice, into one entry.
	partBytes = 34 << 10
	maxWhole  = 64 << 20
	maxParts  = 512
)

// split spreads a long predicate over parts, and keeps in its place what names them.
func (s signing) split(e Entry, body []byte) (Signed, error) {
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	if _, err := zip.Write(body); err != nil {
		return Signed{}, err
	}
	if err := zip.Close(); err != nil {
		return Signed{}, err
	}
	recorded := s.now.UTC().Truncate(time.Millisecond)
	var out Signed
	whole := &Whole{SHA256: digest(body), Size: int64(len(body))}
	for rest := packed.Bytes(); len(rest) > 0; {
		piece := rest[:min(partBytes, len(rest))]
		rest = rest[len(piece):]
		part, err := json.Marshal(Predicate{Recorded: recorded, Part: piece})
		if err != nil {
			return Signed{}, err
		}
		name := digest(piece)
		env, err := s.wrap(KindPart, []Subject{{Name: "part", Digest: map[string]string{"sha256": name}}}, part)
		if err != nil {
			return Signed{}, err
		}
		whole.Parts, out.parts = append(whole.Parts, name), append(out.parts, env)
	}
	if whole.Size > maxWhole || len(whole.Parts) > maxParts {
		return Signed{}, fmt.Errorf("a %s statement of %d bytes: at most %d are possible", e.Kind, whole.Size, maxWhole)
	}
	short := Predicate{Recorded: recorded, Whole: whole}
	body, err := json.Marshal(short)
	if err != nil {
		return Signed{}, err
	}
	out.Envelope, err = s.wrap(e.Kind, e.Subject, body)
	return out, err
}

// join is what split took apart; part gives the bytes of a part by digest.
func join(w *Whole, part func(digest string) ([]byte, error)) ([]byte, error) {
	if w.Size > maxWhole || w.Size < 0 || len(w.Parts) > maxParts {
		return nil, fmt.Errorf("a statement of %d bytes in %d parts: that is too long", w.Size, len(w.Parts))
	}
	var packed bytes.Buffer
	for _, name := range w.Parts {
		piece, err := part(name)
		if err != nil {
			return nil, err
		}
		if digest(piece) != name {
			return nil, fmt.Errorf("part %.16s is not what its digest says", name)
		}
		packed.Write(piece)
	}
	zip, err := gzip.NewReader(&packed)
	if err != nil {
		return nil, fmt.Errorf("unpack a long statement: %w", err)
	}
	body, err := io.ReadAll(io.LimitReader(zip, w.Size+1))
	if err != nil {
		return nil, fmt.Errorf("unpack a long statement: %w", err)
	}
	if int64(len(body)) != w.Size || digest(body) != w.SHA256 {
		return nil, fmt.Errorf("a long statement is not what its digest says")
	}
	return body, nil
}
