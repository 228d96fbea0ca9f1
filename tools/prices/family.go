package main

import (
	"math"
	"slices"
	"strconv"
)

// size is one size of a family: its price, and how many times the smallest unit
// of the family it is.
type size struct {
	name   string
	factor float64
	price  float64
	text   string // price, as the dump has it
}

const (
	same    = 0.012 // rounding within a rate
	surely  = 7     // sizes that agree, when no dearer rate shows that they are the cheap one
	atLeast = 2     // sizes that agree on a rate, when there is a dearer one
)

// rate finds what a unit costs at the cheaper of two rates whose ratio lies
// between low and high, and which sizes pay it. It gives 0 where the sizes do
// not show which of the two they pay.
func rate(sizes []size, low, high float64) float64 {
	per := make([]float64, len(sizes))
	for i, s := range sizes {
		per[i] = s.price / s.factor
	}
	slices.Sort(per)
	for i := range per {
		n, dearer := 0, 0
		for _, p := range per[i:] {
			switch ratio := p / per[i]; {
			case ratio <= 1+same:
				n++
			case ratio >= low && ratio <= high:
				dearer++
			}
		}
		alone := n == 1 && dearer >= atLeast && dearer == len(per)-1 && per[len(per)-1]/per[1] <= 1+same
		if n >= atLeast && dearer > 0 || alone || n >= surely {
			return median(per[i : i+n])
		}
	}
	return 0
}

func median(sorted []float64) float64 { return sorted[len(sorted)/2] }

// listed are the sizes with their list price: as the dump has it where it is the
// cheap rate, by the rate where it is the dear one. Others are left out.
func listed(sizes []size, low, high float64, digits int, yield func(name, text string, own bool)) {
	r := rate(sizes, low, high)
	if r == 0 {
		return
	}
	for _, s := range sizes {
		switch ratio := s.price / s.factor / r; {
		case math.Abs(ratio-1) <= same:
			yield(s.name, s.text, true)
		case ratio >= low-same && ratio <= high+same:
			yield(s.name, trim(r*s.factor, digits), false)
		}
	}
}

func trim(x float64, digits int) string {
	p := math.Pow(10, float64(digits))
	return strconv.FormatFloat(math.Round(x*p)/p, 'f', -1, 64)
}
