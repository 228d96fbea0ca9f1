package pipeline

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

func TestRedactLeavesMarks(t *testing.T) {
	out := engine.Output{Findings: []assay.Finding{{Engine: "iac", Snippet: "password=[redacted, 13 characters]"}}}
	redact(&out, func(string, []byte) [][2]int { return [][2]int{{9, 19}} })
	if got := out.Findings[0].Snippet; got != "password=[redacted, 13 characters]" {
		t.Errorf("got %s", got)
	}
	out.Findings[0].Snippet = "password=[redacted]S3CRET"
	redact(&out, func(string, []byte) [][2]int { return [][2]int{{9, 25}} })
	if got := out.Findings[0].Snippet; got != "password=[redacted]" {
		t.Errorf("got %s", got)
	}
}

func TestRedactLeavesARulesAdvice(t *testing.T) {
	const advice = "give password=S3CRET separately"
	out := engine.Output{Findings: []assay.Finding{{Engine: assay.EngineSAST, Fix: advice}}}
	redact(&out, suspectS)
	if got := out.Findings[0].Fix; got != advice {
		t.Errorf("got %s", got)
	}
}

// suspectS finds each "S3CRET" that stands behind "password" on its line.
func suspectS(_ string, text []byte) (out [][2]int) {
	at := 0
	for _, line := range bytes.SplitAfter(text, []byte("\n")) {
		for i := 0; bytes.Contains(bytes.ToLower(line), []byte("password")); {
			k := bytes.Index(line[i:], []byte("S3CRET"))
			if k < 0 {
				break
			}
			out = append(out, [2]int{at + i + k, at + i + k + 6})
			i += k + 6
		}
		at += len(line)
	}
	return out
}

func TestRedact(t *testing.T) {
	text := func(path, value string) assay.Attribute {
		return assay.Attribute{Path: path, Kind: assay.KindString, Value: value}
	}
	out := engine.Output{
		Findings: []assay.Finding{{Engine: "iac", Snippet: "run password=S3CRET and S3CRET", Message: "a password S3CRET"}},
		Gaps:     []assay.Gap{{Reason: "no password=S3CRET here"}},
		Ignores:  []assay.Ignore{{Reason: "S3CRET is nothing"}},
		Resources: []assay.Resource{{Attributes: []assay.Attribute{
			text("a.password", "S3CRET"), text("env.0.name", "DB_PASSWORD"), text("env.0.value", "S3CRET"),
			text("note", "S3CRET"), text("user_data", "x\nexport PASSWORD=S3CRET\ny"),
		}}},
		Plans: []assay.Plan{{Before: []assay.Resource{{Attributes: []assay.Attribute{text("old.password", "S3CRET")}}}}},
	}
	redact(&out, suspectS)
	got := []string{out.Plans[0].Before[0].Attributes[0].Value, out.Findings[0].Snippet, out.Findings[0].Message, out.Gaps[0].Reason, out.Ignores[0].Reason}
	for _, a := range out.Resources[0].Attributes {
		got = append(got, a.Value)
	}
	want := []string{
		"[redacted]", "run password=[redacted] and [redacted]", "a password [redacted]", "no password=[redacted] here", "S3CRET is nothing",
		"[redacted]", "DB_PASSWORD", "[redacted]", "S3CRET", "x\nexport PASSWORD=[redacted]\ny",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
