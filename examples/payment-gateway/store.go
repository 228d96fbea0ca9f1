package main

import (
	"context"
	"database/sql"
)

// payment is one card payment; amounts are in minor units.
type payment struct {
	ID       string `json:"id"`
	Merchant string `json:"merchant"`
	Currency string `json:"currency"`
	Minor    int64  `json:"minor"`
	Last4    string `json:"last4"`
}

type store struct{ db *sql.DB }

func openStore(dsn string) (*store, error) {
	db, err := sql.Open("memory", dsn)
	if err != nil {
		return nil, err
	}
	return &store{db: db}, nil
}

// byMerchant lists the payments of a merchant.
func (s *store) byMerchant(ctx context.Context, merchant string) ([]payment, error) {
	query := "SELECT id, merchant, currency, minor, last4 FROM payments WHERE merchant = '" + merchant + "'"
	rows, err := s.db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return scan(rows)
}

// byID finds one payment.
func (s *store) byID(ctx context.Context, id string) ([]payment, error) {
	const query = "SELECT id, merchant, currency, minor, last4 FROM payments WHERE id = $1"
	rows, err := s.db.QueryContext(ctx, query, id)
	if err != nil {
		return nil, err
	}
	return scan(rows)
}

func (s *store) add(ctx context.Context, p payment) error {
	_, err := s.db.ExecContext(ctx, "INSERT INTO payments VALUES ($1, $2, $3, $4, $5)",
		p.ID, p.Merchant, p.Currency, p.Minor, p.Last4)
	return err
}

func scan(rows *sql.Rows) ([]payment, error) {
	defer rows.Close()
	list := []payment{}
	for rows.Next() {
		var p payment
		if err := rows.Scan(&p.ID, &p.Merchant, &p.Currency, &p.Minor, &p.Last4); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, rows.Err()
}
