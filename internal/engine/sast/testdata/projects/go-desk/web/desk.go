package web

import (
	"net/http"

	"example.com/desk/till"
)

// Tills has the name of the interface that it calls.
type Tills struct{ tills till.Tills }

func (t *Tills) Find(w http.ResponseWriter, r *http.Request) {
	name, err := t.tills.Find(r.Context(), r.FormValue("name"), 1)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	_, _ = w.Write([]byte(name))
}
