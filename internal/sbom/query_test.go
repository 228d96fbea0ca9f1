package sbom

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
)

func TestQuery(t *testing.T) {
	log4j := assay.Component{Ecosystem: assay.Maven, Name: "org.apache.logging.log4j:log4j-core", Version: "2.14.1"}
	for text, want := range map[string]bool{
		"log4j-core < 2.17": true, "log4j-core<2.17": true, "log4j-core": true, "log4j-core >= 2.0, < 2.17.1": true, "log4j-core 2.14.1": true, "Log4j-Core = 2.14.1": true,
		"org.apache.logging.log4j:log4j-core < 2.15": true, "pkg:maven/org.apache.logging.log4j/log4j-core": true, "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1": true,
		"log4j-*": true, "org.apache.*:log4j-* < 3": true, "log4j-core != 2.14.1": false, "log4j-core > 2.14.1": false, "log4j": false, "pkg:npm/log4j-core": false, "core": false, "*-api": false,
	} {
		q, err := ParseQuery(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := q.Match(&log4j); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	for _, text := range []string{"", "< 2", "a b c", "log4j <", "log4j < < 2"} {
		if q, err := ParseQuery(text); err == nil {
			t.Errorf("%q is taken: %+v", text, q)
		}
	}
	q, err := ParseQuery("log4j-core < 2.17")
	if err != nil {
		t.Fatal(err)
	}
	unknown := log4j
	unknown.Version = ""
	if q.Match(&unknown) || !q.Unsure(&unknown) {
		t.Error("a version that nobody knows is told apart")
	}
}

func TestDiff(t *testing.T) {
	c := func(root, name, v string) assay.Component {
		return assay.Component{Ecosystem: assay.NPM, Root: root, Name: name, Version: v}
	}
	base := []assay.Component{c("a", "same", "1.0.0"), c("a", "up", "1.0.0"), c("b", "up", "1.0.0"), c("a", "down", "2.0.0"), c("a", "gone", "1.0.0"), c("a", "two", "1.0.0"), c("a", "two", "2.0.0")}
	head := []assay.Component{c("a", "same", "1.0.0"), c("a", "up", "1.10.0"), c("b", "up", "1.10.0"), c("a", "down", "1.9.0"), c("a", "new", "1.0.0"), c("a", "two", "2.0.0"), c("a", "two", "3.0.0")}
	var got []string
	for _, d := range Diff(base, head) {
		got = append(got, d.Kind+" "+d.Name+" "+d.From+" "+d.To)
		if d.Name == "up" && !slices.Equal(d.Roots, []string{"a", "b"}) {
			t.Errorf("told of %v", d.Roots)
		}
	}
	want := []string{"added new  1.0.0", "upgraded two 1.0.0 3.0.0", "upgraded up 1.0.0 1.10.0", "downgraded down 2.0.0 1.9.0", "removed gone 1.0.0 "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(Diff(head, head)) != 0 {
		t.Error("the same differs")
	}
}
