package evidence

import (
	"bytes"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/govern/evidence/tiles"
)

// FuzzEnvelope: what is read has one form, the one it was read from.
func FuzzEnvelope(f *testing.F) {
	s, err := Sign(testOptions(1), DeployEntry(assay.Deploy{ID: "d", Service: "payments"}))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(s[0].Envelope.Bytes())
	f.Add([]byte(envelopeStart + envelopeMiddle + envelopeEnd))
	f.Fuzz(func(t *testing.T, data []byte) {
		env, err := ParseEnvelope(data)
		if err != nil {
			return
		}
		if !bytes.Equal(env.Bytes(), data) {
			t.Error("two forms of one envelope")
		}
		_, _ = openRecord(env, nil)
	})
}

func FuzzStatement(f *testing.F) {
	s, err := Sign(testOptions(1), RunEntries(testRun(1), Context{})...)
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range s {
		f.Add(e.Envelope.Payload)
	}
	f.Add([]byte(`{"_type":"https://in-toto.io/Statement/v1","subject":[{}],"predicateType":"https://assay.dev/evidence/run/v1","predicate":{"whole":{"size":9,"parts":["x"]}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := openRecord(Envelope{Payload: data}, func(string) ([]byte, error) { return data, nil })
		if err == nil {
			_, _ = r.Summary(), r.Services()
		}
	})
}

func FuzzCheckpoint(f *testing.F) {
	cp, err := signCheckpoint(testKey(1), originStart+"0011223344556677", tiles.Empty())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(cp.Raw)
	f.Add(append(record(cp), record(cp)...))
	f.Fuzz(func(t *testing.T, data []byte) {
		if cp, err := ParseCheckpoint(data); err == nil && cp.signedBy(testKey(1).Public(), true) {
			again, err := signCheckpoint(testKey(1), cp.Origin, cp.Head)
			if err != nil || !bytes.Equal(again.Raw, data) {
				t.Error("two forms of one checkpoint")
			}
		}
		var last []byte
		for rest := data; ; {
			raw, after, ok := nextRecord(rest)
			if !ok {
				break
			}
			if _, err := ParseCheckpoint(raw); err != nil {
				return // no history: that it is refused is enough
			}
			last, rest = raw, after
		}
		if raw, _, ok := lastRecord(data); last != nil && (!ok || !bytes.Equal(raw, last)) {
			t.Errorf("the last record read forwards is %q, backwards %q", last, raw)
		}
	})
}

func FuzzBundle(f *testing.F) {
	s, err := Sign(testOptions(1), RunEntries(testRun(1), Context{})...)
	if err != nil {
		f.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteBundle(&b, s); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := ReadBundle(bytes.NewReader(data))
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := WriteBundle(&out, list); err != nil {
			t.Error(err)
		}
		again, err := ReadBundle(&out)
		if err != nil || len(again) != len(list) {
			t.Errorf("what was read cannot be written and read again: %v", err)
		}
	})
}

func FuzzDeploys(f *testing.F) {
	f.Add([]byte("at,service,commit\n2026-11-02,payments,aaaaaaa\n"))
	f.Add([]byte(`[{"at":"2026-11-02T10:00:00Z","service":"s","commit":"c"}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := ParseDeploys(data)
		for _, d := range list {
			if err != nil || d.Service == "" || d.Commit == "" {
				t.Errorf("half a deploy: %+v, %v", d, err)
			}
		}
	})
}

func FuzzNames(f *testing.F) {
	f.Add([]byte("{\n  \"statement\": \"\",\n  \"people\": null\n}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if n, err := parseNames(data); err == nil {
			_ = n.opens([]Commitment{{}})
		}
	})
}

func FuzzTiles(f *testing.F) {
	f.Add("tile/entries/x001/x234/067.p/8", []byte{0, 1, 65})
	f.Fuzz(func(t *testing.T, path string, data []byte) {
		if p, ok := tiles.ParsePath(path); ok && p.Path() != path {
			t.Errorf("%q is read as %+v", path, p)
		}
		if list, err := tiles.ParseBundle(data, 1); err == nil && len(list[0])+2 != len(data) {
			t.Errorf("%d bytes of %d", len(list[0])+2, len(data))
		}
	})
}
