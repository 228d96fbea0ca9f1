package collect

import (
	"cmp"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/fault"
)

// latest keeps, of several manifests for one export and billing period, the one that
// counts, and notes the others: an export that is written anew each day holds the
// month again. Which one counts is told by the time of the run, or by the manifest
// above the others, which AWS writes over with each version.
func (f *finder) latest(all []*manifest) ([]*manifest, error) {
	groups := map[string][]*manifest{}
	var order []string
	for _, m := range all {
		key := m.export() + "\x00" + m.period()
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], m)
	}
	var out []*manifest
	for _, key := range order {
		m, err := newest(groups[key])
		if err != nil {
			return nil, err
		}
		for _, o := range groups[key] {
			if o != m && !m.sameFiles(o) {
				f.notes = append(f.notes, fmt.Sprintf("%s is for the same time as %s and older: it was left out", o.path, m.path))
			}
		}
		out = append(out, m)
	}
	return out, apart(out)
}

// newest is the manifest that counts of those for one export and billing period.
func newest(all []*manifest) (*manifest, error) {
	top := slices.MinFunc(all, func(a, b *manifest) int {
		return cmp.Or(cmp.Compare(strings.Count(a.where(), "/"), strings.Count(b.where(), "/")), strings.Compare(a.path, b.path))
	})
	others := slices.DeleteFunc(slices.Clone(all), func(m *manifest) bool { return m == top || top.sameFiles(m) })
	if len(others) == 0 {
		return top, nil
	}
	last := slices.MaxFunc(all, func(a, b *manifest) int { return strings.Compare(a.time(), b.time()) })
	if told := !slices.ContainsFunc(all, func(m *manifest) bool {
		return m.time() == "" || m != last && m.time() == last.time() && !m.sameFiles(last)
	}); told {
		return last, nil
	}
	above := !slices.ContainsFunc(all, func(m *manifest) bool {
		return m != top && !strings.HasPrefix(m.where(), strings.TrimSuffix(top.where(), "/")+"/")
	})
	copied := slices.ContainsFunc(all, func(m *manifest) bool { return m != top && top.sameFiles(m) })
	if above && (top.period() != "" || copied) {
		return top, nil
	}
	return nil, fault.New(fault.Invalid, "%s and %s may be for the same export and month, and do not tell which is newer", top.path, others[0].path).
		WithHelp("name the manifest that counts, or the folder of each export")
}

// apart refuses manifests of one export whose times overlap: the days of both would count twice.
func apart(all []*manifest) error {
	for i, a := range all {
		for _, b := range all[:i] {
			if a.start.Before(b.end) && b.start.Before(a.end) && a.export() == b.export() && !a.sameFiles(b) {
				return fault.New(fault.Invalid, "%s and %s are of one export, and their times overlap", b.path, a.path).WithHelp("name the manifest that counts")
			}
		}
	}
	return nil
}

// export tells exports apart: by what the manifest says, else by where it lies above
// the folder of its period.
func (m *manifest) export() string {
	said := []string{path.Base(m.path), m.Account, cmp.Or(m.ReportName, m.ExportName), m.ExportArn, m.ExportConfig.Name, m.ExportConfig.ResourceID}
	if m.ExportArn == "" && m.ExportConfig.ResourceID == "" && (m.Account == "" || m.ReportName == "") {
		stem, _ := periodOf(m.where())
		said = append(said, stem)
	}
	return strings.ToLower(strings.Join(said, "\x00"))
}

// period is the start of what the export is for, as text; empty: nobody says.
func (m *manifest) period() string {
	if !m.start.IsZero() {
		return m.start.Format(time.DateOnly)
	}
	_, period := periodOf(m.where())
	return period
}

// where is the folder that the manifest lies in.
func (m *manifest) where() string { return path.Dir(filepath.ToSlash(filepath.Join(m.dir, m.path))) }

var aPeriod = regexp.MustCompile(`^(?i:billing_period=)?(\d{4})-?(\d\d)(?:-?01)?(?:-\d{8})?$`)

// periodOf finds the folder that names a billing period: BILLING_PERIOD=2025-01,
// 20250101-20250201 or 2025-01; and what lies above it.
func periodOf(dir string) (stem, period string) {
	parts := strings.Split(dir, "/")
	for i := len(parts) - 1; i >= 0; i-- {
		if m := aPeriod.FindStringSubmatch(parts[i]); m != nil {
			return strings.Join(parts[:i], "/"), m[1] + "-" + m[2] + "-01"
		}
	}
	return "", ""
}

var aRun = regexp.MustCompile(`^(\d{4})-?(\d\d)-?(\d\d)[T_-]?(\d\d)[:-]?(\d\d)[:-]?(\d\d)?`)

// time is when the export was written, to compare; empty: nobody says. Folders of
// runs begin with it.
func (m *manifest) time() string {
	if t := m.submitted; !t.IsZero() {
		return t.UTC().Format("20060102150405.000000000")
	}
	if at := aRun.FindStringSubmatch(path.Base(m.where())); at != nil && aPeriod.FindString(path.Base(m.where())) == "" {
		return strings.Join(at[1:], "")
	}
	return ""
}

func (m *manifest) sameFiles(o *manifest) bool {
	return m.AssemblyID != "" && m.AssemblyID == o.AssemblyID || slices.Equal(sorted(m.names()), sorted(o.names()))
}

// manifestTime reads a time as manifests write it: ISO 8601, or without its marks.
func manifestTime(s string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "20060102T150405.000Z", "20060102T150405Z", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
