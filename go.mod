module github.com/assay-dev/assay

go 1.26

require (
	github.com/aquasecurity/trivy v0.66.0
	github.com/aquasecurity/trivy-checks v1.11.3-0.20250604022615-9a7efa7c9169
	github.com/open-policy-agent/opa v1.7.1
	github.com/zricethezav/gitleaks/v8 v8.30.1
	github.com/BobuSumisu/aho-corasick v1.0.3
	github.com/spf13/cobra v1.10.2
	github.com/rogpeppe/go-internal v1.16.0
	github.com/google/go-cmp v0.7.0
	modernc.org/sqlite v1.60.0
)
