package iac

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
)

// TestConditions: defaults of parameters decide, what they do not is unknown, and what
// a condition leaves out is judged all the same.
func TestConditions(t *testing.T) {
	const template = `
Parameters:
  Stage: {Type: String, Default: test}
  Flag: {Type: String, Default: "true"}
  Given: {Type: String}
  Hidden: {Type: String, Default: x, NoEcho: true}
Mappings: {M: {test: {on: "yes"}}}
Conditions:
  Yes: !Equals [!Ref Stage, test]
  No: {"Fn::Equals": [{Ref: Stage}, prod]}
  Flagged: !Equals [!Ref Flag, true]
  Mapped: !Equals [!FindInMap [M, !Ref Stage, on], !If [No, a, yes]]
  Joined: !Equals [!Join ["-", [!Ref Stage, b]], !Sub "${Stage}-b"]
  Open: !Equals [!Ref Given, a]
  Account: !Equals [!Ref AWS::AccountId, "1"]
  Secret: !Equals [!Ref Hidden, x]
  NotOpen: !Not [!Condition Open]
  OrYes: !Or [!Condition Open, {Condition: Yes}]
  OrOpen: !Or [!Condition Open, !Condition No]
  OrNo: !Or [!Condition No, !Not [!Condition Yes]]
  AndNo: !And [!Condition Open, !Condition No]
  AndOpen: !And [!Condition Open, !Condition Yes]
  AndYes: !And [!Condition Yes, !Condition Flagged]
  Odd: !Maybe [a]
  Short: !Equals [a]
Resources:
`
	want := map[string]assay.Made{
		"Yes": assay.MadeAlways, "No": assay.MadeNot, "Flagged": assay.MadeAlways, "Mapped": assay.MadeAlways, "Joined": assay.MadeAlways,
		"Open": assay.MadeUnknown, "Account": assay.MadeUnknown, "Secret": assay.MadeUnknown, "NotOpen": assay.MadeUnknown,
		"OrYes": assay.MadeAlways, "OrOpen": assay.MadeUnknown, "OrNo": assay.MadeNot, "AndNo": assay.MadeNot, "AndOpen": assay.MadeUnknown,
		"AndYes": assay.MadeAlways, "Odd": assay.MadeUnknown, "Short": assay.MadeUnknown, "Nowhere": assay.MadeUnknown,
	}
	var b strings.Builder
	b.WriteString(template)
	for name := range want {
		b.WriteString("  R" + name + ":\n    Type: AWS::S3::Bucket\n    Condition: " + name + "\n    Properties: {AccessControl: PublicRead, BucketName: !If [" + name + ", a, b]}\n")
	}
	out := extract(t, snapshot(map[string]string{"stack.yaml": b.String()}))
	judged := map[string]bool{}
	for _, f := range out.Findings {
		judged[f.Location.Resource] = true
	}
	value := map[assay.Made]string{assay.MadeAlways: "BucketName=a", assay.MadeNot: "BucketName=b", assay.MadeUnknown: "BucketName=?"}
	for name, made := range want {
		r := resourceOf(t, out, "R"+name)
		if r.Made != made || r.Condition != name || !judged["R"+name] {
			t.Errorf("%s: made %q under %s, judged: %t; want %q", name, r.Made, r.Condition, judged["R"+name], made)
		}
		if got := leaves(r, "BucketName"); !cmp.Equal(got, []string{value[made]}) {
			t.Errorf("%s: %v, want %s", name, got, value[made])
		}
	}
}

// TestConditionCircle: what refers to itself is unknown, and ends.
func TestConditionCircle(t *testing.T) {
	out := extract(t, snapshot(map[string]string{"stack.yaml": `
Conditions:
  A: !Or [!Condition B, !Equals [a, b]]
  B: !Not [!Condition A]
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Condition: A
    Properties:
      Tags: [!If [A, {Key: a, Value: b}, !Ref AWS::NoValue], {Key: c, Value: d}]
`}))
	r := resourceOf(t, out, "Bucket")
	if r.Made != assay.MadeUnknown {
		t.Errorf("made %q", r.Made)
	}
	if got := leaves(r); !cmp.Equal(got, []string{"Tags=?", "Tags.0=?", "Tags.1.Key=c", "Tags.1.Value=d"}) {
		t.Error(got)
	}
}
