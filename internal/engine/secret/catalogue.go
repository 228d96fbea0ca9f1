package secret

import (
	"slices"
	"strings"
	"sync"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// ownRules describes the detectors of this package.
func ownRules() rule.List {
	return rule.List{
		own("hard-coded-password", "Password in the source", assay.High, 798, "A password beside its name: whoever can read the repository, a copy of it or a build log can use it.", "generic-api-key"),
		own("hard-coded-secret", "Key or token in the source", assay.High, 798, "A machine-made key beside its name: whoever can read the repository can act as its owner.", "generic-api-key", "kubernetes-secret-yaml"),
		own("url-credentials", "Password in a URL", assay.High, 798, "A URL carries a user's name and password. URLs end up in logs, histories and error messages as well.", "sidekiq-sensitive-url"),
		own("command-line-password", "Password on a command line", assay.High, 214, "A command takes its password as an argument: it stands in the repository, in shell histories and in the process list.", "curl-auth-user"),
		own("sql-password", "Password in an SQL statement", assay.High, 798, "A statement that creates or changes a database user spells out the password."),
		own("authorization-header", "Credentials in an Authorization header", assay.High, 798, "A header with a ready-made credential: anyone who copies the line is let in."),
		own("registry-credentials", "Credentials of a package or image registry", assay.High, 522, "User and password in base64, which hides nothing. They may let others publish what your builds pull."),
		own("credential-file", "Entry of a credential file", assay.High, 522, "The file's only purpose is to hold live logins; it belongs in nobody's repository."),
		own("browser-login", "Saved browser login", assay.High, 522, "A browser's login store; with the key database beside it, the passwords open without asking."),
		own("rails-master-key", "Master key of an encrypted settings file", assay.Critical, 321, "The key opens the encrypted credentials next to it: together they are clear text."),
		own("private-key", "Private key in clear", assay.Critical, 321, "A private key that parses and has no passphrase. Its owner can be impersonated and traffic may be read.", "private-key"),
		own("encrypted-private-key", "Private key under a passphrase", assay.Medium, 522, "The passphrase is all that protects the key, and guesses at it cannot be noticed."),
		own("putty-private-key", "PuTTY private key in clear", assay.Critical, 321, "A private key for SSH without a passphrase."),
		own("keystore", "Keystore in the source", assay.High, 522, "Key stores and password databases are as strong as their passphrase, which often stands in the same repository.", "pkcs12-file"),
		own("jwt", "JSON Web Token", assay.High, 798, "A signed token with valid structure; until it expires, who bears it is believed.", "jwt", "jwt-base64"),
		own("password-hash", "Stored password hash", assay.Medium, 522, "Hashes of passwords can be attacked offline; weak passwords fall within hours."),
		own("card-number", "Payment card number in clear", assay.High, 312, "A number that a card scheme issues, with a valid check digit. PCI DSS 3.5.1 wants it unreadable wherever it is stored."),
		own("card-security-code", "Card security code in clear", assay.High, 312, "PCI DSS 3.3.1.2 forbids keeping the code after authorisation, even encrypted."),
		own("iban", "Bank account number in clear", assay.Low, 359, "An account number is personal data; test data should use numbers that no bank issued."),
	}
}

func own(id, title string, severity assay.Severity, cwe int, why string, aliases ...string) rule.Rule {
	r := rule.Rule{
		ID: assay.RuleID("secret/" + id), Engine: assay.EngineSecret, Title: title, Severity: severity, Confidence: assay.Firm,
		CWE: []int{cwe}, Tags: []string{"secret"}, Explanation: why, Fix: fixOf(id),
	}
	switch id {
	case "card-number", "card-security-code":
		r.Tags = append(r.Tags, "pci")
	case "iban":
		r.Tags = append(r.Tags, "privacy")
	}
	for _, a := range aliases {
		r.Aliases = append(r.Aliases, "gitleaks:"+a)
	}
	return r
}

// catalogue is built once, on the first question.
var catalogue = sync.OnceValue(func() rule.List {
	all := ownRules()
	for _, e := range ruleEntries() {
		if !replaced[e.ID] {
			all = append(all, vendorEntry(e))
		}
	}
	slices.SortFunc(all, func(a, b rule.Rule) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return slices.CompactFunc(all, func(a, b rule.Rule) bool { return a.ID == b.ID })
})

func vendorEntry(e ruleEntry) rule.Rule {
	name := vendorTitle(e.ID)
	return rule.Rule{
		ID: assay.RuleID("secret/" + e.ID), Engine: assay.EngineSecret, Title: name, Severity: severityOf(e.ID), Confidence: assay.Firm,
		CWE: []int{798}, Tags: []string{"secret"},
		Explanation: "The text has the form of this credential: " + name + ". Whoever has it can use the service in its owner's name, within whatever rights it was given.",
		Fix:         fixOf(e.ID), Aliases: []string{"gitleaks:" + e.ID},
	}
}

// Rule finds one rule by its id.
func (*Engine) Rule(id assay.RuleID) (rule.Rule, bool) {
	if !strings.HasPrefix(string(id), "secret/") {
		return rule.Rule{}, false
	}
	list := catalogue()
	i, ok := slices.BinarySearchFunc(list, id, func(r rule.Rule, id assay.RuleID) int { return strings.Compare(string(r.ID), string(id)) })
	if !ok {
		return rule.Rule{}, false
	}
	return list[i], true
}

// Rules lists the family in the order of the ids.
func (*Engine) Rules() []rule.Rule { return slices.Clone(catalogue()) }

// titleOf names what was found.
func titleOf(id string) string {
	if t := ownTitles()[id]; t != "" {
		return t
	}
	return vendorTitle(id)
}

var ownTitles = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, r := range ownRules() {
		m[strings.TrimPrefix(string(r.ID), "secret/")] = r.Title
	}
	return m
})

// critical are vendors' tokens that move money or open a whole cloud account.
var critical = words(`aws-access-token aws-session-token aws-amazon-bedrock-api-key-long-lived stripe-access-token adyen-api-key braintree-access-token square-access-token
	square-oauth-secret plaid-secret-key plaid-api-token alibaba-secret-key azure-ad-client-secret azure-storage-key digitalocean-pat vault-service-token
	hashicorp-tf-api-token flutterwave-secret-key razorpay-key checkout-secret-key mollie-live-key coinbase-access-token kraken-access-token
	github-pat github-fine-grained-pat gitlab-pat gitlab-pat-routable age-secret-key pulumi-api-token`)

func severityOf(id string) assay.Severity {
	switch {
	case critical[id]:
		return assay.Critical
	case strings.Contains(id, "-test-") || strings.Contains(id, "public") || strings.HasSuffix(id, "client-id"):
		return assay.Low
	}
	return assay.High
}

// vendorTitle makes "GitHub app token" of "github-app-token".
func vendorTitle(id string) string {
	parts := strings.Split(id, "-")
	for i, p := range parts {
		if full := spelled[p]; full != "" {
			parts[i] = full
		} else if i == 0 {
			parts[i] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, " ")
}

var spelled = map[string]string{
	"aws": "AWS", "api": "API", "github": "GitHub", "gitlab": "GitLab", "pat": "personal access token", "gcp": "Google Cloud", "id": "id", "jwt": "JWT",
	"npm": "npm", "pypi": "PyPI", "oauth": "OAuth", "url": "URL", "digitalocean": "DigitalOcean", "openai": "OpenAI", "ad": "AD", "sas": "SAS",
	"hashicorp": "HashiCorp", "tf": "Terraform", "jfrog": "JFrog", "sendgrid": "SendGrid", "mailgun": "Mailgun", "cicd": "CI/CD", "ca": "CA",
	"ptt": "pipeline trigger token", "rrt": "runner registration token", "scim": "SCIM", "paypal": "PayPal", "linkedin": "LinkedIn", "facebook": "Facebook",
}
