package openapi

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

type noMemo struct{}

func (noMemo) Get(engine.Hash) (engine.Output, bool) { return engine.Output{}, false }
func (noMemo) Put(engine.Hash, engine.Output)        {}

func extract(t *testing.T, name, text string) engine.Output {
	t.Helper()
	out, err := Extractor{}.Extract(context.Background(), []engine.File{{Path: name, Data: []byte(text)}}, noMemo{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestClassOf(t *testing.T) {
	for field, want := range map[string]string{
		"pan": "card", "cardNumber": "card", "card_number": "card", "CVV": "card", "payerIban": "account", "IBAN": "account", "payer_IBAN": "account",
		"customer-email": "personal", "dateOfBirth": "personal", "ssn": "personal", "newPassword": "credential", "pin": "credential",
		// harmless twins
		"timeSpan": "", "company": "", "panel": "", "emailVerified": "", "pinned": "", "ipAddress": "", "name": "", "description": "",
		"passwordExpiresInDays": "", "cardType": "", "accountId": "", "shipping": "", "": "", "___": "",
	} {
		if got := ClassOf(field); got != want {
			t.Errorf("%q is %q, want %q", field, got, want)
		}
	}
}

func TestSelects(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"openapi.yaml", "", true},
		{"docs/payments-openapi.json", "{}", true},
		{"swagger.json", "{}", true},
		{"api.yaml", "openapi: 3.0.3\n", true},
		{"api.yml", "# ours\nswagger: \"2.0\"\n", true},
		{"api.json", `{"info": {}, "openapi": "3.1.0"}`, true},
		{"values.yaml", "enableOpenapi: true\nurl: /openapi\n", false},
		{"deploy.yaml", "apiVersion: v1\nkind: Service\n", false},
		{"openapi.md", "openapi: 3.0.3\n", false},
	} {
		if got := (Extractor{}).Selects(c.name, []byte(c.text)); got != c.want {
			t.Errorf("%s %q: %v", c.name, c.text, got)
		}
	}
}

func TestExtract(t *testing.T) {
	out := extract(t, "openapi.yaml", `openapi: 3.0.3
info: {title: Accounts}
servers:
  - url: https://user:word@api.example.com/v1
security: [{token: []}]
paths:
  /accounts/{iban}:
    parameters:
      - {name: iban, in: path}
    get:
      responses: {"200": {content: {application/json: {schema: {$ref: "#/components/schemas/Account"}}}}}
    delete:
      security: []
      responses: {}
  /health:
    get:
      security: [{}, {token: []}]
  /odd:
    get:
      security: [{nobody: []}]
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
  schemas:
    Account:
      properties:
        owner: {$ref: "#/components/schemas/Owner"}
    Owner:
      properties:
        email: {type: string, example: pan}
        account: {$ref: "#/components/schemas/Account"}
`)
	want := []assay.API{{
		Path: "openapi.yaml", Title: "Accounts", Servers: []assay.APIServer{{URL: "https://api.example.com/v1", Line: 4}},
		Operations: []assay.Operation{
			{Method: "DELETE", Path: "/accounts/{iban}", Line: 13, Access: assay.AccessAnonymous, Data: []string{"account"}},
			{Method: "GET", Path: "/accounts/{iban}", Line: 10, Access: assay.AccessAuthenticated, Schemes: []string{"http bearer"}, Data: []string{"account", "personal"}},
			{Method: "GET", Path: "/health", Line: 17, Access: assay.AccessAnonymous, Schemes: []string{"http bearer"}},
			{Method: "GET", Path: "/odd", Line: 19, Access: assay.AccessUnknown},
		},
	}}
	if diff := cmp.Diff(want, out.APIs); diff != "" {
		t.Error(diff)
	}
}

func TestSwagger2(t *testing.T) {
	out := extract(t, "swagger.json", `{"swagger": "2.0", "host": "api.example.com", "schemes": ["https", "http"],
 "securityDefinitions": {"key": {"type": "apiKey", "in": "header"}},
 "paths": {"/p": {"post": {"security": [{"key": []}], "parameters": [{"in": "body", "name": "body", "schema": {"properties": {"cvv": {}}}}]}}}}`)
	if len(out.APIs) != 1 || len(out.APIs[0].Operations) != 1 {
		t.Fatalf("%+v", out)
	}
	api := out.APIs[0]
	op := api.Operations[0]
	if len(api.Servers) != 2 || api.Servers[0].URL != "http://api.example.com" || op.Access != assay.AccessAuthenticated || cmp.Diff(op.Data, []string{"card"}) != "" || op.Schemes[0] != "apiKey header" {
		t.Errorf("%+v", api)
	}
}

// TestHostile: what can't be read is a gap, and nothing outside is looked for.
func TestHostile(t *testing.T) {
	bomb := "openapi: 3.0.0\na: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for _, c := range "bcdefghi" {
		bomb += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+",", 9) + "*" + string(c-1) + "]\n"
	}
	for name, text := range map[string]string{
		"bomb": bomb, "deep": "openapi: " + strings.Repeat("[", 5000), "broken": "openapi: [", "loop": "openapi: &a [*a]",
	} {
		if out := extract(t, "openapi.yaml", text); len(out.Gaps) != 1 || len(out.APIs) != 0 {
			t.Errorf("%s: %+v", name, out)
		}
	}
	out := extract(t, "openapi.yaml", `{"openapi": "3.0.0", "paths": {"/x": {"get": {"parameters": [{"$ref": "../../etc/passwd"}, {"$ref": "#/paths/~1x/get"}, {"$ref": "#/no/such"}]}}}}`)
	if len(out.APIs) != 1 || len(out.Gaps) != 1 || !out.Gaps[0].Unsupported {
		t.Errorf("%+v", out)
	}
	if out := extract(t, "openapi-settings.yaml", "generator: go\n"); len(out.APIs)+len(out.Gaps) != 0 {
		t.Errorf("a file without the key: %+v", out)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("openapi: 3.0.0\npaths: {/x: {get: {security: [{}], parameters: [{$ref: '#/paths'}]}}}"))
	f.Add([]byte(`{"swagger": "2.0", "host": "a", "schemes": ["http"]}`))
	f.Add([]byte("openapi: &a {paths: {<<: *a}}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		out := read(engine.File{Path: "openapi.yaml", Data: data})
		for _, api := range out.APIs {
			if len(api.Operations) > maxOperations || len(api.Servers) > maxServers || len(api.Title) > maxText+8 {
				t.Errorf("limits do not hold: %d operations, %d servers", len(api.Operations), len(api.Servers))
			}
		}
	})
}
