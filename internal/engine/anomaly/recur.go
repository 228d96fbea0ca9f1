package anomaly

import "time"

// recurring says whether a move on a day has its like in other months, the
// quarters around it, or other years. like gives the size of the move on
// another day, with 1 for the same, and whether that day can be asked.
func recurring(day int, like func(day int) (float64, bool)) bool {
	near := func(months int) (found, known bool) {
		t := time.Unix(int64(day)*secondsOfDay, 0).UTC()
		month := time.Date(t.Year(), t.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
		length := month.AddDate(0, 1, -1).Day()
		ownLength := time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
		// By its distance from the month's start, and near the end from its end.
		at := []int{min(t.Day(), length)}
		if left := ownLength - t.Day(); left < 7 {
			at = append(at, length-left)
		}
		slack := 1
		if t.Day() <= 5 || ownLength-t.Day() < 5 {
			slack = 2 // the first or last working day moves
		}
		for _, d := range at {
			for k := -slack; k <= slack; k++ {
				size, ok := like(DayOf(month) + d - 1 + k)
				known = known || ok
				found = found || ok && size > 0.4 && size < 2.5
			}
		}
		return found, known
	}
	count := func(months ...int) (found, known int) {
		for _, m := range months {
			f, k := near(m)
			if f {
				found++
			}
			if k {
				known++
			}
		}
		return found, known
	}
	monthly, months := count(-3, -2, -1, 1, 2, 3)
	if monthly >= 2 && 2*monthly >= months {
		return true
	}
	quarterly, quarters := count(-6, -3, 3, 6)
	if quarterly >= 2 && quarterly >= quarters-1 {
		return true
	}
	yearly, _ := count(-24, -12, 12, 24)
	return yearly > 0
}
