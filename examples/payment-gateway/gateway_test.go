package main

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestPay(t *testing.T) {
	s, err := openStore(ledgerAddress())
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest("POST", "/payments", strings.NewReader(`{"merchant":"m1","pan":"4111111111111111","amount":10}`))
	routes(s).ServeHTTP(w, r)
	if w.Code != 200 || !strings.Contains(w.Body.String(), `"last4":"1111"`) {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

func TestExemptions(t *testing.T) {
	if !exemptRemote(10_00) || !exemptContactless(20_00, 0, 0) || exemptContactless(20_00, 140_00, 0) {
		t.Error("exemptions differ")
	}
}
