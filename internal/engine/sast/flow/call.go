package flow

import (
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/scope"
)

// call follows a call.
func (b *builder) call(n ast.ID) value {
	f := b.f
	callee := f.First(n)
	c := Call{Func: b.fn, Start: f.Nodes[n].Start, End: f.Nodes[n].End}
	var recv value
	var recvAt ast.ID
	var local *lambda
	var parameter value
	c.From = -1
	switch f.Kind(callee) {
	case ast.Ident:
		c.Name = f.Text(callee)
		v := b.ident(callee)
		local = v.lam
		if q, ok := f.Imported(n, c.Name); ok && local == nil {
			c.Kind, c.Receiver = Qualified, module(q)
			c.Name = q[len(module(q)):]
			c.Name = strings.TrimLeft(c.Name, "./")
			if c.Name == "" {
				c.Name = defaultName // the module is a function
			}
			if f.Language != "python" && b.construction(c.Name) {
				c.Kind, c.Receiver = Constructor, c.Name
			}
		} else if local == nil && b.construction(c.Name) {
			c.Kind, c.Receiver = Constructor, c.Name
		} else if b.appliedVariable(callee, v) {
			return b.applied(n, v)
		} else if local == nil && b.hasMethod(c.Name) {
			c.Kind = SelfCall
			recv, _ = b.lookup(selfName)
		} else {
			recv = value{n: v.n}
			if local == nil {
				parameter, _ = b.lookup(c.Name)
			}
		}
		if (c.Name == "super" || c.Name == "base") && f.Language != "python" {
			b.parent(&c, &recv)
		}
	case ast.Member:
		recvAt = f.Kid(callee, 0)
		c.Name = f.Text(f.Kid(callee, 1))
		recv = b.eval(recvAt)
		b.keyed(Load, c.Name, recv.n, b.at(callee))
		c.Kind, c.Receiver = Method, recv.typ
		if recv.typ == "" {
			c.From = recv.call - 1
		}
		local = recv.funcs[c.Name]
		if q, ok := b.qualifier(recvAt); ok {
			c.Kind, c.Receiver = Qualified, q
		} else if name := f.Text(recvAt); f.Language == "go" && f.Kind(recvAt) == ast.Ident && b.undeclared(name) {
			c.Kind, c.Receiver = Qualified, PackageClause+name
		} else if recv.origin == -1 && f.Kind(recvAt) == ast.Ident {
			c.Kind, c.Receiver = SelfCall, b.g.Funcs[b.fn].Class
		} else if f.Kind(recvAt) == ast.Ident && (f.Text(recvAt) == "super" || f.Text(recvAt) == "base" || f.Text(recvAt) == "parent") {
			c.Kind = SelfCall
			recv, _ = b.lookup(selfName)
			if name := b.constructorName(c.Name); name != "" {
				b.parent(&c, &recv)
				recvAt = ast.None
			}
		} else if f.Kind(recvAt) == ast.Call && f.Text(f.First(recvAt)) == "super" && f.Language == "python" {
			c.Kind, c.Receiver = SelfCall, ""
			recv, _ = b.lookup(selfName)
			if c.Name == "__init__" {
				b.parent(&c, &recv)
				recvAt = ast.None
			}
		}
	default:
		recv = b.eval(callee)
		local = recv.lam
	}
	if b.f.Language == "ruby" && c.Name == "new" && c.Kind == Qualified {
		c.Kind, c.Name = Constructor, ConstructorName
		c.Receiver = c.Receiver[strings.LastIndexAny(c.Receiver, ".:")+1:]
	}
	args := b.arguments(f.Kid(n, 1), &c)
	at := b.at(n)
	c.Result = at
	if local != nil {
		b.applyLambda(local, &c, f.Kid(n, 1), at)
		for i, a := range args {
			if a.lam != nil && i < len(local.params) {
				b.calledWith(a.lam, local.params[i])
			}
		}
		recv = value{typ: recv.typ} // what the closure holds is no argument
		b.answered = true
	} else if recv.lam != nil {
		b.answered = b.applyTo(recv.lam, &c, args, at)
	}
	if parameter.n != None {
		b.callback(parameter, c.Args, at)
	}
	if f.Language == "go" && f.Kind(callee) == ast.Ident {
		switch {
		case c.Name == "panic" && len(args) == 1:
			b.flow(args[0].n, b.panicked())
		case c.Name == "recover" && len(args) == 0:
			b.flow(b.panicked(), at)
		}
	}
	c.Recv = recv.n
	v := b.finish(&c, n, recv, recvAt, args)
	if f.Kind(callee) == ast.Ident {
		b.removal(c.Name, f.Kid(n, 1), args)
	}
	if c.Kind == Constructor {
		v.typ = c.Receiver
	}
	if local != nil {
		for i, o := range c.Outs {
			if i < len(local.outs) {
				b.flow(local.outs[i], o)
			}
		}
	}
	if f.Language == "go" && (c.Name == "make" || c.Name == "new") {
		v.ref = true
	}
	if v.k == nil && len(args) == 0 && f.Kind(callee) == ast.Ident {
		v.k = b.constantMethod(c.Name)
	}
	return v
}

// constantMethod is what a method of the class that is followed always
// returns, when its body is one return of a constant and no subclass can
// have another.
func (b *builder) constantMethod(name string) *konst {
	f := b.f
	if f.Language != "java" && f.Language != "csharp" || b.class == ast.None {
		return nil
	}
	var k *konst
	for m := range f.Kids(b.classBody()) {
		if f.Kind(m) != ast.Func || f.Text(f.Kid(m, 2)) != name {
			continue
		}
		ret := f.First(f.Kid(m, 4))
		if k != nil || !b.closed(m) || f.Len(f.Kid(m, 3)) > 0 || f.Kind(ret) != ast.Return || f.Next(ret) != ast.None {
			return nil
		}
		x := f.First(ret)
		if k = b.literal(x); k == nil {
			k = b.staticConstant(x)
		}
		if k == nil {
			return nil
		}
	}
	return k
}

// closed says whether a method is private, static or final.
func (b *builder) closed(fn ast.ID) bool {
	for m := range b.f.Kids(b.f.Kid(fn, 0)) {
		switch b.f.Text(m) {
		case "private", "static", "final", "sealed":
			return true
		}
	}
	return false
}

// construct follows a constructor call.
func (b *builder) construct(n ast.ID) value {
	f := b.f
	typ := b.typeName(f.First(n))
	c := Call{Func: b.fn, Start: f.Nodes[n].Start, End: f.Nodes[n].End, Name: ConstructorName, Receiver: typ, Kind: Constructor, From: -1}
	if typ == "" {
		if x := f.First(n); f.Kind(x) != ast.TypeApp {
			b.eval(x)
		}
	}
	args := b.arguments(f.Kid(n, 1), &c)
	c.Result = b.at(n)
	v := b.finish(&c, n, value{}, ast.None, args)
	v.typ, v.call = typ, 0
	if b.models.wraps[typ] && len(args) > 0 {
		v.object = args[0].object
		b.alias(f.First(f.Kid(n, 1)), &v)
	}
	if typ == "Promise" && len(args) == 1 && args[0].lam != nil {
		for _, p := range args[0].lam.params {
			b.keyed(Load, callKey+"0", p, v.n)
		}
	}
	switch body := f.Kid(n, 2); f.Kind(body) {
	case ast.Block:
		v.typ = typ + "$" + strconv.Itoa(int(f.Nodes[n].Start))
		b.g.Classes = append(b.g.Classes, Class{Name: v.typ, Supers: []string{typ}, Fields: map[string]string{}})
		b.members(body, n, v.typ)
	case ast.Dict, ast.Seq:
		x := b.eval(body)
		b.flow(x.n, v.n)
		v.list = x.list
	}
	if len(args) == 0 && b.models.lists[typ] {
		v.list = &list{}
	}
	return v
}

// construction says whether a call of a name makes an object, in languages
// without new.
func (b *builder) construction(name string) bool {
	switch b.f.Language {
	case "python", "kotlin", "scala":
		return name != "" && name[0] >= 'A' && name[0] <= 'Z' && strings.ToUpper(name) != name
	}
	return false
}

// appliedVariable says whether a call's callee is a variable, or a field, that
// holds no known function.
func (b *builder) appliedVariable(callee ast.ID, v value) bool {
	if b.f.Language != "scala" || v.lam != nil {
		return false
	}
	name := b.f.Text(callee)
	_, local := b.lookup(name)
	return local || b.field(callee, name)
}

// hasMethod says whether the class that is followed declares a method.
func (b *builder) hasMethod(name string) bool {
	switch b.f.Language {
	case "java", "csharp", "kotlin", "scala", "ruby":
	default:
		return false
	}
	if b.class == ast.None {
		return false
	}
	return b.declares(name) || b.f.Kind(b.f.Kid(b.class, 3)) == ast.Supers && b.f.Len(b.f.Kid(b.class, 3)) > 0
}

// declares says whether the text of the class that is followed has a method.
func (b *builder) declares(name string) bool {
	if b.class == ast.None {
		return false
	}
	for m := range b.f.Kids(b.classBody()) {
		if b.f.Kind(m) == ast.Func && b.f.Text(b.f.Kid(m, 2)) == name {
			return true
		}
	}
	return false
}

// accessor says whether a call of Ruby without arguments reads an attribute of
// an object whose class stands above.
func (b *builder) accessor(c *Call, recv value) bool {
	if b.f.Language != "ruby" || c.Kind != Method || len(c.Args) > 0 || recv.typ == "" {
		return false
	}
	for i := range b.g.Classes {
		if b.g.Classes[i].Name == recv.typ {
			return true
		}
	}
	return false
}

// reads says whether the class that is followed has a reader of a name, as
// Ruby's attr_reader makes it.
func (b *builder) reads(name string) bool {
	f := b.f
	if b.class == ast.None {
		return false
	}
	for m := range f.Kids(f.Kid(b.class, 4)) {
		call := f.First(m)
		if f.Kind(m) != ast.ExprStmt || f.Kind(call) != ast.Call {
			continue
		}
		switch f.Text(f.First(call)) {
		case "attr_reader", "attr_accessor":
			for a := range f.Kids(f.Kid(call, 1)) {
				if f.Text(a) == ":"+name {
					return true
				}
			}
		}
	}
	return false
}

// bareCall follows a call that is written as a name alone, as Ruby allows.
func (b *builder) bareCall(n ast.ID, name string) value {
	d := &b.f.Nodes[n]
	c := Call{Func: b.fn, Start: d.Start, End: d.End, Name: name, Kind: SelfCall, From: -1, Result: b.at(n)}
	recv, _ := b.lookup(selfName)
	return b.finish(&c, n, recv, ast.None, nil)
}

// module is a qualified name without its last part.
func module(q string) string {
	if i := strings.LastIndexAny(q, "./"); i > 0 && q[i] == '.' {
		return q[:i]
	}
	if i := strings.LastIndexByte(q, '.'); i > 0 {
		return q[:i]
	}
	return q
}

// qualifier is the qualified name of a module, package or class that stands
// before a method's name.
func (b *builder) qualifier(n ast.ID) (string, bool) {
	f := b.f
	name, ok := f.Dotted(n)
	if !ok {
		return "", false
	}
	root, _, _ := strings.Cut(name, ".")
	if _, local := b.lookup(root); local {
		// A module that is a variable, as with require, is in the imports.
		if _, imported := f.Imported(n, root); !imported || !b.inFile {
			return "", false
		}
	}
	q, _ := scope.Qualified(f, n)
	if _, imported := f.Imported(n, root); imported {
		return q, true
	}
	if b.field(n, root) || root == "this" || root == "self" || root == "super" || root == "$this" {
		return "", false
	}
	if _, variable := b.globals[root]; variable && (b.f.Language == "javascript" || b.f.Language == "typescript") {
		return "", false
	}
	if root[0] >= 'A' && root[0] <= 'Z' && b.f.Language != "go" {
		return q, true
	}
	return "", false
}

// arguments follows the arguments of a call.
func (b *builder) arguments(n ast.ID, c *Call) []value {
	f := b.f
	var out []value
	i := 0
	for a := range f.Kids(n) {
		x := a
		name := ""
		if f.Kind(a) == ast.KeyArg {
			name, x = f.Text(f.First(a)), f.Kid(a, 1)
		}
		v := b.eval(x)
		if x != a {
			b.flow(v.n, b.at(a))
		}
		if name != "" {
			for len(c.Names) < i {
				c.Names = append(c.Names, "")
			}
			c.Names = append(c.Names, name)
		}
		out = append(out, v)
		c.Args = append(c.Args, v.n)
		i++
	}
	return out
}

// finish notes a call with its effects.
func (b *builder) finish(c *Call, n ast.ID, recv value, recvAt ast.ID, args []value) value {
	f := b.f
	// Following what the call changes may meet other calls: take the number now.
	id := int32(len(b.g.Calls))
	b.g.Calls = append(b.g.Calls, *c)
	at := c.Result
	model := b.models.kind(c.Name)
	if b.answered {
		model, b.answered = modelApart, false
	}
	switch {
	case model == modelListOf, model == modelMapOf, model == modelPairOf:
	case c.Kind == Constructor:
		model = modelNone
	case c.Name == "getOrElse" && len(args) < 2: // of an Option
		model = modelNone
	case (model == modelHead || model == modelTail) && len(args) > 0: // of what a closure selects
		model = modelEach
	}
	if c.Kind == Qualified {
		if m := b.models.qualified(c.Receiver, c.Name); m != modelNone {
			model = m
		}
	}
	result := value{n: at, k: foldCall(c.Name, recv.k, args)}
	guard := func(op Op, key string, from, to Node) {
		e := Edge{To: to, Op: op, Guard: id}
		if key != "" {
			e.Key = b.g.key(key)
		}
		b.edge(e, from)
	}

	// What goes in: arguments and receiver, and what they hold afterwards.
	argAt := func(i int) ast.ID {
		a := f.Kid(f.Kid(n, 1), i)
		if f.Kind(a) == ast.KeyArg {
			a = f.Kid(a, 1)
		}
		return a
	}
	for i, a := range args {
		b.edge(Edge{To: at, Op: Arg, Key: id, Index: int16(i), Guard: -1}, a.n)
	}
	if recv.n != None {
		b.edge(Edge{To: at, Op: Arg, Key: id, Index: -1, Guard: -1}, recv.n)
	}
	for i, a := range args {
		out := None
		if x := argAt(i); b.place(x) && a.n != None {
			out = b.fresh(f.Nodes[x].Start, f.Nodes[x].End)
			b.edge(Edge{To: out, Op: Stay, Guard: id, Index: int16(i)}, a.n)
			b.g.post[x] = out
			b.g.Values[out].Number = b.g.Values[a.n].Number
		}
		if a.lam != nil && a.n != None {
			if out == None {
				out = b.fresh(f.Nodes[argAt(i)].Start, f.Nodes[argAt(i)].End)
			}
			b.calledWith(a.lam, out)
		}
		c.Outs = append(c.Outs, out)
	}
	if recv.n != None && recvAt != ast.None && (b.place(recvAt) || f.Kind(recvAt) == ast.Call) {
		d := &f.Nodes[recvAt]
		c.RecvOut = b.fresh(d.Start, d.End)
		b.g.post[recvAt] = c.RecvOut
	} else if (c.Kind == SelfCall || c.Name == ConstructorName) && recv.n != None {
		c.RecvOut = b.fresh(c.Start, c.Start)
	}

	// What the models say happens when nobody knows the callee.
	var list *list
	kill := ""
	switch model {
	case modelApart:
	case modelNone:
		if c.Kind == Qualified && c.Receiver == "context" && f.Language == "go" {
			b.g.Values[at].Number = true
			break
		}
		if b.accessor(c, recv) {
			guard(Load, c.Name, recv.n, at)
			break
		}
		b.unknown(n, args, recv, at, id)
	case modelClean:
		b.g.Values[at].Number = true
	case modelNumber:
		b.g.Values[at].Number = true
		b.collect(args, recv, at, id)
	case modelGet:
		key, exact := AnyKey, false
		if len(args) > 0 && args[0].k != nil {
			key, exact = args[0].k.String(), true
		}
		guard(Load, key, recv.n, at)
		if len(args) == 2 && exact && args[1].k != nil {
			guard(Load, inSection(args[0].k, args[1].k), recv.n, at)
		}
		for _, a := range args[min(1, len(args)):] {
			guard(Pass, "", a.n, at)
		}
		if !exact && len(args) > 0 && c.Kind == Qualified {
			b.collect(args, value{}, at, id)
		}
	case modelPut:
		if len(args) == 3 && args[0].k != nil && args[1].k != nil {
			kill = inSection(args[0].k, args[1].k)
			guard(Store, kill, args[2].n, c.RecvOut)
		} else if len(args) >= 2 {
			key := AnyKey
			if args[0].k != nil {
				key = args[0].k.String()
				kill = key
			}
			guard(Store, key, args[1].n, c.RecvOut)
			if key == AnyKey {
				guard(Store, KeysKey, args[0].n, c.RecvOut)
			}
		}
		if len(args) == 1 {
			guard(Collect, "", args[0].n, c.RecvOut)
		}
		guard(Pass, "", recv.n, at)
	case modelAppend:
		key := AnyKey
		switch {
		case len(args) == 1 && recv.list != nil:
			key = strconv.Itoa(recv.list.n)
			list = &listAlias{n: recv.list.n + 1}
		case len(args) == 1:
		}
		for _, a := range args {
			guard(Store, key, a.n, c.RecvOut)
		}
		guard(Pass, "", recv.n, at)
	case modelKeys, modelNext:
		key := AnyKey
		if model == modelKeys {
			key = KeysKey
		}
		of := recv.n
		if (c.Kind == Plain || c.Kind == Qualified) && len(args) > 0 {
			of = args[0].n
		}
		guard(Load, key, of, at)
	case modelEntries:
		pair := b.fresh(c.Start, c.End)
		for _, part := range [][2]string{{KeysKey, entryKey}, {AnyKey, "value"}} {
			x := b.fresh(c.Start, c.End)
			guard(Load, part[0], recv.n, x)
			b.keyed(Store, part[1], x, pair)
		}
		b.keyed(Store, AnyKey, pair, at)
	case modelEntryKey:
		if len(args) > 0 {
			b.unknown(n, args, recv, at, id)
			break
		}
		guard(Load, entryKey, recv.n, at)
	case modelMix:
		elem := b.fresh(c.Start, c.End)
		guard(Load, AnyKey, recv.n, elem)
		b.keyed(Store, AnyKey, elem, c.RecvOut)
		b.keyed(Store, AnyKey, elem, at)
		kill = "\x00"
	case modelClear:
		kill = "\x00"
	case modelSetField, modelGetField:
		if len(args) < 2 {
			break
		}
		key := AnyKey
		if args[1].k != nil {
			key = args[1].k.String()
		}
		if model == modelGetField {
			guard(Load, key, args[0].n, at)
		} else if len(args) > 2 && c.Outs[0] != None {
			guard(Store, key, args[2].n, c.Outs[0])
		}
	case modelRemove:
		list = nil
		if len(args) == 1 && recv.list != nil && args[0].k != nil && args[0].k.kind == kInt {
			guard(Shift, args[0].k.String(), recv.n, c.RecvOut)
			list = &listAlias{n: recv.list.n - 1}
			guard(Load, args[0].k.String(), recv.n, at)
			kill = "\x00"
		} else if len(args) == 1 && args[0].k != nil && args[0].k.kind == kStr {
			kill = args[0].k.String()
			guard(Load, kill, recv.n, at)
		} else {
			guard(Load, AnyKey, recv.n, at)
		}
	case modelMutate, modelFluent:
		for _, a := range args {
			guard(Collect, "", a.n, c.RecvOut)
		}
		b.collect(args, recv, at, id)
	case modelInto:
		for i, o := range c.Outs {
			for j, a := range args {
				if i != j {
					guard(Collect, "", a.n, o)
				}
			}
			guard(Collect, "", recv.n, o)
		}
		b.collect(args, recv, at, id)
	case modelListOf, modelMapOf, modelPairOf:
		result.list = b.filled(model, n, args, guard, at)
		if model == modelMapOf {
			result.typ = "Map"
		}
	case modelSame:
		guard(Pass, "", recv.n, at)
		for _, a := range args {
			guard(Pass, "", a.n, at)
		}
		result.list = recv.list
	case modelHead:
		guard(Load, "0", recv.n, at)
	case modelTail:
		key := AnyKey
		if recv.list != nil {
			key = strconv.Itoa(recv.list.n - 1)
		}
		guard(Load, key, recv.n, at)
	case modelLet:
		for _, a := range args {
			if a.lam == nil {
				guard(Collect, "", recv.n, at)
				guard(Pass, "", a.n, at)
				continue
			}
			for _, p := range a.lam.params {
				guard(Pass, "", recv.n, p)
			}
			guard(Pass, "", a.lam.ret, at)
		}
	case modelEach, modelThen, modelMap:
		op, key := Load, AnyKey
		if model == modelThen {
			op, key = Pass, ""
		}
		of := []Node{recv.n}
		if c.Kind == Plain || c.Kind == Qualified { // map(f, xs)
			for _, a := range args {
				if a.lam == nil {
					of = append(of, a.n)
				}
			}
		}
		known := false
		for _, a := range args {
			if a.lam == nil {
				guard(Pass, "", a.n, at)
				continue
			}
			known = true
			for _, p := range a.lam.params {
				for _, o := range of {
					guard(op, key, o, p)
				}
			}
			if model == modelMap {
				guard(Store, AnyKey, a.lam.ret, at)
			} else {
				guard(Pass, "", a.lam.ret, at)
			}
		}
		if !known || model != modelMap {
			guard(Pass, "", recv.n, at)
		}
	}

	// Afterwards, variables stand for what the call left.
	for i, o := range c.Outs {
		if o != None {
			b.replace(argAt(i), args[i], o)
		}
	}
	if c.RecvOut != None {
		switch kill {
		case "":
			b.edge(Edge{To: c.RecvOut, Op: Stay, Guard: id, Index: -1}, recv.n)
		case "\x00":
		default:
			b.keyed(Kill, kill, recv.n, c.RecvOut)
		}
		after := recv
		after.list = list
		if list == nil && (model == modelGet || model == modelClean || model == modelHead || model == modelTail) {
			after.list = recv.list
		}
		if recvAt != ast.None {
			b.replace(recvAt, after, c.RecvOut)
			if v, ok := b.lookup(f.Text(recvAt)); ok && f.Kind(recvAt) == ast.Ident {
				v.list = after.list
				b.env[b.names[f.Text(recvAt)]] = v
			}
		} else if self, ok := b.lookup(selfName); ok {
			self.n = c.RecvOut
			b.define(selfName, self)
		}
	}
	b.g.Calls[id] = *c
	if c.RecvOut != None && (recv.list != nil || b.models.lists[recv.typ] || collection(recv.typ)) {
		key := AnyKey
		switch {
		case model == modelPut && len(args) == 2 && args[0].k != nil:
			key = args[0].k.String()
		case model == modelAppend && len(args) == 1 && list != nil:
			key = strconv.Itoa(list.n - 1)
		}
		if n := len(args); n > 0 && (model == modelPut || model == modelAppend) {
			b.alias(argAt(n-1), &args[n-1])
			b.hold(recvAt, key, args[n-1])
		}
	}
	b.started(c, recv, args)
	result.call = id + 1
	if model == modelFluent {
		result.typ = recv.typ
	}
	return result
}

// unknown makes the result of a call that no model describes.
func (b *builder) unknown(n ast.ID, args []value, recv value, result Node, call int32) {
	b.collect(args, recv, result, call)
	if x := b.f.First(n); b.f.Kind(n) == ast.Call && b.f.Kind(x) == ast.Member {
		// A tainted function gives tainted results.
		b.edge(Edge{To: result, Op: Collect, Guard: call}, b.at(x))
	}
	for _, a := range args {
		if a.lam != nil {
			b.edge(Edge{To: result, Guard: call}, a.lam.ret)
		}
	}
}

// collection says whether a type's name is that of a list or map.
func collection(typ string) bool {
	return strings.HasSuffix(typ, "List") || strings.HasSuffix(typ, "Map")
}

// entryKey is where a map's pair holds its key.
const entryKey = "key"

// listAlias lets finish name a list beside its own variable list.
type listAlias = list

// collect makes the result of what goes in, as long as nobody knows better.
func (b *builder) collect(args []value, recv value, result Node, call int32) {
	for _, a := range args {
		b.edge(Edge{To: result, Op: Collect, Guard: call}, a.n)
	}
	b.edge(Edge{To: result, Op: Collect, Guard: call}, recv.n)
}

// place says whether an expression names a variable, field or element, so
// that a call can change what it holds.
func (b *builder) place(n ast.ID) bool {
	f := b.f
	switch f.Kind(n) {
	case ast.Ident:
		_, local := b.lookup(f.Text(n))
		_, global := b.globals[f.Text(n)]
		// A call may be what makes a variable, where nobody declares them.
		made := f.Language == "php" && strings.HasPrefix(f.Text(n), "$") && f.Text(n) != "$this"
		return local || global || b.field(n, f.Text(n)) || made
	case ast.Member, ast.Index:
		return b.place(f.First(n))
	case ast.Unary:
		return f.Text(n) == "&" && b.place(f.First(n))
	}
	return false
}

// neverReturns says whether an expression ends the program.
func (b *builder) neverReturns(n ast.ID) bool {
	f := b.f
	if f.Kind(n) != ast.Call {
		return false
	}
	name, ok := f.Dotted(f.First(n))
	if !ok {
		return false
	}
	switch name {
	case "exit", "die", "System.exit", "process.exit", "sys.exit", "os.Exit", "log.Fatal", "log.Fatalf", "panic":
		return true
	}
	return false
}

// PackageClause stands before the name of a package that is not its folder's.
const PackageClause = "package "

// undeclared says whether nothing in sight has a name.
func (b *builder) undeclared(name string) bool {
	if _, ok := b.lookup(name); ok {
		return false
	}
	_, ok := b.globals[name]
	return !ok
}

// started follows what libraries of the JVM do with a task that they are
// handed: they run it.
func (b *builder) started(c *Call, recv value, args []value) {
	switch b.f.Language {
	case "java", "kotlin", "scala":
	default:
		return
	}
	run := func(v value, name string) {
		if v.typ != "" && v.n != None {
			id := int32(len(b.g.Calls))
			b.g.Calls = append(b.g.Calls, Call{
				Func: b.fn, Start: c.Start, End: c.End, Name: name, Receiver: v.typ, Kind: Method, From: -1, Recv: v.n,
				Result: b.fresh(c.Start, c.End), RecvOut: c.RecvOut,
			})
			b.edge(Edge{To: c.Result, Op: Arg, Key: id, Index: -1, Guard: -1}, v.n)
		}
	}
	switch c.Name {
	case "start":
		run(recv, "run")
	case "execute", "submit", "schedule", "scheduleAtFixedRate", "scheduleWithFixedDelay", "runAsync", "supplyAsync":
		for _, a := range args {
			run(a, "run")
			run(a, "call")
		}
	case ConstructorName:
		if c.Receiver == "Thread" {
			for _, a := range args {
				run(a, "run")
			}
		}
	}
}

// constructorName is a name under which a class calls its parent's
// constructor by name, or "".
func (b *builder) constructorName(name string) string {
	if name == "__construct" || name == "__init__" || name == "initialize" && b.f.Language == "ruby" {
		return name
	}
	return ""
}

// parent makes a call that of the constructor of the class above.
func (b *builder) parent(c *Call, recv *value) {
	own := b.g.Funcs[b.fn].Class
	for i := range b.g.Classes {
		if k := &b.g.Classes[i]; k.Name == own && len(k.Supers) > 0 {
			c.Kind, c.Receiver, c.Name = Method, k.Supers[0], ConstructorName
			*recv, _ = b.lookup(selfName)
			return
		}
	}
}

// applyTo follows the call of a known function by one of its own methods:
// those of functional interfaces, and call and apply.
//
// It says whether the method is one of these.
func (b *builder) applyTo(l *lambda, c *Call, args []value, result Node) bool {
	nodes := c.Args
	switch c.Name {
	case "call":
		if b.f.Language == "javascript" || b.f.Language == "typescript" {
			nodes = nodes[min(1, len(nodes)):]
		}
	case "apply":
		if b.f.Language == "javascript" || b.f.Language == "typescript" {
			if len(args) == 2 {
				for i, p := range l.params {
					b.keyed(Load, strconv.Itoa(i), args[1].n, p)
				}
			}
			nodes = nil
		}
	case "accept", "test", "get", "run", "invoke", "Invoke", "execute", "applyAsInt", "applyAsLong", "yield":
	default:
		return false
	}
	for i, a := range nodes {
		if i < len(l.params) {
			b.flow(a, l.params[i])
		}
	}
	b.flow(l.ret, result)
	return true
}

// removal follows the functions that remove an element: unset of PHP, delete
// of Go.
func (b *builder) removal(name string, list ast.ID, args []value) {
	switch {
	case name == "unset" && b.f.Language == "php":
		for x := range b.f.Kids(list) {
			b.drop(x)
		}
	case name == "delete" && b.f.Language == "go" && len(args) == 2 && args[1].k != nil:
		b.update(b.f.Kid(list, 0), args[1].k.String(), None, true)
	}
}
