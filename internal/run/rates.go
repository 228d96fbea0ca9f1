package run

import (
	"context"

	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/spend/rates"
)

// Rates learns own rates from the bills of a lake, held against list prices.
func (s *Service) Rates(ctx context.Context, l lake.Lake) (*rates.Learned, error) {
	book := s.Prices()
	if book.Err != nil {
		return nil, book.Err
	}
	out, err := rates.Learn(ctx, l, book.Book)
	if err == nil && book.Note != "" {
		out.Notes = append(out.Notes, book.Note)
	}
	return out, err
}
