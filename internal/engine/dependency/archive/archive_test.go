package archive

import (
	"archive/zip"
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/corpus"
)

// entry is a file in an archive; one with raw is stored as it is.
type entry struct {
	name, text string
	stored     bool
}

func packed(t testing.TB, entries ...entry) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.stored {
			h.Method = zip.Store
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(e.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// maven is what Maven writes into a jar.
func maven(group, artifact, version string, licences ...string) []entry {
	dir := "META-INF/maven/" + group + "/" + artifact + "/"
	text := "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><parent><groupId>" + group + "</groupId><version>" + version + "</version></parent>" +
		"<artifactId>" + artifact + "</artifactId><licenses>"
	for _, l := range licences {
		text += "<license><name>" + l + "</name></license>"
	}
	text += "</licenses><dependencies><dependency><groupId>other</groupId><version>9</version></dependency></dependencies></project>"
	return []entry{
		{name: dir + "pom.properties", text: "#made up\r\nversion=" + version + "\r\ngroupId=" + group + "\r\nartifactId=" + artifact + "\r\n"},
		{name: dir + "pom.xml", text: text},
	}
}

// reader shows the scanner to the corpus, which holds it against the promises.
func reader() corpus.Reader {
	x := New()
	return corpus.Reader{
		Selects: x.Selects,
		Units: func(files []engine.File) (out [][]engine.File) {
			for _, f := range files {
				out = append(out, []engine.File{f})
			}
			return out
		},
		Read: func(ctx context.Context, unit []engine.File) engine.Output {
			out, err := x.Scan(ctx, unit[0])
			if err != nil {
				panic(err)
			}
			return out
		},
	}
}

func show(t *testing.T, path, data string) string {
	t.Helper()
	return corpus.Render(reader().All(t, []engine.File{{Path: path, Data: []byte(data)}}))
}

func TestArchives(t *testing.T) {
	logging := packed(t, maven("org.apache.logging.log4j", "log4j-core", "2.14.1", "Apache-2.0", "MIT")...)
	library := packed(t, append(maven("com.example", "core", "1.0"), entry{name: "lib/log4j-core-2.14.1.jar", text: logging})...)
	const lacks = " incomplete: a jar does not name what it needs beside itself"
	for name, c := range map[string]struct{ path, data, want string }{
		"jar": {"lib/log4j-core-2.14.1.jar", logging, `
project lib/log4j-core-2.14.1.jar org.apache.logging.log4j:log4j-core@2.14.1 Apache-2.0 OR MIT` + lacks + `
lib/log4j-core-2.14.1.jar direct runtime org.apache.logging.log4j:log4j-core 2.14.1 @lib/log4j-core-2.14.1.jar:0 Apache-2.0 OR MIT`},
		"renamed jar": {"x.jar", logging, `
project x.jar org.apache.logging.log4j:log4j-core@2.14.1 Apache-2.0 OR MIT` + lacks + `
x.jar direct runtime org.apache.logging.log4j:log4j-core 2.14.1 @x.jar:0 Apache-2.0 OR MIT`},
		"shaded": {"app-1.0.jar", packed(t, append(append(maven("a.b", "dep", "3"), maven("a.b", "app", "1.0")...), maven("a.b", "old", "2-rc1")...)...), `
project app-1.0.jar a.b:app@1.0` + lacks + `
app-1.0.jar direct runtime a.b:app 1.0 @app-1.0.jar:0
app-1.0.jar transitive runtime a.b:dep 3 @app-1.0.jar:0 via a.b:app@1.0 > a.b:dep@3
app-1.0.jar transitive runtime a.b:old 2-rc1 @app-1.0.jar:0 via a.b:app@1.0 > a.b:old@2-rc1`},
		"fat jar": {"app.jar", "#!/bin/sh\nexec java -jar $0\n" + packed(t, append(maven("a.b", "shop", "1.0"), entry{"BOOT-INF/lib/core-1.0.jar", library, true})...), `
project app.jar a.b:shop@1.0 complete
app.jar direct runtime a.b:shop 1.0 @app.jar:0
app.jar transitive runtime com.example:core 1.0 @app.jar:0 via a.b:shop@1.0 > com.example:core@1.0
app.jar transitive runtime org.apache.logging.log4j:log4j-core 2.14.1 @app.jar:0 Apache-2.0 OR MIT via a.b:shop@1.0 > com.example:core@1.0 > org.apache.logging.log4j:log4j-core@2.14.1`},
		"war without a name": {"w.war", packed(t, entry{name: `WEB-INF\lib\log4j-core-2.14.1.jar`, text: logging}), `
project w.war w incomplete: not all of it says by which name advisories know it
w.war direct runtime org.apache.logging.log4j:log4j-core 2.14.1 @w.war:0 Apache-2.0 OR MIT
gap w.war:0 w: the archive does not say group and version, so not held against known flaws`},
		"manifest": {"guess-1.2-api-2.1.Final.jar", packed(t, entry{name: "META-INF/MANIFEST.MF", text: "Manifest-Version: 1.0\r\nImplementation-Version: 2.1\r\n .Final\r\nImplementation-Vendor-Id: org.guess\r\nBundle-License: Apache-2.0;link=\"https://a.example\"\r\n\r\nName: x\r\nImplementation-Version: 9\r\n"}), `
project guess-1.2-api-2.1.Final.jar org.guess:guess-1.2-api@2.1.Final Apache-2.0` + lacks + `
guess-1.2-api-2.1.Final.jar direct runtime org.guess:guess-1.2-api 2.1.Final @guess-1.2-api-2.1.Final.jar:0 Apache-2.0`},
		"jar in a zip": {"lib.zip", packed(t, entry{name: "readme.txt", text: "x"}, entry{name: "lib/log4j-core-2.14.1.jar", text: logging}), `
project lib.zip lib complete
lib.zip direct runtime org.apache.logging.log4j:log4j-core 2.14.1 @lib.zip:0 Apache-2.0 OR MIT`},
		"jar of another name": {"log4j-core-2.14.1.bin", packed(t, append(maven("org.apache.logging.log4j", "log4j-core", "2.14.1"), entry{name: "a/B.class", text: "x"})...), `
project log4j-core-2.14.1.bin org.apache.logging.log4j:log4j-core@2.14.1` + lacks + `
log4j-core-2.14.1.bin direct runtime org.apache.logging.log4j:log4j-core 2.14.1 @log4j-core-2.14.1.bin:0`},
		"no group": {"guava-31.1-jre.jar", packed(t, entry{name: "a.class", text: "x"}), `
project guava-31.1-jre.jar guava@31.1-jre` + lacks + `; not all of it says by which name advisories know it
guava-31.1-jre.jar direct runtime guava 31.1-jre @guava-31.1-jre.jar:0
gap guava-31.1-jre.jar:0 guava-31.1-jre: the archive does not say group and version, so not held against known flaws`},
		"pom without properties": {"a-1.jar", packed(t, maven("g.h", "a", "1", "The Apache License")[1]), `
project a-1.jar g.h:a@1 The Apache License` + lacks + `
a-1.jar direct runtime g.h:a 1 @a-1.jar:0 The Apache License`},
		"wheel": {"d/Zope.Interface-5.0-py3-none-any.whl", packed(t, entry{name: "zope.interface-5.0.dist-info/METADATA", text: "Metadata-Version: 2.1\nName: Zope.Interface\nVersion: 5.0\nClassifier: License :: OSI Approved :: Zope Public License\n\nLicense: none of it\n"},
			entry{name: "zope/_vendor/six-1.16.0.dist-info/METADATA", text: "Name: six\nVersion: 1.16.0\nLicense-Expression: MIT\n"}), `
project d/Zope.Interface-5.0-py3-none-any.whl zope-interface@5.0 Zope Public License incomplete: a wheel names what it needs without versions
d/Zope.Interface-5.0-py3-none-any.whl direct runtime zope-interface 5.0 @d/Zope.Interface-5.0-py3-none-any.whl:0 Zope Public License
d/Zope.Interface-5.0-py3-none-any.whl transitive runtime six 1.16.0 @d/Zope.Interface-5.0-py3-none-any.whl:0 MIT via zope-interface@5.0 > six@1.16.0`},
		"egg": {"e.egg", packed(t, entry{name: "EGG-INFO/PKG-INFO", text: "Name: e_e\nVersion: 1.0\nLicense: MIT\n"}), `
project e.egg e-e@1.0 MIT incomplete: a wheel names what it needs without versions
e.egg direct runtime e-e 1.0 @e.egg:0 MIT`},
		"nupkg": {"n.1.2.3.nupkg", packed(t, entry{name: "N.nuspec", text: `<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>N</id><version>1.2.3</version><license type="expression">MIT</license></metadata></package>`}), `
project n.1.2.3.nupkg N@1.2.3 MIT incomplete: a package names what it needs without versions
n.1.2.3.nupkg direct runtime N 1.2.3 @n.1.2.3.nupkg:0 MIT`},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(strings.TrimPrefix(c.want, "\n")+"\n", show(t, c.path, c.data)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
