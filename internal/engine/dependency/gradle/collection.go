package gradle

// collectionMethod knows how scripts walk lists and maps.
func (m *machine) collectionMethod(v value, c *call) (value, bool) {
	switch c.name {
	case "each", "forEach", "all", "configureEach", "onEach", "eachWithIndex":
		if c.block != nil {
			m.each(v, func(args ...value) bool {
				m.element(c.block, args)
				return true
			})
			return v, true
		}
	case "collect", "map", "mapNotNull", "flatMap":
		if c.block != nil {
			return m.mapped(v, c.block), true
		}
	case "findAll", "filter", "filterNot", "matching", "find", "first", "firstOrNull", "any", "none":
		if c.block != nil {
			return m.filtered(v, c), true
		}
		if l, ok := v.(*list); ok && c.name != "findAll" {
			return l.item("0"), true
		}
	case "contains", "containsKey":
		return contains(v, c.arg(0)), true
	case "add", "addAll", "plus", "leftShift", "plusAssign":
		return grown(v, c), true
	case "get", "getValue", "getOrDefault", "getAt", "getOrElse":
		return gotten(v, c)
	case "put", "set":
		if d, ok := v.(*dict); ok {
			d.put(plainText(c.arg(0)), c.arg(1))
			return null{}, true
		}
	case "toList", "toSet", "asList", "sorted", "sort", "unique", "distinct", "flatten", "toTypedArray", "values", "asIterable":
		return v, true
	case "isEmpty":
		yes, _ := truth(v)
		return !yes, true
	}
	return nil, false
}

// element runs a closure on an element: with two names a map gives key and value.
func (m *machine) element(block *closure, args []value) value {
	if d, ok := args[0].(*dict); ok && len(args) > 1 && len(block.node.Names) > 1 {
		return m.call(block, d.m["key"], d.m["value"])
	}
	return m.call(block, args[0])
}

func (m *machine) mapped(v value, block *closure) value {
	out := &list{}
	m.each(v, func(args ...value) bool {
		out.add(provided(m.element(block, args)))
		return true
	})
	return out
}

// filtered keeps what the closure says yes to. Where it does not say, nothing
// is known of the whole.
func (m *machine) filtered(v value, c *call) value {
	out := &list{}
	open := false
	m.each(v, func(args ...value) bool {
		yes, known := truth(m.element(c.block, args))
		if !known {
			open = true
		}
		if yes != (c.name == "filterNot") {
			out.add(args[0])
		}
		return true
	})
	switch {
	case open:
		return unknown{c.name}
	case c.name == "find" || c.name == "first" || c.name == "firstOrNull":
		if len(out.items) == 0 {
			return null{}
		}
		return out.items[0]
	case c.name == "any":
		return len(out.items) > 0
	case c.name == "none":
		return len(out.items) == 0
	}
	return out
}

func contains(v, x value) value {
	switch v := v.(type) {
	case *list:
		return v.contains(x)
	case *dict:
		_, ok := v.m[plainText(x)]
		return ok
	}
	return unknown{}
}

// grown is a list with more in it: add changes it, plus makes another.
func grown(v value, c *call) value {
	l, ok := v.(*list)
	if !ok {
		return plus(v, c.arg(0))
	}
	if c.name == "plus" {
		return plus(l, c.arg(0))
	}
	for _, x := range c.pos {
		if c.name == "addAll" {
			l.add(items(provided(x))...)
		} else {
			l.add(x)
		}
	}
	return true
}

func gotten(v value, c *call) (value, bool) {
	switch v := v.(type) {
	case *list:
		if len(c.pos) > 0 {
			return v.item(plainText(c.arg(0))), true
		}
	case *dict:
		if x, ok := v.m[plainText(c.arg(0))]; ok {
			return x, true
		}
		if len(c.pos) > 1 {
			return c.arg(1), true
		}
		return null{}, true
	}
	return nil, false
}
