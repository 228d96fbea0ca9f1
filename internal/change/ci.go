package change

import (
	"encoding/json"
	"io"
	"os"
	"strings"
)

// CI is what a continuous-integration system says about the change.
type CI struct {
	Name string // Jenkins, GitLab CI, Bitrise or GitHub Actions
	// Bases are candidates, best first.
	Bases []Candidate
	// FetchHelp is how that system is told to fetch enough history.
	FetchHelp string
}

// Candidate is a revision that may be the base.
type Candidate struct {
	Rev    string
	Source string
	// Optional ones are passed over when they are not in the clone (the
	// commit before a forced push), unless the clone is shallow; the others
	// are an error then.
	Optional bool
	// Own says that it is an earlier push of the same branch, which nobody merged:
	// findings may be compared with it, but it must not steer the gate.
	Own bool
}

// DetectCI reads the environment, through getenv, of the four systems that
// Assay knows. It is nil outside of them.
func DetectCI(getenv func(string) string) *CI {
	switch {
	case getenv("GITHUB_ACTIONS") == "true":
		return github(getenv)
	case getenv("GITLAB_CI") != "":
		return gitlab(getenv)
	case getenv("BITRISE_IO") != "":
		return bitrise(getenv)
	case getenv("JENKINS_URL") != "":
		return jenkins(getenv)
	case getenv("CI") == "true" || getenv("CI") == "1":
		return &CI{Name: "CI", FetchHelp: "fetch the branch that the change goes to, with its history"}
	}
	return nil
}

// add appends a candidate; an empty or all-zero revision names nothing.
func (c *CI) add(source, rev string, optional bool) {
	if strings.Trim(rev, "0") == "" {
		return
	}
	c.Bases = append(c.Bases, Candidate{Rev: rev, Source: c.Name + ": " + source, Optional: optional})
}

// addOwn appends an earlier push of a branch: of the default branch it is what was
// merged; of another one the default branch comes first, where it is in the clone.
func (c *CI) addOwn(source, rev, branch, mainSource, main string) {
	if branch == main || branch == "" {
		c.add(source, rev, true)
		return
	}
	before := len(c.Bases)
	c.addBranch(mainSource, main, rev != "" && strings.Trim(rev, "0") != "")
	if c.add(source, rev, true); len(c.Bases) > before && c.Bases[len(c.Bases)-1].Rev == rev {
		c.Bases[len(c.Bases)-1].Own = true
	}
}

func (c *CI) addBranch(source, branch string, optional bool) {
	if branch != "" {
		c.add(source, "origin/"+strings.TrimPrefix(branch, "origin/"), optional)
	}
}

func github(getenv func(string) string) *CI {
	c := &CI{Name: "GitHub Actions", FetchHelp: "let the checkout fetch everything: actions/checkout with fetch-depth: 0"}
	ev := githubEvent(getenv("GITHUB_EVENT_PATH"))
	if sha := ev.PullRequest.Base.SHA; sha != "" {
		c.add("pull_request.base.sha", sha, false)
		return c
	}
	c.addBranch("GITHUB_BASE_REF", getenv("GITHUB_BASE_REF"), false)
	c.add("merge_group.base_sha", ev.MergeGroup.BaseSHA, false)
	c.addOwn("before", ev.Before, getenv("GITHUB_REF_NAME"), "default branch", ev.Repository.DefaultBranch)
	return c
}

type githubPayload struct {
	PullRequest struct {
		Base struct {
			SHA string `json:"sha"`
		} `json:"base"`
	} `json:"pull_request"`
	MergeGroup struct {
		BaseSHA string `json:"base_sha"`
	} `json:"merge_group"`
	Before     string `json:"before"`
	Repository struct {
		DefaultBranch string `json:"default_branch"`
	} `json:"repository"`
}

// githubEvent reads the event file; one that is missing or unreadable says nothing.
func githubEvent(path string) (ev githubPayload) {
	f, err := os.Open(path)
	if err != nil {
		return ev
	}
	defer f.Close()
	_ = json.NewDecoder(io.LimitReader(f, 32<<20)).Decode(&ev)
	return ev
}

func gitlab(getenv func(string) string) *CI {
	c := &CI{Name: "GitLab CI", FetchHelp: `let the job fetch everything: variables: { GIT_DEPTH: "0" }`}
	c.add("CI_MERGE_REQUEST_DIFF_BASE_SHA", getenv("CI_MERGE_REQUEST_DIFF_BASE_SHA"), false)
	c.addBranch("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", getenv("CI_MERGE_REQUEST_TARGET_BRANCH_NAME"), false)
	c.addOwn("CI_COMMIT_BEFORE_SHA", getenv("CI_COMMIT_BEFORE_SHA"), getenv("CI_COMMIT_BRANCH"), "CI_DEFAULT_BRANCH", getenv("CI_DEFAULT_BRANCH"))
	return c
}

func bitrise(getenv func(string) string) *CI {
	c := &CI{Name: "Bitrise", FetchHelp: "let the Git Clone step fetch everything: clone_depth: -1"}
	c.addBranch("BITRISEIO_GIT_BRANCH_DEST", getenv("BITRISEIO_GIT_BRANCH_DEST"), false)
	return c
}

func jenkins(getenv func(string) string) *CI {
	c := &CI{Name: "Jenkins", FetchHelp: "let the checkout fetch everything: switch off the shallow clone and fetch the target branch"}
	c.addBranch("CHANGE_TARGET", getenv("CHANGE_TARGET"), false)
	branch, main := getenv("BRANCH_NAME"), ""
	if getenv("BRANCH_IS_PRIMARY") == "true" {
		main = branch
	}
	if branch != main {
		c.add("the default branch of origin", "origin/HEAD", true)
	}
	c.addOwn("GIT_PREVIOUS_SUCCESSFUL_COMMIT", getenv("GIT_PREVIOUS_SUCCESSFUL_COMMIT"), branch, "", main)
	return c
}
