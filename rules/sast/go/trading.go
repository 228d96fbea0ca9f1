//go:build ignore

package trading

import "time"

type Report struct {
	ISIN         string
	TransactTime any
	Latency      time.Duration
}

func monotonic(start time.Time) Report {
	// ruleid: order-time-monotonic
	r := Report{TransactTime: time.Since(start)}
	elapsed := time.Since(start)
	// ruleid: order-time-monotonic
	r.TransactTime = elapsed.Nanoseconds()
	// ok: order-time-monotonic
	r.Latency = time.Since(start)
	// ok: order-time-monotonic
	r.TransactTime = start.Add(time.Since(start))
	// ok: order-time-monotonic
	r.TransactTime = time.Now().UTC()
	return r
}

func local(r *Report) {
	// ruleid: order-time-local
	r.TransactTime = time.Now().Format("20060102-15:04:05.000")
	// ok: order-time-local
	r.TransactTime = time.Now().UTC().Format("20060102-15:04:05.000")
	// ok: order-time-local
	r.TransactTime = time.Now().Format(time.RFC3339Nano)
	// ok: order-time-local
	name := time.Now().Format("20060102")
	_ = name
}

func coarse(r *Report) {
	// ruleid: order-time-coarse
	r.TransactTime = time.Now().Unix()
	// ok: order-time-coarse
	r.TransactTime = time.Now().UnixMicro()
	// ok: order-time-coarse
	expires := time.Now().Unix()
	_ = expires
}

// ruleid: order-record-incomplete
type FastOrder struct {
	Symbol   string
	Buy      bool
	Quantity int64
	Price    decimal.Decimal
}

// ok: order-record-incomplete
type FullOrder struct {
	OrderID     string
	ClientID    string
	Symbol      string
	Quantity    int64
	SubmittedAt time.Time
}

// ok: order-record-incomplete
type PurchaseOrder struct {
	Article  string
	Quantity int64
}

// ruleid: kill-switch-missing
func (r *Router) route(ctx context.Context, o FullOrder) error {
	return r.exchange.SubmitOrder(ctx, o)
}

// ok: kill-switch-missing
func (r *Router) shop(ctx context.Context, c Cart) error {
	return r.warehouse.SubmitOrder(ctx, c)
}
