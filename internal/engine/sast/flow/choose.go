package flow

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// choose follows a switch. A constant value leaves the cases it selects.
func (b *builder) choose(n ast.ID) (last value, done bool) {
	f := b.f
	x := b.eval(f.First(n))
	if m := b.matched[n]; m != None {
		x = value{n: m}
	}
	l := &loop{isSwitch: true}
	b.loops = append(b.loops, l)
	defer func() { b.loops = b.loops[:len(b.loops)-1] }()
	before := b.snapshot()
	falls := fallsThrough(f.Language)
	selected := ast.None
	hasDefault := false
	for c := range f.Kids(n) {
		if f.Kind(c) != ast.Case {
			continue
		}
		if f.Len(f.First(c)) == 0 {
			hasDefault = true
		}
	}
	if x.k != nil {
		var known bool
		if selected, known = b.selectCase(n, x.k); known && selected == ast.None {
			return value{}, false // no case is meant
		}
	}
	var exits [][]value
	open := false // the case before falls through
	for c := range f.Kids(n) {
		if f.Kind(c) != ast.Case {
			continue
		}
		if selected != ast.None && c != selected && !open {
			continue
		}
		if !open {
			b.env = append(b.env[:0], before...)
		} else if selected == ast.None {
			b.env = b.merge(b.env, before)
		}
		for label := range f.Kids(f.First(c)) {
			if v := b.eval(label); f.Kind(label) == ast.Ident {
				_ = v
			}
			b.bindPattern(label, x)
		}
		if !open {
			b.settle(b.settledCase(f.First(n), f.First(c)), c)
		}
		b.settle(b.guarded(f.First(c)), c)
		body := f.Kid(c, 1)
		v, ended := b.block(body)
		if v.n != None {
			last = b.either(last, v)
		}
		open = false
		if !ended {
			if falls && !endsInJump(f, body) || f.Language == "go" && fallsOn(f, body) {
				open = true
				if f.Next(c) == ast.None {
					exits = append(exits, b.snapshot())
				}
				continue
			}
			exits = append(exits, b.snapshot())
		}
	}
	if selected == ast.None && !hasDefault {
		exits = append(exits, before)
	}
	exits = append(exits, l.breaks...)
	if len(exits) == 0 {
		return last, true
	}
	env := exits[0]
	for _, e := range exits[1:] {
		env = b.merge(env, e)
	}
	b.env = append(b.env[:0], env...)
	return last, false
}

// guarded is what the guard of a case says, case x if x == "a".
func (b *builder) guarded(labels ast.ID) map[int]*konst {
	for label := range b.f.Kids(labels) {
		if b.f.Next(label) == ast.None && b.f.Kind(label) == ast.Unary && b.f.Text(label) == "if" {
			return b.settled(b.f.First(label), true)
		}
	}
	return nil
}

// bindPattern gives names in a case's pattern the value that is matched.
func (b *builder) bindPattern(label ast.ID, x value) {
	if b.f.Language == "scala" {
		b.bindParts(label, x)
		return
	}
	switch b.f.Kind(label) {
	case ast.VarDecl, ast.Seq, ast.Dict:
		b.assign(label, value{n: x.n})
	}
}

func fallsThrough(lang string) bool {
	switch lang {
	case "java", "javascript", "typescript", "php", "csharp":
		return true
	}
	return false
}

func endsInJump(f *ast.File, block ast.ID) bool {
	last := ast.None
	for k := range f.Kids(block) {
		last = k
	}
	return f.Kind(last) == ast.Jump
}

// fallsOn says whether a case of Go goes on into the next.
func fallsOn(f *ast.File, block ast.ID) bool {
	last := ast.None
	for k := range f.Kids(block) {
		last = k
	}
	return f.Kind(last) == ast.Jump && f.Text(last) == "fallthrough"
}

// selectCase is the case that a constant selects: that with the label, else
// the default, if there is one. Known is false when a label is not constant.
func (b *builder) selectCase(n ast.ID, k *konst) (c ast.ID, known bool) {
	f := b.f
	def := ast.None
	for c := range f.Kids(n) {
		if f.Kind(c) != ast.Case {
			continue
		}
		if f.Len(f.First(c)) == 0 {
			def = c
		}
		for label := range f.Kids(f.First(c)) {
			v := b.literal(label)
			if v == nil {
				return ast.None, false
			}
			if v.equal(k) {
				return c, true
			}
		}
	}
	return def, true
}
