// Command libraries is Assay linked with every library that the next issues
// bring: it measures how long a cold build takes and how large the program is.
//
//	GOCACHE=$(mktemp -d) sh -c 'time go -C bench/libraries build -trimpath -ldflags="-s -w" -o /tmp/assay-all .'
package main

import (
	"os"

	_ "github.com/CycloneDX/cyclonedx-go"
	_ "github.com/duckdb/duckdb-go/v2"
	_ "github.com/getkin/kin-openapi/openapi3"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "github.com/modelcontextprotocol/go-sdk/mcp"
	_ "github.com/nats-io/nats.go"
	_ "github.com/openvex/go-vex/pkg/vex"
	_ "github.com/package-url/packageurl-go"
	_ "github.com/riverqueue/river"
	_ "github.com/secure-systems-lab/go-securesystemslib/dsse"
	_ "github.com/spdx/tools-golang/json"
	_ "github.com/transparency-dev/tessera"
	_ "github.com/tree-sitter-grammars/tree-sitter-kotlin/bindings/go"
	_ "github.com/tree-sitter/go-tree-sitter"
	_ "github.com/tree-sitter/tree-sitter-c-sharp/bindings/go"
	_ "github.com/tree-sitter/tree-sitter-go/bindings/go"
	_ "github.com/tree-sitter/tree-sitter-java/bindings/go"
	_ "github.com/tree-sitter/tree-sitter-javascript/bindings/go"
	_ "github.com/tree-sitter/tree-sitter-php/bindings/go"
	_ "github.com/tree-sitter/tree-sitter-python/bindings/go"
	_ "github.com/tree-sitter/tree-sitter-ruby/bindings/go"
	_ "github.com/tree-sitter/tree-sitter-scala/bindings/go"
	_ "github.com/tree-sitter/tree-sitter-typescript/bindings/go"
	_ "github.com/valyala/fastjson"

	"github.com/assay-dev/assay/internal/app"
)

func main() { os.Exit(app.Main()) }
