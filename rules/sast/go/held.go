//go:build ignore

package held

import (
	"log/slog"
	"sync"

	"github.com/gin-gonic/gin"
)

type till struct {
	mu   sync.Mutex
	kept map[string]int64
}

func (t *till) available(id string) int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.kept[id]
}

func (t *till) take(id string, cents int64) bool {
	// ruleid: race-condition
	if t.available(id) < cents {
		return false
	}
	t.mu.Lock()
	t.kept[id] -= cents
	t.mu.Unlock()
	return true
}

func (t *till) takeHeld(id string, cents int64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	// ok: race-condition
	if t.kept[id] < cents {
		return false
	}
	t.kept[id] -= cents
	return true
}

type order struct {
	CardNumber string
	Cents      int64
}

type login struct {
	User     string
	Password string
}

type quiet struct {
	CardNumber string
}

func (q quiet) LogValue() slog.Value { return slog.StringValue("card") }

func book(o order, l login, q quiet) {
	// ruleid: card-number-logged
	slog.Info("order", "order", o)
	// ok: card-number-logged
	slog.Info("order", "cents", o.Cents)
	// ok: card-number-logged
	slog.Info("order", "order", q)
	// ruleid: credentials-logged
	slog.Debug("login", "request", l)
	// ok: credentials-logged
	slog.Debug("login", "user", l.User)
}

type settings struct {
	Host, Password, PasswordEnv string
}

func defaults() settings {
	// ruleid: hardcoded-credential
	return settings{Host: "a", Password: "Garden7-lantern"}
}

func names() settings {
	// ok: hardcoded-credential
	return settings{Host: "a", PasswordEnv: "GARDEN7_PASSWORD"}
}

func paths(r *gin.Engine, h gin.HandlerFunc) {
	guarded := r.Group("/internal", requireStaff())
	// ok: missing-authorisation
	guarded.DELETE("/limits", h)
	// ruleid: missing-authorisation
	r.DELETE("/internal/limits", h)
	// ok: missing-authorisation
	r.GET("/rates", h)
}
