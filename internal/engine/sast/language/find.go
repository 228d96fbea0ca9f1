package language

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// Only is the one statement of a file if it is of a kind, or None. It is where
// a Find of a Context begins: what the context adds must be all there is.
func Only(f *ast.File, k ast.Kind) ast.ID {
	if n := f.First(f.Root); n != ast.None && f.Next(n) == ast.None && f.Kind(n) == k {
		return n
	}
	return ast.None
}

// OneOf is the only kid of a node, the node when it has several, or None.
func OneOf(f *ast.File, list ast.ID) ast.ID {
	switch f.Len(list) {
	case 0:
		return ast.None
	case 1:
		return f.First(list)
	}
	return list
}

// FirstOf finds the first node of a kind.
func FirstOf(k ast.Kind) func(*ast.File) ast.ID {
	return func(f *ast.File) ast.ID {
		for i := range f.Nodes {
			if i > 0 && f.Nodes[i].Kind == k {
				return ast.ID(i)
			}
		}
		return ast.None
	}
}

// Members finds those of the class around the pattern.
func Members(f *ast.File) ast.ID {
	if block := f.Kid(Only(f, ast.Class), 4); f.First(block) != ast.None {
		return block
	}
	return ast.None
}

// Annotations finds those of the class behind the pattern.
func Annotations(f *ast.File) ast.ID { return OneOf(f, f.First(Only(f, ast.Class))) }

// Handlers finds the catch clause of the try before the pattern, or that try
// when a finally clause is among them.
func Handlers(f *ast.File) ast.ID {
	try := Only(f, ast.Try)
	switch {
	case f.Len(try) < 4 || f.Len(try) == 4 && f.Kind(f.Kid(try, 3)) == ast.Nil:
		return ast.None
	case f.Len(try) == 5 && f.Kind(f.Kid(try, 3)) == ast.Nil:
		return f.Kid(try, 4)
	}
	return try
}

// Handler finds the first catch clause of the try before the pattern, or the
// block of its finally clause.
func Handler(f *ast.File) ast.ID {
	try := Only(f, ast.Try)
	if c := f.Kid(try, 4); c != ast.None {
		return c
	}
	return block(f, f.Kid(try, 3))
}

// Alternative finds the if after an else, or the whole if before the pattern.
func Alternative(f *ast.File) ast.ID {
	n := Only(f, ast.If)
	block := f.Kid(n, 2)
	if f.Kind(block) == ast.Nil {
		return ast.None
	}
	if elseIf := f.First(block); f.Len(block) == 1 && f.Kind(elseIf) == ast.If {
		return elseIf
	}
	return n
}

// Some is find, but refuses a block of which only an ellipsis would be left.
func Some(find func(*ast.File) ast.ID) func(*ast.File) ast.ID {
	return func(f *ast.File) ast.ID {
		id := find(f)
		if f.Len(id) == 1 && f.Kind(f.First(id)) == ast.Dots {
			return ast.None
		}
		return id
	}
}

// Head finds the function or class whose body the pattern leaves out.
func Head(f *ast.File) ast.ID {
	if n := Only(f, ast.Func); n != ast.None {
		return n
	}
	return Only(f, ast.Class)
}

// Otherwise finds the block of the else that is the pattern.
func Otherwise(f *ast.File) ast.ID { return block(f, f.Kid(Only(f, ast.If), 2)) }

func block(f *ast.File, id ast.ID) ast.ID {
	if f.Kind(id) == ast.Block {
		return id
	}
	return ast.None
}

// Cases finds those of the switch around the pattern.
func Cases(f *ast.File) ast.ID {
	if s := Only(f, ast.Switch); f.Len(s) == 2 {
		return f.Kid(s, 1)
	}
	return ast.None
}

// VariableType finds the type of the variable that the context declares.
func VariableType(f *ast.File) ast.ID {
	if t := f.Kid(Only(f, ast.VarDecl), 1); f.Kind(t) != ast.Nil {
		return t
	}
	return ast.None
}
