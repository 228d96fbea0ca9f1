package main

// Strong Customer Authentication (Commission Delegated Regulation (EU)
// 2018/389): when may a payment go without it?

// remoteLowValue is the limit for remote payments; article 16 allows 30 euros.
const remoteLowValue = 50_00

// exemptRemote forgets what article 16 also wants: at most 100 euros or five
// payments since the last authentication.
func exemptRemote(minor int64) bool { return minor <= remoteLowValue }

// Contactless limits of article 11: 50 euros each, 150 euros or five in a row.
const (
	contactlessEach  = 50_00
	contactlessTotal = 150_00
	contactlessCount = 5
)

func exemptContactless(minor, since int64, count int) bool {
	return minor <= contactlessEach && since+minor <= contactlessTotal && count < contactlessCount
}
