package assay

// Frameworks lists the ids of the frameworks whose controls there are; the
// data of each is in rules/control.
func Frameworks() []string {
	return []string{
		"pci-dss-4.0.1", "gdpr", "mifid2", "psd2-sca", "dora", "sox",
		"iso27001-2022", "nist-ssdf", "asvs-5.0.0",
	}
}
