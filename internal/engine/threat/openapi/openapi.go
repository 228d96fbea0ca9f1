// Package openapi reads interface descriptions (OpenAPI 3, Swagger 2) for the
// threat model: where an API is served, its operations, who may call them, and
// which classes of data they carry by the names of their fields.
//
//	out, err := openapi.Extractor{}.Extract(ctx, files, memo)
//
// It is an engine.Extractor. It reads the few keys that the model needs from
// bounded YAML nodes, follows references inside the document only, and does
// not validate the document or load anything from elsewhere.
package openapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/yamldoc"
)

// version changes with anything that changes an output.
const version = "1"

// Extractor is an engine.Extractor.
type Extractor struct{}

var _ engine.Extractor = Extractor{}

// ID names the engine.
func (Extractor) ID() assay.EngineID { return assay.EngineThreat }

// Scopes lists what it covers.
func (Extractor) Scopes() []assay.Scope { return []assay.Scope{assay.ScopeOpenAPI} }

// Version changes whenever the output for the same input may.
func (Extractor) Version() string { return version }

// sniffed is how much of a file is looked at for the word that makes it one.
const sniffed = 8 << 10

// Selects takes files that say openapi or swagger at the top, and those whose
// name does.
func (Extractor) Selects(name string, data []byte) bool {
	base := strings.ToLower(path.Base(name))
	switch path.Ext(base) {
	case ".yaml", ".yml", ".json":
	default:
		return false
	}
	if strings.Contains(base, "openapi") || strings.HasPrefix(base, "swagger.") {
		return true
	}
	head := data[:min(len(data), sniffed)]
	for _, word := range []string{"openapi", "swagger"} {
		for at := 0; ; {
			i := bytes.Index(head[at:], []byte(word))
			if i < 0 {
				break
			}
			i += at
			at = i + len(word)
			if rest := bytes.TrimLeft(head[at:], `"' `); len(rest) > 0 && rest[0] == ':' && (i == 0 || strings.IndexByte("\n\"'{ ", head[i-1]) >= 0) {
				return true
			}
		}
	}
	return false
}

// Extract reads each document, remembered by its content.
func (Extractor) Extract(ctx context.Context, files []engine.File, memo engine.Memo) (engine.Output, error) {
	var out engine.Output
	out.Examine(assay.ScopeOpenAPI, 0)
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return engine.Output{}, err
		}
		key := engine.Key([]byte(f.Path), f.Hash[:])
		one, ok := memo.Get(key)
		if !ok {
			one = read(f)
			memo.Put(key, one)
		}
		out.Merge(one)
	}
	return out, nil
}

// read gives the API of a document, nothing for what is none, or a gap.
func read(f engine.File) (out engine.Output) {
	node, err := yamldoc.Parse(yamldoc.Normal(f.Data))
	if err != nil {
		line, reason := 0, err.Error()
		var at *yamldoc.Error
		if errors.As(err, &at) {
			line, reason = at.Line, at.Message
		}
		g := assay.Gap{
			Scope: assay.ScopeOpenAPI, Location: assay.Location{Path: f.Path, Start: assay.Position{Line: line}},
			Reason: "this interface description is not read: " + reason, Help: "correct it, or list the file in .assayignore",
		}
		g.Unsupported = at != nil && yamldoc.TemplateAt(f.Data, line)
		out.Gaps = append(out.Gaps, g)
		return out
	}
	if node == nil || yamldoc.Get(node, "openapi") == nil && yamldoc.Get(node, "swagger") == nil {
		return out
	}
	d := newDocument(node)
	api := d.api(f.Path)
	out.APIs = append(out.APIs, api)
	if api.Left > 0 {
		out.Gaps = append(out.Gaps, assay.Gap{
			Scope: assay.ScopeOpenAPI, Location: assay.Location{Path: f.Path},
			Reason: fmt.Sprintf("%d operations beyond the first %d are not in the threat model", api.Left, maxOperations), Help: "split the document",
		})
	}
	if d.outside > 0 {
		out.Gaps = append(out.Gaps, assay.Gap{
			Scope: assay.ScopeOpenAPI, Location: assay.Location{Path: f.Path}, Unsupported: true,
			Reason: "references to other documents are not followed, so the data behind them is not known", Help: "bundle the document into one",
		})
	}
	out.Examine(assay.ScopeOpenAPI, 1)
	return out
}
