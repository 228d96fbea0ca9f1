package archive

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"runtime/debug"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// infoMagic begins what the linker writes of a program's modules
// (debug/buildinfo, "buildInfoHeader").
var infoMagic = []byte("\xff Go buildinf:")

const (
	infoAlign  = 16
	infoHeader = 32
	mostInfo   = 8 << 20 // bytes of the list of modules
)

// executable says whether a file begins as programs do: ELF, PE, Mach-O.
func executable(head []byte) bool {
	for _, magic := range []string{"\x7fELF", "MZ", "\xfe\xed\xfa\xce", "\xfe\xed\xfa\xcf", "\xce\xfa\xed\xfe", "\xcf\xfa\xed\xfe", "\xca\xfe\xba\xbe", "\xca\xfe\xba\xbf"} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return true
		}
	}
	return false
}

func goProgram(data []byte) bool { return executable(data) && bytes.Contains(data, infoMagic) }

// goHead tells a program built by Go by its first bytes: the build id, as text
// or as a note.
func goHead(head []byte) bool {
	return executable(head) && (bytes.Contains(head, []byte("\xff Go build ID:")) || bytes.Contains(head, []byte("\x04\x00\x00\x00Go\x00\x00")) ||
		bytes.Contains(head, infoMagic))
}

// buildInfo finds the version of Go and the list of modules. debug/buildinfo
// would read the program's own tables, which unpack to whatever they claim; the
// list itself is in the clear since Go 1.18.
func buildInfo(data []byte) (version, modules string, found bool) {
	for at := 0; ; at++ {
		next := bytes.Index(data[at:], infoMagic)
		if next < 0 {
			return "", "", false
		}
		at += next
		if at%infoAlign != 0 || len(data)-at < infoHeader || data[at+len(infoMagic)+1]&2 == 0 {
			continue
		}
		v, rest, ok := cutString(data[at+infoHeader:])
		if !ok || len(v) > 200 || !strings.HasPrefix(string(v), "go") && !strings.HasPrefix(string(v), "devel") {
			continue
		}
		mods, _, ok := cutString(rest)
		if !ok || len(mods) > mostInfo {
			return string(v), "", true
		}
		return string(v), string(mods), true
	}
}

// cutString takes a text with its length before it.
func cutString(data []byte) (text, rest []byte, ok bool) {
	n, size := binary.Uvarint(data)
	if size <= 0 || n > uint64(len(data)-size) {
		return nil, nil, false
	}
	end := size + int(n)
	return data[size:end], data[end:], true
}

// program lists the modules of a program built by Go.
func (s *scan) program(data []byte) {
	goVersion, framed, ok := buildInfo(data)
	if !ok {
		s.problems.Add(s.path, 0, "Build it with Go 1.18 or later, or name it in .assayignore.", "not examined: it was built by Go, and its list of modules is damaged or of a form before Go 1.18")
		return
	}
	info := &debug.BuildInfo{}
	if len(framed) >= 33 && framed[len(framed)-17] == '\n' {
		var err error
		if info, err = debug.ParseBuildInfo(framed[16 : len(framed)-16]); err != nil {
			s.problems.Add(s.path, 0, "Build it anew.", "not examined: its list of modules is damaged")
			return
		}
	}
	s.project = &assay.Project{Root: s.path, Ecosystem: assay.Go}
	main := s.main(info)
	s.standard(goVersion, main)
	for _, d := range info.Deps {
		s.module(d, main)
	}
	if len(framed) == 0 {
		inventory.Incomplete(s.project, "it was built without modules, or its list of these was taken out")
	}
}

// main adds the program's own module and gives its key.
func (s *scan) main(info *debug.BuildInfo) string {
	if !inventory.Name(info.Main.Path) {
		return ""
	}
	c := assay.Component{Ecosystem: assay.Go, Name: info.Main.Path, Version: moduleVersion(info.Main.Version)}
	s.project.Name, s.project.Version = c.Name, c.Version
	if c.Version == "" {
		return "" // built from a work tree: part of the tree
	}
	return s.add(c, "")
}

var release = regexp.MustCompile(`^go(\d{1,6}\.\d{1,6}(\.\d{1,6}|(rc|beta)\d{1,6})?)\b`)

// standard adds the standard library.
func (s *scan) standard(goVersion, main string) {
	c := assay.Component{Ecosystem: assay.Go, Name: "stdlib"}
	if m := release.FindStringSubmatch(goVersion); m != nil {
		c.Version = m[1]
	} else {
		c.Constraint = clean(goVersion)
	}
	s.add(c, main)
}

// module adds a module as it was built: what replaced it counts. One that came
// from a folder has no version.
func (s *scan) module(d *debug.Module, main string) {
	from := d
	if d.Replace != nil {
		from = d.Replace
	}
	c := assay.Component{Ecosystem: assay.Go, Name: from.Path, Version: moduleVersion(from.Version)}
	if modfile.IsDirectoryPath(from.Path) || c.Version == "" {
		c.Name, c.Version, c.Constraint = d.Path, "", "replaced by a folder"
	}
	if !inventory.Name(c.Name) {
		s.problems.Add(s.path, 0, "Build it anew.", "not read: %s is no module", document.Quote(c.Name))
		return
	}
	s.add(c, main)
}

func moduleVersion(v string) string {
	if v == "" || v != module.CanonicalVersion(v) || !inventory.Name(v) {
		return ""
	}
	return strings.TrimPrefix(v, "v")
}
