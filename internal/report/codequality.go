package report

import (
	"cmp"
	"io"

	"github.com/assay-dev/assay/internal/assay"
)

// codeQualityIssue is what GitLab reads of a CodeClimate issue
// (docs.gitlab.com, "Code Quality report format").
type codeQualityIssue struct {
	Description string              `json:"description"`
	Check       string              `json:"check_name"`
	Fingerprint string              `json:"fingerprint"`
	Severity    string              `json:"severity"`
	Categories  []string            `json:"categories,omitempty"`
	Location    codeQualityLocation `json:"location"`
}

type codeQualityLocation struct {
	Path  string           `json:"path"`
	Lines codeQualityLines `json:"lines"`
}

type codeQualityLines struct {
	Begin int `json:"begin"`
	End   int `json:"end,omitempty"`
}

// codeQualitySeverities are CodeClimate's words, of which blocker is the worst.
var codeQualitySeverities = map[assay.Severity]string{
	assay.Critical: "blocker", assay.High: "critical", assay.Medium: "major", assay.Low: "minor", assay.Info: "info",
}

// writeCodeQuality writes all open findings that have a file: GitLab's free
// editions show nothing else in a merge request.
func writeCodeQuality(w io.Writer, v *View, o Options) error {
	out := []codeQualityIssue{}
	for _, f := range gitlabFindings(v, o, nil) {
		i := codeQualityIssue{
			Description: f.Message, Check: string(f.Rule), Fingerprint: gitlabID(f), Severity: codeQualitySeverities[f.Severity],
			Location: codeQualityLocation{Path: f.Location.Path, Lines: codeQualityLines{Begin: max(f.Location.Start.Line, 1), End: f.Location.End.Line}},
		}
		i.Description = cmp.Or(i.Description, i.Check)
		if f.Engine != assay.EngineTag && f.Engine != assay.EngineQuality && f.Engine != assay.EngineLicence {
			i.Categories = []string{"Security"}
		}
		out = append(out, i)
	}
	return writeIndented(w, clean(out))
}
