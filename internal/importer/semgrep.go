package importer

import (
	"encoding/json"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// Semgrep's own JSON (semgrep scan --json, semgrep ci --json).

func isSemgrep(o outline) bool {
	return o.any("/results/[]/check_id") || o.has("/results", "/errors") && o.any("/paths", "/version", "/interfile_languages_used") ||
		len(o) <= 4 && o.has("/results", "/errors")
}

type (
	semgrepResult struct {
		CheckID text            `json:"check_id"`
		Path    text            `json:"path"`
		Start   semgrepPosition `json:"start"`
		End     semgrepPosition `json:"end"`
		Extra   struct {
			Message     text            `json:"message"`
			Severity    text            `json:"severity"`
			Fingerprint text            `json:"fingerprint"`
			Lines       text            `json:"lines"`
			Fix         text            `json:"fix"`
			Ignored     bool            `json:"is_ignored"`
			Metadata    semgrepMetadata `json:"metadata"`
			Trace       semgrepTrace    `json:"dataflow_trace"`
		} `json:"extra"`
	}
	semgrepMetadata struct {
		CWE        texts `json:"cwe"`
		Confidence text  `json:"confidence"`
		Category   text  `json:"category"`
		References texts `json:"references"`
		Source     text  `json:"source"`
		ShortLink  text  `json:"shortlink"`
		OWASP      texts `json:"owasp"`
		Technology texts `json:"technology"`
		SecretType text  `json:"secret_type"`
	}
	semgrepPosition struct {
		Line whole `json:"line"`
		Col  whole `json:"col"`
	}
	// semgrepTrace's ends are variants: ["CliLoc", [place, text]] or
	// ["CliCall", [[place, text], steps, variant]].
	semgrepTrace struct {
		Source json.RawMessage `json:"taint_source"`
		Steps  []semgrepStep   `json:"intermediate_vars"`
		Sink   json.RawMessage `json:"taint_sink"`
	}
	semgrepStep struct {
		Location semgrepPlace `json:"location"`
		Content  text         `json:"content"`
	}
	semgrepPlace struct {
		Path  text            `json:"path"`
		Start semgrepPosition `json:"start"`
		End   semgrepPosition `json:"end"`
	}
)

func readSemgrep(s *stream) error {
	first := len(s.b.out.Findings)
	s.b.from("Semgrep", "")
	version := ""
	err := s.object(func(name string) error {
		var err error
		switch name {
		case "version":
			version, err = s.text()
			return err
		case "errors":
			return entries(s, func(e *semgrepError) error {
				e.check(s.b)
				return nil
			})
		case "results":
			return entries(s, func(v *semgrepResult) error {
				switch {
				case v.CheckID == "":
					s.b.gap("a result names no rule; it was left out")
				default:
					it := v.item()
					it.Flow = bounded(s.b, it.Flow)
					return s.b.add(it)
				}
				return nil
			})
		default:
			return s.skip()
		}
	})
	s.b.sinceThen(first, "Semgrep", version)
	return err
}

// sinceThen says which version of the tool made the findings from i on, where
// a report says so after them.
func (b *builder) sinceThen(i int, name, version string) {
	b.out.Tool = ""
	b.from(name, version)
	who := b.intern(b.tool.String())
	for ; i < len(b.out.Findings); i++ {
		b.out.Findings[i].Tool = who
	}
}

type semgrepError struct {
	Level   text            `json:"level"`
	Type    json.RawMessage `json:"type"`
	Message text            `json:"message"`
	Path    text            `json:"path"`
}

// check tells of files that semgrep could not read.
func (e *semgrepError) check(b *builder) {
	if strings.EqualFold(string(e.Level), "info") {
		return
	}
	b.failed("semgrep says: " + strings.TrimSpace(cut(string(e.Message), maxSnippet)+" "+string(e.Path)))
}

// severityOfSemgrep: its older words ERROR, WARNING, INFO are high, medium and
// low (semgrep.dev, "rule severity"); the newer ones are everybody's.
func severityOfSemgrep(word string) assay.Severity {
	if strings.EqualFold(word, "info") {
		return assay.Low
	}
	s, _ := severity(word)
	return s
}

func (v *semgrepResult) item() *item {
	x, m := &v.Extra, &v.Extra.Metadata
	it := &item{
		Finding: assay.Finding{
			Engine: v.engine(), Severity: severityOfSemgrep(string(x.Severity)), Confidence: confidence(string(m.Confidence)),
			Message: string(x.Message), Fix: string(x.Fix), CWE: weaknesses(m.CWE...),
			Location: semgrepPlace{v.Path, v.Start, v.End}.location(), Flow: x.Trace.flow(),
			Suppression: setAsideIf(x.Ignored, ""),
		},
		rule: string(v.CheckID),
		about: rule.Rule{
			Title: v.title(), Explanation: string(x.Message), References: append([]string{string(m.ShortLink), string(m.Source)}, m.References...),
			Tags: append(append([]string{}, m.OWASP...), m.Technology...),
		},
	}
	if x.Fix != "" {
		it.Fix = "Replace it with: " + string(x.Fix)
	}
	// Without an account semgrep writes "requires login" here and there.
	if x.Lines != "requires login" {
		it.Snippet = string(x.Lines)
	}
	if x.Fingerprint != "" && x.Fingerprint != "requires login" {
		it.stable = string(x.Fingerprint)
	}
	return it
}

// title is the last part of the rule's dotted name.
func (v *semgrepResult) title() string {
	name := string(v.CheckID)
	return strings.ReplaceAll(name[strings.LastIndexByte(name, '.')+1:], "-", " ")
}

func (v *semgrepResult) engine() assay.EngineID {
	m := &v.Extra.Metadata
	switch {
	case m.SecretType != "" || strings.Contains(string(v.CheckID), ".secrets."):
		return assay.EngineSecret
	case m.Category == "" || strings.EqualFold(string(m.Category), "security") || len(m.CWE) > 0:
		return assay.EngineSAST
	}
	return assay.EngineQuality
}

func (p semgrepPlace) location() assay.Location {
	return assay.Location{Path: string(p.Path), Start: position(p.Start.Line, p.Start.Col), End: position(p.End.Line, p.End.Col)}
}

func (t *semgrepTrace) flow() []assay.Step {
	var out []assay.Step
	out = append(out, semgrepVariant(t.Source, 0)...)
	for _, s := range t.Steps {
		out = append(out, s.step())
	}
	out = append(out, semgrepVariant(t.Sink, 0)...)
	if len(out) < 2 {
		return nil
	}
	return out
}

func (s semgrepStep) step() assay.Step {
	return assay.Step{Location: s.Location.location(), Message: string(s.Content)}
}

// semgrepVariant unpacks an end of a trace. What it does not understand is no
// step; the finding stands without.
func semgrepVariant(raw json.RawMessage, depth int) []assay.Step {
	var kind text
	var body json.RawMessage
	if depth > 20 || len(raw) == 0 || json.Unmarshal(raw, &[]any{&kind, &body}) != nil {
		return nil
	}
	switch kind {
	case "CliLoc":
		return semgrepPair(body)
	case "CliCall":
		var call, inner json.RawMessage
		var steps []semgrepStep
		if json.Unmarshal(body, &[]any{&call, &steps, &inner}) != nil {
			return nil
		}
		out := semgrepPair(call)
		for _, s := range steps {
			out = append(out, s.step())
		}
		return append(out, semgrepVariant(inner, depth+1)...)
	}
	return nil
}

func semgrepPair(raw json.RawMessage) []assay.Step {
	var s semgrepStep
	if json.Unmarshal(raw, &[]any{&s.Location, &s.Content}) != nil {
		return nil
	}
	return []assay.Step{s.step()}
}
