package secret

import (
	"regexp"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"
	"github.com/zricethezav/gitleaks/v8/config"

	"github.com/assay-dev/assay/rules"
)

// vendorRule is one rule of the data files: a form that a vendor gave its
// tokens, or its name near a value of the right shape.
type vendorRule struct {
	id       string
	index    int
	literals []string
	entropy  float64
	group    int
	keyword  bool // the literal names the vendor; the token itself has no mark
	nearby   bool // the literal need not touch the token: it stands somewhere around
	allow    []allowRule
	regex    func() *regexp.Regexp
	path     func() *regexp.Regexp // nil: any
}

type allowRule struct {
	target string // secret, match or line
	regex  func() *regexp.Regexp
	stops  []string
}

// ruleFile is the part of gitleaks' format that we read.
type ruleFile struct {
	Rules []ruleEntry `toml:"rules"`
}

type ruleEntry struct {
	ID          string   `toml:"id"`
	Description string   `toml:"description"`
	Regex       string   `toml:"regex"`
	Path        string   `toml:"path"`
	SecretGroup int      `toml:"secretGroup"`
	Entropy     float64  `toml:"entropy"`
	Keywords    []string `toml:"keywords"`
	Allowlists  []struct {
		RegexTarget string   `toml:"regexTarget"`
		Regexes     []string `toml:"regexes"`
		StopWords   []string `toml:"stopwords"`
	} `toml:"allowlists"`
}

// replaced are rules whose work detectors of this package do better; their
// names stay in the catalogue as aliases.

var replaced = words("generic-api-key private-key jwt jwt-base64 curl-auth-user curl-auth-header kubernetes-secret-yaml pkcs12-file sidekiq-sensitive-url nuget-config-password hashicorp-tf-password")

// identifiers are rules that name public halves: no secret alone.
var identifiers = words("adobe-client-id asana-client-id bitbucket-client-id discord-client-id linkedin-client-id flutterwave-public-key plaid-client-id looker-client-id")

// ruleEntries reads the data files; both ship inside the binary, so an error
// is a programmer's.
func ruleEntries() []ruleEntry {
	var all []ruleEntry
	for _, text := range []string{config.DefaultConfig, rules.Secret} {
		var f ruleFile
		if err := toml.Unmarshal([]byte(text), &f); err != nil {
			panic("secret rules: " + err.Error())
		}
		all = append(all, f.Rules...)
	}
	return all
}

func vendorRules() []*vendorRule {
	var out []*vendorRule
	for _, e := range ruleEntries() {
		if e.Regex == "" || replaced[e.ID] || identifiers[e.ID] {
			continue
		}
		r := &vendorRule{
			id: e.ID, index: len(out), literals: e.Keywords, entropy: e.Entropy, group: e.SecretGroup,
			keyword: strings.Contains(e.Regex[:min(len(e.Regex), 20)], `[\w.-]{0,50}?`),
			regex:   lazy(strings.ReplaceAll(e.Regex, tokenEnd, widerEnd)),
		}
		if better := literals[e.ID]; better != nil {
			r.literals = better
		}
		r.nearby = !r.keyword && apart(e.Regex, r.literals)
		if e.Path != "" {
			r.path = lazy(e.Path)
		}
		for _, a := range e.Allowlists {
			r.allow = append(r.allow, allowRule{a.RegexTarget, lazy(anyOf(a.Regexes)), a.StopWords})
		}
		out = append(out, r)
	}
	return out
}

// apart says that an expression does not contain the literals that wake it.
func apart(expr string, list []string) bool {
	low := strings.NewReplacer(`\`, "", `[a-z0-9]`, "").Replace(strings.ToLower(expr))
	for _, l := range list {
		if strings.Contains(low, l[:min(3, len(l))]) {
			return false
		}
	}
	return true
}

// literals replaces keywords that wake a rule too often.
var literals = map[string][]string{
	"vault-service-token":      {"hvs."},
	"sourcegraph-access-token": {"sgp_"},
}

// gitleaks wants a quote or a blank behind a token; in XML, in a call and in a
// list others follow.
const (
	tokenEnd = `(?:[\x60'"\s;]|\\[nr]|$)`
	widerEnd = `(?:[\x60'"\s;<>&,)\]}|]|\\[nr"]|$)`
)

func anyOf(list []string) string {
	if len(list) == 0 {
		return `[^\x00-\x{10FFFF}]`
	}
	return "(?:" + strings.Join(list, ")|(?:") + ")"
}

func lazy(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
