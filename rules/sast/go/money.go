//go:build ignore

package shop

import (
	"database/sql"
	"math"
	"net/http"
	"strconv"
	"sync"
)

type invoice struct {
	// ruleid: float-money
	Amount float64
	Minor  int64
}

type account struct {
	mu      sync.Mutex
	balance int64
}

func totals(i invoice) int64 {
	// ruleid: float-money
	total := i.Amount * 1.19
	// ok: float-money
	minor := i.Minor * 119 / 100
	// ruleid: float-money
	price, _ := strconv.ParseFloat("1.1", 64)
	// ok: float-money
	ratio, _ := strconv.ParseFloat("1.1", 64)
	// ruleid: money-rounding
	math.Round(price*100) / 100
	// ok: money-rounding
	math.Round(ratio*100) / 100
	return minor + int64(total)
}

// ruleid: missing-idempotency
func transfer(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(200)
}

// ok: missing-idempotency
func refund(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Idempotency-Key") == "" {
		return
	}
}

// ruleid: missing-transaction
func move(db *sql.DB, a, b, n int) error {
	if _, err := db.Exec("UPDATE accounts SET balance = balance - $1 WHERE id = $2", n, a); err != nil {
		return err
	}
	_, err := db.Exec("UPDATE accounts SET balance = balance + $1 WHERE id = $2", n, b)
	return err
}

// ok: missing-transaction
func moveAll(tx *sql.Tx, a, b, n int) error {
	if _, err := tx.Exec("UPDATE accounts SET balance = balance - $1 WHERE id = $2", n, a); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE accounts SET balance = balance + $1 WHERE id = $2", n, b)
	return err
}

func (a *account) spend(n int64) bool {
	// ruleid: race-condition
	if a.balance < n {
		return false
	}
	a.balance -= n
	return true
}

func (a *account) spendLocked(n int64) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	// ok: race-condition
	if a.balance < n {
		return false
	}
	a.balance -= n
	return true
}

// ok: missing-transaction
func book(ctx context.Context, pool *sql.DB, a, b, n int) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "UPDATE account SET balance = balance - $1 WHERE id = $2", n, a); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE account SET balance = balance + $1 WHERE id = $2", n, b); err != nil {
		return err
	}
	return tx.Commit()
}
