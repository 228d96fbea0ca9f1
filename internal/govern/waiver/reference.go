package waiver

import (
	"reflect"
	"strings"

	"github.com/assay-dev/assay/internal/config"
)

// Reference is the page docs/reference/waivers.md, made from the types.
func Reference() []byte {
	var b strings.Builder
	b.WriteString("# Waivers, emergencies, approvers\n\nMade from the code; [the guide](../guide/waivers.md) tells how to use them. Unknown keys are errors with file and line.\n" +
		"A time is a day (2027-03-31, of UTC) or an instant (2027-03-31T12:00:00Z).\n")
	config.Table(&b, "A waiver, .assay/waivers/ID.yaml", reflect.TypeFor[Waiver]())
	config.Table(&b, "An emergency, .assay/emergency/ID.yaml", reflect.TypeFor[Emergency]())
	config.Table(&b, "A signature of either", reflect.TypeFor[Signature]())
	config.Table(&b, "The list of people, "+ApproversFile, reflect.TypeFor[approversFile]())
	config.Table(&b, "An item of people", reflect.TypeFor[Person]())
	config.Table(&b, "An item of keys", reflect.TypeFor[Key]())
	return []byte(b.String())
}
