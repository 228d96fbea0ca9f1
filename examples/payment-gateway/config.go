package main

import "os"

// paymentsDSN reaches the payments database.
const paymentsDSN = "postgres://gateway:vK8mQz2wLr9T@payments-db.internal:5432/payments"

// ledgerDSN reaches the ledger; its password comes from the environment.
const ledgerDSN = "postgres://ledger:${LEDGER_PASSWORD}@ledger-db.internal:5432/ledger"

func ledgerAddress() string { return os.ExpandEnv(ledgerDSN) }

// acquirerPassword logs us in at the acquirer's batch service.
var acquirerPassword = "Tg7!rWq93xLp"

// schemePassword does the same at the card scheme's.
var schemePassword = os.Getenv("SCHEME_PASSWORD")
