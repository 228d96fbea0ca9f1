package importer

// The parts of SARIF 2.1.0 that we read; names follow the standard.
type (
	sarifTool struct {
		Driver     sarifComponent   `json:"driver"`
		Extensions []sarifComponent `json:"extensions"`
	}
	sarifComponent struct {
		Name            string                `json:"name"`
		GUID            string                `json:"guid"`
		FullName        string                `json:"fullName"`
		Version         text                  `json:"version"`
		SemanticVersion text                  `json:"semanticVersion"`
		Rules           []sarifRule           `json:"rules"`
		Taxa            []sarifRule           `json:"taxa"`
		Messages        map[string]sarifWords `json:"globalMessageStrings"`
	}
	sarifRule struct {
		ID            string                `json:"id"`
		GUID          string                `json:"guid"`
		Name          string                `json:"name"`
		DeprecatedIDs []string              `json:"deprecatedIds"`
		Short         sarifWords            `json:"shortDescription"`
		Full          sarifWords            `json:"fullDescription"`
		Help          sarifWords            `json:"help"`
		HelpURI       string                `json:"helpUri"`
		Messages      map[string]sarifWords `json:"messageStrings"`
		Default       struct {
			Level string   `json:"level"`
			Rank  *float64 `json:"rank"`
		} `json:"defaultConfiguration"`
		Relationships []struct {
			Target sarifRef `json:"target"`
		} `json:"relationships"`
		Properties sarifProperties `json:"properties"`
	}
	sarifWords struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	sarifText struct {
		Text      string   `json:"text"`
		Markdown  string   `json:"markdown"`
		ID        string   `json:"id"`
		Arguments []string `json:"arguments"`
	}
	// sarifRef names a rule or a taxon.
	sarifRef struct {
		ID        string `json:"id"`
		Index     *int   `json:"index"`
		GUID      string `json:"guid"`
		Component *struct {
			Name  string `json:"name"`
			Index *int   `json:"index"`
			GUID  string `json:"guid"`
		} `json:"toolComponent"`
	}
	sarifResult struct {
		RuleID          string             `json:"ruleId"`
		RuleIndex       *int               `json:"ruleIndex"`
		Rule            *sarifRef          `json:"rule"`
		Taxa            []sarifRef         `json:"taxa"`
		Kind            string             `json:"kind"`
		Level           string             `json:"level"`
		Rank            *float64           `json:"rank"`
		BaselineState   string             `json:"baselineState"`
		CorrelationGUID string             `json:"correlationGuid"`
		Message         sarifText          `json:"message"`
		Locations       []sarifLocation    `json:"locations"`
		Fingerprints    map[string]text    `json:"fingerprints"`
		Partial         map[string]text    `json:"partialFingerprints"`
		CodeFlows       []sarifCodeFlow    `json:"codeFlows"`
		Suppressions    []sarifSuppression `json:"suppressions"`
		Fixes           []sarifFix         `json:"fixes"`
		WebRequest      *sarifRequest      `json:"webRequest"`
		Properties      sarifProperties    `json:"properties"`
	}
	sarifProperties struct {
		SecuritySeverity text  `json:"security-severity"`
		Severity         text  `json:"severity"`
		ProblemSeverity  text  `json:"problem.severity"`
		Precision        text  `json:"precision"`
		Confidence       text  `json:"confidence"`
		Engine           text  `json:"engine"`
		Commit           text  `json:"commit"`
		Fix              text  `json:"fix"`
		CWE              texts `json:"cwe"`
		Tags             texts `json:"tags"`
		PURLs            texts `json:"purls"`
		Attack           text  `json:"attack"`
		Parameter        text  `json:"param"`
		Evidence         text  `json:"evidence"`
	}
	sarifLocation struct {
		Physical   sarifPhysical   `json:"physicalLocation"`
		Logical    []sarifLogical  `json:"logicalLocations"`
		Message    sarifText       `json:"message"`
		Properties sarifProperties `json:"properties"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
		Context  sarifRegion   `json:"contextRegion"`
	}
	sarifArtifact struct {
		URI    string `json:"uri"`
		BaseID string `json:"uriBaseId"`
		Index  *int   `json:"index"`
	}
	sarifListed struct {
		Location sarifArtifact `json:"location"`
	}
	sarifRegion struct {
		StartLine   int        `json:"startLine"`
		StartColumn int        `json:"startColumn"`
		EndLine     int        `json:"endLine"`
		EndColumn   int        `json:"endColumn"`
		Snippet     sarifWords `json:"snippet"`
	}
	sarifLogical struct {
		Name     string `json:"name"`
		FullName string `json:"fullyQualifiedName"`
		Kind     string `json:"kind"`
	}
	sarifCodeFlow struct {
		ThreadFlows []struct {
			Locations []sarifStep `json:"locations"`
		} `json:"threadFlows"`
	}
	sarifStep struct {
		Location *sarifLocation `json:"location"`
		Index    *int           `json:"index"`
	}
	sarifSuppression struct {
		Kind          string         `json:"kind"`
		Status        string         `json:"status"`
		Justification string         `json:"justification"`
		Location      *sarifLocation `json:"location"`
	}
	sarifInvocation struct {
		Successful    *bool  `json:"executionSuccessful"`
		Exit          string `json:"exitCodeDescription"`
		Notifications []struct {
			Level   string    `json:"level"`
			Message sarifText `json:"message"`
		} `json:"toolExecutionNotifications"`
	}
	sarifFix struct {
		Description sarifText `json:"description"`
		Changes     []struct {
			Replacements []struct {
				Inserted sarifWords `json:"insertedContent"`
			} `json:"replacements"`
		} `json:"artifactChanges"`
	}
	// sarifRequest has no headers and no body: they are never kept.
	sarifRequest struct {
		Target     string          `json:"target"`
		Method     string          `json:"method"`
		Parameters map[string]text `json:"parameters"`
	}
)
