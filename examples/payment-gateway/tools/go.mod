module example.com/payment-gateway/tools

go 1.24

require (
	golang.org/x/text v0.3.5
	github.com/google/uuid v1.6.0
)
