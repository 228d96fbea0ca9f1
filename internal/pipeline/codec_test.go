package pipeline

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// fill gives every field below v a value of its own, so that a field that the
// codec forgets shows.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("text %d\x00é", *n))
	case reflect.Int:
		v.SetInt(int64(*n * 1000))
	case reflect.Uint8:
		v.SetUint(uint64(*n%3 + 1))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), n)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range 2 {
			k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(k, n)
			fill(e, n)
			v.SetMapIndex(k, e)
		}
	case reflect.Pointer: // a suppression: triage's, never remembered
	default:
		panic("a kind that the codec does not know: " + v.Type().String())
	}
}

func full() engine.Output {
	var out engine.Output
	n := 0
	fill(reflect.ValueOf(&out).Elem(), &n)
	for i := range out.Findings {
		f := &out.Findings[i] // these come later, or from engines that are not remembered
		f.Service, f.Tool, f.Bites, f.CWE, f.Also, f.Due = "", "", "", nil, nil, time.Time{}
	}
	return out
}

func TestCodec(t *testing.T) {
	for name, want := range map[string]engine.Output{"full": full(), "empty": {}} {
		got, err := decodeOutput(encodeOutput(want))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestCodecRefusesDamage(t *testing.T) {
	data := encodeOutput(full())
	for i := range data {
		if _, err := decodeOutput(data[:i]); err == nil {
			t.Fatalf("the first %d of %d bytes are taken for whole", i, len(data))
		}
	}
	if _, err := decodeOutput(append(data, 0)); err == nil {
		t.Error("a byte too many is taken")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(encodeOutput(full()))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(_ *testing.T, data []byte) {
		_, _ = decodeOutput(data)
	})
}

func BenchmarkDecode(b *testing.B) {
	out := engine.Output{Resources: make([]assay.Resource, 1), Findings: full().Findings}
	for i := range 50 {
		out.Resources[0].Attributes = append(out.Resources[0].Attributes, assay.Attribute{Path: fmt.Sprintf("a.b.%d", i), Kind: assay.KindString, Value: "v"})
	}
	data := encodeOutput(out)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := decodeOutput(data); err != nil {
			b.Fatal(err)
		}
	}
}
