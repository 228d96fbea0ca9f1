package main

import (
	"maps"
	"slices"
	"strings"
)

// google takes the prices as they are, but those of machines with local disks or
// accelerators, where the dump holds the bare machine's.
func google(b *book, c cloud) {
	for region, types := range c.Compute {
		for _, t := range slices.Sorted(maps.Keys(types)) {
			if good(types[t].OnDemand.String()) && !strings.Contains(t, "lssd") {
				b.price("google", region, "compute/"+t, "hour", "list", types[t].OnDemand.String())
			}
		}
	}
}
