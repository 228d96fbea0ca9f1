package fix

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
)

// cases are files with the version to raise between « and »; want is what
// stands there afterwards, or begins with ! and is part of the reason.
var cases = map[string]struct {
	e    Edit
	file string
	want string
}{
	"go.mod":          {Edit{"a/go.mod", 4, assay.Go, "golang.org/x/text", "0.3.5", "0.3.8"}, "\xef\xbb\xbfmodule a\r\n\r\nrequire (\r\n\tgolang.org/x/text   «v0.3.5» // golang.org/x/text v0.3.5x\r\n)\r\n", "v0.3.8"},
	"go.mod one line": {Edit{"go.mod", 2, assay.Go, "golang.org/x/text", "0.3.5", "0.3.8"}, "module a\nrequire golang.org/x/text «v0.3.5»", "v0.3.8"},
	"go.mod replaced": {Edit{"go.mod", 2, assay.Go, "a.b/c", "0.3.5", "0.3.8"}, "module a\nrequire a.b/c «v0.3.5»\nreplace a.b/c => ../c\n", "!replaced in line 3"},
	"go.mod exclude":  {Edit{"go.mod", 2, assay.Go, "a.b/c", "0.3.5", "0.3.8"}, "module a\nrequire a.b/c «v0.3.5»\nexclude a.b/c v0.3.8\n", "!excluded"},
	"go.mod major":    {Edit{"go.mod", 2, assay.Go, "a.b/c", "1.3.5", "2.0.0"}, "module a\nrequire a.b/c «v1.3.5»\n", "!another module path"},
	"go.mod other":    {Edit{"go.mod", 2, assay.Go, "a.b/c", "1.3.5", "1.4.0"}, "module a\nrequire a.b/d «v1.3.5»\n", "!does not stand"},
	"go":              {Edit{"go.mod", 2, assay.Go, "stdlib", "1.22.0", "1.22.9"}, "module a\ngo «1.22.0»\n", "!go get go@1.22.9"},

	"npm caret":     {Edit{"package.json", 3, assay.NPM, "lodash", "4.17.15", "4.17.21"}, "{\r\n\t\"dependencies\" : {\r\n  \"lodash\" : \"«^4.17.10»\",\r\n \"x\": \"4.17.15\" }}", "^4.17.21"},
	"npm tilde":     {Edit{"package.json", 1, assay.NPM, "@a/b", "4.17.15", "4.17.21"}, `{"devDependencies":{"@a/b":"«~4.17.15»","b":"4.17.15"}}`, "~4.17.21"},
	"npm exact":     {Edit{"package.json", 1, assay.NPM, "l", "1.0.0", "1.0.1"}, `{"dependencies":{"l":"«1.0.0»"}}`, "1.0.1"},
	"npm range":     {Edit{"package.json", 1, assay.NPM, "l", "1.0.0", "1.0.1"}, `{"dependencies":{"l":"«>=1 <2»"}}`, "!no single version"},
	"npm alias":     {Edit{"package.json", 1, assay.NPM, "m", "1.0.0", "1.0.1"}, `{"dependencies":{"l":"npm:m@«1.0.0»"}}`, "1.0.1"},
	"npm aliased":   {Edit{"package.json", 1, assay.NPM, "lodash", "4.17.10", "4.17.21"}, `{"dependencies":{"lodash":"^4.17.0","lo2":"npm:lodash@«4.17.10»"}}`, "4.17.21"},
	"npm unaliased": {Edit{"package.json", 1, assay.NPM, "lodash", "4.17.15", "4.17.21"}, `{"dependencies":{"lodash":"«^4.17.0»","lo2":"npm:lodash@4.17.10"}}`, "^4.17.21"},
	"npm unclear":   {Edit{"package.json", 1, assay.NPM, "lodash", "4.17.15", "4.17.21"}, `{"dependencies":{"lodash":"«^4.17.0»","lo2":"npm:lodash@^4.16.0"}}`, "!more than once"},
	"npm other":     {Edit{"package.json", 1, assay.NPM, "l", "1.0.0", "1.0.1"}, `{"dependencies":{"l":"«npm:m@1.0.0»"}}`, "!does not stand"},
	"npm scoped":    {Edit{"package.json", 2, assay.NPM, "@a/b", "1.0.0", "1.0.1"}, "{\"dependencies\":{\n\"l\":\"npm:@a/b@«^1.0.0»\"}}", "^1.0.1"},
	"npm protocol":  {Edit{"package.json", 1, assay.NPM, "l", "1.0.0", "1.0.1"}, `{"dependencies":{"l":"npm:«^1.0.0»"}}`, "^1.0.1"},
	"npm override":  {Edit{"package.json", 1, assay.NPM, "l", "1.0.0", "1.0.1"}, "{\"dependencies\":{\"l\":\"«^1.0.0»\"},\n\"overrides\":{\"l\":\"1.0.0\"}}", "!an override"},
	"npm above":     {Edit{"package.json", 1, assay.NPM, "l", "1.0.0", "1.0.1"}, `{"dependencies":{"l":"«^1.2.0»"}}`, "!already"},
	"npm scripts":   {Edit{"package.json", 1, assay.NPM, "l", "1.0.0", "1.0.1"}, `{"scripts":{"l":"«1.0.0»"}}`, "!no dependency"},
	"npm twice":     {Edit{"package.json", 1, assay.NPM, "l", "1.0.0", "1.0.1"}, `{"dependencies":{"l":"«1.0.0»"},"overrides":{"l":"1.0.0"}}`, "!more than once"},
	"npm lockfile":  {Edit{"package-lock.json", 1, assay.NPM, "l", "1.0.0", "1.0.1"}, `{"l":"«1.0.0»"}`, "!lockfile"},
	"pyproject":     {Edit{"pyproject.toml", 1, assay.PyPI, "l", "1.0.0", "1.0.1"}, `x = ["l==«1.0.0»"]`, "!not written into pyproject.toml: raise l there by hand"},
	"uv lock":       {Edit{"uv.lock", 1, assay.PyPI, "l", "1.0.0", "1.0.1"}, `version = "«1.0.0»"`, "!uv.lock is a lockfile"},
	"pipfile lock":  {Edit{"Pipfile.lock", 1, assay.PyPI, "l", "1.0.0", "1.0.1"}, `"«1.0.0»"`, "!is a lockfile"},
	"pom literal":   {Edit{"pom.xml", 3, assay.Maven, "g:a", "2.14.1", "2.17.1"}, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\r\n<project><!-- \xe4 --><dependencies><dependency>\r\n<version> «2.14.1» </version><!--2.14.10--></dependency></dependencies></project>", "2.17.1"},
	"pom property":  {Edit{"pom.xml", 1, assay.Maven, "g:a", "1", "1.1"}, "<project><properties><v>«1»</v></properties>\n<dependencyManagement><dependencies><dependency><version>${v}</version></dependency></dependencies></dependencyManagement></project>", "1.1"},
	"pom other use": {Edit{"pom.xml", 1, assay.Maven, "g:a", "1", "1.1"}, "<project><properties><v>«1»</v></properties>\n<build><plugin><version>${v}</version></plugin></build></project>", "!other things"},
	"pom parent":    {Edit{"pom.xml", 1, assay.Maven, "g:a", "1", "1.1"}, "<project><parent><version>«1»</version></parent></project>", "!parent"},
	"pom own":       {Edit{"pom.xml", 1, assay.Maven, "g:a", "1", "1.1"}, "<project><version>«1»</version></project>", "!no dependency"},
	"pom comment":   {Edit{"pom.xml", 1, assay.Maven, "g:a", "1", "1.1"}, "<project><!-- «1» --></project>", "!well-formed"},
	"pom broken":    {Edit{"pom.xml", 1, assay.Maven, "g:a", "1", "1.1"}, "<project><version>«1»</version", "!well-formed"},
	"flavour":       {Edit{"pom.xml", 1, assay.Maven, "g:a", "31.1-jre", "32.0.0-android"}, "<version>«31.1-jre»</version>", "!platforms"},

	"pin":        {Edit{"requirements-dev.txt", 2, assay.PyPI, "django-x", "3.2.1", "3.2.25"}, "# 3.2.1\nDjango_X[argon2] == «3.2.1» ; python_version > \"3.2.1\"  # 3.2.1\n", "3.2.25"},
	"pin bom":    {Edit{"requirements.txt", 1, assay.PyPI, "a", "1", "2"}, "\xef\xbb\xbfa==«1»\r\n", "2"},
	"pin hashed": {Edit{"requirements.txt", 1, assay.PyPI, "a", "1", "2"}, "a==«1» \\\n  --hash=sha256:00\n", "!hashes"},
	"pin range":  {Edit{"requirements.txt", 1, assay.PyPI, "a", "1", "2"}, "a==«1»,<3\n", "!no pin"},
	"pin name":   {Edit{"requirements.txt", 1, assay.PyPI, "b", "1", "2"}, "a==«1»\n", "!no pin"},
	"compiled":   {Edit{"requirements.txt", 2, assay.PyPI, "a", "1", "2"}, "# This file is autogenerated by pip-compile\na==«1»\n", "!compiled"},

	"catalogue":  {Edit{"gradle/libs.versions.toml", 2, assay.Maven, "g:a", "2.14.1", "2.17.1"}, "[versions]\nlog4j=\"«2.14.1»\" # log4j 2.14.1\n", "2.17.1"},
	"inline":     {Edit{"gradle/libs.versions.toml", 2, assay.Maven, "g:a", "1.9", "1.10.0"}, "[libraries]\nt = { module = \"g:a\", version = \"«1.9»\" }\n", "1.10.0"},
	"strictly":   {Edit{"gradle/libs.versions.toml", 2, assay.Maven, "g:a", "1.9", "1.10.0"}, "[versions]\nt = { strictly = \"[1,2)\", prefer = \"«1.9»\" }\n", "!more than one"},
	"script":     {Edit{"build.gradle.kts", 1, assay.Maven, "g:a", "1.9", "1.10.0"}, "implementation(\"g:a:«1.9»:sources@jar\") // 1.9\n", "1.10.0"},
	"script two": {Edit{"build.gradle", 1, assay.Maven, "g:a", "1.9", "1.10.0"}, "implementation 'g:a:«1.9»', 'g:b:1.9'\n", "!more than once"},
	"properties": {Edit{"gradle.properties", 2, assay.Maven, "g:a", "1.9", "1.10.0"}, "x=1.9\nv = «1.9»\n", "1.10.0"},
	"downgrade":  {Edit{"gradle.properties", 1, assay.Maven, "g:a", "1.9", "1.8"}, "v=«1.9»\n", "!no upgrade"},
	"injection":  {Edit{"gradle.properties", 1, assay.Maven, "g:a", "1.9", "1.10'\n"}, "v=«1.9»\n", "!no upgrade"},
	"no line":    {Edit{"gradle.properties", 9, assay.Maven, "g:a", "1.9", "1.10"}, "v=«1.9»\n", "!no such line"},
}

// cut takes the marks out of a file.
func cut(file string) (before, old, after string) {
	before, rest, _ := strings.Cut(file, "«")
	old, after, _ = strings.Cut(rest, "»")
	return before, old, after
}

func TestApply(t *testing.T) {
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			before, old, after := cut(c.file)
			data := []byte(before + old + after)
			got, err := Apply(data, c.e)
			if why, refused := strings.CutPrefix(c.want, "!"); refused {
				if err == nil || !strings.Contains(err.Error(), why) {
					t.Errorf("%q, %v; want the reason %q", got, err, why)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before+c.want+after, string(got)); diff != "" {
				t.Error(diff)
			}
			if string(data) != before+old+after {
				t.Error("changed its input")
			}
			if Next(c.e) == "" {
				t.Error("no next command")
			}
		})
	}
}

// FuzzApply: whatever the file holds, it stays as it is or differs in one place,
// by the version alone. ASSAY_FUZZ_FORMAT=go.mod limits it to one format.
func FuzzApply(f *testing.F) {
	only := os.Getenv("ASSAY_FUZZ_FORMAT")
	for _, c := range cases {
		before, old, after := cut(c.file)
		if only == "" || strings.HasSuffix(c.e.Path, only) {
			f.Add(c.e.Path, c.e.Line, string(c.e.Ecosystem), c.e.Name, c.e.From, c.e.To, []byte(before+old+after))
		}
	}
	f.Fuzz(func(t *testing.T, path string, line int, ecosystem, name, from, to string, data []byte) {
		if only != "" && !strings.HasSuffix(path, only) {
			return
		}
		e := Edit{path, line, assay.Ecosystem(ecosystem), name, from, to}
		out, err := Apply(data, e)
		if err != nil {
			return
		}
		start := 0
		for start < len(data) && start < len(out) && data[start] == out[start] {
			start++
		}
		at := bytes.LastIndex(out[:min(len(out), start+len(to))], []byte(to))
		lines := func(b []byte) int { return bytes.Count(b, []byte("\n")) }
		if bytes.Equal(data, out) || at < 0 || !bytes.HasSuffix(data, out[at+len(to):]) || lines(data) != lines(out) || lines(data[:start]) != line-1 {
			t.Errorf("%q became %q", data, out)
		}
	})
}

func TestNext(t *testing.T) {
	for path, want := range map[string]string{
		"a/requirements.txt": "pip install -r requirements.txt",
		"a/constraints.txt":  "pip install -c constraints.txt, with the requirements that it is for",
	} {
		if got := Next(Edit{Path: path, Ecosystem: assay.PyPI}); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
