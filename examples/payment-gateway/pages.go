package main

import (
	"fmt"
	"html/template"
	"net/http"
	"os"
	"path/filepath"
)

// receipt sends a stored receipt; "../../etc/passwd" is a receipt too.
func (s *store) receipt(w http.ResponseWriter, r *http.Request) {
	data, err := os.ReadFile(filepath.Join("receipts", r.URL.Query().Get("file")))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	_, _ = w.Write(data)
}

// statement sends a stored statement; the root cannot be left.
func (s *store) statement(w http.ResponseWriter, r *http.Request) {
	root, err := os.OpenRoot("statements")
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer root.Close()
	f, err := root.Open(r.PathValue("name"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer f.Close()
	http.ServeContent(w, r, "statement.pdf", modified(f), f)
}

func hello(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	fmt.Fprintf(w, "<h1>Hello %s</h1>", r.URL.Query().Get("name"))
}

var welcomePage = template.Must(template.New("welcome").Parse("<h1>Welcome {{.}}</h1>"))

func welcome(w http.ResponseWriter, r *http.Request) {
	_ = welcomePage.Execute(w, r.URL.Query().Get("name"))
}
