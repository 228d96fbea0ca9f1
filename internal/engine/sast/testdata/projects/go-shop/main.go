package main

import (
	"net/http"

	"example.com/shop/store"
)

type server struct{ store *store.Store }

func (s *server) search(w http.ResponseWriter, r *http.Request) {
	s.store.ByName(r.URL.Query().Get("name"))
	s.store.ByID(r.PathValue("id"))
	s.run(r.FormValue("host"))
	s.run2("localhost")
}
