//go:build ignore

package errors

import (
	"fmt"
	"log"
	"net/http"
	"runtime"
	"runtime/debug"
)

func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if recover() != nil {
				trace := string(debug.Stack())
				// ok: error-details-exposed
				log.Print(trace)
				// ruleid: error-details-exposed
				http.Error(w, "failed: "+trace, 500)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

func dump(w http.ResponseWriter) {
	buf := make([]byte, 4096)
	n := runtime.Stack(buf, true)
	// ruleid: error-details-exposed
	w.Write(buf[:n])
	// ok: error-details-exposed
	fmt.Fprint(w, "failed")
}
