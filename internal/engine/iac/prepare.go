package iac

import (
	"crypto/sha256"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/yamldoc"
)

// prepared is what a file is, before anything in it is evaluated.
type prepared struct {
	kinds     formats
	data      []byte // in UTF-8
	documents []preparedDocument
}

// preparedDocument is a document that may be a Kubernetes object.
type preparedDocument struct {
	yamldoc.Document
	hash engine.Hash
}

// preparedKey names a file: what it is depends on its name too.
type preparedKey struct {
	path string
	hash engine.Hash
}

// preparations remembers the files of the last call: the base of a change is
// asked for right after its head, and nearly all of its files are the same.
type preparations struct {
	mu   sync.Mutex
	last map[preparedKey]*prepared
}

// of prepares files, on all processors.
func (p *preparations) of(files []engine.File) []*prepared {
	p.mu.Lock()
	last := p.last
	p.mu.Unlock()
	out := make([]*prepared, len(files))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(files); i = int(next.Add(1)) - 1 {
				f := files[i]
				if out[i] = last[preparedKey{f.Path, f.Hash}]; out[i] == nil {
					out[i] = prepare(f)
				}
			}
		})
	}
	wg.Wait()
	now := make(map[preparedKey]*prepared, len(files))
	for i, f := range files {
		now[preparedKey{f.Path, f.Hash}] = out[i]
	}
	p.mu.Lock()
	p.last = now
	p.mu.Unlock()
	return out
}

func prepare(f engine.File) *prepared {
	p := &prepared{kinds: sniff(f.Path, f.Data), data: f.Data}
	if p.kinds&(formatKubernetes|formatCloudFormation|formatPlan) != 0 {
		p.data = yamldoc.Normal(f.Data)
	}
	if p.kinds.has(formatKubernetes) {
		for _, doc := range yamldoc.Split(p.data) {
			if mayBeObject(doc.Data) {
				p.documents = append(p.documents, preparedDocument{doc, sha256.Sum256(doc.Data)})
			}
		}
	}
	return p
}
