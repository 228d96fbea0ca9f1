package sample

import (
	"fmt"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/anomaly"
)

// Score is how well alerts meet what was planted.
type Score struct {
	Planted, Found, Alerts int
	// Causes counts found ones whose cause is among the planted dimensions, or means the same.
	Causes int
	// SeriesMonths is the number of series times months of 30 days.
	SeriesMonths float64
	// Missed are planted ones without alert, False alerts without planted one.
	Missed []Planted
	False  []assay.Anomaly
	// Wrong are found ones with another cause.
	Wrong []assay.Anomaly
}

// F1 is the harmonic mean of precision and recall.
func (s *Score) F1() float64 {
	return 2 * float64(s.Found) / max(1, float64(s.Planted+s.Alerts))
}

// Top1 is the share of found ones with the right cause.
func (s *Score) Top1() float64 { return float64(s.Causes) / max(1, float64(s.Found)) }

// FalseRate is false alerts in 1,000 series-months.
func (s *Score) FalseRate() float64 { return float64(len(s.False)) / s.SeriesMonths * 1000 }

// Add counts another score in.
func (s *Score) Add(o Score) {
	s.Planted, s.Found, s.Alerts, s.Causes = s.Planted+o.Planted, s.Found+o.Found, s.Alerts+o.Alerts, s.Causes+o.Causes
	s.SeriesMonths += o.SeriesMonths
	s.Missed, s.False, s.Wrong = append(s.Missed, o.Missed...), append(s.False, o.False...), append(s.Wrong, o.Wrong...)
}

func (s *Score) String() string {
	return fmt.Sprintf("F1 %.3f  top-1 %.1f %%  false alerts %.2f per 1,000 series-months  (%d planted, %d found, %d alerts)",
		s.F1(), 100*s.Top1(), s.FalseRate(), s.Planted, s.Found, s.Alerts)
}

// windows is how many days after the start an alert may begin; 3 before always.
var windows = map[assay.AnomalyKind]int{
	assay.AnomalySpike: 3, assay.AnomalyShift: 14, assay.AnomalyRamp: 70, assay.AnomalyNew: 14, assay.AnomalyVanished: 14,
}

// Score matches alerts with what was planted, one to one: no dimension that
// both name differs, and the start lies in the window of the kind.
func (s *Sample) Score(alerts []assay.Anomaly) Score {
	out := Score{Planted: len(s.Planted), Alerts: len(alerts), SeriesMonths: float64(s.Series*s.Days) / 30}
	used := make([]bool, len(alerts))
	for _, p := range s.Planted {
		best, shared := -1, -1
		for i, a := range alerts {
			if used[i] || !matches(p, a) {
				continue
			}
			n := 0
			for k, v := range p.Dims {
				if a.Dims[k] == v {
					n++
				}
			}
			if n > shared {
				best, shared = i, n
			}
		}
		if best < 0 {
			out.Missed = append(out.Missed, p)
			continue
		}
		used[best] = true
		out.Found++
		if c := alerts[best].Cause; c.Value != "" && (p.Dims[c.Dimension] == c.Value || p.Same[c.Dimension] == c.Value) {
			out.Causes++
		} else {
			out.Wrong = append(out.Wrong, alerts[best])
		}
	}
	for i, a := range alerts {
		if !used[i] {
			out.False = append(out.False, a)
		}
	}
	return out
}

func matches(p Planted, a assay.Anomaly) bool {
	t, err := time.Parse(time.DateOnly, a.Start)
	if err != nil {
		return false
	}
	for k, v := range p.Dims {
		if w, ok := a.Dims[k]; ok && w != v {
			return false
		}
	}
	d := anomaly.DayOf(t) - p.Start
	return d >= -3 && d <= windows[p.Kind]
}
