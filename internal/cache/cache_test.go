package cache

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func key(b byte) (k Key) { k[0] = b; return k }

func TestKeepsAcrossRuns(t *testing.T) {
	dir := t.TempDir()
	c := Open(dir, "x")
	c.Put(key(1), []byte("one"))
	c.Put(key(2), nil)
	if err := c.Save(); err != nil {
		t.Fatal(err)
	}
	c = Open(dir, "x")
	if b, ok := c.Get(key(1)); !ok || string(b) != "one" {
		t.Errorf("got %q, %v", b, ok)
	}
	if b, ok := c.Get(key(2)); !ok || len(b) != 0 {
		t.Errorf("an empty entry: got %q, %v", b, ok)
	}
	if _, ok := c.Get(key(3)); ok {
		t.Error("an entry that nobody put")
	}
	if items, _ := os.ReadDir(dir); len(items) != 1 {
		t.Errorf("temporary files stay: %v", items)
	}
}

func TestForgetsWhatNobodyAsksFor(t *testing.T) {
	dir := t.TempDir()
	c := Open(dir, "x")
	c.Put(key(1), []byte("asked for"))
	c.Put(key(2), []byte("not asked for"))
	for i := range keepRuns + 1 {
		c.Put(key(byte(10+i)), nil) // something new each run
		if err := c.Save(); err != nil {
			t.Fatal(err)
		}
		c = Open(dir, "x")
		c.Get(key(1))
	}
	if _, ok := c.Get(key(1)); !ok {
		t.Error("what is asked for was dropped")
	}
	if _, ok := c.Get(key(2)); ok {
		t.Error("what nobody asks for stays for ever")
	}
}

// TestDamage: whatever happens to the file, an entry is right or missing.
func TestDamage(t *testing.T) {
	dir := t.TempDir()
	c := Open(dir, "x")
	want := map[Key]string{}
	for i := range byte(9) {
		want[key(i)] = string(bytes.Repeat([]byte{'a' + i}, int(i)*3))
		c.Put(key(i), []byte(want[key(i)]))
	}
	if err := c.Save(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "x.cache")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	check := func(data []byte) {
		c := &Cache{entries: map[Key]entry{}}
		c.parse(data)
		for k, e := range c.entries {
			if text, ok := want[k]; !ok || text != string(e.data) {
				t.Fatalf("a wrong entry %x %q", k[:1], e.data)
			}
		}
	}
	for i := range whole {
		check(whole[:i])
		flipped := bytes.Clone(whole)
		flipped[i] ^= 0x10
		check(flipped)
	}
}

func TestUnwritable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := Open(filepath.Join(file, "below"), "x")
	c.Put(key(1), nil)
	if err := c.Save(); err == nil {
		t.Error("saved below a file")
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(magic))
	f.Fuzz(func(_ *testing.T, data []byte) {
		c := &Cache{entries: map[Key]entry{}}
		c.parse(data)
	})
}
