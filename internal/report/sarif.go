package report

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// The few structs of SARIF 2.1.0 (OASIS) that we fill. Field names follow the
// standard; what it requires has no omitempty.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool              sarifTool                `json:"tool"`
		AutomationDetails sarifID                  `json:"automationDetails"`
		Invocations       []sarifInvocation        `json:"invocations"`
		BaseIDs           map[string]sarifArtifact `json:"originalUriBaseIds"`
		ColumnKind        string                   `json:"columnKind"`
		Results           []sarifResult            `json:"results"`
		Properties        map[string]any           `json:"properties,omitempty"`
	}
	sarifID struct {
		ID string `json:"id"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
		Notifications  []sarifRule `json:"notifications,omitempty"`
	}
	sarifRule struct {
		ID               string         `json:"id"`
		ShortDescription *sarifText     `json:"shortDescription,omitempty"`
		FullDescription  *sarifText     `json:"fullDescription,omitempty"`
		Help             *sarifText     `json:"help,omitempty"`
		HelpURI          string         `json:"helpUri,omitempty"`
		Default          *sarifLevel    `json:"defaultConfiguration,omitempty"`
		Properties       map[string]any `json:"properties,omitempty"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifLevel struct {
		Level string  `json:"level"`
		Rank  float64 `json:"rank"`
	}
	sarifInvocation struct {
		Successful      bool                `json:"executionSuccessful"`
		ExitCode        int                 `json:"exitCode"`
		ExitDescription string              `json:"exitCodeDescription,omitempty"`
		Start           string              `json:"startTimeUtc,omitempty"`
		End             string              `json:"endTimeUtc,omitempty"`
		Notifications   []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Descriptor sarifID         `json:"descriptor"`
		Level      string          `json:"level"`
		Message    sarifText       `json:"message"`
		Locations  []sarifLocation `json:"locations,omitempty"`
	}
	sarifResult struct {
		RuleID        string             `json:"ruleId"`
		RuleIndex     int                `json:"ruleIndex"`
		Level         string             `json:"level"`
		Rank          float64            `json:"rank"`
		BaselineState string             `json:"baselineState,omitempty"`
		Message       sarifText          `json:"message"`
		Locations     []sarifLocation    `json:"locations,omitempty"`
		Fingerprints  map[string]string  `json:"partialFingerprints,omitempty"`
		CodeFlows     []sarifCodeFlow    `json:"codeFlows,omitempty"`
		Suppressions  []sarifSuppression `json:"suppressions,omitempty"`
		Properties    map[string]any     `json:"properties,omitempty"`

		severity assay.Severity
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
		Message  *sarifText     `json:"message,omitempty"`
	}
	sarifLogical struct {
		FullyQualifiedName string `json:"fullyQualifiedName"`
		Kind               string `json:"kind"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI         string     `json:"uri,omitempty"`
		BaseID      string     `json:"uriBaseId,omitempty"`
		Description *sarifText `json:"description,omitempty"`
	}
	sarifRegion struct {
		StartLine   int        `json:"startLine"`
		StartColumn int        `json:"startColumn,omitempty"`
		EndLine     int        `json:"endLine,omitempty"`
		EndColumn   int        `json:"endColumn,omitempty"`
		Snippet     *sarifText `json:"snippet,omitempty"`
	}
	sarifCodeFlow struct {
		ThreadFlows []sarifThreadFlow `json:"threadFlows"`
	}
	sarifThreadFlow struct {
		Locations []sarifFlowLocation `json:"locations"`
	}
	sarifFlowLocation struct {
		Location sarifLocation `json:"location"`
	}
	sarifSuppression struct {
		Kind          string         `json:"kind"`
		Status        string         `json:"status"`
		Justification string         `json:"justification"`
		Location      *sarifLocation `json:"location,omitempty"`
	}
)

// srcRoot is the name of the examined folder; where it lies is nobody's business.
const srcRoot = "%SRCROOT%"

// writeSARIF writes one run. Without o.For nothing is left out. Columns count
// bytes as ours do, which is what SARIF's "unicodeCodePoints" means on lines of ASCII.
func writeSARIF(w io.Writer, v *View, o Options) error {
	run := sarifRunOf(v)
	for _, sentence := range trim(&run, systems[o.For]) {
		o.notice(sentence)
	}
	log := clean(sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	return enc.Encode(log)
}

// fileURI percent-encodes a path as a relative reference (RFC 3986): every
// byte but the unreserved ones and the slash.
func fileURI(path string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(path) {
		c := path[i]
		if c == '/' && i > 0 || strings.IndexByte("-._~", c) >= 0 ||
			'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}
