//go:build ignore

package shop

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"log"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/go-ldap/ldap/v3"
	"gorm.io/gorm"
)

var (
	columns = map[string]bool{"name": true}
	hosts   = map[string]bool{"a.example.com": true}
)

type input struct {
	Name string
	Age  int
}

type keeper struct{ value string }

func (k *keeper) get() string { return k.value }

func first(x string) string  { return strings.TrimSpace(x) }
func forget(x string) string { return "constant" }

func items(w http.ResponseWriter, r *http.Request, db *sql.DB) {
	name := r.URL.Query().Get("name")
	// ruleid: sql-injection
	db.Query("SELECT * FROM items WHERE name = '" + name + "'")
	// ruleid: sql-injection
	db.QueryContext(r.Context(), fmt.Sprintf("SELECT * FROM items WHERE name = '%s'", name))
	// ok: sql-injection
	db.Query("SELECT * FROM items WHERE name = ?", name)
	id, err := strconv.Atoi(name)
	if err != nil {
		return
	}
	// ok: sql-injection
	db.Exec(fmt.Sprintf("DELETE FROM items WHERE id = %d", id))
	m := map[string]string{}
	m["a"] = "safe"
	m["b"] = name
	// ruleid: sql-injection
	db.Query("SELECT " + m["b"])
	// ok: sql-injection
	db.Query("SELECT " + m["a"])
	var sb strings.Builder
	sb.WriteString("SELECT ")
	sb.WriteString(name)
	// ruleid: sql-injection
	db.Query(sb.String())
	// ruleid: sql-injection
	db.Query("SELECT " + first(name))
	// ok: sql-injection
	db.Query("SELECT " + forget(name))
	k := &keeper{value: name}
	// ruleid: sql-injection
	db.Query("SELECT " + k.get())
	over := name
	over = "fixed"
	// ok: sql-injection
	db.Query("SELECT " + over)
	var in input
	json.NewDecoder(r.Body).Decode(&in)
	// ruleid: sql-injection
	db.Query("SELECT " + in.Name)
	parts := []string{"safe", name}
	// ruleid: sql-injection
	db.Query("SELECT " + strings.Join(parts, ","))
	if !columns[name] {
		return
	}
	// ok: sql-injection
	db.Query("SELECT * FROM items ORDER BY " + name)
}

func ginItems(c *gin.Context, db *gorm.DB) {
	name := c.Query("name")
	// ruleid: sql-injection
	db.Raw("SELECT * FROM items WHERE name = '" + name + "'")
	// ok: sql-injection
	db.Where("name = ?", name)
	// ruleid: sql-injection
	db.Where("name = '" + name + "'")
	var in input
	if err := c.ShouldBindJSON(&in); err != nil {
		return
	}
	// ruleid: command-injection
	exec.Command("sh", "-c", "echo "+in.Name).Run()
	// ruleid: sql-injection
	db.Exec("DELETE FROM items WHERE name = '" + c.Param("name") + "'")
}

func run(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	// ruleid: command-injection
	exec.Command("sh", "-c", "ls "+name).Output()
	// ruleid: command-injection
	exec.Command(name).Run()
	// ok: command-injection
	exec.Command("ls", "-l").Run()
	// ok: command-injection
	exec.Command("getent", "hosts", "--", name).Run()
}

func files(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("file")
	// ruleid: path-traversal
	os.ReadFile(filepath.Join("data", name))
	// ok: path-traversal
	os.ReadFile(filepath.Join("data", filepath.Base(name)))
	// ruleid: path-traversal
	http.ServeFile(w, r, "data/"+name)
	full := filepath.Join("/data", name)
	if !strings.HasPrefix(full, "/data/") {
		return
	}
	// ok: path-traversal
	os.Open(full)
}

func local(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if !filepath.IsLocal(name) {
		http.Error(w, "no", 400)
		return
	}
	// ok: path-traversal
	os.Open(filepath.Join("data", name))
}

func page(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	// ruleid: cross-site-scripting
	fmt.Fprintf(w, "<h1>%s</h1>", name)
	// ok: cross-site-scripting
	fmt.Fprintf(w, "<h1>%s</h1>", html.EscapeString(name))
	// ruleid: cross-site-scripting
	w.Write([]byte("hello " + name))
	// ruleid: cross-site-scripting
	_ = template.HTML(name)
	// ok: cross-site-scripting
	template.Must(template.New("x").Parse("{{.}}")).Execute(w, name)
	// ruleid: template-injection
	template.New("x").Parse("<b>" + name + "</b>")
	// ruleid: log-injection
	log.Printf("hello %s", name)
	// ok: log-injection
	log.Printf("hello %s", r.UserAgent())
	// ok: log-injection
	log.Printf("hello %q", name)
}

func asJSON(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	// ok: cross-site-scripting
	fmt.Fprintf(w, "{\"x\": %q}", r.FormValue("x"))
}

func redirect(w http.ResponseWriter, r *http.Request) {
	next := r.URL.Query().Get("next")
	// ruleid: open-redirect
	http.Redirect(w, r, next, http.StatusFound)
	// ok: open-redirect
	http.Redirect(w, r, "/items?x="+next, http.StatusFound)
	u, err := url.Parse(next)
	if err != nil || !hosts[u.Host] {
		return
	}
	// ok: open-redirect
	http.Redirect(w, r, next, http.StatusFound)
	// ok: ssrf
	http.Get("https://" + u.Host + "/status")
}

func call(w http.ResponseWriter, r *http.Request) {
	target := r.FormValue("url")
	// ruleid: ssrf
	http.Get(target)
	// ruleid: ssrf
	http.NewRequest("GET", "https://"+target+"/x", nil)
	// ok: ssrf
	http.Get("https://api.example.com/items/" + url.PathEscape(target))
	// ruleid: ldap-injection
	ldap.NewSearchRequest("dc=x", 2, 0, 0, 0, false, "(uid="+target+")", nil, nil)
	// ok: ldap-injection
	ldap.NewSearchRequest("dc=x", 2, 0, 0, 0, false, "(uid="+ldap.EscapeFilter(target)+")", nil, nil)
	// ruleid: format-string
	fmt.Printf(target)
}

func forward(w http.ResponseWriter, r *http.Request) {
	req, err := http.NewRequest("GET", "https://a.example", nil)
	req.Header.Set("X-Name", "a")
	// ok: log-injection
	log.Printf("%v", req.Header)
	target := "https://" + r.Host + r.URL.Path
	if r.URL.RawQuery != "" {
		target += "?" + r.URL.RawQuery
	}
	// ok: open-redirect
	http.Redirect(w, r, target, http.StatusFound)
	next := r.FormValue("next")
	if !isValidRedirect(next, hosts) {
		return
	}
	// ok: open-redirect
	http.Redirect(w, r, next, http.StatusFound)
}

func download(w http.ResponseWriter, r *http.Request) {
	name := "log"
	pod := r.FormValue("pod")
	if r.FormValue("x") != "" && names.IsValidName(pod) {
		name = pod
	}
	// ok: header-injection
	w.Header().Set("Content-Disposition", "attachment; filename="+name)
}

func printSlip(w http.ResponseWriter, r *http.Request) {
	kind := r.FormValue("kind")
	// ruleid: command-injection
	exec.Command("sh", "-c", "print "+kind).Run()
	switch kind {
	case "short", "long":
	default:
		return
	}
	// ok: command-injection
	exec.Command("sh", "-c", "print "+kind).Run()
}

func leave(w http.ResponseWriter, r *http.Request) {
	to := r.FormValue("to")
	if to != "/cards" && to != "/accounts" {
		// ruleid: open-redirect
		http.Redirect(w, r, to, http.StatusFound)
		to = "/"
	}
	// ok: open-redirect
	http.Redirect(w, r, to, http.StatusFound)
}

func leaveEither(w http.ResponseWriter, r *http.Request) {
	to, from := r.FormValue("to"), r.FormValue("from")
	if to == "/cards" || from == "/cards" {
		// ruleid: open-redirect
		http.Redirect(w, r, to, http.StatusFound)
	}
	if !(to == "/cards" || to == "/accounts") {
		return
	}
	// ok: open-redirect
	http.Redirect(w, r, to, http.StatusFound)
}

func settings(coll *mongo.Collection, w http.ResponseWriter, r *http.Request) {
	text := r.FormValue("text")
	// ruleid: nosql-injection
	coll.Find(r.Context(), bson.M{"$where": "this.name == '" + text + "'"})
	// ok: nosql-injection
	coll.Find(r.Context(), bson.M{"name": text})
	vm := goja.New()
	// ruleid: code-injection
	vm.RunString("rate(" + text + ")")
	// ok: code-injection
	vm.RunString("rate(1)")
	doc := load()
	// ruleid: xpath-injection
	xmlquery.FindOne(doc, "//payee[@name='"+text+"']")
	// ok: xpath-injection
	xmlquery.FindOne(doc, "//payee[1]")
	// ruleid: header-injection
	w.Header().Set("X-Branch", text)
	// ok: header-injection
	w.Header().Set("X-Branch", url.QueryEscape(text))
	// ruleid: regex-injection
	regexp.MustCompile("^" + text)
	// ok: regex-injection
	regexp.MustCompile("^" + regexp.QuoteMeta(text))
	// ruleid: unsafe-reflection
	reflect.ValueOf(vm).MethodByName(text)
	// ok: unsafe-reflection
	reflect.ValueOf(vm).MethodByName("Close")
	session := load()
	// ruleid: trust-boundary
	session.Values["branch"] = text
	// ok: trust-boundary
	session.Values["branch"] = "main"
	// ruleid: email-header-injection
	smtp.SendMail("mail:25", nil, "a@b.example", nil, []byte("Subject: "+text+"\r\n\r\nhello"))
	// ok: email-header-injection
	smtp.SendMail("mail:25", nil, "a@b.example", nil, []byte("Subject: hello\r\n\r\nhello"))
	_, upload, _ := r.FormFile("slip")
	// ruleid: file-upload, path-traversal
	os.Create("/srv/slips/" + upload.Filename)
	// ok: file-upload
	os.Create("/srv/slips/slip.pdf")
}

func origins(w http.ResponseWriter, r *http.Request) {
	origin := r.Header.Get("Origin")
	// ruleid: cors-any-origin, header-injection
	w.Header().Set("Access-Control-Allow-Origin", origin)
	if known[origin] {
		// ok: cors-any-origin
		w.Header().Set("Access-Control-Allow-Origin", origin)
	}
}

func rates(c *fiber.Ctx) error {
	// ruleid: ssrf
	http.Get(c.Get("X-Rates"))
	// ok: ssrf
	http.Get(cache.Get("rates"))
	return nil
}

var (
	slipName = regexp.MustCompile(`^[a-z0-9_-]{1,20}$`)
	slipPart = regexp.MustCompile(`[a-z0-9_-]+`)
	rateHost = map[string]struct{}{"rates.example.com": {}}
)

func guarded(w http.ResponseWriter, r *http.Request, conn *ldap.Conn, wire net.Conn) {
	name := r.FormValue("slip")
	if !slipPart.MatchString(name) {
		return
	}
	// ruleid: command-injection
	exec.Command("sh", "-c", "print "+name).Run()
	// ruleid: ldap-injection
	conn.Search(&ldap.SearchRequest{BaseDN: "dc=bank", Filter: "(cn=" + name + ")"})
	// ok: ldap-injection
	conn.Search(&ldap.SearchRequest{BaseDN: "dc=bank", Filter: "(cn=" + ldap.EscapeFilter(name) + ")"})
	// ruleid: header-injection
	fmt.Fprintf(wire, "X-Branch: %s\r\n", name)
	// ok: header-injection
	fmt.Fprintf(wire, "%s\n", name)
	print := exec.Command("bash")
	// ruleid: command-injection
	print.Args = append(print.Args, "-c", "print "+name)
	whole := filepath.Join("/srv/slips", name)
	if !strings.HasPrefix(whole, "/srv/slips") {
		return
	}
	// ruleid: path-traversal
	os.Open(whole)
	place := "/srv/slips/" + name
	if !strings.HasPrefix(place, "/srv/slips/") {
		return
	}
	// ruleid: path-traversal
	os.Open(place)
}

func named(w http.ResponseWriter, r *http.Request, db *gorm.DB) {
	name := r.FormValue("slip")
	if !slipName.MatchString(name) {
		return
	}
	// ok: command-injection
	exec.Command("sh", "-c", "print "+name).Run()
	// ok: sql-injection
	sq.Select("id").From("slips").Where(sq.Eq{"owner": r.FormValue("owner")})
	// ruleid: sql-injection
	db.Where("owner = " + r.FormValue("owner"))
}

func onward(w http.ResponseWriter, r *http.Request) {
	to := r.FormValue("to")
	if !strings.HasPrefix(to, "/") {
		to = "/"
	}
	// ruleid: open-redirect
	http.Redirect(w, r, to, 302)
	if strings.HasPrefix(to, "//") || strings.Contains(to, "\\") {
		to = "/"
	}
	// ok: open-redirect
	http.Redirect(w, r, to, 302)
	rates, err := url.Parse(r.FormValue("rates"))
	if err != nil {
		return
	}
	if _, ok := rateHost[rates.Hostname()]; !ok {
		return
	}
	// ok: ssrf
	http.Get(rates.String())
}
