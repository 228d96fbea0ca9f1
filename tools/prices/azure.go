package main

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// series is a size of a series whose price grows with the number in its name:
// Standard_D4s_v5 has 4 processors. In v2 and before the number is none, and a
// size with a dash (D8-4s_v5) has fewer than it says.
var series = regexp.MustCompile(`^Standard_([DEFL])(\d+)([a-z]*)_(v[3-9])$|^Standard_(F)(\d+)(s)_(v2)$`)

func azure(b *book, c cloud) {
	for region, types := range c.Compute {
		byName := map[string][]size{}
		for _, name := range slices.Sorted(maps.Keys(types)) {
			m := series.FindStringSubmatch(name)
			price, err := types[name].OnDemand.Float64()
			if m == nil || err != nil || price <= 0 {
				continue
			}
			if m[1] == "" {
				copy(m[1:], m[5:])
			}
			n, err := strconv.Atoi(m[2])
			if err != nil || n == 0 {
				continue
			}
			family := m[1] + m[3] + m[4]
			byName[family] = append(byName[family], size{name, float64(n), price, types[name].OnDemand.String()})
		}
		for _, sizes := range byName {
			// Windows adds the same to each processor: 35 to 110 % of the Linux rate.
			listed(sizes, 1.35, 2.15, 4, b.emit("azure", strings.ToLower(region), "vm/%s/linux"))
		}
	}
}
