package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/assay-dev/assay/internal/govern/evidence/tiles"
)

// Checkpoint is a signed head of a log.
type Checkpoint struct {
	Origin string
	Head   tiles.Head
	// Raw is the signed note, to the byte.
	Raw []byte
}

// maxCheckpoint is the most bytes of a checkpoint, cosignatures included.
const maxCheckpoint = 4 << 10

func checkpointText(origin string, head tiles.Head) string {
	return fmt.Sprintf("%s\n%d\n%s\n", origin, head.Size, base64.StdEncoding.EncodeToString(head.Root[:]))
}

// noteKey is a key as notes know it: a name, the log's origin, and an ed25519 key.
type noteKey struct {
	name   string
	public Public
	key    Key
}

// KeyHash is the first four bytes of SHA-256 over name, newline, algorithm 1, key.
func (k noteKey) KeyHash() uint32 {
	sum := sha256.Sum256(append([]byte(k.name+"\n\x01"), k.public...))
	return binary.BigEndian.Uint32(sum[:])
}

func (k noteKey) Name() string                    { return k.name }
func (k noteKey) Sign(msg []byte) ([]byte, error) { return k.key.sign(msg), nil }
func (k noteKey) Verify(msg, sig []byte) bool     { return k.public.verify(msg, sig) }

// VerifierKey is a public key in the form that clients of such logs take.
func VerifierKey(origin string, p Public) string {
	return fmt.Sprintf("%s+%08x+%s", origin, noteKey{name: origin, public: p}.KeyHash(),
		base64.StdEncoding.EncodeToString(append([]byte{1}, p...)))
}

func signCheckpoint(key Key, origin string, head tiles.Head) (Checkpoint, error) {
	raw, err := note.Sign(&note.Note{Text: checkpointText(origin, head)}, noteKey{origin, key.Public(), key})
	if err != nil {
		return Checkpoint{}, fmt.Errorf("sign a checkpoint: %w", err)
	}
	return Checkpoint{origin, head, raw}, nil
}

var errCheckpoint = errors.New("not a checkpoint")

// ParseCheckpoint reads a checkpoint without looking at its signatures.
func ParseCheckpoint(raw []byte) (Checkpoint, error) {
	text, _, ok := bytes.Cut(raw, []byte("\n\n"))
	lines := strings.Split(string(text), "\n")
	if !ok || len(lines) != 3 || len(raw) > maxCheckpoint || !validOrigin(lines[0]) {
		return Checkpoint{}, errCheckpoint
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	root, err2 := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || err2 != nil || size < 0 || size > 1<<40 || len(root) != sha256.Size {
		return Checkpoint{}, errCheckpoint
	}
	c := Checkpoint{lines[0], tiles.Head{Size: size, Root: [32]byte(root)}, raw}
	if checkpointText(c.Origin, c.Head) != string(text)+"\n" {
		return Checkpoint{}, errCheckpoint
	}
	return c, nil
}

// validOrigin holds a log's name to what we make: it becomes part of keys and notes.
func validOrigin(s string) bool {
	id, ok := strings.CutPrefix(s, originStart)
	return ok && len(id) == 2*originBytes && strings.Trim(id, "0123456789abcdef") == ""
}

const (
	originStart = "assay.dev/log/"
	originBytes = 8
)

// signedBy says whether a checkpoint has this key's signature. Exactly says that
// it must have no other line: what the log itself writes.
func (c Checkpoint) signedBy(p Public, exactly bool) bool {
	k := noteKey{name: c.Origin, public: p}
	n, err := note.Open(c.Raw, note.VerifierList(k))
	if err != nil || len(n.Sigs) != 1 {
		return false
	}
	if !exactly {
		return true
	}
	line := n.Text + "\n— " + c.Origin + " " + n.Sigs[0].Base64 + "\n"
	raw, err := base64.StdEncoding.DecodeString(n.Sigs[0].Base64)
	return err == nil && base64.StdEncoding.EncodeToString(raw) == n.Sigs[0].Base64 && line == string(c.Raw)
}

// A history is checkpoints, each followed by an empty line.
const (
	recordEnd = "\n\n"
	signature = "\n\n— "
)

func record(c Checkpoint) []byte { return append(c.Raw[:len(c.Raw):len(c.Raw)], '\n') }

// lastRecord finds the last whole record at the end of a history, and where in
// data it ends; ok is false when there is none.
func lastRecord(data []byte) (raw []byte, end int, ok bool) {
	for at := len(data); ; {
		sig := bytes.LastIndex(data[:at], []byte(signature))
		if sig < 0 {
			return nil, 0, false
		}
		start := 0
		if before := bytes.LastIndex(data[:sig], []byte(recordEnd)); before >= 0 {
			start = before + len(recordEnd)
		}
		rest := data[sig+len(signature):]
		if line := bytes.Index(rest, []byte(recordEnd)); line >= 0 {
			end = sig + len(signature) + line
			return data[start : end+1], end + len(recordEnd), true
		}
		at = sig
	}
}

// nextRecord splits the first whole record off a history.
func nextRecord(data []byte) (raw, rest []byte, ok bool) {
	sig := bytes.Index(data, []byte(signature))
	if sig < 0 {
		return nil, data, false
	}
	line := bytes.Index(data[sig+len(signature):], []byte(recordEnd))
	if line < 0 {
		return nil, data, false
	}
	end := sig + len(signature) + line
	return data[:end+1], data[end+len(recordEnd):], true
}
