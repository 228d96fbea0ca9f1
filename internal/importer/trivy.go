package importer

import (
	"encoding/json"
	"slices"
	"strings"
)

// Trivy's own JSON: version 2, the list that versions before had, and the
// report of a cluster.

func isTrivy(o outline) bool {
	return o.has("/SchemaVersion") && o.any("/ArtifactName", "/ArtifactType", "/Results") || o.has("/ClusterName") ||
		o.has("/[]/Target") && o.any("/[]/Vulnerabilities", "/[]/Type", "/[]/Misconfigurations")
}

type (
	trivyResult struct {
		Target text `json:"Target"`
		Class  text `json:"Class"`
		Type   text `json:"Type"`
	}
	trivyFlaw struct {
		ID         text `json:"VulnerabilityID"`
		VendorIDs  texts
		PkgName    text
		PkgPath    text
		Identifier struct {
			PURL text
		} `json:"PkgIdentifier"`
		Installed   text `json:"InstalledVersion"`
		Fixed       text `json:"FixedVersion"`
		Status      text
		Source      text `json:"SeveritySource"`
		PrimaryURL  text
		Title       text
		Description text
		Severity    text
		CweIDs      texts
		CVSS        map[string]trivyScore
		References  texts
		Published   text `json:"PublishedDate"`
	}
	trivyScore struct {
		V2Vector, V3Vector, V40Vector text
		V2Score, V3Score, V40Score    number
	}
	trivyMisconfiguration struct {
		ID, AVDID, Title, Description, Message, Resolution, Severity, PrimaryURL, Status text
		References                                                                       texts
		Cause                                                                            struct {
			Resource           text
			StartLine, EndLine whole
		} `json:"CauseMetadata"`
	}
	// trivySecret's Match and Code quote the secret.
	trivySecret struct {
		RuleID, Category, Severity, Title, Match text
		StartLine, EndLine                       whole
		Code                                     struct {
			Lines []struct{ Content text }
		}
	}
	// trivyModified is what an ignore file, a policy or a VEX document took out
	// (trivy --show-suppressed).
	trivyModified struct {
		Type, Status, Statement, Source text
		Finding                         json.RawMessage
	}
	trivyLicence struct {
		Severity, Category, PkgName, FilePath, Name, Link text
		Confidence                                        number
	}
)

func readTrivy(s *stream) error {
	s.b.from("Trivy", "")
	if s.dec.PeekKind() == '[' {
		return s.array(func() error { return readTrivyResult(s, "") })
	}
	version := ""
	err := s.object(func(name string) error {
		switch name {
		case "Trivy":
			var about struct{ Version text }
			err := one(s, &about)
			version = string(about.Version)
			return err
		case "Results":
			return s.array(func() error { return readTrivyResult(s, "") })
		case "Resources", "Vulnerabilities", "Misconfigurations", "Secrets":
			return s.array(func() error { return readTrivyResource(s) })
		default:
			return s.skip()
		}
	})
	if version != "" {
		s.b.sinceThen(0, "Trivy", version)
	}
	return err
}

// readTrivyResource reads an object of a cluster, whose name stands first.
func readTrivyResource(s *stream) error {
	var namespace, kind, own string
	return s.object(func(name string) (err error) {
		switch name {
		case "Namespace":
			namespace, err = s.text()
		case "Kind":
			kind, err = s.text()
		case "Name":
			own, err = s.text()
		case "Results":
			err = s.array(func() error { return readTrivyResult(s, strings.Trim(kind+"/"+namespace+"/"+own, "/")) })
		default:
			err = s.skip()
		}
		return err
	})
}

// readTrivyResult reads what was found in one target; the target's own fields
// may come last.
func readTrivyResult(s *stream, resource string) error {
	var r trivyResult
	var list []*item
	add := func(it *item) error {
		if len(s.b.out.Findings)+len(list) >= maxFindings {
			return s.b.tooMany()
		}
		list = append(list, it)
		return nil
	}
	err := s.object(func(name string) (err error) {
		var word string
		switch name {
		case "Target":
			word, err = s.text()
			r.Target = text(word)
		case "Class":
			word, err = s.text()
			r.Class = text(word)
		case "Type":
			word, err = s.text()
			r.Type = text(word)
		case "Vulnerabilities":
			err = entries(s, func(v *trivyFlaw) error {
				if v.Status == "not_affected" {
					s.b.skipped()
					return nil
				}
				return add(v.item())
			})
		case "Misconfigurations":
			err = entries(s, func(v *trivyMisconfiguration) error {
				if v.Status != "FAIL" && v.Status != "EXCEPTION" && v.Status != "" {
					s.b.skipped()
					return nil
				}
				return add(v.item())
			})
		case "ExperimentalModifiedFindings":
			err = entries(s, func(v *trivyModified) error {
				it := v.item()
				if it == nil {
					s.b.skipped()
					return nil
				}
				return add(it)
			})
		case "Secrets":
			err = entries(s, func(v *trivySecret) error { return add(v.item()) })
		case "Licenses":
			err = entries(s, func(v *trivyLicence) error { return add(v.item()) })
		default:
			err = s.skip()
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, it := range list {
		r.place(it, resource)
		if err := s.b.add(it); err != nil {
			return err
		}
	}
	return nil
}

// place says where: a target is a file, but for packages of an image's system,
// whose target is the image, and for kinds of package that have no file.
func (r *trivyResult) place(it *item, resource string) {
	target := string(r.Target)
	switch {
	case r.Class == "os-pkgs" || resource != "" && it.Location.Path == "":
		it.Location.Resource = first(it.Location.Resource, resource, target)
	case r.Class == "license" && target == "OS Packages", slices.Contains([]string{"Java", "Node.js", "Python", "Ruby", "PHP"}, target):
		// What is installed in the image: PkgPath says where.
	case it.Location.Path == "":
		it.Location.Path = target
	}
	v := it.Vulnerability
	if v == nil {
		return
	}
	purl := it.Location.Component
	if purl != "" {
		v.Package, v.Version, it.Location.Component = componentOf(purl, v.Package, v.Version)
		return
	}
	v.Package, v.Version, it.Location.Component = component(v.Package, v.Version, string(r.Type), target)
}
