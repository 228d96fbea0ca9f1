package pricebook

import (
	"compress/gzip"
	"fmt"
	"strings"
)

// Shipped opens the books that a program carries: one gzipped, and plain ones
// whose prices count before its.
func Shipped(gzipped string, plain ...string) (*Book, error) {
	z, err := gzip.NewReader(strings.NewReader(gzipped))
	if err != nil {
		return nil, fmt.Errorf("the prices that ship: %w", err)
	}
	b, err := Parse([]string{"computed.tsv"}, z)
	if err != nil {
		return nil, err
	}
	for i, text := range plain {
		over, err := Parse([]string{fmt.Sprintf("prices %d", i+1)}, strings.NewReader(text))
		if err != nil {
			return nil, err
		}
		b = over.Over(b)
	}
	return b, nil
}
