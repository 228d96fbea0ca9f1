package price

import (
	"context"
	"crypto/sha256"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/iac"
	"github.com/assay-dev/assay/internal/pricebook"
	"github.com/assay-dev/assay/rules"
)

type nothing struct{}

func (nothing) Get(engine.Hash) (engine.Output, bool) { return engine.Output{}, false }
func (nothing) Put(engine.Hash, engine.Output)        {}

var index = regexp.MustCompile(`\.\d+\b`)

// asked are the attributes that pricers ask for in all the cases, by type in
// Terraform's words.
func asked(t *testing.T) map[string]map[string]bool {
	book, err := pricebook.Shipped(rules.PricesComputed, rules.PricesAWS, rules.PricesAzure, rules.PricesGoogle)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]bool{}
	files, err := filepath.Glob("testdata/cases/us-east-1.*")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		read, err := iac.New(iac.Options{}).Extract(context.Background(), []engine.File{{Path: name, Data: data, Hash: sha256.Sum256(data)}}, nothing{})
		if err != nil {
			t.Fatal(err)
		}
		x := newEstimator(Options{Book: book})
		x.asked = func(r *assay.Resource, path string) {
			kind, _, _ := kindOf(r)
			if out[kind] == nil {
				out[kind] = map[string]bool{}
			}
			out[kind][index.ReplaceAllString(path, ".0")] = true
		}
		if _, err := x.of(context.Background(), read.Resources); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// otherKinds are what types are beside what cloudFormation calls them.
var otherKinds = map[string]string{
	"AWS::RDS::DBInstance": "aws_rds_cluster_instance",
	"AWS::Lambda::Version": "aws_lambda_provisioned_concurrency_config", "AWS::Lambda::Alias": "aws_lambda_provisioned_concurrency_config",
}

// TestProperties holds every attribute that a pricer asks for to the property that
// CloudFormation has for it (testdata/properties.txt: type, attribute, and what to
// write in a template so that it is there; - where CloudFormation has no such thing).
func TestProperties(t *testing.T) {
	data, err := os.ReadFile("testdata/properties.txt")
	if err != nil {
		t.Fatal(err)
	}
	known := map[[2]string]bool{}
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		if len(fields) < 3 || cloudFormation[fields[0]] == "" {
			t.Errorf("properties.txt: %s", line)
			continue
		}
		typ, path := fields[0], fields[1]
		known[[2]string{typ, path}] = true
		if fields[2] == "-" {
			continue
		}
		r := assay.Resource{Type: typ, Source: "cloudformation"}
		for _, property := range fields[2:] {
			name, text, _ := strings.Cut(property, "=")
			r.Attributes = append(r.Attributes, assay.Attribute{Path: name, Kind: assay.KindString, Value: text})
		}
		if len(translated([]assay.Resource{r})[0].Under(path)) == 0 {
			t.Errorf("%s: %s does not become %s: %+v", typ, fields[2:], path, translated([]assay.Resource{r})[0].Attributes)
		}
	}
	byKind := asked(t)
	for _, typ := range slices.Sorted(maps.Keys(cloudFormation)) {
		for _, kind := range []string{cloudFormation[typ], otherKinds[typ]} {
			for _, path := range slices.Sorted(maps.Keys(byKind[kind])) {
				if !known[[2]string{typ, path}] && !everywhere[path] {
					t.Errorf("properties.txt does not say what %s calls %s", typ, path)
				}
			}
		}
	}
}

// everywhere are attributes of every resource: what its region follows from.
var everywhere = map[string]bool{"region": true, "provider.region": true, "location": true, "zone": true, "availability_zone": true, "availability_zones.0": true}
