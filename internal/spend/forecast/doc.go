// Package forecast says what months to come will cost, from days that were paid.
//
//	f := forecast.Make(forecast.Series{First: day, Days: costs}, 3)
//	f.Months[0].Mid, f.Months[0].Low, f.Months[0].High // 80 % lie between
//	f.Error.MAPE, f.Error.Naive                        // one month ahead, on months that were known
//
// It knows weeks, the ends of months, their length, amounts that come once a
// month or quarter, the time of year where there is more than a year of days,
// trends (damped) and changes of level. Several simple models are mixed by how
// well each has done one month ahead; the same rolling test gives the error that
// is shown and the width of the interval. Amounts are floats: a forecast is for
// looking at, never for booking.
//
// It does not know what nobody has told it: a purchase to come, a price change.
package forecast
