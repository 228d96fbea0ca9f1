package app

import (
	"strings"

	"github.com/assay-dev/assay/internal/advisory"
	"github.com/assay-dev/assay/internal/advisory/feed"
	"github.com/assay-dev/assay/rules"
)

// advisories is the index in use: what `feeds update` installed in the home
// folder, else what ships with the program.
type advisories struct {
	index *advisory.Index
	// note says that the installed index could not be used; empty otherwise.
	note string
}

func openAdvisories(home string) advisories {
	note := ""
	if home != "" {
		ix, ok, err := feed.Open(home)
		if ok {
			return advisories{index: ix}
		}
		if err != nil {
			note = err.Error() + "; the advisories that ship with this assay are used"
		}
	}
	ix, err := advisory.Open(strings.NewReader(rules.Advisories), int64(len(rules.Advisories)))
	if err != nil {
		panic("the embedded advisories are damaged: " + err.Error())
	}
	return advisories{ix, note}
}
