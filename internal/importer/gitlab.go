package importer

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// GitLab's security reports, schemas 14 and 15: sast, secret_detection,
// dependency_scanning, container_scanning, dast, api_fuzzing, coverage_fuzzing.
// Who made it stands in "scan", which may come after the findings.

func isGitLab(o outline) bool {
	if !o.has("/vulnerabilities") || o.any("/bomFormat", "/packageManager", "/runs") {
		return false
	}
	return o.any("/scan", "/remediations", "/vulnerabilities/[]/identifiers/[]/type") || o["/schema"] != "" && strings.Contains(o["/schema"], "gitlab")
}

type (
	gitlabScan struct {
		Type     text          `json:"type"`
		Status   text          `json:"status"`
		Scanner  gitlabScanner `json:"scanner"`
		Analyzer gitlabScanner `json:"analyzer"`
		Messages []struct {
			Level text `json:"level"`
			Value text `json:"value"`
		} `json:"messages"`
	}
	gitlabScanner struct {
		ID      text `json:"id"`
		Name    text `json:"name"`
		Version text `json:"version"`
	}
	// gitlabFinding leaves the requests out: they are never kept, and neither
	// is raw_source_code_extract.
	gitlabFinding struct {
		ID          text               `json:"id"`
		Category    text               `json:"category"`
		Name        text               `json:"name"`
		Message     text               `json:"message"`
		Description text               `json:"description"`
		Severity    text               `json:"severity"`
		Confidence  text               `json:"confidence"`
		State       text               `json:"state"` // GitLab's own lists have one
		Dismissal   text               `json:"dismissal_reason"`
		Solution    text               `json:"solution"`
		Scanner     gitlabScanner      `json:"scanner"`
		Location    gitlabLocation     `json:"location"`
		Extract     text               `json:"raw_source_code_extract"`
		Identifiers []gitlabIdentifier `json:"identifiers"`
		Links       []struct {
			URL text `json:"url"`
		} `json:"links"`
		Flags []struct {
			Type text `json:"type"`
		} `json:"flags"`
		Vectors []struct {
			Vector text `json:"vector"`
		} `json:"cvss_vectors"`
		Evidence struct {
			Summary text `json:"summary"`
		} `json:"evidence"`
		Tracking struct {
			Items []struct {
				Signatures []struct {
					Algorithm text `json:"algorithm"`
					Value     text `json:"value"`
				} `json:"signatures"`
			} `json:"items"`
		} `json:"tracking"`
	}
	gitlabIdentifier struct {
		Type  text `json:"type"`
		Name  text `json:"name"`
		Value text `json:"value"`
		URL   text `json:"url"`
	}
	gitlabLocation struct {
		File       text  `json:"file"`
		StartLine  whole `json:"start_line"`
		EndLine    whole `json:"end_line"`
		Class      text  `json:"class"`
		Method     text  `json:"method"`
		Hostname   text  `json:"hostname"`
		Path       text  `json:"path"`
		Param      text  `json:"param"`
		Image      text  `json:"image"`
		System     text  `json:"operating_system"`
		CrashType  text  `json:"crash_type"`
		CrashState text  `json:"crash_state"`
		Commit     struct {
			SHA text `json:"sha"`
		} `json:"commit"`
		Dependency struct {
			Package struct {
				Name text `json:"name"`
			} `json:"package"`
			Version text `json:"version"`
		} `json:"dependency"`
	}
)

func readGitLab(s *stream) error {
	var scan gitlabScan
	var list []item
	managers := map[string]string{} // package manager by file
	err := s.object(func(name string) error {
		switch name {
		case "scan":
			return one(s, &scan)
		case "dependency_files":
			return entries(s, func(f *struct {
				Path    text `json:"path"`
				Manager text `json:"package_manager"`
			},
			) error {
				managers[string(f.Path)] = string(f.Manager)
				return nil
			})
		case "vulnerabilities":
			return entries(s, func(v *gitlabFinding) error {
				if len(list) >= maxFindings {
					return s.b.tooMany()
				}
				if strings.EqualFold(string(v.State), "resolved") {
					s.b.skipped()
					return nil
				}
				list = append(list, v.item())
				return nil
			})
		default:
			return s.skip()
		}
	})
	if err != nil {
		return err
	}
	return scan.settle(s.b, list, managers)
}

// settle adds the findings, now that it is known what was scanned and by whom.
func (g *gitlabScan) settle(b *builder, list []item, managers map[string]string) error {
	if g.Status == "failure" {
		b.failed("the scan behind the report did not succeed")
	}
	for _, m := range g.Messages {
		if m.Level == "fatal" {
			b.failed("the scanner says: " + string(m.Value))
		}
	}
	b.from(first(string(g.Scanner.Name), string(g.Scanner.ID), string(g.Analyzer.Name), "GitLab"), string(first(string(g.Scanner.Version), string(g.Analyzer.Version))))
	for i := range list {
		it := &list[i]
		if g.Type != "" {
			it.Engine = gitlabEngine(string(g.Type))
		}
		if v := it.Vulnerability; v != nil {
			v.Package, v.Version, it.Location.Component = component(v.Package, v.Version, managers[it.Location.Path], it.Location.Path, it.Location.Component)
		}
		if err := b.add(it); err != nil {
			return err
		}
		list[i] = item{}
	}
	return nil
}

func gitlabEngine(kind string) assay.EngineID {
	switch kind {
	case "secret_detection":
		return assay.EngineSecret
	case "dependency_scanning", "container_scanning", "cluster_image_scanning":
		return assay.EngineDependency
	case "dast", "api_fuzzing", "coverage_fuzzing":
		return assay.EngineDAST
	}
	return assay.EngineSAST
}
