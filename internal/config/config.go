// Package config is the one reader of assay.yaml.
//
//	cfg, err := config.Parse("assay.yaml", data)
//
// Unknown keys, wrong types and bad values are errors with file and line. The
// caller decides which revision's bytes to read: a change is judged by the
// file as it stands at its base. Other files under .assay are read as strictly
// with Decode, by the packages whose words they are. The package reads no disk.
package config

import (
	"github.com/assay-dev/assay/internal/assay"
)

// FileName is where the configuration lives, in the root of what is examined.
const FileName = "assay.yaml"

// MaxSize bounds the file, in bytes.
const MaxSize = 1 << 20

// Config is assay.yaml.
type Config struct {
	Version int `yaml:"version" doc:"Version of this file's shape: 1."`
	// FingerprintKey keys the hashes that identify secrets; see the guide.
	FingerprintKey string            `yaml:"fingerprint_key" doc:"Random text that keys the hashes which identify leaked secrets in reports. ASSAY_FINGERPRINT_KEY overrides it."`
	Profile        assay.Profile     `yaml:"profile" enum:"strict,standard,light" doc:"Risk profile of paths that no service owns: strict, standard or light."`
	Frameworks     []string          `yaml:"frameworks" doc:"Frameworks in scope: pci-dss-4.0.1, gdpr, mifid2, psd2-sca, dora, sox, iso27001-2022, nist-ssdf, asvs-5.0.0."`
	Services       []Service         `yaml:"services" doc:"What this repository holds."`
	Tags           TagPolicy         `yaml:"tags" doc:"Tags that every taggable resource must carry."`
	Licences       Licences          `yaml:"licences" doc:"Which licences components may come under, by how the software is used."`
	Require        []assay.Scope     `yaml:"require" doc:"Scopes that must be examined completely, besides the profile's own: secret/tree, iac/terraform …"`
	Profiles       map[string]Limits `yaml:"profiles" doc:"Limits of a profile where they are not Assay's own: by strict, standard, light."`
	Stages         map[string]Stage  `yaml:"stages" doc:"Declared steps by stage: plan, code, build, test, release, deploy. They run with --steps, or in CI."`
}

// Service is one entry of services.
type Service struct {
	Name        string        `yaml:"name" doc:"Short name, unique in the file."`
	Paths       []string      `yaml:"paths" doc:"Globs of the paths it owns; ** crosses folders. The most specific wins."`
	Owner       string        `yaml:"owner" doc:"Team or person who fixes findings."`
	CostCentre  string        `yaml:"cost_centre" doc:"Who pays."`
	Environment string        `yaml:"environment" doc:"production, staging, test …"`
	DataClasses []string      `yaml:"data_classes" doc:"Data it handles: card, personal, account, trading, public …"`
	Scope       []string      `yaml:"scope" doc:"What it deals with: card, personal-data, trading, payment, financial-reporting, venue. Brings frameworks into scope."`
	Profile     assay.Profile `yaml:"profile" enum:"strict,standard,light" doc:"Risk profile, when it is not the file's."`
	Frameworks  []string      `yaml:"frameworks" doc:"Frameworks in scope, when they are not the file's."`
	Use         string        `yaml:"use" enum:"distributed,service,internal" doc:"How it reaches others, for licences: distributed, service or internal; when it is not the file's."`
}

// Licences is the licence policy.
type Licences struct {
	Use         string            `yaml:"use" enum:"distributed,service,internal" doc:"How the software reaches others: distributed to them, offered as a service (when left out), or internal."`
	Distributed LicencePolicy     `yaml:"distributed" doc:"Policy for software that is handed to others."`
	Service     LicencePolicy     `yaml:"service" doc:"Policy for software that others use over a network."`
	Internal    LicencePolicy     `yaml:"internal" doc:"Policy for software that stays in the house, and for what serves development only."`
	Packages    []LicencedPackage `yaml:"packages" doc:"What was found out or agreed for single packages."`
}

// Of gives the policy of a use.
func (l Licences) Of(use string) LicencePolicy {
	switch use {
	case "distributed":
		return l.Distributed
	case "internal":
		return l.Internal
	}
	return l.Service
}

// LicencePolicy lists licences: SPDX identifiers, patterns with *, or a class
// after @ (permissive, weak, strong, network, restricted, other).
type LicencePolicy struct {
	Allow  []string `yaml:"allow" doc:"Licences that are fine; with such a list all others are to be reviewed."`
	Review []string `yaml:"review" doc:"Licences that somebody must look at."`
	Deny   []string `yaml:"deny" doc:"Licences that block."`
}

// LicencedPackage is what was agreed for a package.
type LicencedPackage struct {
	Name    string `yaml:"name" doc:"The package, as reports name it; * stands for any characters."`
	Licence string `yaml:"licence" doc:"Its licence, as an SPDX expression."`
	Verdict string `yaml:"verdict" enum:"allow,deny" doc:"What was decided: allow or deny."`
}

// Limits are what a profile demands of known flaws.
type Limits struct {
	AdvisoriesMaxAge string    `yaml:"advisories_max_age" doc:"Refuse to answer when the data on known flaws is older, as 30d; none for any age."`
	Deadlines        Deadlines `yaml:"deadlines" doc:"Days after its publication by which a known flaw must be gone; one that is older counts even when it is not new."`
}

// Deadlines are times to remedy, as 30d or none; empty takes the profile's own.
type Deadlines struct {
	Exploited string `yaml:"exploited" doc:"Of flaws that are exploited in the wild, counted from the day they were listed, as 14d or none."`
	Critical  string `yaml:"critical" doc:"Of critical ones, as 30d or none."`
	High      string `yaml:"high" doc:"Of high ones, as 60d or none."`
	Medium    string `yaml:"medium" doc:"Of medium ones, as 180d or none."`
	Low       string `yaml:"low" doc:"Of low ones, as 365d or none."`
}

// TagPolicy says which tags are required.
type TagPolicy struct {
	Required []RequiredTag `yaml:"required" doc:"A tag's key, or key with allowed values."`
}

// RequiredTag is one required tag; in the file it may be the key alone.
type RequiredTag struct {
	Key     string   `yaml:"key" doc:"The tag's key."`
	Aliases []string `yaml:"aliases" doc:"Other keys that count as this one."`
	Values  []string `yaml:"values" doc:"Allowed values; any when left out."`
	// From names the service field that a suggested fix takes the value from.
	From string `yaml:"from" enum:"owner,cost_centre,environment,name" doc:"Field of the service that the suggested value comes from: owner, cost_centre, environment or name."`
}

// Stage is one stage's declared steps; in the file it may be one command or a list.
type Stage struct {
	Steps []Step `yaml:"steps" doc:"Commands, in order; the first that fails ends the stage."`
}

// Step is one declared command; in the file it may be the command alone.
type Step struct {
	Name    string `yaml:"name" doc:"Name in reports; the command when left out."`
	Run     string `yaml:"run" doc:"Command line for the shell, run in the examined folder."`
	Timeout string `yaml:"timeout" doc:"Longest time it may take, as 90s or 10m; 30m when left out."`
}

// StageNames lists the stages in the order of a change's way.
func StageNames() []string {
	return []string{"plan", "code", "build", "test", "release", "deploy"}
}

// Default is the configuration of a folder without assay.yaml.
func Default() *Config { return &Config{Version: 1, Profile: assay.Standard} }
