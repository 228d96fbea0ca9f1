package main

import (
	"encoding/json"
	"log"
	"net/http"
	"sync"
)

type order struct {
	Merchant string  `json:"merchant"`
	Currency string  `json:"currency"`
	PAN      string  `json:"pan"`
	Amount   float64 `json:"amount"`
	Minor    int64   `json:"minor"`
}

func (s *store) search(w http.ResponseWriter, r *http.Request) {
	list, err := s.byMerchant(r.Context(), r.URL.Query().Get("merchant"))
	answer(w, list, err)
}

func (s *store) show(w http.ResponseWriter, r *http.Request) {
	list, err := s.byID(r.Context(), r.PathValue("id"))
	answer(w, list, err)
}

// pay takes money. A client that repeats the request after a timeout pays twice.
func (s *store) pay(w http.ResponseWriter, r *http.Request) {
	var o order
	if err := json.NewDecoder(r.Body).Decode(&o); err != nil || len(o.PAN) < 12 {
		http.Error(w, "bad order", http.StatusBadRequest)
		return
	}
	log.Printf("payment of %s with card %s", o.Merchant, o.PAN)
	total := o.Amount * 1.019
	p := payment{ID: newToken(), Merchant: o.Merchant, Currency: o.Currency, Minor: int64(total * 100), Last4: last4(o.PAN)}
	answer(w, p, s.add(r.Context(), p))
}

var (
	seenMu sync.Mutex
	seen   = map[string]bool{}
)

// refund gives money back, once per Idempotency-Key.
func (s *store) refund(w http.ResponseWriter, r *http.Request) {
	key := r.Header.Get("Idempotency-Key")
	if key == "" || !first(key) {
		http.Error(w, "missing or repeated Idempotency-Key", http.StatusConflict)
		return
	}
	var o order
	if err := json.NewDecoder(r.Body).Decode(&o); err != nil || len(o.PAN) < 12 {
		http.Error(w, "bad order", http.StatusBadRequest)
		return
	}
	log.Printf("refund to %s for card ending in %s", o.Merchant, last4(o.PAN))
	minor := -(o.Minor + o.Minor*19/1000)
	p := payment{ID: newSession(), Merchant: o.Merchant, Currency: o.Currency, Minor: minor, Last4: last4(o.PAN)}
	answer(w, p, s.add(r.Context(), p))
}

func first(key string) bool {
	seenMu.Lock()
	defer seenMu.Unlock()
	again := seen[key]
	seen[key] = true
	return !again
}

func last4(pan string) string { return pan[len(pan)-4:] }

func answer(w http.ResponseWriter, v any, err error) {
	if err != nil {
		http.Error(w, "try again later", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}
