package archive

import (
	"bytes"
	"debug/buildinfo"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/engine"
)

// program writes what the linker would.
func program(goVersion, modules string) []byte {
	b := append([]byte("\x7fELF"), make([]byte, 60)...)
	b = append(b, infoMagic...)
	b = append(b, 8, 2)
	b = append(b, make([]byte, infoHeader-len(infoMagic)-2)...)
	for _, s := range []string{goVersion, "0123456789abcdef" + modules + "0123456789abcdef"} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return b
}

func TestProgram(t *testing.T) {
	const modules = "path\texample.com/a/cmd\nmod\texample.com/a\tv1.2.0\th1:x=\n" +
		"dep\texample.com/b\tv2.0.0+incompatible\th1:y=\ndep\texample.com/c\tv1.0.0\n=>\texample.com/fork\tv1.0.1\th1:z=\n" +
		"dep\texample.com/d\tv0.0.0\n=>\t./d\t(devel)\t\nbuild\t-compiler=gc\n"
	const want = `project bin/a example.com/a@1.2.0 complete
bin/a direct runtime example.com/a 1.2.0 @bin/a:0
bin/a transitive runtime example.com/b 2.0.0+incompatible @bin/a:0 via example.com/a@1.2.0 > example.com/b@2.0.0+incompatible
bin/a transitive runtime example.com/d - (replaced by a folder) @bin/a:0 via example.com/a@1.2.0 > example.com/d@
bin/a transitive runtime example.com/fork 1.0.1 @bin/a:0 via example.com/a@1.2.0 > example.com/fork@1.0.1
bin/a transitive runtime stdlib 1.22.3 @bin/a:0 via example.com/a@1.2.0 > stdlib@1.22.3
`
	data := program("go1.22.3 X:boringcrypto", modules)
	if diff := cmp.Diff(want, show(t, "bin/a", string(data))); diff != "" {
		t.Error(diff)
	}
	decoy := append([]byte("\x7fELF............"), append(infoMagic[:len(infoMagic):len(infoMagic)], 8, 2)...)
	if diff := cmp.Diff(want, show(t, "bin/a", string(append(append(decoy, make([]byte, 32)...), data...)))); diff != "" {
		t.Errorf("behind a decoy: %s", diff)
	}
	for name, data := range map[string][]byte{"cut": data[:120], "old form": bytes.Replace(data, append(infoMagic[:len(infoMagic):len(infoMagic)], 8, 2), append(infoMagic[:len(infoMagic):len(infoMagic)], 8, 0), 1)} {
		if got := show(t, "bin/a", string(data)); !strings.Contains(got, "gap bin/a:0 not examined") && !strings.Contains(got, "incomplete") {
			t.Errorf("%s: %s", name, got)
		}
	}
	if got := show(t, "bin/a", string(program("go1.21.0", ""))); !strings.Contains(got, "stdlib 1.21.0") {
		t.Error(got)
	}
	if New().Selects("a", []byte("\x7fELF and no more")) || New().Selects("a.txt", infoMagic) {
		t.Error("selects what Go did not build")
	}
}

// TestThisProgram holds our reading against the standard library's, for a
// program of each format.
func TestThisProgram(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	programs := []string{self}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte("package main\n\nfunc main() {}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/tiny\n\ngo 1.24\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if !testing.Short() {
		for _, system := range []string{"darwin", "windows"} {
			out := filepath.Join(dir, system)
			cmd := exec.Command("go", "build", "-o", out, ".")
			cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0", "GOFLAGS=-p=1", "GOWORK=off")
			if text, err := cmd.CombinedOutput(); err != nil {
				t.Logf("no program for %s: %v %s", system, err, text)
				continue
			}
			programs = append(programs, out)
		}
	}
	for _, p := range programs {
		sameAsLibrary(t, p)
	}
}

func sameAsLibrary(t *testing.T, path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := buildinfo.Read(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if !New().Selects("a", data) || !goHead(data[:min(len(data), 8000)]) {
		t.Errorf("%s: not seen to be built by Go", path)
	}
	out := reader().All(t, []engine.File{{Path: "a", Data: data}})
	if len(out.Gaps) > 0 || len(out.Projects) != 1 || out.Projects[0].Name != want.Main.Path {
		t.Errorf("%s: %+v %+v", path, out.Projects, out.Gaps)
	}
	names := map[string]string{}
	for _, c := range out.Components {
		names[c.Name] = c.Version
	}
	for _, d := range want.Deps {
		if names[d.Path] != strings.TrimPrefix(d.Version, "v") {
			t.Errorf("%s: %s %s, want %s", path, d.Path, names[d.Path], d.Version)
		}
	}
	if !strings.HasPrefix(want.GoVersion, "go"+names["stdlib"]) {
		t.Errorf("%s: stdlib %q, want %s", path, names["stdlib"], want.GoVersion)
	}
}
