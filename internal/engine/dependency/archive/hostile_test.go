package archive

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine"
)

// TestHostile: each is a gap that names the file, at a bounded price.
func TestHostile(t *testing.T) {
	good := packed(t, maven("g.h", "a", "1")...)
	for name, c := range map[string]struct{ data, gap string }{
		"empty":     {"", "no whole zip archive"},
		"text":      {"no archive", "no whole zip archive"},
		"pointer":   {"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "git LFS"},
		"truncated": {good[:len(good)-30], "no whole zip archive"},
		"no end":    {good[:100], "no whole zip archive"},
		"deep":      {nestedJars(t, 7), "too many archives"},
		"many":      {bomb(t, 3, 300), "more than 200000 entries"},
		"much":      {padded(t, 6), "more unpacked bytes"},
		"one bomb":  {packed(t, entry{name: "lib/a.jar", text: strings.Repeat("\x00", 80<<20)}), "larger than 64 MiB"},
		"text bomb": {packed(t, entry{name: "META-INF/MANIFEST.MF", text: strings.Repeat("a", 2<<20)}), "larger than 1 MiB"},
		"encrypted": {flagged(good), "encrypted"},
		"damaged":   {strings.Replace(packed(t, entry{"META-INF/MANIFEST.MF", "Implementation-Version: 1", true}), "Version: 1", "Version: 2", 1), "damaged"},
		"directory": {strings.Repeat("PK\x01\x02", mostEntries+1) + good, "more than 200000 entries"},
		"zip64 lie": {zip64Lie(), "no whole zip archive"},
		"size lie":  {sizeLie(good, 1<<20-1), "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got := show(t, "a.jar", c.data)
			runtime.ReadMemStats(&after)
			if !strings.Contains(got, "gap a.jar:0") || !strings.Contains(got, c.gap) {
				t.Errorf("no gap of %q:\n%s", c.gap, got)
			}
			if used := (after.TotalAlloc - before.TotalAlloc) / 2; used > 6*mostUnpacked { // two looks, of garbage too
				t.Errorf("took %d MiB", used>>20)
			}
		})
	}
}

func nestedJars(t *testing.T, depth int) string {
	data := packed(t, maven("g.h", "inmost", "1")...)
	for i := range depth {
		data = packed(t, entry{name: fmt.Sprintf("lib/n%d.jar", i), text: data})
	}
	return data
}

// bomb nests archives of many equal archives.
func bomb(t *testing.T, depth, width int) string {
	data := packed(t, entry{name: "x", text: strings.Repeat("\x00", 1<<20)})
	for range depth {
		var entries []entry
		for i := range width {
			entries = append(entries, entry{name: fmt.Sprintf("%d.jar", i), text: data})
		}
		data = packed(t, entries...)
	}
	return data
}

// padded holds jars that begin with what compresses to nothing.
func padded(t *testing.T, n int) string {
	var entries []entry
	for i := range n {
		text := strings.Repeat("\x00", 60<<20) + packed(t, maven("g.h", "a", "1")...)
		entries = append(entries, entry{name: fmt.Sprintf("%d.jar", i), text: text})
	}
	return packed(t, entries...)
}

// flagged says of all entries that they are encrypted.
func flagged(data string) string {
	b := []byte(data)
	for at := 0; ; at++ {
		next := bytes.Index(b[at:], []byte("PK\x01\x02"))
		if next < 0 {
			return string(b)
		}
		at += next
		b[at+8] |= 1
	}
}

// sizeLie claims another unpacked size for all entries.
func sizeLie(data string, size uint32) string {
	b := []byte(data)
	for at := 0; ; at++ {
		next := bytes.Index(b[at:], []byte("PK\x01\x02"))
		if next < 0 {
			return string(b)
		}
		at += next
		binary.LittleEndian.PutUint32(b[at+24:], size)
	}
}

// zip64Lie is a directory's end that claims a number of entries beyond all.
func zip64Lie() string {
	end64 := make([]byte, 56)
	copy(end64, "PK\x06\x06")
	binary.LittleEndian.PutUint64(end64[4:], 44)
	for i := 24; i < 56; i += 8 {
		binary.LittleEndian.PutUint64(end64[i:], 1<<62)
	}
	locator := make([]byte, 20)
	copy(locator, "PK\x06\x07")
	binary.LittleEndian.PutUint32(locator[16:], 1)
	end := make([]byte, 22)
	copy(end, "PK\x05\x06")
	for i := 8; i < 20; i++ {
		end[i] = 0xff
	}
	return string(end64) + string(locator) + string(end)
}

func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := New().Scan(ctx, engine.File{Path: "a.jar", Data: []byte(bomb(t, 1, 10))}); err == nil {
		t.Error("an interrupted scan says nothing of it")
	}
}

func FuzzArchive(f *testing.F) {
	f.Add(uint8(0), []byte(packed(f, append(maven("g.h", "a", "1"), entry{"lib/b.jar", packed(f, maven("g.h", "b", "2")...), true})...)))
	f.Add(uint8(1), []byte(packed(f, entry{name: "a-1.dist-info/METADATA", text: "Name: a\nVersion: 1\n"})))
	f.Add(uint8(2), []byte(packed(f, entry{name: "a.nuspec", text: "<package><metadata><id>a</id><version>1</version></metadata></package>"})))
	f.Add(uint8(3), program("go1.22.1", "path\texample.com/a\nmod\texample.com/a\tv1.0.0\t\ndep\texample.com/b\tv2.0.0\th1:x\n=>\texample.com/c\tv2.1.0\t\n"))
	f.Add(uint8(0), []byte(zip64Lie()))
	names := []string{"a-1.jar", "a.whl", "a.nupkg", "a"}
	r := reader()
	f.Fuzz(func(t *testing.T, name uint8, data []byte) {
		r.All(t, []engine.File{{Path: names[int(name)%len(names)], Data: data}})
	})
}

// FuzzTexts puts any text in the place of each description.
func FuzzTexts(f *testing.F) {
	for i, text := range []string{"groupId=a\nartifactId=b\nversion=1", "<project><version>1</version></project>", "Implementation-Version: 1\n 2\n", "Name: a\nVersion: 1\n", "<package/>"} {
		f.Add(uint8(i), text)
	}
	names := []string{"META-INF/maven/g/a/pom.properties", "META-INF/maven/g/a/pom.xml", "META-INF/MANIFEST.MF", "a-1.dist-info/METADATA", "a.nuspec"}
	r := reader()
	f.Fuzz(func(t *testing.T, which uint8, text string) {
		data := packed(t, entry{names[int(which)%len(names)], text, true})
		for _, p := range []string{"a-1.jar", "a-1.whl", "a.1.nupkg"} {
			r.All(t, []engine.File{{Path: p, Data: []byte(data)}})
		}
	})
}
