package reach

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// kept are the variables that the go toolchain may see of ours.
var kept = []string{"SYSTEMROOT", "TMP", "TEMP", "TMPDIR", "PATH"}

// homes are where programs keep what is a person's: settings, counters of use.
var homes = []string{"HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"}

// environment lets the go command read the folder and nothing else: no network,
// no other toolchain, no program that a setting or the folder names. home takes
// what the programs write down.
func environment(ctx context.Context, dir, home string, memory int64) ([]string, error) {
	var env []string
	for _, name := range kept {
		if v, ok := os.LookupEnv(name); ok {
			if name == "PATH" {
				v = outside(v, dir)
			}
			env = append(env, name+"="+v)
		}
	}
	for _, name := range homes {
		env = append(env, name+"="+home)
	}
	places, err := caches(ctx)
	if err != nil {
		return nil, err
	}
	mod := "readonly"
	if info, err := os.Lstat(filepath.Join(dir, "vendor", "modules.txt")); err == nil && info.Mode().IsRegular() {
		mod = "vendor"
	}
	return append(append(env, places...),
		"GOFLAGS=-mod="+mod+" -buildvcs=false", "GOPROXY=off", "GOSUMDB=off", "GOVCS=*:off", "GOTOOLCHAIN=local", "GOENV=off",
		"GOPACKAGESDRIVER=off", "CGO_ENABLED=0", "GO111MODULE=on", "LC_ALL=C",
		fmt.Sprintf("GOMEMLIMIT=%d", memory/10*8),
	), nil
}

// outside drops relative folders of PATH, and those below the examined one.
func outside(list, dir string) string {
	var out []string
	for _, p := range filepath.SplitList(list) {
		rel, err := filepath.Rel(dir, p)
		if filepath.IsAbs(p) && (err != nil || !filepath.IsLocal(rel)) {
			out = append(out, p)
		}
	}
	return strings.Join(out, string(os.PathListSeparator))
}

// caches asks the go command where the person's modules are, outside of any module.
func caches(ctx context.Context) ([]string, error) {
	cmd := exec.CommandContext(ctx, "go", "env", "-json", "GOMODCACHE", "GOCACHE", "GOPATH")
	cmd.Dir = os.TempDir()
	cmd.Env = append(os.Environ(), "GOTOOLCHAIN=local", "GOWORK=off", "GOFLAGS=")
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, errors.New("the go toolchain is not on PATH")
	}
	var at map[string]string
	if err == nil {
		err = json.Unmarshal(out, &at)
	}
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	var env []string
	for _, name := range []string{"GOMODCACHE", "GOCACHE", "GOPATH"} {
		env = append(env, name+"="+at[name])
	}
	return env, nil
}

func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/…
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}
