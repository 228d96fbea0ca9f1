package evidence

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/assay-dev/assay/internal/disk"
)

// memory is a disk that can lose power. It keeps what a process sees apart from
// what has been made to last: a file's content lasts once it is synced, a name
// once its folder is.
type memory struct {
	mu   sync.Mutex
	tree map[string]*inode // what a process sees, by path
	safe map[string]*inode // names that last
	// steps counts down to a crash; negative means never.
	steps int
	dead  bool
	lies  map[string]bool // operations that are not carried out: "syncdir"
	turn  chan struct{}
}

type inode struct {
	dir  bool
	data []byte // what a process sees
	safe []byte // what lasts
}

func newMemory() *memory {
	root := &inode{dir: true}
	return &memory{tree: map[string]*inode{".": root}, safe: map[string]*inode{".": root}, steps: -1, turn: make(chan struct{}, 1)}
}

var errCrash = errors.New("the power is gone")

// step counts an operation that changes something, and says whether there is power.
func (m *memory) step() error {
	if m.dead {
		return errCrash
	}
	if m.steps == 0 {
		m.dead = true
		return errCrash
	}
	m.steps--
	return nil
}

func (m *memory) get(name string, dir bool) (*inode, error) {
	n, ok := m.tree[path.Clean(name)]
	if !ok || n.dir != dir {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return n, nil
}

func (m *memory) Read(name string, limit int64) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, err := m.get(name, false)
	if err == nil && int64(len(n.data)) > limit {
		err = fmt.Errorf("%s is too long", name)
	}
	if err != nil {
		return nil, err
	}
	return slices.Clone(n.data), nil
}

func (m *memory) Tail(name string, count int64) ([]byte, int64, error) {
	data, err := m.Read(name, 1<<40)
	size := int64(len(data))
	return data[max(0, size-count):], size, err
}

func (m *memory) List(dir string) ([]disk.Item, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := m.get(dir, true); err != nil {
		return nil, err
	}
	var out []disk.Item
	for name, n := range m.tree {
		if path.Dir(name) == path.Clean(dir) && name != "." {
			out = append(out, disk.Item{Name: path.Base(name), Dir: n.dir, Regular: !n.dir, Size: int64(len(n.data))})
		}
	}
	slices.SortFunc(out, func(a, b disk.Item) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// Write may be cut off between writing and syncing.
func (m *memory) Write(name string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.step(); err != nil {
		return err
	}
	if _, err := m.get(path.Dir(name), true); err != nil {
		return err
	}
	n, ok := m.tree[path.Clean(name)]
	if !ok {
		n = &inode{}
		m.tree[path.Clean(name)] = n
	}
	n.data = slices.Clone(data)
	if err := m.step(); err != nil {
		return err
	}
	n.safe = n.data
	return nil
}

func (m *memory) Append(name string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.step(); err != nil {
		return err
	}
	n, err := m.get(name, false)
	if err != nil {
		return err
	}
	n.data = append(n.data[:len(n.data):len(n.data)], data...)
	if err := m.step(); err != nil {
		return err
	}
	n.safe = n.data
	return nil
}

func (m *memory) Truncate(name string, size int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.step(); err != nil {
		return err
	}
	n, err := m.get(name, false)
	if err != nil {
		return err
	}
	n.data = n.data[:size]
	n.safe = n.data
	return nil
}

func (m *memory) Rename(from, to string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.step(); err != nil {
		return err
	}
	n, err := m.get(from, false)
	if err != nil {
		return err
	}
	delete(m.tree, path.Clean(from))
	m.tree[path.Clean(to)] = n
	return nil
}

func (m *memory) Remove(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.step(); err != nil {
		return err
	}
	name = path.Clean(name)
	if _, ok := m.tree[name]; !ok {
		return &fs.PathError{Op: "remove", Path: name, Err: fs.ErrNotExist}
	}
	for other := range m.tree {
		if path.Dir(other) == name {
			return errors.New("the folder is not empty")
		}
	}
	delete(m.tree, name)
	return nil
}

func (m *memory) Mkdir(dir string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.step(); err != nil {
		return err
	}
	if _, err := m.get(path.Dir(dir), true); err != nil {
		return err
	}
	if _, ok := m.tree[path.Clean(dir)]; !ok {
		m.tree[path.Clean(dir)] = &inode{dir: true}
	}
	return nil
}

func (m *memory) SyncDir(dir string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.step(); err != nil {
		return err
	}
	if _, err := m.get(dir, true); err != nil {
		return err
	}
	if m.lies["syncdir"] {
		return nil
	}
	for name := range m.names(path.Clean(dir)) {
		if n, ok := m.tree[name]; ok {
			m.safe[name] = n
		} else {
			delete(m.safe, name)
		}
	}
	return nil
}

// names are those in a folder that a process sees, or that last.
func (m *memory) names(dir string) map[string]bool {
	out := map[string]bool{}
	for _, tree := range []map[string]*inode{m.tree, m.safe} {
		for name := range tree {
			if path.Dir(name) == dir && name != "." {
				out[name] = true
			}
		}
	}
	return out
}

func (m *memory) Lock(ctx context.Context, _ bool) (func() error, error) {
	select {
	case m.turn <- struct{}{}:
		return func() error { <-m.turn; return nil }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// crash gives the disk as it may be after the power came back: what lasts, and
// of the rest any part, as chance will have it.
func (m *memory) crash(chance *rand.Rand) *memory {
	m.mu.Lock()
	defer m.mu.Unlock()
	after := newMemory()
	var names []string
	for name := range m.tree {
		names = append(names, name)
	}
	for name := range m.safe {
		if _, ok := m.tree[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if name == "." {
			continue
		}
		n, lasts := m.safe[name]
		if seen, ok := m.tree[name]; seen != n && chance.IntN(2) == 0 {
			n, lasts = seen, ok
		}
		if _, ok := after.tree[path.Dir(name)]; !lasts || !ok {
			continue
		}
		after.tree[name] = n.after(chance)
	}
	for name, n := range after.tree {
		after.safe[name] = n
	}
	return after
}

// after is a file's content after a crash: what was synced, or what was not, or
// a beginning of it, perhaps with zeros where nothing had been written yet.
func (n *inode) after(chance *rand.Rand) *inode {
	out := &inode{dir: n.dir, data: n.safe}
	if !n.dir && string(n.data) != string(n.safe) && chance.IntN(3) > 0 {
		keep := chance.IntN(len(n.data) + 1)
		out.data = slices.Clone(n.data[:keep])
		if chance.IntN(2) == 0 {
			out.data = append(out.data, make([]byte, len(n.data)-keep)...)
		}
		if len(n.safe) > 0 && keep < len(n.safe) { // an append never harms what was there
			out.data = append(slices.Clone(n.safe), out.data[min(len(out.data), len(n.safe)):]...)
		}
	}
	out.safe = out.data
	return out
}
