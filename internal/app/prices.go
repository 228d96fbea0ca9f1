package app

import (
	"github.com/assay-dev/assay/internal/pricebook"
	"github.com/assay-dev/assay/internal/pricebook/feed"
	shipped "github.com/assay-dev/assay/rules"
)

// openPrices opens the price book in use: what the user took in, over what ships
// with the program. The note says that the user's could not be used; it is empty
// otherwise.
func openPrices(home string) (book *pricebook.Book, note string, err error) {
	if book, err = pricebook.Shipped(shipped.PricesComputed, shipped.PricesAWS, shipped.PricesAzure, shipped.PricesGoogle); err != nil || home == "" {
		return book, "", err
	}
	own, ok, err := feed.Open(home)
	switch {
	case err != nil:
		return book, err.Error() + "; the prices that ship with this assay are used", nil
	case ok:
		return own.Over(book), "", nil
	}
	return book, "", nil
}
