package lake

import "fmt"

// NumberSQL reads an expression of a type of DuckDB as an exact number: as it is where
// it is exact, of no more than twelve places and 64 bits, else as DECIMAL(38,12), for
// bills carry 11 places. What is no number is null.
func NumberSQL(expr, typ string) string {
	const to = " AS DECIMAL(38,12))"
	// 64 bits are read from text some forty times as fast as 128.
	text := func(expr string) string {
		return "coalesce(TRY_CAST(" + expr + " AS DECIMAL(18,12)), TRY_CAST(" + expr + to + ")"
	}
	shortest := text("CAST(" + expr + " AS VARCHAR)")
	switch {
	case typ == "BOOLEAN":
		return "CAST(NULL" + to
	case narrow(typ):
		return expr
	case typ == "FLOAT":
		return shortest
	case typ == "DOUBLE":
		// Up to 9,000 the nearest twelfth place is what was meant; beyond, its shortest
		// text is, which of whole numbers is the number.
		return "CASE WHEN abs(" + expr + ") < 9000 THEN TRY_CAST(" + expr + to + " WHEN abs(" + expr + ") < 9000000000000000 AND " + expr + " = trunc(" + expr + ") THEN CAST(CAST(" + expr + " AS BIGINT)" + to + " ELSE " + shortest + " END"
	case typ == "VARCHAR":
		return "CASE WHEN NOT contains(" + expr + ", '_') THEN " + text("trim("+expr+")") + " END" // 1_000 is no number of a bill
	}
	return "TRY_CAST(" + expr + to
}

// narrow says that a type's numbers are exact, of no more than twelve places, and take
// 64 bits: they stay half as wide.
func narrow(typ string) bool {
	var width, scale int
	_, err := fmt.Sscanf(typ, "DECIMAL(%d,%d)", &width, &scale)
	return err == nil && width <= 18 && scale <= 12
}
