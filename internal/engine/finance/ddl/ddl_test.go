package ddl_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/engine/finance/ddl"
)

func TestColumns(t *testing.T) {
	for _, c := range []struct {
		name, sql string
		want      []string
	}{
		{"plain", "CREATE TABLE cards (id BIGINT PRIMARY KEY, pan VARCHAR(19) NOT NULL, PRIMARY KEY (id))", []string{"cards.id BIGINT 1:21", "cards.pan VARCHAR(19) 1:44"}},
		{"quotes", "create table if not exists `pay`.`cards` (\n  `cvv` char(4),\n  [no] int,\n  \"order\" text\n);", []string{"cards.cvv char(4) 2:3", "cards.no int 3:3", "cards.order text 4:3"}},
		{"two words", "CREATE GLOBAL TEMPORARY TABLE t (a character varying(19) default 'x,y', b numeric(10, 2))", []string{"t.a character varying(19) 1:34", "t.b numeric(10, 2) 1:73"}},
		{"alter", "ALTER TABLE ONLY cards ADD COLUMN cvv char(4), ADD b int, DROP COLUMN c; alter table t add (x int, y int);", []string{"cards.cvv char(4) 1:35", "cards.b int 1:52", "t.x int 1:93", "t.y int 1:100"}},
		{"comments", "-- CREATE TABLE a (b int);\n/* CREATE TABLE c (d int); */ CREATE TABLE e (f int -- g int,\n, h int)", []string{"e.f int 2:47", "e.h int 3:3"}},
		{"rows", "INSERT INTO cards (cvv) VALUES ('CREATE TABLE a (b int)');", nil},
		{"select", "CREATE TABLE a AS SELECT cvv FROM b; CREATE INDEX i ON c (d);", nil},
		{"open", "CREATE TABLE a (b int, c", []string{"a.b int 1:17", "a.c  1:24"}},
		{"nothing", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, x := range ddl.Columns([]byte(c.sql)) {
				got = append(got, fmt.Sprintf("%s.%s %s %d:%d", x.Table, x.Name, x.Type, x.Line, x.Column))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzColumns(f *testing.F) {
	f.Add("CREATE TABLE cards (id BIGINT, `pan` VARCHAR(19) NOT NULL);")
	f.Add("ALTER TABLE a ADD (b int, c int); /* '")
	f.Fuzz(func(t *testing.T, sql string) {
		lines := strings.Split(sql, "\n")
		for _, c := range ddl.Columns([]byte(sql)) {
			if c.Line < 1 || c.Line > len(lines) || c.Column < 1 || c.Column > len(lines[c.Line-1]) {
				t.Fatalf("%+v lies outside the text", c)
			}
			if !strings.Contains(lines[c.Line-1][c.Column-1:], c.Name) {
				t.Fatalf("%+v is not what stands there", c)
			}
		}
	})
}
