// Package secret finds credentials, private keys, card and account numbers in
// files: one pass of a literal automaton over the bytes, then confirmation in
// a bounded window around each hit by regular expression, structure, checksum,
// entropy and judgement of the value.
//
//	e := secret.New(secret.Options{Key: key})
//	out, err := e.Scan(ctx, engine.File{Path: "app.env", Data: data})
//
// The rules for vendors' tokens are gitleaks' (MIT) read as data, plus ours in
// rules/secret; assignments, connection strings, credential files, key files,
// cards and IBANs are detectors of this package. Base64 and hex texts are
// decoded once and looked at again.
//
// Nothing that it says holds a secret: snippets are redacted, identities are
// keyed hashes. It does not ask a vendor whether a token still works, does not
// open archives, and knows nothing of inline suppressions and of history:
// a caller hands in old contents with File.Commit set.
package secret

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"

	"github.com/zricethezav/gitleaks/v8/config"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/rules"
)

// codeVersion changes with every change of behaviour in this package.
const codeVersion = "3"

// Options configures an Engine; the zero value works.
type Options struct {
	// Key keys the hashes in identities. Without one they are plain hashes,
	// from which a weak password can be guessed: set it wherever findings are
	// stored or sent.
	Key []byte
}

// Engine implements engine.FileScanner and rule.Source. Building one costs
// nothing; the first scan reads the rules and builds the automaton.
type Engine struct {
	key     []byte
	version func() string
	matcher func() *matcher
}

// New builds an engine.
func New(o Options) *Engine {
	return &Engine{key: o.Key, version: sync.OnceValue(version), matcher: sync.OnceValue(newMatcher)}
}

// ID is the engine's name.
func (*Engine) ID() assay.EngineID { return assay.EngineSecret }

// Scopes is the tree alone: history is the pipeline's way of asking.
func (*Engine) Scopes() []assay.Scope { return []assay.Scope{assay.ScopeSecretTree} }

// Version covers code and rule data, not the key: the key changes identities
// only, and a caller that changes it starts a new store.
func (e *Engine) Version() string { return e.version() }

func version() string {
	h := sha256.New()
	h.Write([]byte(config.DefaultConfig))
	h.Write([]byte(rules.Secret))
	return "secret/" + codeVersion + "/" + hex.EncodeToString(h.Sum(nil))[:12]
}

// Selects passes over what is certainly no text and no keystore.
func (*Engine) Selects(path string, data []byte) bool {
	return len(data) > 0 && (!isBinary(data) || wide(data) || keystoreKind(path, data) != "")
}

// Scan looks at one file.
func (e *Engine) Scan(ctx context.Context, f engine.File) (engine.Output, error) {
	var out engine.Output
	out.Examine(assay.ScopeSecretTree, 1)
	if wide(f.Data) {
		f.Data = narrow(f.Data)
	} else if keystoreKind(f.Path, f.Data) == "" {
		f.Data = withoutZeros(f.Data)
	}
	s := &scan{ctx: ctx, m: e.matcher(), path: f.Path, data: f.Data, kind: kindOf(f.Path, f.Data), work: workBudget + len(f.Data)}
	if kind := keystoreKind(f.Path, f.Data); kind != "" {
		out.Findings = []assay.Finding{e.keystore(f, kind, s.kind.test)}
		return out, nil
	}
	s.run()
	if err := ctx.Err(); err != nil {
		return engine.Output{}, err
	}
	out.Findings = e.findings(f, s)
	if s.gap != "" {
		out.Gaps = append(out.Gaps, assay.Gap{
			Scope:    assay.ScopeSecretTree,
			Location: assay.Location{Path: f.Path, Commit: f.Commit},
			Reason:   fmt.Sprintf("%s was examined up to line %d only: %s", f.Path, 1+bytes.Count(f.Data[:min(s.at, len(f.Data))], []byte("\n")), s.gap),
			Help:     "Fix what was found and run again, split the file, or keep it out with .assayignore when it is no text.",
		})
	}
	return out, nil
}
