package secret

import (
	"bytes"
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/engine/secret/value"
)

// fileKind says how to read a file: what its lines mean and how much it takes
// to believe one.
type fileKind struct {
	place  value.Place
	quoted bool // only string literals are values
	shell  bool // values end at blanks
	spaced bool // a blank may stand between name and value
	yaml   bool
	json   bool
	data   bool // rows: CSV, logs, dumps
	test   bool // written for tests, examples or samples
	cheap  bool // lock files and bundles: tokens only
	ini    bool // sections of name = value
	mute   bool // style sheets, grammars: nothing is assigned here
}

func kindOf(p string, data []byte) fileKind {
	base := strings.ToLower(path.Base(p))
	ext := strings.TrimPrefix(path.Ext(base), ".")
	k := byExtension(ext, base)
	if !k.json && k.place == value.Config && len(data) > 0 && data[0] == '{' {
		k.json, k.quoted = true, true
	}
	k.test = testPath(p)
	switch {
	case lockFiles[base] || minified(base, data):
		k.cheap = true
	case translation(p, base):
		k.place = value.Doc
	case templateFile(base) || specification(base, data):
		k.place = value.Doc
	case storeFile(p, base):
		k.place, k.spaced = value.Store, !k.json && ext != "xml"
		k.shell = k.shell || !k.json && ext == base[min(1, len(base)):]
	case configName(base) && k.place == value.Code:
		k.place = value.Config
	case ext == "" && environment(data):
		k.place, k.shell = value.Store, true
	}
	if k.test && k.place < value.Code {
		k.place++ // what stands among tests must look more real
	}
	return k
}

func byExtension(ext, base string) fileKind {
	switch {
	case strings.HasPrefix(base, "dockerfile"), strings.HasSuffix(base, ".dockerfile"), strings.HasPrefix(base, "containerfile"):
		return fileKind{place: value.Config, shell: true, spaced: true}
	case codeExt[ext]:
		return fileKind{place: value.Code, quoted: true}
	case base == "makefile", base == "crontab", base == "procfile", ext == "mk", ext == "make":
		return fileKind{place: value.Config, shell: true}
	case docExt[ext], proseFiles[base]:
		return fileKind{place: value.Doc}
	case shellExt[ext]:
		return fileKind{place: value.Config, shell: true}
	case ext == "yaml" || ext == "yml":
		return fileKind{place: value.Config, yaml: true}
	case ext == "ini" || ext == "udl" || ext == "dsn":
		return fileKind{place: value.Config, ini: true}
	case ext == "bicep" || ext == "json" || ext == "json5" || ext == "tf" || ext == "tfvars" || ext == "hcl" || ext == "toml" || ext == "ipynb":
		return fileKind{place: value.Config, quoted: true, json: ext == "json"}
	case dataExt[ext]:
		return fileKind{place: value.Config, data: true, quoted: ext == "sql"}
	case muteExt[ext]:
		return fileKind{place: value.Doc, mute: true}
	case ext == "conf" || ext == "cnf" || strings.HasSuffix(base, "rc"):
		return fileKind{place: value.Config, spaced: true}
	}
	return fileKind{place: value.Config}
}

var (
	codeExt = words(`go java kt kts scala groovy gradle js jsx ts tsx mjs cjs vue svelte py rb php phtml pl pm c h cc cpp cxx hpp cs vb fs fsx swift m mm rs dart
		lua r jl ex exs erl clj hs jsp jspx asp aspx cshtml sol proto graphql feature pyi pyx vim tcl tm mts cts zig nim el lisp scm ml hs pas ada cls trigger avsc thrift erb ftl hbs mustache jinja j2 tpl`)
	docExt   = words("md adoc asciidoc rst tex markdown mdx drawio textile org pot po xlf pod changes news 1 3 5 7 8")
	shellExt = words("sh bash zsh fish ksh ps1 psm1 bat cmd envrc env")
	dataExt  = words("csv tsv log sql dump ldif psv dat out edi mt940 xml txt")
	muteExt  = words("html htm svg css scss sass less map lock sum snap patch diff sha256 sha512 asc pub crt cer")

	// proseFiles are read by people and have no extension.
	proseFiles = words("readme license licence copying changelog changes news authors contributors release_notes metadata pkg-info install todo notice")

	lockFiles = words("package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml composer.lock cargo.lock poetry.lock pipfile.lock gemfile.lock go.sum go.mod go.work.sum gradle.lockfile verification-metadata.xml deno.lock flake.lock packages.lock.json")
)

func words(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// translation says that a file holds what an interface says to people.
func translation(p, base string) bool {
	low := strings.ToLower(p)
	for _, dir := range []string{"/locales/", "/locale/", "/i18n/", "/l10n/", "/translations/", "/lang/"} {
		if strings.Contains("/"+low, dir) {
			return true
		}
	}
	return strings.HasPrefix(base, "messages") && (strings.HasSuffix(base, ".properties") || strings.HasSuffix(base, ".json"))
}

// minified is a bundle: made from sources that are looked at elsewhere.
func minified(base string, data []byte) bool {
	if strings.Contains(base, ".min.") || strings.HasSuffix(base, ".bundle.js") {
		return true
	}
	if len(data) < 20<<10 || !strings.HasSuffix(base, "js") && !strings.HasSuffix(base, "css") {
		return false
	}
	return bytes.Count(data[:16<<10], []byte("\n")) < 16
}

// specification is an OpenAPI document: its values are examples. One line that
// claims to be one is not enough: a document has its version, info and paths.
func specification(base string, data []byte) bool {
	if !strings.HasSuffix(base, ".yaml") && !strings.HasSuffix(base, ".yml") && !strings.HasSuffix(base, ".json") {
		return false
	}
	has := func(key string) bool {
		return bytes.Contains(data, []byte("\n"+key+":")) || bytes.Contains(data, []byte(`"`+key+`"`)) || bytes.HasPrefix(data, []byte(key+":"))
	}
	return (has("openapi") || has("swagger")) && has("info") && (has("paths") || has("components") || has("webhooks"))
}

func templateFile(base string) bool {
	for _, s := range []string{".example", ".sample", ".template", ".dist", ".tmpl", ".tpl", ".j2", ".erb", "-example", "-sample", ".sample.env", "example.env"} {
		if strings.HasSuffix(base, s) {
			return true
		}
	}
	return strings.Contains(base, ".example.") || strings.Contains(base, ".sample.") || strings.Contains(base, ".template.")
}

// stores are files that exist to hold live credentials, by base name.
var stores = words(`.netrc _netrc .npmrc .pypirc .pgpass pgpass.conf .my.cnf .mylogin.cnf .s3cfg .boto .tugboat .esmtprc .msmtprc .muttrc .fetchmailrc .mutt
	.git-credentials .dockercfg .dockerconfigjson heroku.json hub .ftpconfig sftp-config.json .remote-sync.json sftp.json ftp.json webservers.xml filezilla.xml
	recentservers.xml sitemanager.xml robomongo.json robo3t.json .credentials credentials.xml secrets.yml secrets.yaml secrets.json secrets.toml credentials.json
	proftpdpasswd ventrilo_srv.ini wp-config.php .bashrc .bash_profile .bash_aliases .bash_login .profile .zshrc .zprofile .zshenv .zlogin .cshrc .tcshrc .env .envrc
	.flaskenv kubeconfig .htpasswd htpasswd shadow passwd .smbcredentials .pgpassfile .vault-token .gist .travis-token .dbeaver-data-sources.xml
	dbeaver-data-sources.xml credentials-config.json .ovpn-auth .psqlrc .mongorc.js .irssi .irssi-config terraform.rc .terraformrc`)

func storeFile(p, base string) bool {
	low := strings.ToLower(p)
	switch {
	case stores[base], strings.HasPrefix(base, ".env."), strings.HasSuffix(base, ".env"), historyFile(base):
		return true
	case strings.Contains(low, ".aws/"), strings.HasSuffix(low, ".docker/config.json"), strings.HasSuffix(low, ".kube/config"):
		return true
	}
	return strings.HasSuffix(low, ".config/hub")
}

func historyFile(base string) bool {
	return strings.HasPrefix(base, ".") && strings.HasSuffix(base, "_history") || base == ".history" || base == "fish_history"
}

// configName is configuration written in a programming language.
func configName(base string) bool {
	stem, _, _ := strings.Cut(strings.TrimPrefix(base, "."), ".")
	for _, w := range []string{"config", "conf", "settings", "secrets", "secret", "credentials", "database", "local_settings", "env", "environment", "parameters", "db"} {
		if stem == w || strings.HasSuffix(stem, "-"+w) || strings.HasSuffix(stem, "_"+w) {
			return true
		}
	}
	return strings.Contains(base, ".config.") || strings.Contains(base, ".env.") || strings.HasPrefix(base, "environment.")
}

// environment says that most lines are NAME=value.
func environment(data []byte) bool {
	lines, named := 0, 0
	for line := range bytes.Lines(data[:min(len(data), 4096)]) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		lines++
		if i := bytes.IndexByte(line, '='); i > 0 && upperName(bytes.TrimPrefix(line[:i], []byte("export "))) {
			named++
		}
	}
	return named > 0 && named*10 >= lines*8
}

func upperName(b []byte) bool {
	for _, c := range b {
		if c != '_' && (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return len(b) > 1
}

// testPath says that a file was written for tests, examples or samples.
func testPath(p string) bool {
	low := strings.ToLower(p)
	before := ""
	for _, seg := range strings.FieldsFunc(low, func(r rune) bool { return strings.ContainsRune("/._-", r) }) {
		if testWords[seg] && !(strings.HasPrefix(seg, "example") && domains[before]) {
			return true
		}
		before = seg
	}
	base := path.Base(p)
	stem := strings.TrimSuffix(base, path.Ext(base))
	return strings.HasSuffix(stem, "Test") || strings.HasSuffix(stem, "Tests") || strings.HasSuffix(stem, "IT") || strings.HasSuffix(stem, "Spec")
}

// domains begin the names of packages: com/example/orders is no example.
var domains = words("com org net io")

var testWords = words("test tests testing testdata testutil testutils fixture fixtures spec specs example examples sample samples mock mocks e2e __tests__ demo dummy stub stubs cypress integrationtest")
