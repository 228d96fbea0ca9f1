//go:build ignore

package steps

import (
	"context"
	"database/sql"
	"errors"
	"net/http"

	"gorm.io/gorm"
)

type purse struct {
	Owner   string
	Balance int64
}

func portions(totalCents int64, people int64) []int64 {
	all := make([]int64, people)
	for i := range all {
		// ruleid: money-rounding
		all[i] = totalCents / people
	}
	return all
}

func fairPortions(totalCents int64, people int64) []int64 {
	all := make([]int64, people)
	for i := range all {
		// ok: money-rounding
		all[i] = totalCents / people
		if int64(i) < totalCents%people {
			all[i]++
		}
	}
	return all
}

// ruleid: missing-transaction
func swap(db *gorm.DB, a, b *purse, cents int64) error {
	a.Balance -= cents
	if err := db.Save(a).Error; err != nil {
		return err
	}
	b.Balance += cents
	return db.Save(b).Error
}

// ok: missing-transaction
func swapTogether(db *gorm.DB, a, b *purse, cents int64) error {
	return db.Transaction(func(tx *gorm.DB) error {
		a.Balance -= cents
		if err := tx.Save(a).Error; err != nil {
			return err
		}
		b.Balance += cents
		return tx.Save(b).Error
	})
}

// ruleid: race-condition
func take(ctx context.Context, db *sql.DB, id, cents int64) error {
	var available int64
	if err := db.QueryRowContext(ctx, `SELECT available FROM purse WHERE id = $1`, id).Scan(&available); err != nil {
		return err
	}
	if available < cents {
		return errors.New("too little")
	}
	_, err := db.ExecContext(ctx, `UPDATE purse SET available = $1 WHERE id = $2`, available-cents, id)
	return err
}

// ok: race-condition
func takeHeld(ctx context.Context, tx *sql.Tx, id, cents int64) error {
	var available int64
	if err := tx.QueryRowContext(ctx, `SELECT available FROM purse WHERE id = $1 FOR UPDATE`, id).Scan(&available); err != nil {
		return err
	}
	if available < cents {
		return errors.New("too little")
	}
	_, err := tx.ExecContext(ctx, `UPDATE purse SET available = $1 WHERE id = $2`, available-cents, id)
	return err
}

type desk struct{ db *sql.DB }

func (d *desk) create(w http.ResponseWriter, r *http.Request) {
	_, err := d.db.Exec("INSERT INTO deposits(cents) VALUES (1)")
	_ = err
}

func (d *desk) routes(mux *http.ServeMux) {
	// ruleid: missing-idempotency
	mux.HandleFunc("POST /v1/deposits", d.create)
	// ok: missing-idempotency
	mux.HandleFunc("GET /v1/deposits", d.create)
	// ok: missing-idempotency
	mux.HandleFunc("POST /v1/names", d.create)
}
