package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// facts are what is known of a finding besides its message, in a few words:
// score, likelihood, deadline, who else reports it.
func facts(f *assay.Finding) string {
	var out []string
	if v := f.Vulnerability; v != nil {
		out = append(out, flawFacts(v)...)
	}
	switch {
	case f.Bites != "":
		out = append(out, "counts although it is old: "+f.Bites)
	case !f.Due.IsZero():
		out = append(out, "to be gone by "+f.Due.Format(time.DateOnly))
	}
	if f.Tool != "" {
		out = append(out, "reported by "+f.Tool)
	}
	for _, r := range f.Also {
		who := r.Tool
		if who == "" {
			who = "assay"
		}
		out = append(out, fmt.Sprintf("also reported by %s (%s)", who, r.Rule))
	}
	return strings.Join(out, " · ")
}

func flawFacts(v *assay.Vulnerability) []string {
	var out []string
	if v.CVSS > 0 {
		out = append(out, fmt.Sprintf("CVSS %.1f", v.CVSS))
	}
	if v.EPSS > 0 {
		out = append(out, fmt.Sprintf("EPSS %.1f %%", v.EPSS*100))
	}
	if !v.Exploited.IsZero() {
		out = append(out, "exploited in the wild")
	}
	if v.Fixed != "" {
		out = append(out, "fixed in "+v.Fixed)
	}
	if len(v.Reached) > 0 {
		out = append(out, "reached through "+v.Reached[0])
	}
	return out
}

// dataAge says in a few words how old the oldest data is that was used.
func (d *digest) dataAge() string {
	var oldest *DataAge
	for i := range d.Run.Advisories {
		if a := &d.Run.Advisories[i]; a.Records > 0 && (oldest == nil || a.Days > oldest.Days) {
			oldest = a
		}
	}
	if oldest == nil {
		return ""
	}
	return fmt.Sprintf("known flaws as of %s (%s)", oldest.Newest.Format(time.DateOnly), oldest.Name)
}
