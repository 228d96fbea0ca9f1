//go:build ignore

package shop

import (
	"archive/zip"
	"os"
	"path/filepath"
)

func files(name string, b []byte) {
	// ruleid: world-writable-file
	os.WriteFile(name, b, 0o666)
	// ok: world-writable-file
	os.WriteFile(name, b, 0o600)
	// ruleid: insecure-temp-file
	os.Create("/tmp/report")
	// ok: insecure-temp-file
	os.CreateTemp("", "report")
	// ok: insecure-temp-file
	os.Create("report")
}

func unpack(z *zip.Reader) {
	for _, f := range z.File {
		// ruleid: path-traversal
		os.Create(filepath.Join("out", f.Name))
	}
	for _, f := range z.File {
		if !filepath.IsLocal(f.Name) {
			continue
		}
		// ok: path-traversal
		os.Create(filepath.Join("out", f.Name))
	}
}
