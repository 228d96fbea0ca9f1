package examples_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

const mirrorConfig = `
provider_installation {
  filesystem_mirror {
    path = %q
  }
}
disable_checkpoint = true
`

// TestFirstTerraformPlans takes the mission's file through init, plan and
// show, offline, with a stand-in for the aws provider.
func TestFirstTerraformPlans(t *testing.T) {
	if _, err := exec.LookPath("terraform"); err != nil {
		t.Skip("terraform is not installed: first-terraform was not planned")
	}
	if testing.Short() {
		t.Skip("builds a provider: not in -short")
	}
	mirror := t.TempDir()
	buildStandin(t, mirror)
	rc := filepath.Join(t.TempDir(), "terraformrc")
	write(t, rc, fmt.Sprintf(mirrorConfig, filepath.ToSlash(mirror)))
	t.Setenv("TF_CLI_CONFIG_FILE", rc)
	t.Setenv("TF_DATA_DIR", filepath.Join(t.TempDir(), "data"))

	dir := t.TempDir()
	main, err := os.ReadFile("first-terraform/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "main.tf"), string(main))
	try(t, dir, "", "terraform", "init", "-input=false", "-no-color")
	try(t, dir, "", "terraform", "plan", "-input=false", "-no-color", "-out=plan")
	checkPlan(t, try(t, dir, "", "terraform", "show", "-json", "plan"))
}

func checkPlan(t *testing.T, shown string) {
	t.Helper()
	var plan struct {
		Changes []struct {
			Address string `json:"address"`
			Change  struct {
				Actions []string          `json:"actions"`
				After   map[string]string `json:"after"`
			} `json:"change"`
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(shown), &plan); err != nil {
		t.Fatal(err)
	}
	if len(plan.Changes) != 1 {
		t.Fatalf("got %d changes, want 1", len(plan.Changes))
	}
	c := plan.Changes[0]
	if c.Change.Actions[0] != "create" || c.Change.After["ami"] != "ami-12345678" || c.Change.After["instance_type"] != "t2.micro" {
		t.Errorf("got %+v", c)
	}
}

// buildStandin builds the provider where a filesystem mirror wants it.
func buildStandin(t *testing.T, mirror string) {
	t.Helper()
	platform := runtime.GOOS + "_" + runtime.GOARCH
	target := filepath.Join(mirror, "registry.terraform.io/hashicorp/aws/5.0.0", platform, "terraform-provider-aws_v5.0.0")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-o", target, ".")
	cmd.Dir = "../tools/standin-aws"
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-buildvcs=false")
	if out, err := cmd.CombinedOutput(); err != nil {
		if text := string(out); strings.Contains(text, "dial tcp") || strings.Contains(text, "proxy") || strings.Contains(text, "GOPROXY") {
			t.Skipf("the stand-in's modules can't be downloaded: first-terraform was not planned\n%s", text)
		}
		t.Fatalf("build the stand-in: %v\n%s", err, out)
	}
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
