package assay

// Scope is something that an engine can cover: "secret/tree", "iac/terraform".
type Scope string

// The scopes there are today.
const (
	ScopeSecretTree     Scope = "secret/tree"
	ScopeSecretHistory  Scope = "secret/history"
	ScopeTerraform      Scope = "iac/terraform"
	ScopeTerraformPlan  Scope = "iac/terraform-plan"
	ScopeCloudFormation Scope = "iac/cloudformation"
	ScopeKubernetes     Scope = "iac/kubernetes"
	ScopeDockerfile     Scope = "iac/dockerfile"
	ScopeHelm           Scope = "iac/helm"
	ScopeTags           Scope = "tag/resources"
	ScopeFinance        Scope = "finance/resources"
	ScopeSchema         Scope = "finance/sql"

	ScopeOpenAPI     Scope = "threat/openapi"
	ScopeThreatModel Scope = "threat/model" // elements of infrastructure, interfaces and services

	ScopeGoModules Scope = "dependency/go"
	ScopeNPM       Scope = "dependency/npm"
	ScopeMaven     Scope = "dependency/maven"
	ScopeGradle    Scope = "dependency/gradle"
	ScopePython    Scope = "dependency/python"
	ScopeNuGet     Scope = "dependency/nuget"
	ScopeCargo     Scope = "dependency/cargo"
	ScopeBundler   Scope = "dependency/bundler"
	ScopeComposer  Scope = "dependency/composer"
	ScopeArchive   Scope = "dependency/archive"    // jars, wheels, programs built by Go
	ScopeAdvisory  Scope = "dependency/advisories" // components held against known flaws
	ScopeLicence   Scope = "licence/components"
)

// SASTScope is the scope of source code in a language ("java").
func SASTScope(language string) Scope { return Scope("sast/" + language) }

// SASTScopes lists the scopes of the static analysis, one for each language.
func SASTScopes() []Scope {
	var out []Scope
	for _, l := range []string{"csharp", "go", "java", "javascript", "kotlin", "php", "python", "ruby", "scala", "typescript"} {
		out = append(out, SASTScope(l))
	}
	return out
}

// Gap is something that was not examined although it belongs to a scope.
type Gap struct {
	Scope    Scope    `json:"scope"`    // what should have been examined
	Location Location `json:"location"` // where
	// Reason is a sentence for a person: what was not examined and why.
	Reason string `json:"reason"`
	// Help says what to do about it.
	Help string `json:"help,omitempty"`
	// Unsupported marks what no version of ours examines yet (Helm charts):
	// listed always, and no failure of this run.
	Unsupported bool   `json:"unsupported,omitempty"`
	Status      Status `json:"status,omitempty"` // against the base of the change
}

// Coverage says what was examined within one scope.
type Coverage struct {
	Scope Scope `json:"scope"`
	// State is complete, partial or not-run.
	State    CoverageState `json:"state"`
	Examined int           `json:"examined"` // files, or objects for infrastructure
}

// CoverageState is how far a scope was covered.
type CoverageState string

// The states.
const (
	Complete CoverageState = "complete"
	Partial  CoverageState = "partial"
	NotRun   CoverageState = "not-run"
)
