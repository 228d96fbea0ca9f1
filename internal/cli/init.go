package cli

import (
	"crypto/rand"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/fault"
)

//go:embed initial/*.tmpl
var initial embed.FS

// installing is the shell that builds Assay into "$bin"; the files in ci/ have
// the same lines.
//
//go:embed initial/install.sh
var installing string

// ciFiles says, for each CI system, which template goes where.
var ciFiles = map[string][2]string{
	"jenkins": {"Jenkinsfile.tmpl", "Jenkinsfile"},
	"gitlab":  {"gitlab.yml.tmpl", ".gitlab-ci.yml"},
	"bitrise": {"bitrise.yml.tmpl", "bitrise.yml"},
	"github":  {"github.yml.tmpl", ".github/workflows/assay.yml"},
}

func newInit(env Env) *cobra.Command {
	var ci string
	var force bool
	cmd := &cobra.Command{
		Use: "init [DIR]", Short: "Write a commented assay.yaml, and a CI file", Args: atMostDir,
		Long:    "Write a commented assay.yaml and, with --ci, the file that runs Assay there.\nFiles that are there already are kept, unless --force is given.",
		Example: "  assay init\n  assay init --ci gitlab",
		RunE: func(_ *cobra.Command, args []string) error {
			return initialise(env, dirOf(args), ci, force)
		},
	}
	cmd.Flags().StringVar(&ci, "ci", "", "also write the CI file for jenkins, gitlab, bitrise or github")
	cmd.Flags().BoolVar(&force, "force", false, "replace files that are there already")
	return cmd
}

func initialise(env Env, dir, ci string, force bool) error {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fault.New(fault.NotFound, "%s: there is no such folder", dir).WithHelp("make it first: mkdir -p %s", dir)
	}
	files := [][2]string{{"assay.yaml.tmpl", config.FileName}}
	if ci != "" {
		f, ok := ciFiles[ci]
		if !ok {
			return fault.New(fault.Invalid, "unknown CI system %q", ci).WithHelp("use jenkins, gitlab, bitrise or github")
		}
		files = append(files, f)
	}
	facts, err := survey(dir)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := writeInitial(dir, f[1], f[0], facts, force); err != nil {
			return err
		}
		fmt.Fprintf(env.Stdout, "wrote %s\n", filepath.Join(dir, f[1]))
	}
	fmt.Fprintf(env.Stdout, "next: name the owner and cost centre in %s, commit it, then: assay run\n", filepath.Join(dir, config.FileName))
	return nil
}

type facts struct {
	Name  string
	Key   string
	Steps []struct{ Stage, Command string }
}

// survey guesses a name and declared steps from what lies in the folder.
func survey(dir string) (facts, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return facts{}, err
	}
	name := filepath.Base(abs)
	if name == string(filepath.Separator) || name == "." {
		name = "main"
	}
	f := facts{Name: strconv.Quote(strings.ToValidUTF8(name, "?")), Key: rand.Text()}
	for _, guess := range []struct{ file, build, test string }{
		{"go.mod", "go build ./...", "go test ./..."},
		{"pom.xml", "mvn -B -q compile", "mvn -B -q test"},
		{"gradlew", "./gradlew assemble", "./gradlew test"},
		{"package.json", "npm ci", "npm test"},
		{"pyproject.toml", "", "python3 -m pytest"},
	} {
		if _, err := os.Lstat(filepath.Join(dir, guess.file)); err != nil {
			continue
		}
		if guess.build != "" {
			f.Steps = append(f.Steps, struct{ Stage, Command string }{"build", guess.build})
		}
		f.Steps = append(f.Steps, struct{ Stage, Command string }{"test", guess.test})
		break
	}
	return f, nil
}

func writeInitial(dir, name, tmpl string, data facts, force bool) error {
	path := filepath.Join(dir, name)
	if _, err := os.Lstat(path); err == nil && !force {
		return fault.New(fault.Invalid, "%s is there already", path).WithHelp("edit it, or replace it with --force")
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Unavailable, "look at %s: %w", path, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fault.New(fault.Unavailable, "make %s: %w", filepath.Dir(path), err)
	}
	t, err := template.New(tmpl).Funcs(template.FuncMap{"install": indented}).ParseFS(initial, "initial/"+tmpl)
	if err != nil {
		return err
	}
	return writeFile(path, func(w io.Writer) error { return t.Execute(w, data) })
}

// indented is the shell that builds Assay, so many spaces further in.
func indented(spaces int) string {
	margin := strings.Repeat(" ", spaces)
	return margin + strings.ReplaceAll(strings.TrimSpace(installing), "\n", "\n"+margin)
}
