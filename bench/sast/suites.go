package main

import (
	_ "embed"
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/engine"
)

// near are the weaknesses that a suite and a rule may number differently: one
// is a kind or a consequence of the other in the CWE's own tree.
var near = map[int][]int{
	113: {93}, 1333: {400},
	23: {22}, 36: {22}, 73: {22}, 98: {22, 73}, 80: {79}, 81: {79}, 83: {79}, 95: {94}, 91: {643}, 328: {916, 327},
	327: {328, 916, 326}, 338: {330}, 329: {1204}, 319: {311}, 311: {312, 319, 327, 328}, 862: {639, 566}, 259: {798}, 321: {798}, 256: {798, 522}, 209: {200, 497}, 539: {614},
	643: {91}, 78: {88}, 760: {916, 759}, 759: {916}, 614: {311},
}

func withNear(cwe int) []int { return append([]int{cwe}, near[cwe]...) }

// owasp reads BenchmarkJava and BenchmarkPython: a table of cases, each one
// file, with a category and a weakness.
func owasp(dir string, files []engine.File) ([]label, error) {
	tables, err := filepath.Glob(filepath.Join(dir, "expectedresults-*.csv"))
	if err != nil || len(tables) == 0 {
		return nil, err
	}
	f, err := os.Open(tables[len(tables)-1])
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord, r.Comment = -1, '#'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	path := map[string]string{}
	for _, f := range files {
		name := f.Path[strings.LastIndexByte(f.Path, '/')+1:]
		path[strings.TrimSuffix(name, filepath.Ext(name))] = f.Path
	}
	var labels []label
	for _, row := range rows {
		if len(row) < 4 {
			continue
		}
		cwe, err := strconv.Atoi(strings.TrimSpace(row[3]))
		if err != nil {
			return nil, err
		}
		labels = append(labels, label{
			name: row[0], category: row[1], places: []place{{path: path[row[0]]}}, cwe: withNear(cwe), real: strings.TrimSpace(row[2]) == "true",
		})
	}
	return labels, nil
}

var (
	julietFile   = regexp.MustCompile(`/(CWE(\d+)_\w+?)/(?:s\d+/)?(\w+?_\d\d)([a-e]|_base|_bad|_good\w*)?\.java$`)
	julietMethod = regexp.MustCompile(`(?m)^    (?:public|private|protected) (?:static )?[\w\[\]<>]+ (bad\w*|good[A-Z0-9]\w*)\(`)
)

// juliet reads the Juliet suite for Java, of the weaknesses that can be seen
// in a program's text and that reach a financial application. What its
// methods called bad… do together is real, in whichever file of the case;
// what those called good… do, by what is good in them, is harmless.
func juliet(dir string, files []engine.File) ([]label, error) {
	if _, err := os.Stat(filepath.Join(dir, "src/testcasesupport")); err != nil {
		return nil, nil //nolint:nilerr // another suite
	}
	covered := []int{15, 23, 36, 78, 80, 81, 83, 89, 90, 113, 134, 209, 256, 259, 319, 321, 327, 328, 329, 336, 338, 470, 501, 539, 601, 614, 643, 759, 760}
	number := map[string]int{} // case and method → label
	var labels []label
	for _, f := range files {
		m := julietFile.FindStringSubmatch("/" + f.Path)
		if m == nil {
			continue
		}
		cwe, err := strconv.Atoi(m[2])
		if err != nil || !slices.Contains(covered, cwe) {
			continue
		}
		add := func(kind string, p place) {
			name := m[3] + "." + kind
			i, ok := number[name]
			if !ok {
				i = len(labels)
				number[name] = i
				labels = append(labels, label{name: name, category: m[1], cwe: withNear(cwe), real: kind == "bad"})
			}
			labels[i].places = append(labels[i].places, p)
		}
		if strings.HasPrefix(m[4], "_") && m[4] != "_base" {
			add(m[4][1:], place{path: f.Path})
			continue
		}
		text := string(f.Data)
		starts := julietMethod.FindAllStringSubmatchIndex(text, -1)
		line := func(offset int) int { return strings.Count(text[:offset], "\n") + 1 }
		for i, s := range starts {
			to := line(len(text))
			if i+1 < len(starts) {
				to = line(starts[i+1][0]) - 1
			}
			add(julietKind(text[s[2]:s[3]]), place{path: f.Path, from: line(s[0]), to: to})
		}
	}
	return labels, nil
}

// julietKind is what is good in a method: goodB2G1Sink is of goodB2G1.
func julietKind(method string) string {
	method, _, _ = strings.Cut(method, "Sink")
	method, _, _ = strings.Cut(method, "Source")
	if strings.HasPrefix(method, "bad") {
		return "bad"
	}
	return strings.TrimSuffix(method, "_")
}

// securibench reads Securibench Micro: the lines that end in BAD are real,
// those in OK harmless.
func securibench(_ string, files []engine.File) ([]label, error) {
	var labels []label
	for _, f := range files {
		at := strings.Index(f.Path, "securibench/micro/")
		if at < 0 {
			continue
		}
		rest := strings.Split(f.Path[at+len("securibench/micro/"):], "/")
		if len(rest) != 2 {
			continue
		}
		for i, text := range strings.Split(string(f.Data), "\n") {
			bad := strings.Contains(text, "/* BAD")
			if bad || strings.Contains(text, "/* OK") {
				labels = append(labels, label{
					name: rest[1] + ":" + strconv.Itoa(i+1), category: rest[0], places: []place{{f.Path, i + 1, i + 1}}, real: bad,
					cwe: []int{22, 79, 80, 78, 89, 601},
				})
			}
		}
	}
	return labels, nil
}

var phpCase = regexp.MustCompile(`^(?:IDOR|Injection|SDE|SM|URF|XSS)/(CWE_(\d+)[^/]*)/(safe|unsafe)/`)

// phpSuite reads the PHP Vulnerability test suite: a case is a file in a
// folder that says what it is.
func phpSuite(_ string, files []engine.File) ([]label, error) {
	var labels []label
	for _, f := range files {
		if m := phpCase.FindStringSubmatch(f.Path); m != nil {
			cwe, err := strconv.Atoi(m[2])
			if err != nil {
				return nil, err
			}
			labels = append(labels, label{name: f.Path, category: m[1], places: []place{{path: f.Path}}, cwe: withNear(cwe), real: m[3] == "unsafe"})
		}
	}
	return labels, nil
}

var antCase = regexp.MustCompile(`^(sast-[\w-]+)/.*?/?(accuracy|completeness)/(.*?)[^/]*_([TF])(?:[_.]|/)`)

// ant reads the Ant Application Security Testing Benchmark: a case is a file
// or a folder whose name ends in T, real, or F.
func ant(_ string, files []engine.File) ([]label, error) {
	var labels []label
	seen := map[string]bool{}
	for _, f := range files {
		m := antCase.FindStringSubmatchIndex(f.Path)
		if m == nil {
			continue
		}
		path := f.Path[:m[1]]
		if !strings.HasSuffix(path, "/") {
			path = f.Path
		}
		if seen[path] {
			continue
		}
		seen[path] = true
		category := f.Path[m[2]:m[3]] + " " + f.Path[m[4]:m[5]]
		if strings.Contains(path, "/cross_") {
			category = f.Path[m[2]:m[3]] + " across files"
		}
		labels = append(labels, label{name: path, category: category, places: []place{{path: path}}, real: f.Path[m[8]:m[9]] == "T", cwe: []int{78, antCWE}})
	}
	return labels, nil
}

// antCWE marks what antRules find.
const antCWE = 20

//go:embed ant.yaml
var antText []byte

// antRules say what the Ant benchmark itself declares: its parameter is what
// comes from outside, its function what must not be reached.
func antRules(labels []label) map[string][]byte {
	if slices.ContainsFunc(labels, func(l label) bool { return strings.HasPrefix(l.name, "sast-") }) {
		return map[string][]byte{"bench/ant.yaml": antText}
	}
	return nil
}

var pairCase = regexp.MustCompile(`^(csharp|go|java|javascript|kotlin|php|python|ruby|scala|typescript)/([a-z]+)_(\d+)_\d+_([TF])(_x)?/`)

// pairs reads a suite of twins, one vulnerable and one that looks the same
// and is not: a case is a folder by language, named for its class, weakness
// and number, ending in T or F, and in _x when its flow spans files.
func pairs(_ string, files []engine.File) ([]label, error) {
	var labels []label
	seen := map[string]bool{}
	for _, f := range files {
		m := pairCase.FindStringSubmatch(f.Path)
		if m == nil || seen[m[0]] {
			continue
		}
		seen[m[0]] = true
		cwe, err := strconv.Atoi(m[3])
		if err != nil {
			return nil, err
		}
		category := m[1] + " " + m[2]
		if m[5] != "" {
			category = m[1] + " across files"
		}
		labels = append(labels, label{name: m[0], category: category, places: []place{{path: m[0]}}, cwe: withNear(cwe), real: m[4] == "T"})
	}
	return labels, nil
}
