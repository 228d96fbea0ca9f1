// Package proof holds the structural checks that tell a credential from a
// string of the same shape: checksums, key material, number plans.
//
// Every function takes hostile bytes, is pure, and runs in time linear in its
// input. Nothing here searches; callers hand in what they found.
package proof

import (
	"encoding/base64"
	"encoding/json"
	"hash/crc32"
	"math"
	"strings"
)

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// GitHubToken checks the last six characters of a GitHub token (ghp_, gho_,
// ghu_, ghs_, ghr_): the CRC-32 of what stands between prefix and checksum, in
// base 62. Source: GitHub's engineering blog, "Behind GitHub's new
// authentication token formats", 2021.
func GitHubToken(token string) bool {
	_, body, ok := strings.Cut(token, "_")
	if !ok || len(body) < 7 {
		return false
	}
	cut := len(body) - 6
	return body[cut:] == Base62(crc32.ChecksumIEEE([]byte(body[:cut])))
}

// Base62 writes n in six digits of base 62.
func Base62(n uint32) string {
	var out [6]byte
	for i := 5; i >= 0; i-- {
		out[i] = base62[n%62]
		n /= 62
	}
	return string(out[:])
}

// JWT says whether a token is a JSON Web Token (RFC 7519): header and claims
// are JSON objects and the header names an algorithm. signed is false for
// "alg": "none" or a missing signature.
func JWT(token string) (ok, signed bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 || len(token) > 16<<10 {
		return false, false
	}
	var header struct {
		Algorithm string `json:"alg"`
	}
	if !segment(parts[0], &header) || header.Algorithm == "" {
		return false, false
	}
	var claims map[string]any
	if !segment(parts[1], &claims) || claims["name"] == "John Doe" {
		return false, false // jwt.io's example, with any signature
	}
	return true, parts[2] != "" && !strings.EqualFold(header.Algorithm, "none")
}

func segment(s string, into any) bool {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
	return err == nil && json.Unmarshal(raw, into) == nil
}

// Entropy is Shannon's, in bits per byte.
func Entropy(s []byte) float64 {
	if len(s) == 0 {
		return 0
	}
	var count [256]int
	for _, b := range s {
		count[b]++
	}
	var h float64
	n := float64(len(s))
	for _, c := range count {
		if c > 0 {
			p := float64(c) / n
			h -= p * math.Log2(p)
		}
	}
	return h
}
