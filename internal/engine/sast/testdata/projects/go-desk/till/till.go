package till

import (
	"context"
	"database/sql"
)

type Tills interface {
	Find(ctx context.Context, name string, page int) (string, error)
}

type stored struct{ db *sql.DB }

func (s *stored) Find(ctx context.Context, name string, page int) (string, error) {
	var out string
	// ruleid: sql-injection
	err := s.db.QueryRowContext(ctx, "SELECT name FROM till WHERE name = '"+name+"'").Scan(&out)
	return out, err
}
