//go:build ignore

package payments

import (
	"context"
	"database/sql"
	"net/http"

	"github.com/gin-gonic/gin"
)

func parts(totalCents int64, n int) []int64 {
	out := make([]int64, n)
	// ruleid: money-rounding
	each := totalCents / int64(n)
	for i := range out {
		out[i] = each
	}
	return out
}

func fair(totalCents int64, n int) []int64 {
	out := make([]int64, n)
	// ok: money-rounding
	each := totalCents / int64(n)
	for i := range out {
		out[i] = each
	}
	out[0] += totalCents % int64(n)
	return out
}

func mount(r *gin.Engine, book func(string, int64) error) {
	// ruleid: missing-idempotency
	r.POST("/v1/transfers", func(c *gin.Context) {
		var cents int64
		if c.ShouldBindJSON(&cents) == nil {
			book("x", cents)
		}
	})
	// ok: missing-idempotency
	r.POST("/v1/payouts", func(c *gin.Context) {
		book(c.GetHeader("Idempotency-Key"), 1)
	})
	// ok: missing-idempotency
	r.POST("/v1/names", func(c *gin.Context) { c.Status(http.StatusOK) })
}

func move(ctx context.Context, db *sql.DB, cents int64) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	// ok: missing-transaction
	if err := addBalance(ctx, tx, cents); err != nil {
		return err
	}
	// ruleid: missing-transaction
	if err := addBalance(ctx, db, -cents); err != nil {
		return err
	}
	// ruleid: missing-transaction
	if _, err := db.ExecContext(ctx, "INSERT INTO log VALUES (1)"); err != nil {
		return err
	}
	return tx.Commit()
}
