package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// smaller are the sizes below xlarge, in eighths of it.
var smaller = map[string]float64{"nano": 0.25, "micro": 0.5, "small": 1, "medium": 2, "large": 4, "xlarge": 8}

// uneven are families whose price does not grow with the size's name (their GPUs
// do not): the ratio of the sizes to each other, which is the same in all regions.
var uneven = map[string]map[string]float64{
	"g4dn": {"xlarge": 0.526, "2xlarge": 0.752, "4xlarge": 1.204, "8xlarge": 2.176, "12xlarge": 3.912, "16xlarge": 4.352},
	"g4ad": {"xlarge": 0.37853, "2xlarge": 0.54117, "4xlarge": 0.867, "8xlarge": 1.734, "16xlarge": 3.468},
	"g5":   {"xlarge": 1.006, "2xlarge": 1.212, "4xlarge": 1.624, "8xlarge": 2.448, "12xlarge": 5.672, "16xlarge": 4.096, "24xlarge": 8.144, "48xlarge": 16.288},
	"g6":   {"xlarge": 0.8048, "2xlarge": 0.9776, "4xlarge": 1.3232, "8xlarge": 2.0144, "12xlarge": 4.6016, "16xlarge": 3.3968, "24xlarge": 6.6752, "48xlarge": 13.3504},
	"inf1": {"xlarge": 0.228, "2xlarge": 0.362, "6xlarge": 1.18, "24xlarge": 4.721},
	"inf2": {"xlarge": 0.7582, "8xlarge": 1.96786, "24xlarge": 6.49063, "48xlarge": 12.98127},
}

func amazon(b *book, c cloud) {
	for region, types := range c.Compute {
		for _, sizes := range families(types, "") {
			// A dedicated instance costs 6 % (older families) or 10 % more.
			listed(sizes, 1.05, 1.115, 5, b.emit("aws", region, "ec2/%s"))
		}
	}
	for region, engines := range c.DB {
		amazonDB(b, region, engines)
	}
	for region, engines := range c.Cache {
		for engine, types := range engines {
			for _, t := range slices.Sorted(maps.Keys(types)) {
				if good(types[t].OnDemand.String()) {
					b.price("aws", region, "elasticache/"+engine+"/"+t, "hour", "list", types[t].OnDemand.String())
				}
			}
		}
	}
	for region, tiers := range c.Egress {
		amazonEgress(b, region, tiers)
	}
}

func (b *book) emit(provider, region, product string) func(name, text string, own bool) {
	return func(name, text string, own bool) {
		source := "list"
		if !own {
			source = "family"
		}
		b.price(provider, region, fmt.Sprintf(product, name), "hour", source, text)
	}
}

// families sorts instance types: "m5.2xlarge", with a prefix "db.m5.2xlarge".
func families(types map[string]offer, prefix string) map[string][]size {
	out := map[string][]size{}
	for _, name := range slices.Sorted(maps.Keys(types)) {
		family, last, ok := strings.Cut(strings.TrimPrefix(name, prefix), ".")
		price, err := types[name].OnDemand.Float64()
		if !ok || err != nil || price <= 0 {
			continue
		}
		factor := smaller[last]
		if n, cut := strings.CutSuffix(last, "xlarge"); factor == 0 && cut {
			x, err := strconv.Atoi(n)
			if err != nil {
				continue
			}
			factor = 8 * float64(x)
		}
		if shape, ok := uneven[family]; ok {
			factor = shape[last]
		}
		if factor > 0 {
			out[family] = append(out[family], size{name, factor, price, types[name].OnDemand.String()})
		}
	}
	return out
}

func amazonDB(b *book, region string, engines map[string]map[string]struct {
	Single offer `json:"single_az"`
	Multi  offer `json:"multi_az"`
},
) {
	aurora := map[string][]size{}
	for _, engine := range slices.Sorted(maps.Keys(engines)) {
		types := engines[engine]
		if strings.HasPrefix(engine, "aurora-") {
			single := map[string]offer{}
			for t, p := range types {
				single[t] = p.Single
			}
			for family, sizes := range families(single, "db.") {
				aurora[family] = append(aurora[family], sizes...)
			}
			continue
		}
		for _, t := range slices.Sorted(maps.Keys(types)) {
			if strings.Contains(t, "v11.") { // classes of RDS Custom
				continue
			}
			if p := types[t].Single.OnDemand.String(); good(p) {
				b.price("aws", region, "rds/"+engine+"/"+t+"/single-az", "hour", "list", p)
			}
			if p := types[t].Multi.OnDemand.String(); good(p) {
				b.price("aws", region, "rds/"+engine+"/"+t+"/multi-az", "hour", "list", p)
			}
		}
	}
	for _, sizes := range aurora {
		// Both engines cost the same; I/O-optimised costs 30 % more.
		seen := map[string]bool{}
		listed(sizes, 1.28, 1.32, 3, func(name, text string, own bool) {
			if !seen[name] {
				seen[name] = true
				b.emit("aws", region, "rds/aurora/%s")(name, text, own)
			}
		})
	}
}

// amazonEgress writes the tiers of traffic to the internet, in GB a month.
func amazonEgress(b *book, region string, tiers map[string]float64) {
	var from []int
	for t := range tiers {
		if n, err := strconv.Atoi(t); err == nil {
			from = append(from, n)
		}
	}
	slices.Sort(from)
	var parts []string
	for _, n := range from {
		parts = append(parts, fmt.Sprintf("%d:%s", n, trim(tiers[strconv.Itoa(n)], 4)))
	}
	if len(parts) > 0 && from[0] == 0 {
		b.price("aws", region, "transfer/internet", "GB", "list", strings.Join(parts, " "))
	}
}

// good says that a price is there: the dump writes 0 for what it does not know.
func good(s string) bool {
	x, err := strconv.ParseFloat(s, 64)
	return err == nil && x > 0
}
