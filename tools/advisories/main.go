// Command advisories writes the advisory index that the product embeds, from
// OSV zips, CISA's list of exploited vulnerabilities and FIRST's EPSS scores:
//
//	go -C tools/advisories run . -from DIR -kev FILE -epss FILE -epss-day 2026-08-22 -o ../../rules/advisory/advisories.idx
//
// Only facts are kept: names, ranges, scores, dates.
package main

import (
	"context"
	"flag"
	"log"
	"os"
	"time"

	"github.com/assay-dev/assay/internal/advisory/feed"
)

func main() {
	from := flag.String("from", "", "folder with ECOSYSTEM/all.zip")
	kev := flag.String("kev", "", "CISA's list, JSON")
	epss := flag.String("epss", "", "EPSS scores, CSV")
	day := flag.String("epss-day", "", "day of the scores")
	out := flag.String("o", "", "file to write")
	flag.Parse()
	scored, err := time.Parse(time.DateOnly, *day)
	if err != nil {
		log.Fatal(err)
	}
	b, err := feed.Read(context.Background(), *from, feed.Options{KEV: *kev, EPSS: *epss, EPSSDay: scored})
	if err != nil {
		log.Fatal(err)
	}
	f, err := os.Create(*out)
	if err != nil {
		log.Fatal(err)
	}
	if err := b.Write(f); err != nil {
		log.Fatal(err)
	}
	if err := f.Close(); err != nil {
		log.Fatal(err)
	}
	for _, s := range b.Ecosystems() {
		log.Printf("%-10s %6d records, newest %s", s.Ecosystem, s.Records, s.Newest.Format("2006-01-02"))
	}
}
