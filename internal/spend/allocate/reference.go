package allocate

import (
	"reflect"
	"strings"

	"github.com/assay-dev/assay/internal/config"
)

// Reference is the page docs/reference/allocation.md, made from the types.
func Reference() []byte {
	var b strings.Builder
	b.WriteString("# Who pays\n\nMade from the code; [the guide](../guide/allocation.md) tells how to use it. Unknown keys are errors with file and line.\n")
	config.Table(&b, "The file, "+File, reflect.TypeFor[file]())
	config.Table(&b, "An item of direct", reflect.TypeFor[fileDirect]())
	config.Table(&b, "An item of pools", reflect.TypeFor[filePool]())
	config.Table(&b, "The ledger", reflect.TypeFor[fileLedger]())
	config.Table(&b, "An item of cost_centres", reflect.TypeFor[fileCentre]())
	b.WriteString("\n## Usage, " + UsageFile + "\n\nCSV with the columns `" + strings.Join(usageColumns, "`, `") + "`. The target `*` is all that there was to use.\n")
	return []byte(b.String())
}
