package importer

import (
	"bytes"
	"context"
	"io"
)

// Lists of components (CycloneDX, SPDX) are read by whoever Options.Components
// is. We take the known flaws that a CycloneDX document names.

// maxDocument bounds a list of components, which is needed whole, in bytes.
const maxDocument = 256 << 20

func isCycloneDX(o outline) bool {
	return o["/bomFormat"] == "CycloneDX" || o.has("/specVersion") && o.any("/components", "/vulnerabilities")
}

// isSPDX knows 2.x JSON, 2.x tag-value and 3.0 JSON-LD.
func isSPDX(o outline) bool {
	return o.any("/spdxVersion", tagName) || o.has("/@context", "/@graph") && (o.has("/@graph/[]/spdxId") || bytes.Contains([]byte(o["/@context"]), []byte("spdx.org")))
}

// withComponents hands the document to Options.Components besides reading its
// findings with f, which may be nil.
func withComponents(f func(context.Context, *input, *builder) error) func(context.Context, *input, *builder) error {
	return func(ctx context.Context, in *input, b *builder) error {
		if b.o.Components == nil {
			b.gap("the list of components was not read: nobody here reads it")
			b.out.Gaps[len(b.out.Gaps)-1].Help = "import its findings as another format, or scan the sources"
			if f == nil {
				return drain(ctx, in, b)
			}
			return f(ctx, in, b)
		}
		text, err := io.ReadAll(io.LimitReader(&meter{r: in.r, ctx: ctx, at: func() int64 { return 1 << 62 }}, maxDocument+1))
		if err != nil {
			return err
		}
		if len(text) > maxDocument {
			return errTooLarge
		}
		projects, components, gaps, err := b.o.Components(ctx, b.name, bytes.NewReader(text))
		if err != nil {
			return err
		}
		b.out.Projects, b.out.Components, b.out.Gaps = projects, components, append(b.out.Gaps, gaps...)
		if f == nil {
			return nil
		}
		again := *in
		again.r.Reset(bytes.NewReader(text))
		return f(ctx, &again, b)
	}
}

// drain reads to the end, so that a document that breaks off is not taken for whole.
func drain(ctx context.Context, in *input, b *builder) error {
	if text := bytes.TrimSpace(in.head); len(text) == 0 || text[0] != '{' {
		return nil // tag-value has no end to look for
	}
	s := newStream(ctx, in.r, b)
	return s.document(func() error { return s.object(func(string) error { return s.skip() }) })
}
