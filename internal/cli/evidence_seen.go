package cli

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/assay-dev/assay/internal/govern/evidence"
)

// seenLogs remembers, in the home folder, the heads of the logs that were kept in
// a folder. It makes a log that began anew or was rolled back visible on this
// machine; it is no proof, and a machine that is thrown away has none.
type seenLogs struct {
	env        Env
	file, home string
}

// seenLog is the last head of a log.
type seenLog struct {
	Origin string `json:"origin"`
	Size   int64  `json:"size"` // entries
	Root   string `json:"root"` // hex
}

// maxSeen is how many logs of one folder are remembered.
const maxSeen = 100

func (o *evidenceFlags) memory(env Env, dir string) seenLogs {
	home := env.App(o.home).Home
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	sum := sha256.Sum256([]byte(resolved(dir)))
	return seenLogs{env: env, home: home, file: filepath.Join(home, "logs", fmt.Sprintf("%x.json", sum[:8]))}
}

// resolved is a path without links, also when it is not there (any more).
func resolved(name string) string {
	if real, err := filepath.EvalSymlinks(name); err == nil || filepath.Dir(name) == name {
		return cmp.Or(real, name)
	}
	return filepath.Join(resolved(filepath.Dir(name)), filepath.Base(name))
}

// Found says on standard error when a log is not the one that was seen last.
func (m seenLogs) Found(cp evidence.Checkpoint) {
	if m.home == "" {
		return
	}
	list, err := m.read()
	if err != nil {
		fmt.Fprintf(m.env.Stderr, "note: what was seen of this log before cannot be read: %v\n", err)
	}
	for _, was := range list[max(0, len(list)-1):] {
		if how := was.differs(headOf(cp)); how != "" {
			fmt.Fprintf(m.env.Stderr, "note: %s\n", clean(how))
		}
	}
}

// Left remembers a head.
func (m seenLogs) Left(cp evidence.Checkpoint) {
	if m.home == "" {
		return
	}
	if err := m.keep(headOf(cp)); err != nil {
		fmt.Fprintf(m.env.Stderr, "note: the head of the log was not remembered: %v\n", err)
	}
}

func headOf(cp evidence.Checkpoint) seenLog {
	return seenLog{cp.Origin, cp.Head.Size, fmt.Sprintf("%x", cp.Head.Root[:])}
}

// differs says how the log that is there now differs from one that was there
// before; empty when it may have grown out of it.
func (was seenLog) differs(now seenLog) string {
	had := plural(was.Size, "entry", "entries")
	switch {
	case was.Origin != now.Origin && now.Origin == "":
		return fmt.Sprintf("the log %s with %s was here, and is gone: this one begins anew", was.Origin, had)
	case was.Origin != now.Origin:
		return fmt.Sprintf("another log was here before this one: %s with %s", was.Origin, had)
	case now.Size < was.Size:
		return fmt.Sprintf("the log was rolled back: it had %s here, now %d", had, now.Size)
	case now.Size == was.Size && now.Root != was.Root:
		return fmt.Sprintf("the log has other entries than were seen here: %s, another root", had)
	}
	return ""
}

// differs says how a log differs from all that was seen in its place.
func (m seenLogs) differs(now seenLog) []string {
	if m.home == "" {
		return nil
	}
	list, err := m.read()
	if err != nil {
		return []string{fmt.Sprintf("what was seen of this log before cannot be read: %v", err)}
	}
	var out []string
	for _, was := range list {
		if how := was.differs(now); how != "" {
			out = append(out, how)
		}
	}
	return out
}

func (m seenLogs) read() ([]seenLog, error) {
	f, err := os.Open(m.file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var list []seenLog
	if err := json.NewDecoder(io.LimitReader(f, 1<<20)).Decode(&list); err != nil {
		return nil, fmt.Errorf("%s: %w", m.file, err)
	}
	return list, nil
}

// keep puts a head in the place of the last one of its log.
func (m seenLogs) keep(head seenLog) error {
	list, err := m.read()
	if err != nil {
		return err
	}
	var next []seenLog
	for _, was := range list {
		if was.Origin != head.Origin {
			next = append(next, was)
		}
	}
	next = append(next[max(0, len(next)-maxSeen+1):], head)
	if err := os.MkdirAll(filepath.Dir(m.file), 0o700); err != nil {
		return err
	}
	return writeFile(m.file, func(w io.Writer) error { return json.NewEncoder(w).Encode(next) })
}
