package importer

import (
	"encoding/json"
	"encoding/xml"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// OWASP ZAP's traditional reports, and the "plus" ones with requests and
// responses, which are not kept. JSON and XML have the same fields.

func isZAP(o outline) bool {
	return o.has("/site") && o.any("/@programName", "/@version", "/@generated", "/site/[]/alerts", "/site/alerts")
}

type (
	zapAlert struct {
		PluginID   text      `json:"pluginid" xml:"pluginid"`
		Ref        text      `json:"alertRef" xml:"alertRef"`
		Alert      text      `json:"alert" xml:"alert"`
		Name       text      `json:"name" xml:"name"`
		Risk       text      `json:"riskcode" xml:"riskcode"`
		Confidence text      `json:"confidence" xml:"confidence"`
		Desc       text      `json:"desc" xml:"desc"`
		Solution   text      `json:"solution" xml:"solution"`
		Reference  text      `json:"reference" xml:"reference"`
		CWE        text      `json:"cweid" xml:"cweid"`
		Instances  zapPlaces `json:"instances" xml:"instances"`
		Tags       zapTags   `json:"tags" xml:"tags"`
		// An old report has one place per alert, without a list.
		zapPlace
	}
	zapPlace struct {
		URI      text `json:"uri" xml:"uri"`
		Method   text `json:"method" xml:"method"`
		Param    text `json:"param" xml:"param"`
		Evidence text `json:"evidence" xml:"evidence"`
		// Attack tells apart what was tried at one parameter.
		Attack text `json:"attack" xml:"attack"`
	}
	zapPlaces struct {
		List []zapPlace `xml:"instance"`
	}
	zapTags struct {
		List []zapTag `xml:"tag"`
	}
	zapTag struct {
		Tag  text `json:"tag" xml:"tag"`
		Link text `json:"link" xml:"link"`
	}
)

// UnmarshalJSON reads the list that stands where XML has an element.
func (p *zapPlaces) UnmarshalJSON(raw []byte) error { return json.Unmarshal(raw, &p.List) }

// UnmarshalJSON reads the list that stands where XML has an element.
func (t *zapTags) UnmarshalJSON(raw []byte) error { return json.Unmarshal(raw, &t.List) }

func readZAP(s *stream) error {
	version := ""
	s.b.from("ZAP", "")
	err := s.object(func(name string) (err error) {
		switch name {
		case "@version":
			version, err = s.text()
		case "site":
			if s.dec.PeekKind() == '{' { // one site
				return readZAPSite(s)
			}
			return s.array(func() error { return readZAPSite(s) })
		default:
			err = s.skip()
		}
		return err
	})
	s.b.sinceThen(0, "ZAP", version)
	return err
}

func readZAPSite(s *stream) error {
	site := ""
	return s.object(func(name string) (err error) {
		switch name {
		case "@name":
			site, err = s.text()
		case "alerts":
			err = entries(s, func(v *zapAlert) error { return v.add(s.b, site) })
		default:
			err = s.skip()
		}
		return err
	})
}

func readZAPXML(m *markup) error {
	site := ""
	m.b.from("ZAP", "")
	version := ""
	err := m.each(func(e xml.StartElement) {
		switch strings.ToLower(e.Name.Local) {
		case "owaspzapreport":
			version = attribute(e, "version")
		case "site":
			site = attribute(e, "name")
		}
	}, "alertitem", func(e xml.StartElement) error {
		v, err := take[zapAlert](m, e)
		if err != nil {
			return err
		}
		return v.add(m.b, site)
	})
	m.b.sinceThen(0, "ZAP", version)
	return err
}

// add makes one finding of each place.
func (v *zapAlert) add(b *builder, site string) error {
	places := v.Instances.List
	if len(places) == 0 {
		places = []zapPlace{v.zapPlace}
	}
	if v.PluginID == "" && v.Ref == "" && v.Alert == "" && v.Name == "" {
		b.gap("an alert has neither a name nor a number; it was left out")
		return nil
	}
	for _, p := range places {
		if err := b.add(v.item(p, site)); err != nil {
			return err
		}
	}
	return nil
}

// risks are ZAP's codes (Alert.RISK_*).
var risks = map[string]assay.Severity{"3": assay.High, "2": assay.Medium, "1": assay.Low, "0": assay.Info}

// zapConfidences are ZAP's codes (Alert.CONFIDENCE_*); 0 is a false positive.
var zapConfidences = map[string]assay.Confidence{"1": assay.Tentative, "2": assay.Firm, "3": assay.Certain, "4": assay.Certain}

func (v *zapAlert) item(p zapPlace, site string) *item {
	name := first(string(v.Name), string(v.Alert))
	it := &item{
		Finding: assay.Finding{
			Engine: assay.EngineDAST, Severity: assay.Medium, Confidence: assay.Firm, Message: name, CWE: weakness(string(v.CWE)),
			Location: assay.Location{URL: first(string(p.URI), site), Method: string(p.Method), Parameter: string(p.Param)}, Snippet: string(p.Evidence),
			Suppression: setAsideIf(strings.TrimSpace(string(v.Confidence)) == "0", "marked a false positive in ZAP"),
		},
		rule:  first(string(v.Ref), string(v.PluginID), dashed(name)),
		about: rule.Rule{Title: name, Explanation: plain(string(v.Desc)), Fix: plain(string(v.Solution)), References: lines(plain(string(v.Reference)))},
	}
	if s, ok := risks[strings.TrimSpace(string(v.Risk))]; ok {
		it.Severity = s
	}
	if c, ok := zapConfidences[strings.TrimSpace(string(v.Confidence))]; ok {
		it.Confidence = c
	}
	for _, t := range v.Tags.List {
		it.about.Tags = append(it.about.Tags, string(t.Tag))
	}
	if string(v.Ref) != string(v.PluginID) && v.Ref != "" {
		it.about.Aliases = []string{string(v.PluginID)}
	}
	it.stable = v.stable(it, p)
	return it
}

// stable leaves the evidence out: it holds times, tokens and sizes.
func (v *zapAlert) stable(it *item, p zapPlace) string {
	u := it.Location.URL
	base, query, _ := strings.Cut(u, "?")
	return digest(it.rule, base, onlyNames(query), it.Location.Method, it.Location.Parameter)
}

// lines are those of a text that are not empty.
func lines(s string) []string {
	var out []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
