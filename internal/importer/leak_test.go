package importer_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/importer"
)

// leaky are findings about a secret, quoted wherever a tool may quote it. S
// stands for it.
var leaky = map[string]string{
	"gitleaks":   `[{"RuleID":"key-S","Description":"A key S","File":"conf/S.txt","Link":"https://x.example/S","Commit":"S","Message":"add S","Match":"k = \"S\"","Secret":"S","Line":"k = \"S\"","Fingerprint":"c:conf/S.txt:key:1","Tags":["S"],"Author":"S","Email":"S","StartLine":1}]`,
	"gitleaks 7": `[{"rule":"Key S","offender":"S","line":"k=S","file":"conf/S.txt","commit":"S","tags":"S","lineNumber":3}]`,
	"trivy":      `{"SchemaVersion":2,"ArtifactName":".","Results":[{"Target":"conf/S.txt","Class":"secret","Secrets":[{"RuleID":"key-S","Category":"S","Title":"A key S","Severity":"HIGH","Match":"k = 'S'","Code":{"Lines":[{"Content":"k = 'S'"}]},"StartLine":1}]}]}`,
	"gitlab":     `{"version":"15.0.0","vulnerabilities":[{"id":"S","name":"Key S","message":"S in S","description":"has S\n\nand S","solution":"revoke S","severity":"High","raw_source_code_extract":"S","location":{"file":"conf/S.txt","class":"S","commit":{"sha":"S"}},"identifiers":[{"type":"k","name":"S","value":"key-S"}],"links":[{"url":"https://x.example/S"}],"evidence":{"summary":"S"}}],"scan":{"type":"secret_detection","scanner":{"id":"g","name":"g"}}}`,
	"semgrep":    `{"version":"1","errors":[],"results":[{"check_id":"java.secrets.key","path":"a.java","start":{"line":1,"col":1},"extra":{"message":"S is a secret","lines":"String pw = \"S\";","fix":"String pw = \"S\".x();","severity":"ERROR","metadata":{"cwe":"CWE-798"}}}]}`,
	"sarif":      `{"version":"2.1.0","runs":[{"results":[{"ruleId":"r","message":{"text":"S at S"},"fixes":[{"description":{"text":"not S"}}],"codeFlows":[{"threadFlows":[{"locations":[{"location":{"message":{"text":"x = S"}}}]}]}],"locations":[{"logicalLocations":[{"fullyQualifiedName":"f.S"}],"physicalLocation":{"artifactLocation":{"uri":"a/S.go"},"region":{"startLine":1,"snippet":{"text":"x := \"S\""}}}}]}],"tool":{"driver":{"name":"lint","rules":[{"id":"r","shortDescription":{"text":"Key S"},"fullDescription":{"text":"as S"},"help":{"text":"rotate S"},"properties":{"tags":["external/cwe/cwe-798","S"]}}]}}}]}`,
	"sonar":      `{"paging":{"total":1},"issues":[{"key":"k","rule":"secrets:S6290","component":"p:a.java","message":"Make sure S is no secret.","type":"VULNERABILITY","flows":[{"locations":[{"component":"p:a.java","msg":"S"}]}]}]}`,
}

// TestSecretsStayOut plants made-up secrets in every text of a finding about one.
func TestSecretsStayOut(t *testing.T) {
	for name, text := range leaky {
		for seed := range uint64(rounds) {
			secret := madeSecret(rand.New(rand.NewPCG(seed, 3)))
			rep, err := importer.Read(context.Background(), "r", strings.NewReader(strings.ReplaceAll(withPlaces(text), "\x00", secret)), importer.Options{})
			if err != nil || len(rep.Findings) != 1 {
				t.Fatalf("%s: %v, %+v", name, err, rep)
			}
			out, err := json.Marshal(rep)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(out), secret) {
				t.Fatalf("%s: %s is in\n%s", name, secret, out)
			}
			if rep.Findings[0].Message == "" || rep.Findings[0].Location.Path == "" {
				t.Fatalf("%s: nothing is left: %s", name, out)
			}
		}
	}
}

// withPlaces marks the places of the secret: an S that stands alone.
func withPlaces(text string) string {
	b := []byte(text)
	for i := 1; i+1 < len(b); i++ {
		if b[i] == 'S' && !letter(b[i-1]) && !letter(b[i+1]) && !(b[i+1] >= '0' && b[i+1] <= '9') {
			b[i] = 0
		}
	}
	return string(b)
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func madeSecret(r *rand.Rand) string {
	b := make([]byte, 12+r.IntN(30))
	for i := range b {
		const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
		b[i] = letters[r.IntN(len(letters))]
	}
	b[0], b[1], b[2], b[3] = 'H', '2', 'i', '7'
	return string(b)
}

// TestQuotedCode: of other findings a line of code is kept without what it
// assigns to a secret's name.
func TestQuotedCode(t *testing.T) {
	for line, want := range map[string]string{
		`String pw = "Hunter2isNotGood!";`:             `String pw = [redacted];`,
		`val dbPw: String = "Hunter2isNotGood!"`:       `val dbPw: String = [redacted]`,
		`user.setPassword('Hunter2isNotGood!')`:        `user.setPassword([redacted])`,
		`props.put("api.token", "Hunter2isNotGood!");`: `props.put("api.token", [redacted]);`,
		`if (secret == "Hunter2isNotGood!") {`:         `if (secret == [redacted]) {`,
		`const key = "Hunter2isNotGood!" + "rest9"`:    ``,
		`login(user, "Hunter2isNotGood!") // password`: ``,
		`db.execute("select 1 from t")`:                `db.execute("select 1 from t")`,
		`password = getenv("DB_PASSWORD")`:             `password = getenv("DB_PASSWORD")`,
	} {
		quoted, _ := json.Marshal(line)
		text := `{"version":"1","errors":[],"results":[{"check_id":"a.b","path":"a","extra":{"message":"m","lines":` + string(quoted) + `}}]}`
		rep, err := importer.Read(context.Background(), "r", strings.NewReader(text), importer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := rep.Findings[0].Snippet; got != want {
			t.Errorf("%s\n got %q\nwant %q", line, got, want)
		}
	}
}
