//go:build ignore

package shop

import (
	"net/http"

	"github.com/golang-jwt/jwt/v5"
)

func cookies(w http.ResponseWriter, value string) {
	// ruleid: insecure-cookie
	// ruleid: cookie-not-httponly
	http.SetCookie(w, &http.Cookie{Name: "a", Value: value})
	// ok: insecure-cookie
	// ok: cookie-not-httponly
	http.SetCookie(w, &http.Cookie{Name: "a", Value: value, Secure: true, HttpOnly: true})
	// ruleid: insecure-cookie
	http.SetCookie(w, &http.Cookie{Name: "a", Value: value, Secure: false, HttpOnly: true})
	// ruleid: cors-any-origin
	w.Header().Set("Access-Control-Allow-Origin", "*")
	// ok: cors-any-origin
	w.Header().Set("Access-Control-Allow-Origin", "https://a.example")
}

func tokens(t string, token *jwt.Token, key []byte) {
	// ok: jwt-not-verified
	jwt.NewParser().ParseUnverified(t, nil)
	// ruleid: jwt-weak-key
	token.SignedString([]byte("secret"))
	// ok: jwt-weak-key
	token.SignedString(key)
}

func who(r *http.Request) string {
	t := r.Header.Get("Authorization")
	// ruleid: jwt-not-verified
	jwt.NewParser().ParseUnverified(t, nil)
	return t
}

func whoChecked(r *http.Request) string {
	t := r.Header.Get("Authorization")
	verifier.VerifyToken(t)
	// ok: jwt-not-verified
	jwt.NewParser().ParseUnverified(t, nil)
	return t
}

func VerifyToken(r *http.Request) error {
	t := r.Header.Get("Authorization")
	// ok: jwt-not-verified
	jwt.NewParser().ParseUnverified(t, claims)
	_, err := keys[claims.Issuer].Verify(t)
	return err
}

func send(r *http.Request, token string) {
	// ok: insecure-cookie
	// ok: cookie-not-httponly
	c := &http.Cookie{Name: "session", Value: token}
	r.AddCookie(c)
}

func leave(w http.ResponseWriter) {
	// ok: insecure-cookie
	// ok: cookie-not-httponly
	http.SetCookie(w, &http.Cookie{Name: "session", Value: ""})
}

func fail(w http.ResponseWriter, err error) {
	// ruleid: error-details-exposed
	http.Error(w, err.Error(), http.StatusInternalServerError)
	// ok: error-details-exposed
	http.Error(w, "try again", http.StatusInternalServerError)
	// ruleid: clear-text-transport
	http.Get("http://api.bank.com/x")
	// ok: clear-text-transport
	http.Get("http://localhost/x")
}

type member struct {
	ID    uint
	Name  string
	Admin bool
}

func rename(db *gorm.DB) gin.HandlerFunc {
	return func(c *gin.Context) {
		var m member
		db.First(&m, c.GetUint("member"))
		// ruleid: mass-assignment
		if err := c.ShouldBindJSON(&m); err != nil {
			return
		}
		db.Save(&m)
	}
}

func renamePlain(w http.ResponseWriter, r *http.Request) {
	var m member
	if err := store.First(&m, 1).Error; err != nil {
		return
	}
	// ruleid: mass-assignment
	if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
		return
	}
	if err := store.Save(&m).Error; err != nil {
		return
	}
}

func renameOnly(db *gorm.DB) gin.HandlerFunc {
	return func(c *gin.Context) {
		var m member
		var in struct{ Name string }
		db.First(&m, c.GetUint("member"))
		// ok: mass-assignment
		if err := c.ShouldBindJSON(&in); err != nil {
			return
		}
		m.Name = in.Name
		db.Save(&m)
	}
}

func showMember(db *gorm.DB) gin.HandlerFunc {
	return func(c *gin.Context) {
		var m member
		// ok: mass-assignment
		if err := c.BindJSON(&m); err != nil {
			return
		}
		db.First(&m, m.ID)
		c.JSON(200, m)
	}
}

func changes(r *gin.RouterGroup, save, remove gin.HandlerFunc) {
	// ok: missing-authorisation
	r.PUT("/names/:id", requireRole("clerk"), save)
	// ok: missing-authorisation
	r.POST("/names", requireRole("clerk"), save)
	// ruleid: missing-authorisation
	r.DELETE("/names/:id", remove)
	// ok: missing-authorisation
	r.POST("/login", save)
}

func opened(r *gin.RouterGroup, save gin.HandlerFunc) {
	// ok: missing-authorisation
	r.PUT("/open/:id", save)
}

func modes() {
	// ruleid: debug-enabled
	gin.SetMode(gin.DebugMode)
	// ok: debug-enabled
	gin.SetMode(gin.ReleaseMode)
}
