// Command versions holds our orders of versions against osv-scalibr's, on all
// versions that OSV records name, neighbours in our order and random pairs:
//
//	go -C bench/versions run . /path/to/advisories
package main

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"github.com/google/osv-scalibr/semantic"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/version"
)

const pairs = 200_000 // random ones for each ecosystem

func main() {
	zips, err := filepath.Glob(filepath.Join(os.Args[1], "*", "all.zip"))
	if err != nil || len(zips) == 0 {
		log.Fatal("no ECOSYSTEM/all.zip in ", os.Args[1])
	}
	all := map[assay.Ecosystem]map[string]bool{}
	for _, z := range zips {
		if err := gather(z, all); err != nil {
			log.Fatal(z, ": ", err)
		}
	}
	for _, e := range assay.Ecosystems() {
		if len(all[e]) > 1 {
			compare(e, all[e])
		}
	}
}

func gather(name string, all map[assay.Ecosystem]map[string]bool) error {
	z, err := zip.OpenReader(name)
	if err != nil {
		return err
	}
	defer z.Close()
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return err
		}
		var rec struct {
			Affected []struct {
				Package  struct{ Ecosystem string }
				Versions []string
				Ranges   []struct {
					Type   string
					Events []map[string]string
				}
			}
		}
		err = json.NewDecoder(r).Decode(&rec)
		r.Close()
		if err != nil {
			return err
		}
		for _, a := range rec.Affected {
			e := assay.Ecosystem(a.Package.Ecosystem)
			add := func(v string) {
				if version.Valid(e, v) {
					if all[e] == nil {
						all[e] = map[string]bool{}
					}
					all[e][v] = true
				}
			}
			for _, v := range a.Versions {
				add(v)
			}
			for _, r := range a.Ranges {
				for _, ev := range r.Events {
					if r.Type != "GIT" {
						for _, v := range ev {
							add(v)
						}
					}
				}
			}
		}
	}
	return nil
}

func compare(e assay.Ecosystem, set map[string]bool) {
	list := make([]string, 0, len(set))
	for v := range set {
		list = append(list, v)
	}
	slices.Sort(list)
	slices.SortStableFunc(list, func(a, b string) int { return version.Compare(e, a, b) })
	r := rand.New(rand.NewPCG(1, 2))
	n, differ := 0, 0
	check := func(a, b string) {
		p, err := semantic.Parse(a, string(e))
		if err != nil {
			return
		}
		want, err := p.CompareStr(b)
		if err != nil {
			return
		}
		n++
		if got := version.Compare(e, a, b); got != want {
			if differ++; differ <= 5 {
				fmt.Printf("  %s: %q, %q: ours %d, theirs %d\n", e, a, b, got, want)
			}
		}
	}
	for i := 1; i < len(list); i++ {
		check(list[i-1], list[i])
	}
	for range pairs {
		check(list[r.IntN(len(list))], list[r.IntN(len(list))])
	}
	fmt.Printf("%-10s %6d versions, %6d pairs, %d differ\n", e, len(list), n, differ)
}
