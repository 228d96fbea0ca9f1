package secret

import (
	"bytes"
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/engine/secret/value"
)

// family is a group of rules with the same way out.
type family struct {
	fix string
	ids map[string]bool // rules by name
	in  []string        // or by a part of it
}

// families in the order in which they are asked.
var families = []family{
	{fix: "Delete the webhook where it was made and make a new one; keep its address with the secrets.", in: []string{"webhook"}},
	{fix: "Deactivate the key in the cloud's console, then let the workload use its own role or managed identity.", in: []string{"aws-", "azure-", "gcp-", "google-", "alibaba-", "digitalocean-", "heroku-", "cloudflare-", "scalingo-"}},
	{fix: "Revoke the token in its owner's settings; give jobs a short-lived one from the CI system's secrets.", in: []string{"github-", "gitlab-", "bitbucket-", "azure-devops", "gitea-"}},
	{fix: "Roll the key in the processor's dashboard and look through its log for strangers; then read it from a secret manager.", in: []string{"stripe-", "adyen-", "square", "braintree-", "plaid-", "razorpay-", "flutterwave-", "mollie-", "checkout-", "coinbase-", "kraken-", "paypal-", "finicity-", "gocardless-", "shopify-"}},
	{fix: "Revoke the token in the registry and publish with a short-lived one from the CI system's secrets.", ids: words("registry-credentials"), in: []string{"npm-", "pypi-", "nuget-", "rubygems-", "docker-hub", "jfrog-"}},
	{fix: "Make a new pair, replace the public half everywhere, and keep the private one in a secret manager or an HSM.", ids: words("private-key putty-private-key encrypted-private-key age-secret-key rails-master-key")},
	{fix: "Take the file out of the repository, renew its keys, and mount it from a secret manager when the service starts.", ids: words("keystore")},
	{fix: "Change the password, then read it from the environment or a secret manager.", ids: words("hard-coded-password sql-password")},
	{fix: "Change the password, then leave it out of the address: pass it on its own, from the environment or a secret manager.", ids: words("url-credentials")},
	{fix: "Change the password, then hand it over by standard input, a file or a variable, never as an argument.", ids: words("command-line-password")},
	{fix: "Revoke the credential, then build the header from a variable when the request is made.", ids: words("authorization-header jwt")},
	{fix: "Change what the file holds, delete it from the repository, and add its name to .gitignore.", ids: words("credential-file browser-login")},
	{fix: "Remove the hashes from the repository and have these passwords changed.", ids: words("password-hash")},
	{fix: "Remove the number, from the history too; use a scheme's test numbers in tests and a token of your processor elsewhere.", ids: words("card-number")},
	{fix: "Delete the code and whatever wrote it: it may not be kept after authorisation.", ids: words("card-security-code")},
	{fix: "Replace it by a documented example number, unless it is published anyway.", ids: words("iban")},
}

const revoke = "Revoke it where it was issued, then read the new one from the environment or a secret manager."

// fixOf is what to do about a rule's findings in general.
func fixOf(id string) string {
	for _, f := range families {
		if f.ids[id] {
			return f.fix
		}
		for _, part := range f.in {
			if strings.HasPrefix(id, part) || part == "webhook" && strings.Contains(id, part) {
				return f.fix
			}
		}
	}
	return revoke
}

// fix is the smallest change to an assignment that takes the secret out,
// written as the file's language writes it. Empty: only the rule's advice fits.
func (s *scan) fix(ident []byte) string {
	if s.nested || s.kind.data || s.kind.place == value.Doc || len(ident) == 0 || len(ident) > 48 {
		return ""
	}
	name, plain := variableName(ident), string(ident)
	ext := strings.TrimPrefix(path.Ext(base(s.path)), ".")
	switch {
	case strings.Contains(s.path, ".github/workflows/"):
		return plain + ": ${{ secrets." + name + " }}"
	case strings.HasPrefix(base(s.path), "dockerfile"):
		return "RUN --mount=type=secret,id=" + strings.ToLower(name) + " …, or set " + name + " when the container starts"
	case s.kind.yaml && bytes.Contains(s.data[:min(len(s.data), 4096)], []byte("AWSTemplateFormatVersion")):
		return plain + ": '{{resolve:secretsmanager:NAME:SecretString:password}}'"
	case s.kind.yaml && bytes.Contains(s.data[:min(len(s.data), 4096)], []byte("apiVersion:")):
		return "valueFrom: {secretKeyRef: {name: NAME, key: " + strings.ToLower(name) + "}}"
	case ext == "tf" || ext == "tfvars":
		return "var." + strings.ToLower(name) + `, with variable "` + strings.ToLower(name) + `" { sensitive = true }`
	}
	if form, ok := environmentForms[ext]; ok {
		return strings.NewReplacer("NAME", name, "ident", plain).Replace(form)
	}
	return ""
}

// environmentForms read a variable of the environment, by file extension.
var environmentForms = map[string]string{
	"yml": "ident: ${NAME}", "yaml": "ident: ${NAME}", "properties": "ident=${NAME}", "conf": "ident = ${?NAME}",
	"go": `os.Getenv("NAME")`, "java": `System.getenv("NAME")`, "kt": `System.getenv("NAME")`, "scala": `sys.env("NAME")`, "groovy": `System.getenv("NAME")`, "gradle": `System.getenv("NAME")`,
	"js": "process.env.NAME", "ts": "process.env.NAME", "jsx": "process.env.NAME", "tsx": "process.env.NAME", "mjs": "process.env.NAME", "cjs": "process.env.NAME",
	"py": `os.environ["NAME"]`, "rb": `ENV.fetch("NAME")`, "php": "getenv('NAME')", "cs": `Environment.GetEnvironmentVariable("NAME")`, "rs": `std::env::var("NAME")`,
	"sh": `"${NAME:?}"`, "bash": `"${NAME:?}"`, "ps1": "$env:NAME", "exs": `System.fetch_env!("NAME")`, "pl": "$ENV{NAME}",
}

// variableName makes DB_PASSWORD of dbPassword and APP_PASSWORD of password.
func variableName(ident []byte) string {
	parts := value.Words(ident)
	if len(parts) < 2 {
		parts = append([]string{"app"}, parts...)
	}
	return strings.ToUpper(strings.Join(parts, "_"))
}
