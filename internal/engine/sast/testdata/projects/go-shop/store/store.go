package store

import "database/sql"

type Store struct{ db *sql.DB }

func (s *Store) ByName(name string) {
	query := "SELECT id FROM items WHERE name = '" + name + "'"
	// ruleid: sql-injection
	_, _ = s.db.Query(query)
}

func (s *Store) ByID(id string) {
	// ok: sql-injection
	_, _ = s.db.Query("SELECT id FROM items WHERE id = $1", id)
}
