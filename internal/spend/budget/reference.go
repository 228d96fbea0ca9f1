package budget

import (
	"reflect"
	"strings"

	"github.com/assay-dev/assay/internal/config"
)

// Reference is the page docs/reference/budgets.md, made from the types.
func Reference() []byte {
	var b strings.Builder
	b.WriteString("# Budgets\n\nMade from the code; [the guide](../guide/budgets.md) tells how to use it. Unknown keys are errors with file and line.\n")
	config.Table(&b, "The file, "+File, reflect.TypeFor[file]())
	config.Table(&b, "An item of budgets", reflect.TypeFor[fileBudget]())
	config.Table(&b, "Thresholds", reflect.TypeFor[fileThresholds]())
	config.Table(&b, "An item of known", reflect.TypeFor[fileKnown]())
	return []byte(b.String())
}
