package archive

import (
	"testing"

	"github.com/assay-dev/assay/internal/engine"
)

func TestLook(t *testing.T) {
	class := packed(t, entry{name: "a/B.class", text: "x"})
	for name, c := range map[string]struct {
		data string
		want inside
	}{
		"manifest":  {packed(t, entry{name: "META-INF/MANIFEST.MF", text: "x"}), jar},
		"class":     {class, jar},
		"prefixed":  {"#!/bin/sh\n" + class, jar},
		"holder":    {packed(t, entry{name: "a.txt", text: "x"}, entry{name: "b/c.WAR", text: "x"}), holder},
		"documents": {packed(t, entry{name: "word/document.xml", text: "x"}, entry{name: "META-INF/manifest.xml", text: "x"}), nothing},
		"cut":       {class[:len(class)-30], nothing},
		"short":     {"PK\x05\x06", nothing},
		"text":      {"PK\x03\x04 and PK\x01\x02 and PK\x05\x06\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", nothing},
	} {
		if got := look([]byte(c.data)); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestNamelessJarsCount(t *testing.T) {
	manifest := entry{name: "META-INF/MANIFEST.MF", text: "Implementation-Title: Gradle Wrapper\n"}
	for path, c := range map[string]struct {
		class       string
		unsupported bool
	}{
		"log4j-core-2.14.1.jar":             {"org/apache/A.class", false},
		"gradle/wrapper/gradle-wrapper.jar": {"org/gradle/cli/A.class", true},
		"other/gradle-wrapper.jar":          {"org/apache/A.class", false},
	} {
		data := packed(t, manifest, entry{name: c.class, text: "x"})
		out, err := New().Scan(t.Context(), engine.File{Path: path, Data: []byte(data)})
		if err != nil || len(out.Gaps) != 1 || out.Gaps[0].Unsupported != c.unsupported {
			t.Errorf("%s: %+v, %v", path, out.Gaps, err)
		}
	}
}
