// Command prices writes the price book of compute, databases and caches that the
// product embeds, from the dump of coroot/cloud-pricing (Apache-2.0):
//
//	go -C tools/prices run . -from cloud-pricing.json.gz -date 2024-08 -o ../../rules/price/computed.tsv.gz
//
// Only facts are kept. The dump mixes prices of shared and dedicated tenancy (AWS),
// of Linux and Windows (Azure) and of two kinds of storage (Aurora) under one
// name: a list price is taken only where the sizes of its family show which one
// it is. What stays doubtful is left out, and so is unknown to the product.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"
)

type offer struct {
	OnDemand json.Number `json:"on_demand"`
}

type cloud struct {
	Compute map[string]map[string]offer `json:"compute"`
	DB      map[string]map[string]map[string]struct {
		Single offer `json:"single_az"`
		Multi  offer `json:"multi_az"`
	} `json:"managed_db"`
	Cache  map[string]map[string]map[string]offer `json:"managed_cache"`
	Egress map[string]map[string]float64          `json:"internet_egress"`
}

// book collects lines.
type book struct{ lines []string }

func (b *book) price(provider, region, product, unit, source, amount string) {
	b.lines = append(b.lines, strings.Join([]string{"price", provider, region, product, unit, "USD", source, amount}, "\t"))
}

func main() {
	from := flag.String("from", "", "the dump, gzipped JSON")
	date := flag.String("date", "", "month of the dump, as 2024-08")
	out := flag.String("o", "", "file to write")
	flag.Parse()
	if err := write(*from, *date, *out); err != nil {
		log.Fatal(err)
	}
}

func write(from, date, out string) error {
	clouds, err := read(from)
	if err != nil {
		return err
	}
	var b book
	amazon(&b, clouds["aws"])
	google(&b, clouds["gcp"])
	azure(&b, clouds["azure"])
	slices.Sort(b.lines)
	var text bytes.Buffer
	z, err := gzip.NewWriterLevel(&text, gzip.BestCompression)
	if err != nil {
		return err
	}
	fmt.Fprintf(z, "assay.prices/1\n")
	fmt.Fprintf(z, "source\tlist\t%s\tlist prices in coroot/cloud-pricing (Apache-2.0)\n", date)
	fmt.Fprintf(z, "source\tfamily\t%s\tlist prices in coroot/cloud-pricing (Apache-2.0), by the other sizes of the family\n", date)
	for _, l := range b.lines {
		fmt.Fprintln(z, l)
	}
	if err := z.Close(); err != nil {
		return err
	}
	log.Printf("%d prices", len(b.lines))
	return os.WriteFile(out, text.Bytes(), 0o644)
}

func read(name string) (map[string]cloud, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	var out map[string]cloud
	return out, json.NewDecoder(z).Decode(&out)
}
