package cli

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

// TestReference holds docs/reference/commands.md to the commands; rewrite it
// with UPDATE=1 go test ./internal/cli.
func TestReference(t *testing.T) {
	const path = "../../docs/reference/commands.md"
	want := reference(t)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("run UPDATE=1 go test ./internal/cli\n%s", diff)
	}
}

func reference(t *testing.T) string {
	var b strings.Builder
	b.WriteString("# Commands\n\nMade from the code: what `--help` prints.\n")
	code := 0
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		if c.Hidden || c.Name() == "help" {
			return
		}
		c.InitDefaultHelpFlag()
		if c.Example == "" && !c.HasSubCommands() && c.Name() != "version" {
			t.Errorf("%s has no example in its help", c.CommandPath())
		}
		about := c.Long
		if about == "" {
			about = c.Short
		}
		fmt.Fprintf(&b, "\n## %s\n\n```\n%s\n\n%s```\n", c.CommandPath(), about, c.UsageString())
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(newRoot(Env{Version: "VERSION", Getenv: func(string) string { return "" }}, &code))
	return b.String()
}
