package scope

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// call is the text that a call of a library always gives, when what it is
// given is constant: joining, formatting, changing case.
func (s *Scopes) call(n ast.ID) constant {
	f := s.f
	callee, args := f.Kid(n, 0), f.Kid(n, 1)
	name := callee
	var recv ast.ID
	if f.Kind(callee) == ast.Member {
		recv, name = f.Kid(callee, 0), f.Kid(callee, 1)
	}
	module := f.Kind(recv) == ast.Ident && s.of(recv) == nil // String.join, strings.Join
	first := f.First(args)
	subject := recv
	if recv == ast.None || module {
		subject = first
	}
	switch strings.ToLower(f.Text(name)) {
	case "join", "mkstring", "implode":
		return s.joins(recv, args, module)
	case "format", "sprintf":
		places := percentPlace
		if f.Language == "python" || f.Language == "csharp" || f.Text(recv) == "MessageFormat" {
			places = bracePlace
		}
		if recv == ast.None || module {
			return s.format(places, first, f.Next(first))
		}
		return s.format(places, recv, first)
	case "concat":
		if recv != ast.None && !module && f.Kind(recv) != ast.Seq {
			if c := s.fold(recv); c.text {
				rest := s.joined("", first)
				rest.value = c.value + rest.value
				return rest
			}
		}
	case "touppercase", "upper", "upcase", "toupper", "toupperinvariant", "uppercase", "strtoupper":
		return s.changed(subject, strings.ToUpper)
	case "tolowercase", "lower", "downcase", "tolower", "tolowerinvariant", "lowercase", "strtolower":
		return s.changed(subject, strings.ToLower)
	case "trim", "strip", "trimspace":
		return s.changed(subject, strings.TrimSpace)
	case "regex", "regexp", "toregex", "mustcompile", "compile":
		// A pattern counts as its text, which is no text to put together.
		if of := f.Text(recv); !strings.EqualFold(f.Text(name), "compile") || of == "Pattern" || of == "re" || of == "regexp" {
			c := s.fold(subject)
			c.ok = c.ok && c.text
			c.text = false
			return c
		}
	case "tostring", "to_s", "to_sym", "intern":
		if recv != ast.None {
			c := s.fold(recv)
			c.text = c.ok
			return c
		}
	}
	return constant{}
}

// changed is a constant text after a change.
func (s *Scopes) changed(n ast.ID, how func(string) string) constant {
	c := s.fold(n)
	if !c.ok || !c.text {
		return constant{}
	}
	c.value = how(c.value)
	return c
}

// joins puts a list together: [a, b].join(x), x.join([a, b]),
// String.join(x, a, b), strings.Join(list, x).
func (s *Scopes) joins(recv, args ast.ID, module bool) constant {
	f := s.f
	first := f.First(args)
	separator, list := first, ast.None
	switch {
	case recv == ast.None || module:
		if list = s.object(first, 0); list != ast.None {
			separator = f.Next(first)
		} else if list = s.object(f.Next(first), 0); list == ast.None && f.Len(args) > 2 {
			return s.joinedBy(separator, f.Next(first))
		}
	default:
		if list = s.object(recv, 0); list == ast.None {
			separator, list = recv, s.object(first, 0)
		}
	}
	if k := f.Kind(list); k != ast.Seq && k != ast.Args {
		return constant{}
	}
	return s.joinedBy(separator, f.First(list))
}

func (s *Scopes) joinedBy(separator, first ast.ID) constant {
	if separator == ast.None {
		if s.f.Language == "ruby" {
			return s.joined("", first)
		}
		return constant{}
	}
	by := s.fold(separator)
	if !by.ok || !by.text {
		return constant{}
	}
	return s.joined(by.value, first)
}

// joined is a node and its siblings, put together.
func (s *Scopes) joined(separator string, first ast.ID) constant {
	var b strings.Builder
	for k := first; k != ast.None; k = s.f.Next(k) {
		c := s.fold(k)
		if !c.ok || b.Len() > maxConstant {
			return constant{}
		}
		if k != first {
			b.WriteString(separator)
		}
		b.WriteString(c.value)
	}
	return constant{value: b.String(), text: true, ok: true}
}

// Where a format takes an argument as it is; what else they find is a place
// that changes it.
var (
	percentPlace = regexp.MustCompile(`%[sdv@]|%`)
	bracePlace   = regexp.MustCompile(`\{\d*\}|[{}]`)
)

// format fills the places of a format.
func (s *Scopes) format(places *regexp.Regexp, format, first ast.ID) constant {
	c := s.fold(format)
	if !c.ok || !c.text {
		return constant{}
	}
	var args []string
	for k := first; k != ast.None; k = s.f.Next(k) {
		arg := s.fold(k)
		if !arg.ok {
			return constant{}
		}
		args = append(args, arg.value)
	}
	next, size := 0, len(c.value)
	c.value = places.ReplaceAllStringFunc(c.value, func(at string) string {
		i, err := strconv.Atoi(strings.Trim(at, "{}"))
		if err != nil {
			i, next = next, next+1
		}
		if len(at) == 1 || i >= len(args) || size > maxConstant {
			c.ok = false
			return ""
		}
		size += len(args[i])
		return args[i]
	})
	if !c.ok {
		return constant{}
	}
	return c
}
