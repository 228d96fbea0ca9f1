package threatmodel

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/threat"
)

// sample is a model with n buckets and as many functions that use them.
func sample(n int, name string) *Document {
	var in threat.Input
	for i := range n {
		bucket, function := fmt.Sprintf("aws_s3_bucket.%s%d", name, i), fmt.Sprintf("aws_lambda_function.%s%d", name, i)
		in.Resources = append(in.Resources,
			assay.Resource{Address: bucket, Root: "r", Source: "terraform", Type: "aws_s3_bucket", Provider: "aws", Attributes: []assay.Attribute{{Path: "acl", Kind: assay.KindString, Value: "public-read"}}},
			assay.Resource{Address: function, Root: "r", Source: "terraform", Type: "aws_lambda_function", Provider: "aws", References: []assay.Reference{{Path: "environment", To: bucket}}})
	}
	return &Document{Name: name, Model: threat.Build(in)}
}

func render(t *testing.T, format string, d *Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, d, Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestHostileNames: nothing from a repository breaks out of where it stands.
func TestHostileNames(t *testing.T) {
	for _, name := range hostile {
		check(t, name)
	}
}

var hostile = []string{
	`a"]; click n0 "javascript:alert(1)"; x["`, "</text><script>alert(1)</script>", "x\nend\nsubgraph y", "```\n# owned", "a|b\x1b[31m", `%%{init: {"securityLevel": "loose"}}%%`,
	"</style><img src=x onerror=1>", "a --> b", "#quot;", "<br/>", "]]>", "\u202egnp",
}

func FuzzNames(f *testing.F) {
	for _, name := range hostile {
		f.Add(name)
	}
	f.Fuzz(check)
}

func check(t *testing.T, name string) {
	d := sample(2, name)
	d.Name = name
	picture := render(t, "svg", d)
	for dec := xml.NewDecoder(strings.NewReader(picture)); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%q: not well formed: %v", name, err)
		}
		if e, ok := token.(xml.StartElement); ok && (e.Name.Local == "script" || e.Name.Local == "img") {
			t.Errorf("%q: an element %s", name, e.Name.Local)
		}
	}
	if page := render(t, "html", d); strings.Contains(page, "<script") || strings.Contains(page, "<img") || strings.Contains(page, "\x1b") {
		t.Errorf("%q breaks out of the page", name)
	}
	for i, line := range strings.Split(strings.TrimSpace(render(t, "mermaid", d)), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case i == 0 && line == "flowchart LR", line == "end", strings.HasPrefix(line, "n"), strings.HasPrefix(line, "subgraph b"), strings.HasPrefix(line, "class"):
		default:
			t.Errorf("%q: a line of its own in the diagram: %q", name, line)
		}
		if strings.Count(line, `"`)%2 != 0 || strings.Count(line, `"`) > 2 {
			t.Errorf("%q: quotes of its own: %q", name, line)
		}
	}
	if strings.ContainsAny(render(t, "text", d), "\x1b\u202e") {
		t.Errorf("%q steers the terminal", name)
	}
	if page := render(t, "markdown", d); strings.ContainsAny(page, "\x1b\u202e") || strings.Contains(page, "<script") || strings.Contains(page, "\n# owned") || strings.Count(page, "```") != 2 {
		t.Errorf("%q breaks out of the page", name)
	}
}

// TestNothingIsDropped: a large model is folded, and says so.
func TestNothingIsDropped(t *testing.T) {
	for _, n := range []int{1, 30, 3000} {
		d := sample(n, "x")
		p := draw(d.Model)
		if len(p.nodes) > maxNodes {
			t.Errorf("%d nodes for %d", len(p.nodes), n)
		}
		elements, flows, open := 0, 0, 0
		for _, x := range p.nodes {
			elements += x.count
			open += x.open
		}
		for _, e := range p.edges {
			flows += e.count
			open += e.open
		}
		if elements != len(d.Model.Elements) || flows != len(d.Model.Flows) || open != d.Model.Count()[threat.Open] {
			t.Errorf("%d of %d elements, %d of %d flows, %d of %d open threats", elements, len(d.Model.Elements), flows, len(d.Model.Flows), open, d.Model.Count()[threat.Open])
		}
		if (p.caption() != "") != (n > 1) {
			t.Errorf("%d: caption %q", n, p.caption())
		}
	}
}

// TestNothingOverlaps: nodes and labels keep apart, and lie in the picture.
func TestNothingOverlaps(t *testing.T) {
	for _, n := range []int{1, 3, 8, 12, 19, 200} {
		l := arrange(draw(sample(n, "queue").Model))
		var rects []rect
		for _, r := range l.at {
			rects = append(rects, r)
		}
		for i := range l.routes {
			if r := l.routes[i].label; r.w > 0 {
				rects = append(rects, r)
			}
		}
		for i, a := range rects {
			if a.x < 0 || a.y < 0 || a.x+a.w > l.width || a.y+a.h > l.height {
				t.Errorf("%d: %v lies outside %v x %v", n, a, l.width, l.height)
			}
			for _, b := range rects[:i] {
				if a.meets(b) {
					t.Errorf("%d: %v meets %v", n, a, b)
				}
			}
		}
		if len(l.at) != len(l.nodes) {
			t.Errorf("%d of %d nodes have a place", len(l.at), len(l.nodes))
		}
	}
}

func TestEmpty(t *testing.T) {
	for _, format := range Formats() {
		if render(t, format, &Document{Name: "nothing", Model: threat.Build(threat.Input{})}) == "" {
			t.Errorf("%s says nothing", format)
		}
	}
	if err := Check("pdf"); err == nil {
		t.Error("pdf is taken")
	}
}
