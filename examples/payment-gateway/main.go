// Command payment-gateway is a small card-payment API. It is an example for
// Assay: some of its code is wrong on purpose, and expected.yaml says where.
package main

import (
	"flag"
	"log"
	"net/http"
	"time"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:7201", "address to listen on")
	flag.Parse()
	store, err := openStore(paymentsDSN)
	if err != nil {
		log.Fatal(err)
	}
	server := &http.Server{Addr: *addr, Handler: routes(store), ReadHeaderTimeout: 5 * time.Second}
	log.Printf("listening on %s", *addr)
	log.Fatal(server.ListenAndServe())
}

func routes(s *store) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /payments", s.search)
	mux.HandleFunc("GET /payments/{id}", s.show)
	mux.HandleFunc("POST /payments", s.pay)
	mux.HandleFunc("POST /refunds", s.refund)
	mux.HandleFunc("GET /receipts", s.receipt)
	mux.HandleFunc("GET /statements/{name}", s.statement)
	mux.HandleFunc("POST /callbacks/test", s.testCallback)
	mux.HandleFunc("POST /callbacks/status", s.statusCallback)
	mux.HandleFunc("GET /hello", hello)
	mux.HandleFunc("GET /welcome", welcome)
	return mux
}
