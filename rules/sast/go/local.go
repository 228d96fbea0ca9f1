//go:build ignore

package local

import (
	"bufio"
	"database/sql"
	"fmt"
	"log"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

func arguments(db *sql.DB) {
	// ruleid: command-injection
	exec.Command("sh", "-c", "ls "+os.Args[1]).Run()
	// ok: command-injection
	exec.Command("ls", os.Args[1]).Run()
	// ok: command-injection
	exec.Command("sh", "-c", "ls").Run()
	// ok: path-traversal
	os.ReadFile(os.Args[1])
	name := os.Getenv("NAME")
	// ruleid: sql-injection
	db.Query("SELECT * FROM t WHERE a = '" + name + "'")
	// ok: sql-injection
	db.Query("SELECT * FROM t WHERE a = ?", name)
	n, _ := strconv.Atoi(name)
	// ok: sql-injection
	db.Query(fmt.Sprintf("SELECT * FROM t WHERE a = %d", n))
	name = "constant"
	// ok: sql-injection
	db.Query("SELECT * FROM t WHERE a = '" + name + "'")
}

func console(db *sql.DB) {
	r := bufio.NewReader(os.Stdin)
	line, _ := r.ReadString('\n')
	line = strings.TrimSpace(line)
	// ruleid: sql-injection
	db.Exec("DELETE FROM t WHERE a = '" + line + "'")
	// ruleid: path-traversal
	os.Open("/data/" + line)
	// ok: path-traversal
	os.Open("/data/" + filepath.Base(line))
	// ruleid: format-string
	log.Printf(line)
	// ok: format-string
	log.Printf("%s", line)
}

func scanned(db *sql.DB) {
	s := bufio.NewScanner(os.Stdin)
	for s.Scan() {
		// ruleid: sql-injection
		db.Exec("DELETE FROM t WHERE a = '" + s.Text() + "'")
	}
	var word string
	fmt.Scanln(&word)
	// ruleid: command-injection
	exec.Command("bash", "-c", word).Run()
}

func connection(l net.Listener, db *sql.DB) {
	conn, _ := l.Accept()
	buf := make([]byte, 100)
	n, _ := conn.Read(buf)
	// ruleid: sql-injection
	db.Exec("DELETE FROM t WHERE a = '" + string(buf[:n]) + "'")
	line, _ := bufio.NewReader(conn).ReadString('\n')
	if !allowed[line] {
		return
	}
	// ok: sql-injection
	db.Exec("DELETE FROM t WHERE a = '" + line + "'")
}

func rows(db *sql.DB) {
	var name string
	row := db.QueryRow("SELECT name FROM t")
	row.Scan(&name)
	// ruleid: path-traversal
	os.ReadFile("/data/" + name)
	// ruleid: sql-injection
	db.Query("SELECT * FROM u WHERE name = '" + name + "'")
	// ok: sql-injection
	db.Query("SELECT * FROM u WHERE name = ?", name)
}

func script() {
	vm := goja.New()
	// ruleid: code-injection
	vm.RunString(os.Getenv("RATES"))
	// ok: code-injection
	vm.RunString("rate(1)")
}
