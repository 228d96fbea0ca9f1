//go:build unix

package main

import "path/filepath"

// measurements of cost are those of the programs beside this one.
var costMeasurements = []measurement{
	{"lake, 10 M lines of Parquet loaded, against a plain COPY by DuckDB", "≥ 0.8 x", func(b *bench) figure {
		return b.lake(`load .* ([\d.]+) x plain`, func(v float64) bool { return v >= 0.8 }, "x")
	}},
	{"lake, memory of that load", "≤ 3 GB", func(b *bench) figure {
		return b.lake(`([\d.]+) GB at most`, func(v float64) bool { return v <= 3 }, "GB")
	}},
	{"lake, month x service x tag over 10 M lines, p95", "≤ 0.3 s", func(b *bench) figure {
		return b.lake(`tag:team.*p95 +([\d.]+) s`, func(v float64) bool { return v <= 0.3 }, "s")
	}},
	{"allocation, 1,000 cost centres, 200 pools, 10 M lines, with the lake's sums", "≤ 5 s", func(b *bench) figure {
		return b.allocation(`all, with the sums +([\d.]+) s`, func(v float64) bool { return v <= 5 }, "s")
	}},
	{"allocation, residual", "0", func(b *bench) figure {
		return b.allocation(`residual ([-\d.]+)`, func(v float64) bool { return v == 0 }, "")
	}},
	{"anomalies, 5,000 series of 400 days", "≤ 10 s", func(b *bench) figure {
		return b.printed(`400 days: ([\d.]+) s`, func(v float64) bool { return v <= 10 }, "s", "./bench/anomaly", "-seeds", "1", "-time")
	}},
}

func (b *bench) lake(expr string, ok func(float64) bool, unit string) figure {
	return b.printed(expr, ok, unit, "./bench/lake", "-dir", filepath.Join(b.tmp, "lake"))
}

func (b *bench) allocation(expr string, ok func(float64) bool, unit string) figure {
	return b.printed(expr, ok, unit, "./bench/allocate", "-dir", filepath.Join(b.tmp, "allocate"))
}
