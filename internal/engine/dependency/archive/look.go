package archive

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"path"
	"strings"
)

// inside is what the names of a zip's entries say.
type inside int

const (
	nothing inside = iota
	jar            // it is one itself
	holder         // it holds archives
)

const (
	localMagic   = "PK\x03\x04"
	centralMagic = "PK\x01\x02"
	endMagic     = "PK\x05\x06"
	endSize      = 22 // without a comment
	centralSize  = 46 // without names
	mostComment  = 1 << 16
)

// look tells jars and what holds archives by the names in a zip's directory,
// whatever the file is called (APPNOTE.TXT, 4.3.12 and 4.3.16). It unpacks and
// keeps nothing.
func look(data []byte) inside {
	end := directoryEnd(data)
	if end < 0 {
		return nothing
	}
	at := end - int(binary.LittleEndian.Uint32(data[end+12:]))
	if at < 0 || !bytes.HasPrefix(data[at:], []byte(centralMagic)) {
		if at = bytes.Index(data, []byte(centralMagic)); at < 0 { // zip64, or a wrong size
			return nothing
		}
	}
	found := nothing
	for len(data)-at >= centralSize && bytes.HasPrefix(data[at:], []byte(centralMagic)) {
		size := int(binary.LittleEndian.Uint16(data[at+28:]))
		if len(data)-at-centralSize < size {
			break
		}
		name := string(data[at+centralSize : at+centralSize+size])
		switch {
		case isJarEntry(name):
			return jar
		case kindOf(name) != none:
			found = holder
		}
		at += centralSize + size + int(binary.LittleEndian.Uint16(data[at+30:])) + int(binary.LittleEndian.Uint16(data[at+32:]))
	}
	return found
}

// directoryEnd is where the record at the end of a zip begins. What has
// something before its first entry is one only if nothing follows the record.
func directoryEnd(data []byte) int {
	n := len(data)
	if n < endSize {
		return -1
	}
	if bytes.HasPrefix(data[n-endSize:], []byte(endMagic)) {
		return n - endSize
	}
	if !bytes.HasPrefix(data, []byte(localMagic)) {
		return -1
	}
	from := max(0, n-endSize-mostComment)
	if at := bytes.LastIndex(data[from:n-endSize+len(endMagic)], []byte(endMagic)); at >= 0 {
		return from + at
	}
	return -1
}

func isJarEntry(name string) bool {
	return strings.HasSuffix(name, ".class") || strings.EqualFold(strings.ReplaceAll(name, `\`, "/"), "META-INF/MANIFEST.MF")
}

// headOfArchive tells a large zip by its first bytes.
func headOfArchive(head []byte) bool {
	if !bytes.HasPrefix(head, []byte(localMagic)) {
		return false
	}
	for _, name := range []string{"META-INF/", ".class", ".jar", ".war", ".ear", ".whl", ".nupkg"} {
		if bytes.Contains(head, []byte(name)) {
			return true
		}
	}
	return false
}

// isWrapper knows the jar that lies in every Gradle build and does not say who
// it is: it holds nothing but Gradle's own classes.
func isWrapper(name string, r *zip.Reader) bool {
	if path.Base(name) != "gradle-wrapper.jar" {
		return false
	}
	for _, f := range r.File {
		if strings.HasSuffix(f.Name, "/") || strings.HasPrefix(f.Name, "META-INF/") && !strings.HasSuffix(f.Name, ".class") && kindOf(f.Name) == none {
			continue
		}
		if kindOf(f.Name) != none || !strings.HasPrefix(f.Name, "org/gradle/") && !strings.HasSuffix(f.Name, ".properties") {
			return false
		}
	}
	return true
}
