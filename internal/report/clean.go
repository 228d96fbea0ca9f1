package report

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Escape makes a string of unknown origin fit to be shown on one line: control
// and formatting characters (escape sequences, line breaks, text direction
// marks) and bytes that are no UTF-8 come out as visible escapes.
func Escape(s string) string { return escape(s, false) }

func escape(s string, lines bool) string {
	if lines {
		s = strings.ReplaceAll(s, "\r\n", "\n")
	}
	if !needsEscape(s, lines) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if shows(r, size, lines) {
			b.WriteString(s[i : i+size])
		} else {
			writeEscape(&b, r, size, s[i])
		}
		i += size
	}
	return b.String()
}

func needsEscape(s string, lines bool) bool {
	for i := 0; i < len(s); {
		if c := s[i]; c >= ' ' && c < 0x7f {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !shows(r, size, lines) {
			return true
		}
		i += size
	}
	return false
}

func shows(r rune, size int, lines bool) bool {
	switch {
	case r >= ' ' && r < 0x7f:
		return true
	case r == '\n' || r == '\t':
		return lines
	case r == utf8.RuneError && size == 1:
		return false
	default:
		return unicode.IsGraphic(r)
	}
}

func writeEscape(b *strings.Builder, r rune, size int, first byte) {
	switch {
	case r == utf8.RuneError && size == 1:
		fmt.Fprintf(b, `\x%02x`, first)
	case r == '\n':
		b.WriteString(`\n`)
	case r == '\t':
		b.WriteString(`\t`)
	case r == '\r':
		b.WriteString(`\r`)
	case r > 0xffff:
		fmt.Fprintf(b, `\U%08x`, r)
	default:
		fmt.Fprintf(b, `\u%04x`, r)
	}
}

// manyLines names the fields whose line breaks mean something.
var manyLines = map[string]bool{
	"Output": true, "Explanation": true, "Fix": true, "Text": true, "Markdown": true,
}

// clean copies v with every string in it escaped. It goes by reflection so
// that a field added to the vocabulary tomorrow is escaped too.
func clean[T any](v T) T {
	out := reflect.New(reflect.TypeFor[T]()).Elem()
	out.Set(cleanValue(reflect.ValueOf(v), false))
	return out.Interface().(T)
}

func cleanValue(v reflect.Value, lines bool) reflect.Value {
	switch v.Kind() {
	case reflect.String:
		if !needsEscape(v.String(), lines) {
			return v // nearly always
		}
		return reflect.ValueOf(escape(v.String(), lines)).Convert(v.Type())
	case reflect.Pointer, reflect.Interface:
		return cleanInner(v, lines)
	case reflect.Slice:
		return cleanSlice(v, lines)
	case reflect.Map:
		return cleanMap(v)
	case reflect.Struct:
		return cleanStruct(v)
	default:
		return v
	}
}

func cleanInner(v reflect.Value, lines bool) reflect.Value {
	if v.IsNil() {
		return v
	}
	inner := cleanValue(v.Elem(), lines)
	if v.Kind() == reflect.Interface {
		return inner
	}
	out := reflect.New(v.Type().Elem())
	out.Elem().Set(inner)
	return out
}

func cleanSlice(v reflect.Value, lines bool) reflect.Value {
	if v.IsNil() {
		return v
	}
	out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		out.Index(i).Set(cleanValue(v.Index(i), lines))
	}
	return out
}

func cleanMap(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return v
	}
	out := reflect.MakeMapWithSize(v.Type(), v.Len())
	for _, k := range v.MapKeys() {
		out.SetMapIndex(cleanValue(k, false), cleanValue(v.MapIndex(k), false))
	}
	return out
}

func cleanStruct(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v) // with the unexported fields, which no format shows
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.IsExported() {
			out.Field(i).Set(cleanValue(v.Field(i), manyLines[f.Name]))
		}
	}
	return out
}
