// Command assay tests a change to a financial application before it is money.
package main

import (
	"os"

	"github.com/assay-dev/assay/internal/app"
)

func main() { os.Exit(app.Main()) }
