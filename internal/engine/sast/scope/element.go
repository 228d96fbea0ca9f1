package scope

import (
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// maxAliases bounds how many names an object is looked for under.
const maxAliases = 8

// elementConstant is the constant that a member or an element of an object is,
// when the text gives the object and nothing changes it: SIZES.small,
// NAMES["x"], Map.of("x", "y").get("x").
func (s *Scopes) elementConstant(n ast.ID) constant {
	f := s.f
	var object ast.ID
	var key string
	switch f.Kind(n) {
	case ast.Member:
		object, key = f.Kid(n, 0), f.Text(f.Kid(n, 1))
	case ast.Index:
		c := s.fold(f.Kid(n, 1))
		if f.Len(n) != 2 || !c.ok {
			return constant{}
		}
		object, key = f.Kid(n, 0), c.value
	case ast.Call:
		callee, args := f.Kid(n, 0), f.Kid(n, 1)
		c := s.fold(f.First(args))
		if name := f.Text(f.Kid(callee, 1)); f.Kind(callee) != ast.Member || f.Len(args) != 1 || !c.ok || name != "get" && name != "fetch" && name != "at" {
			return constant{}
		}
		object, key = f.Kid(callee, 0), c.value
	}
	return s.entryOf(s.object(object, 0), strings.TrimPrefix(key, ":"))
}

// object is the literal that an expression always is, or None: a Dict, a Seq,
// or the Args of a call that makes one of them.
func (s *Scopes) object(n ast.ID, depth int) ast.ID {
	f := s.f
	if depth > maxAliases {
		return ast.None
	}
	switch f.Kind(n) {
	case ast.Dict, ast.Seq:
		return n
	case ast.New:
		if name, _ := f.Dotted(typeHead(f, f.First(n))); f.Kind(f.Kid(n, 2)) == ast.Nil && f.Len(f.Kid(n, 1)) == 1 {
			switch name {
			case "Set", "Map", "HashSet", "ArrayList", "LinkedHashSet", "TreeSet", "HashMap":
				return s.object(f.First(f.Kid(n, 1)), depth+1)
			}
		}
		return s.object(f.Kid(n, 2), depth+1)
	case ast.Cast:
		return s.object(f.Kid(n, 1), depth+1)
	case ast.Ident, ast.Member:
		v := s.of(n)
		if v == nil || len(v.Defs) != 1 || v.Mutated || v.Changed {
			return ast.None
		}
		if k := f.Kind(v.Defs[0].Node); k != ast.VarDecl && k != ast.Assign || s.open(v.Defs[0].Node) {
			return ast.None
		}
		return s.object(v.Defs[0].Value, depth+1)
	case ast.Call:
		callee, args := f.Kid(n, 0), f.Kid(n, 1)
		switch name, _ := f.Dotted(callee); name {
		case "Object.freeze", "Collections.unmodifiableMap", "types.MappingProxyType", "MappingProxyType", "Collections.unmodifiableSet",
			"Collections.unmodifiableList", "Set.copyOf", "List.copyOf", "Map.copyOf", "frozenset":
			return s.object(f.First(args), depth+1)
		case "Map.of", "List.of", "Arrays.asList", "listOf", "mapOf", "List", "Map", "Set.of", "setOf", "Set", "Seq", "Vector", "arrayOf", "ImmutableSet.of",
			"ImmutableList.of", "ImmutableMap.of", "hashSetOf", "linkedSetOf", "mutableSetOf", "hashMapOf", "linkedMapOf", "immutable.Set", "sortedSetOf":
			return args
		}
		if f.Kind(callee) == ast.Member && f.Text(f.Kid(callee, 1)) == "freeze" {
			return s.object(f.Kid(callee, 0), depth+1)
		}
	}
	return ast.None
}

// Constants says whether an expression is a collection that holds constants
// only, or whose keys are constant: Set.of("a", "b"), Map.of("a", x).
func (s *Scopes) Constants(n ast.ID) bool {
	f := s.f
	object := s.object(n, 0)
	if object == ast.None || f.Len(object) == 0 {
		return false
	}
	call, _ := f.Dotted(f.Kid(f.Nodes[object].Parent, 0))
	pairs := f.Kind(object) == ast.Args && strings.HasSuffix(call, "Map.of")
	i := 0
	for k := range f.Kids(object) {
		x := k
		switch {
		case f.Kind(k) == ast.Pair, f.Kind(k) == ast.Binary && (f.Text(k) == "to" || f.Text(k) == "->"):
			if x = f.First(k); f.Kind(x) == ast.Ident && f.Kind(k) == ast.Pair {
				i++
				continue // a name is a key
			}
		case pairs && i%2 == 1:
			i++
			continue
		}
		if c := s.fold(x); !c.ok {
			return false
		}
		i++
	}
	return true
}

// typeHead is a type without what it is applied to.
func typeHead(f *ast.File, n ast.ID) ast.ID {
	if f.Kind(n) == ast.TypeApp {
		return f.First(n)
	}
	return n
}

// entryOf is the constant under a key of a literal.
func (s *Scopes) entryOf(object ast.ID, key string) constant {
	if object == ast.None {
		return constant{}
	}
	entries, ok := s.entries[object]
	if !ok {
		s.entries[object] = nil // a key that asks for an entry here has none
		entries = s.index(object)
		s.entries[object] = entries
	}
	if n, ok := entries[key]; ok {
		return s.fold(n)
	}
	return constant{}
}

// index lists the entries of a literal by their keys; one that takes over
// those of another object has none that are known.
func (s *Scopes) index(object ast.ID) map[string]ast.ID {
	f := s.f
	entries := map[string]ast.ID{}
	enter := func(key, value ast.ID) {
		if c := s.keyOf(key); c.ok {
			entries[strings.TrimPrefix(c.value, ":")] = value
		}
	}
	call, _ := f.Dotted(f.Kid(f.Nodes[object].Parent, 0))
	pairs := f.Kind(object) == ast.Args && strings.HasSuffix(call, "Map.of")
	i, last := 0, ast.None
	for k := range f.Kids(object) {
		switch {
		case f.Kind(k) == ast.Spread:
			return nil
		case f.Kind(k) == ast.Pair, f.Kind(k) == ast.Binary && (f.Text(k) == "to" || f.Text(k) == "->"):
			enter(f.Kid(k, 0), f.Kid(k, 1))
		case pairs:
			if i%2 == 1 {
				enter(last, k)
			}
		default:
			entries[strconv.Itoa(i)] = k
		}
		i, last = i+1, k
	}
	return entries
}

// keyOf is the key of an entry: a bare name is its own key in some languages,
// and a variable in the others.
func (s *Scopes) keyOf(n ast.ID) constant {
	if s.f.Kind(n) == ast.Ident {
		switch s.f.Language {
		case "javascript", "typescript", "tsx", "ruby", "go", "csharp":
			return constant{value: s.f.Text(n), ok: true}
		}
	}
	return s.fold(n)
}
