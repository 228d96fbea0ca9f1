// Package cache keeps derived bytes by content hash in one file per examined
// folder, so that a warm run costs what the change costs.
//
//	c := cache.Open(dir, name)   // never fails: a cache that can't be read is empty
//	b, ok := c.Get(key)
//	c.Put(key, b)
//	err := c.Save()              // atomic: the old file or the new one, never half
//
// It holds nothing that could not be derived again, and no secret: callers put
// redacted results only. Entries that no run asked for during keepRuns runs
// are dropped at Save.
package cache

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// Key names an entry: a SHA-256 over everything the entry depends on.
type Key = [32]byte

const (
	magic    = "assay cache 1\n"
	keepRuns = 8
	maxFile  = 512 << 20
)

// Cache is safe for concurrent use.
type Cache struct {
	path    string
	mu      sync.Mutex
	entries map[Key]entry
	dirty   bool
}

type entry struct {
	data []byte
	age  uint8 // runs since it was last asked for
	used bool
}

// Open loads the cache of that name. A file that is missing, damaged or not
// readable gives an empty cache: the run is slower, never wrong.
func Open(dir, name string) *Cache {
	c := &Cache{path: filepath.Join(dir, name+".cache"), entries: map[Key]entry{}}
	info, err := os.Stat(c.path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxFile {
		return c
	}
	data, err := os.ReadFile(c.path)
	if err == nil {
		c.parse(data)
	}
	return c
}

// parse reads records: key, age, length, data, checksum of all these. It stops
// at the first one that is damaged.
func (c *Cache) parse(data []byte) {
	if len(data) < len(magic) || string(data[:len(magic)]) != magic {
		return
	}
	data = data[len(magic):]
	const head = 32 + 1 + 4
	for len(data) >= head+4 {
		n := int(binary.LittleEndian.Uint32(data[33:]))
		if n < 0 || n > len(data)-head-4 {
			return
		}
		if crc32.Checksum(data[:head+n], castagnoli) != binary.LittleEndian.Uint32(data[head+n:]) {
			return
		}
		c.entries[Key(data[:32])] = entry{data: data[head : head+n : head+n], age: data[32]}
		data = data[head+n+4:]
	}
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Get returns an entry; its bytes must not be changed.
func (c *Cache) Get(k Key) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[k]
	if ok && (!e.used || e.age > 0) {
		c.dirty = c.dirty || e.age > 0
		e.used, e.age = true, 0
		c.entries[k] = e
	}
	return e.data, ok
}

// Put remembers an entry; the bytes belong to the cache afterwards.
func (c *Cache) Put(k Key, data []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries[k] = entry{data: data, used: true}
	c.dirty = true
}

// Save writes the file when something changed. The folder is made if needed.
func (c *Cache) Save() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.dirty {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(c.path), 0o700); err != nil {
		return fmt.Errorf("make the cache folder: %w", cause(err))
	}
	f, err := os.CreateTemp(filepath.Dir(c.path), ".cache-*")
	if err != nil {
		return fmt.Errorf("write the cache: %w", cause(err))
	}
	defer os.Remove(f.Name()) // gone already when the rename worked
	if err := errors.Join(c.write(f), f.Close()); err != nil {
		return fmt.Errorf("write the cache: %w", cause(err))
	}
	if err := os.Rename(f.Name(), c.path); err != nil {
		return fmt.Errorf("write the cache: %w", cause(err))
	}
	c.dirty = false
	return nil
}

func (c *Cache) write(w io.Writer) error {
	bw := bufio.NewWriterSize(w, 1<<18)
	if _, err := bw.WriteString(magic); err != nil {
		return err
	}
	keys := make([]Key, 0, len(c.entries))
	for k, e := range c.entries {
		if !e.used && e.age+1 >= keepRuns {
			continue
		}
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b Key) int { return slices.Compare(a[:], b[:]) })
	for _, k := range keys {
		if err := writeRecord(bw, k, c.entries[k]); err != nil {
			return err
		}
	}
	return bw.Flush()
}

func writeRecord(w io.Writer, k Key, e entry) error {
	age := e.age
	if !e.used {
		age++
	}
	head := append(k[:], age)
	head = binary.LittleEndian.AppendUint32(head, uint32(len(e.data)))
	sum := crc32.Update(crc32.Checksum(head, castagnoli), castagnoli, e.data)
	for _, b := range [][]byte{head, e.data, binary.LittleEndian.AppendUint32(nil, sum)} {
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	return nil
}

// cause drops the random name of the temporary file from an error.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
