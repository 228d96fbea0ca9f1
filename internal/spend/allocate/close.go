package allocate

import (
	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

// Adjustment corrects what was charged for a closed month.
type Adjustment struct {
	Month   assay.Month  `json:"month"` // that is corrected
	Source  string       `json:"source"`
	Invoice string       `json:"invoice"`
	Was     money.Number `json:"was"` // charged so far
	Is      money.Number `json:"is"`  // by the bill as it stands
	Amount  money.Number `json:"amount"`
}
