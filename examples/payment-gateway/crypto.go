package main

import (
	"crypto/hmac"
	"crypto/md5"
	cryptorand "crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"net/url"
	"os"
	"time"
)

// signLegacy signs a callback the way the first version did.
func signLegacy(body, key string) string {
	sum := md5.Sum([]byte(key + body))
	return hex.EncodeToString(sum[:])
}

// sign signs a callback.
func sign(body, key []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

func newToken() string { return fmt.Sprintf("pay-%d", rand.Int63()) }

func newSession() string {
	b := make([]byte, 16)
	_, _ = cryptorand.Read(b)
	return "ref-" + hex.EncodeToString(b)
}

var acquirer = &http.Client{
	Timeout:   5 * time.Second,
	Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}},
}

var scheme = &http.Client{
	Timeout:   5 * time.Second,
	Transport: &http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS13}},
}

// testCallback calls whatever address the merchant gives, inside our network too.
func (s *store) testCallback(w http.ResponseWriter, r *http.Request) {
	resp, err := acquirer.Get(r.FormValue("url"))
	relay(w, resp, err)
}

var callbackHosts = map[string]bool{"callbacks.merchant.example": true}

// statusCallback calls registered hosts only.
func (s *store) statusCallback(w http.ResponseWriter, r *http.Request) {
	u, err := url.Parse(r.FormValue("url"))
	if err != nil || u.Scheme != "https" || !callbackHosts[u.Host] {
		http.Error(w, "unknown host", http.StatusBadRequest)
		return
	}
	resp, err := scheme.Get("https://" + u.Host + "/status")
	relay(w, resp, err)
}

func relay(w http.ResponseWriter, resp *http.Response, err error) {
	if err != nil {
		http.Error(w, "no answer", http.StatusBadGateway)
		return
	}
	defer resp.Body.Close()
	w.Header().Set("X-Signature", signLegacy(resp.Status, acquirerPassword))
	w.Header().Set("X-Signature-256", sign([]byte(resp.Status), []byte(schemePassword)))
	_, _ = io.Copy(w, io.LimitReader(resp.Body, 1<<20))
}

func modified(f *os.File) time.Time {
	info, err := f.Stat()
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}
