package importer

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// Contrast Assess: traces of the REST API (…/traces/…/filter, …/orgtraces/…),
// and the console's exports as CSV and XML. The shapes differ in how they
// write the names of their fields; field makes them one.

func isContrast(o outline) bool {
	return o.any("/traces/[]/rule_name", "/traces/[]/uuid", "/trace/rule_name", "/trace/uuid", "/traces/[]/ruleName") || o.has("/traces", "/success") ||
		o[csvName] == "Vulnerability Name"
}

var contrastRoots = []string{"vulnerabilities", "traces"}

// contrastTrace has neither headers nor bodies.
type contrastTrace struct {
	UUID, Rule, RuleTitle, Title, SubTitle, Category, Severity, Confidence, Status, CWE string
	Method, URL, URI, Sink, Application                                                 string
}

// set fills one field by its name, in any of the spellings: "rule_name",
// "ruleName", "Rule Name", "rule-name".
func (t *contrastTrace) set(name, value string) {
	name = strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '_' || r == ' ' || r == '-' || r == '.' }), "")
	value = cut(strings.TrimSpace(value), maxMessage)
	into := map[string]*string{
		"uuid": &t.UUID, "vulnerabilityid": &t.UUID, "vulnerabilityuuid": &t.UUID, "id": &t.UUID,
		"rulename": &t.Rule, "rule": &t.Rule, "ruletitle": &t.RuleTitle, "title": &t.Title, "vulnerabilityname": &t.Title, "subtitle": &t.SubTitle,
		"category": &t.Category, "severity": &t.Severity, "confidence": &t.Confidence, "status": &t.Status, "cweid": &t.CWE, "cwe": &t.CWE,
		"requestmethod": &t.Method, "requesturl": &t.URL, "requesturi": &t.URI, "sinklabel": &t.Sink, "applicationname": &t.Application,
	}[name]
	if into != nil && *into == "" {
		*into = value
	}
}

func readContrast(ctx context.Context, in *input, b *builder) error {
	b.from("Contrast Assess", "")
	if text := bytes.TrimSpace(in.head); len(text) > 0 && text[0] != '{' && text[0] != '[' {
		return readContrastCSV(ctx, in, b)
	}
	return streamed(readContrastJSON)(ctx, in, b)
}

// contrastJSON is a trace as the API writes it.
type contrastJSON struct {
	UUID       text `json:"uuid"`
	Rule       text `json:"rule_name"`
	RuleShort  text `json:"ruleName"`
	RuleTitle  text `json:"rule_title"`
	Title      text `json:"title"`
	SubTitle   text `json:"sub_title"`
	Category   text `json:"category"`
	Severity   text `json:"severity"`
	Confidence text `json:"confidence"`
	Status     text `json:"status"`
	Request    struct {
		Method text `json:"method"`
		URL    text `json:"url"`
		URI    text `json:"uri"`
	} `json:"request"`
	Sink struct {
		Label text `json:"label"`
	} `json:"sink"`
	Application struct {
		Name text `json:"name"`
	} `json:"application"`
}

func (v *contrastJSON) trace() *contrastTrace {
	return &contrastTrace{
		UUID: string(v.UUID), Rule: first(string(v.Rule), string(v.RuleShort)), RuleTitle: string(v.RuleTitle), Title: string(v.Title),
		SubTitle: string(v.SubTitle), Category: string(v.Category), Severity: string(v.Severity), Confidence: string(v.Confidence), Status: string(v.Status),
		Method: string(v.Request.Method), URL: string(v.Request.URL), URI: string(v.Request.URI), Sink: string(v.Sink.Label), Application: string(v.Application.Name),
	}
}

func readContrastJSON(s *stream) error {
	return s.object(func(name string) error {
		switch name {
		case "traces":
			return entries(s, func(v *contrastJSON) error { return v.trace().add(s.b) })
		case "trace":
			v, ok, err := decode[contrastJSON](s)
			if err != nil || !ok {
				return err
			}
			return v.trace().add(s.b)
		}
		return s.skip()
	})
}

// readContrastXML takes every vulnerability or trace, its attributes and its
// fields down to the second level ("request", "uri").
func readContrastXML(m *markup) error {
	m.b.from("Contrast Assess", "")
	var t *contrastTrace
	var path []string
	var value strings.Builder
	for {
		token, err := m.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.StartElement:
			value.Reset()
			if name := strings.ToLower(e.Name.Local); t == nil && (name == "vulnerability" || name == "trace") {
				t, path = &contrastTrace{}, nil
				for _, a := range e.Attr {
					t.set(a.Name.Local, a.Value)
				}
				continue
			}
			path = append(path, e.Name.Local)
		case xml.CharData:
			if value.Len() < maxMessage {
				value.Write(e[:min(len(e), maxMessage)])
			}
		case xml.EndElement:
			if t != nil && len(path) == 0 {
				if err := t.add(m.b); err != nil {
					return err
				}
				t = nil
				continue
			}
			if t != nil {
				t.set(strings.Join(path, ""), value.String())
			}
			path = path[:max(0, len(path)-1)]
			value.Reset()
		}
	}
}

func readContrastCSV(ctx context.Context, in *input, b *builder) error {
	var r *csv.Reader
	r = csv.NewReader(&meter{r: in.r, ctx: ctx, at: func() int64 {
		if r == nil {
			return 0
		}
		return r.InputOffset()
	}})
	r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, true, true
	header, err := r.Read()
	if err != nil {
		return err
	}
	columns := append([]string{}, header...)
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("byte %d: %w", r.InputOffset(), err)
		}
		t := &contrastTrace{}
		for i, value := range row[:min(len(row), len(columns))] {
			t.set(columns[i], value)
		}
		if err := t.add(b); err != nil {
			return err
		}
	}
}

// contrastCWE has the weaknesses of Contrast's rules, which the API leaves out.
var contrastCWE = map[string]int{
	"sql-injection": 89, "hql-injection": 564, "nosql-injection": 943, "ldap-injection": 90, "xpath-injection": 643, "cmd-injection": 78,
	"reflected-xss": 79, "stored-xss": 79, "path-traversal": 22, "xxe": 611, "csrf": 352, "ssrf": 918, "unsafe-readline": 770,
	"crypto-bad-mac": 328, "crypto-bad-ciphers": 327, "crypto-weak-randomness": 330, "untrusted-deserialization": 502,
	"unvalidated-redirect": 601, "unvalidated-forward": 601, "header-injection": 113, "log-injection": 117, "trust-boundary-violation": 501,
	"hardcoded-password": 259, "hardcoded-key": 321, "cookie-flags-missing": 614, "session-timeout": 613, "session-rewriting": 598,
	"unsafe-code-execution": 95, "expression-language-injection": 917, "reflection-injection": 470, "redos": 1333, "cache-controls-missing": 525,
	"clickjacking-control-missing": 1021, "autocomplete-missing": 522, "insecure-auth-protocol": 522, "verb-tampering": 650, "parameter-pollution": 235,
}

func (t *contrastTrace) add(b *builder) error {
	switch dashed(t.Status) {
	case "fixed", "remediated", "autoremediated", "auto-remediated", "remediated-auto-verified":
		b.skipped()
		return nil
	}
	if t.Rule == "" && t.Title == "" {
		b.gap("a vulnerability has neither a rule nor a title; it was left out")
		return nil
	}
	sev, _ := severity(t.Severity)
	if strings.EqualFold(t.Severity, "note") {
		sev = assay.Info
	}
	it := &item{
		Finding: assay.Finding{
			Engine: assay.EngineIAST, Severity: sev, Confidence: confidence(t.Confidence), Message: first(t.Title, t.RuleTitle, t.Rule),
			CWE: weakness(t.CWE), Location: t.location(),
			Suppression: setAsideIf(strings.EqualFold(strings.ReplaceAll(dashed(t.Status), "-", ""), "notaproblem"), "marked as not a problem in Contrast"),
		},
		rule: first(t.Rule, dashed(t.Title)), stable: t.UUID,
		about: rule.Rule{Title: first(t.RuleTitle, t.Rule, t.Title), Tags: []string{t.Category}},
	}
	if n := contrastCWE[t.Rule]; n != 0 && len(it.CWE) == 0 {
		it.CWE = []int{n}
	}
	if strings.EqualFold(t.Status, "confirmed") {
		it.Confidence = assay.Certain
	}
	return b.add(it)
}

func (t *contrastTrace) location() assay.Location {
	return assay.Location{URL: first(t.URL, t.URI), Method: t.Method, Resource: first(t.Sink, t.Application)}
}
