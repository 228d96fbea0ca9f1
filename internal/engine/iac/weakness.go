package iac

import "strings"

// weaknesses names the CWE of a check, where one clearly applies: these are
// our own judgements, and most checks have none.
var weaknesses = []struct {
	cwe    int
	checks string
}{
	{250, "DS-0002 KSV-0001 KSV-0003 KSV-0004 KSV-0005 KSV-0012 KSV-0017 KSV-0022"}, // execution with unnecessary privileges
	{284, `AWS-0032 AWS-0040 AWS-0041 AWS-0072 AWS-0086 AWS-0087 AWS-0091 AWS-0092 AWS-0093 AWS-0105 AWS-0107 AWS-0180
		AZU-0007 AZU-0022 AZU-0029 AZU-0035 AZU-0047 AZU-0048 AZU-0050 DIG-0001 DIG-0006 GCP-0001 GCP-0017 GCP-0027 GCP-0053`}, // improper access control
	{311, `AWS-0006 AWS-0008 AWS-0021 AWS-0023 AWS-0026 AWS-0037 AWS-0045 AWS-0048 AWS-0064 AWS-0076 AWS-0079 AWS-0080 AWS-0084
		AWS-0088 AWS-0095 AWS-0096 AWS-0109 AWS-0121 AWS-0122 AWS-0131 AWS-0137 AWS-0139 AWS-0179 AZU-0036 AZU-0038`}, // missing encryption of sensitive data
	{312, "GCP-0037 GIT-0002"}, // cleartext storage of sensitive information
	{319, "AWS-0012 AWS-0035 AWS-0046 AWS-0051 AWS-0054 AWS-0073 AWS-0138 AZU-0004 AZU-0008 KCV-0004"}, // cleartext transmission
	{326, "AWS-0005 AWS-0013 AWS-0047 AWS-0112 AWS-0126 AZU-0006 AZU-0011 AZU-0026 GCP-0039"},          // inadequate encryption strength
	{526, "AWS-0036"}, // cleartext storage in an environment variable
	{521, "AWS-0058 AWS-0059 AWS-0060 AWS-0061 AWS-0063"}, // weak password requirements
	{770, "KSV-0011 KSV-0018"},                            // allocation of resources without limits
	{798, "AWS-0029 AWS-0129"},                            // hard-coded credentials
	{778, `AWS-0001 AWS-0010 AWS-0020 AWS-0038 AWS-0042 AWS-0070 AWS-0074 AWS-0075 AWS-0089 AWS-0113 AWS-0116 AWS-0119 AWS-0163
		AZU-0019 AZU-0024 AZU-0033 AZU-0040 GCP-0016 GCP-0022 GCP-0025 GCP-0029 GCP-0060`}, // insufficient logging
}

// weakness lists the CWE numbers of a check.
func weakness(id string) []int {
	id = strings.TrimPrefix(id, "AVD-")
	var out []int
	for _, w := range weaknesses {
		for name := range strings.FieldsSeq(w.checks) {
			if name == id {
				out = append(out, w.cwe)
			}
		}
	}
	return out
}
