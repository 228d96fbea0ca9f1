package waiver

import (
	"testing"
)

// FuzzWaiver: whatever the text, reading and judging it ends, nothing that was
// not signed by these people counts, and what was read reads back the same.
func FuzzWaiver(f *testing.F) {
	data, err := Encode(signed(f, byRule()))
	if err != nil {
		f.Fatal(err)
	}
	message := string(Message(signed(f, byRule()), Signature{}))
	f.Add(data)
	f.Add([]byte("version: 1\nkind: waiver\nid: W-1\nfingerprint: 0123456789abcdef0123456789abcdef\n"))
	a := people(f, "")
	f.Fuzz(func(t *testing.T, text []byte) {
		w, err := ParseWaiver("W-1.yaml", text)
		if err != nil {
			return
		}
		if Judge(w, a, Context{Now: now, AtBase: true}).Counts && string(Message(w, Signature{})) != message {
			t.Errorf("it counts and was never signed:\n%s", text)
		}
		if back := again(t, w); string(Message(back, Signature{})) != string(Message(w, Signature{})) {
			t.Errorf("it reads back as\n%s\nand was\n%s", Message(back, Signature{}), Message(w, Signature{}))
		}
	})
}

func FuzzEmergency(f *testing.F) {
	data, err := Encode(granted(f))
	if err != nil {
		f.Fatal(err)
	}
	message := string(Message(granted(f), Signature{}))
	f.Add(data)
	a := people(f, "")
	f.Fuzz(func(t *testing.T, text []byte) {
		e, err := ParseEmergency("E-1.yaml", text)
		if err != nil {
			return
		}
		v := JudgeEmergency(e, a, forChange())
		if (v.Counts || v.State != Refused) && string(Message(e, Signature{})) != message {
			t.Errorf("it counts and was never signed:\n%s", text)
		}
		EmergencyFinding(e, v, true)
	})
}

// FuzzApprovers: whatever the text, reading it ends, and nobody is somebody else
// but by what is listed.
func FuzzApprovers(f *testing.F) {
	f.Add([]byte(peopleYAML(f, "")))
	f.Fuzz(func(t *testing.T, text []byte) {
		a, err := ParseApprovers("a.yaml", text)
		if err != nil {
			return
		}
		for _, p := range a.people {
			if _, ok := a.Find(p.Name); !ok || !a.Same(ParseIdentity(p.Name), ParseIdentity(p.Name)) {
				t.Errorf("%q is not found, or not the same as itself", p.Name)
			}
		}
		if a.Same(Identity{Name: "\x00 nobody"}, Identity{Name: "\x00 either"}) {
			t.Error("two who are not listed are one")
		}
	})
}
