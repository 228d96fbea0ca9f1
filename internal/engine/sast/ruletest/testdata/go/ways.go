//go:build ignore

package ways

import (
	"context"
	"sync/atomic"
)

func named() (out string, err error) {
	out = input()
	return
}

func results() {
	v, err := named()
	// ruleid: ways
	sink(v)
	// ok: ways
	sink(err)
}

func channels() {
	ch := make(chan string, 1)
	ch <- input()
	// ruleid: ways
	sink(<-ch)
	done := make(chan string)
	go func() { done <- input() }()
	select {
	case x := <-done:
		// ruleid: ways
		sink(x)
	}
}

func recovered() {
	defer func() {
		if r := recover(); r != nil {
			// ruleid: ways
			sink(r)
		}
	}()
	panic(input())
}

type box struct{ v, w string }

func pointers() {
	a := &box{v: "x"}
	b := a
	b.v = input()
	// ruleid: ways
	sink(a.v)
	c := box{v: "x"}
	d := c
	d.v = input()
	// ok: ways
	sink(c.v)
	fill(&c)
	// ruleid: ways
	sink(c.w)
}

func fill(b *box) { b.w = input() }

type shape interface{ name() string }

type round struct{ n string }

func (r *round) name() string { return r.n }

func interfaces(s shape) {
	var one shape = &round{n: input()}
	// ruleid: ways
	sink(one.name())
}

func keys() {
	m := map[string]string{}
	m[input()] = "x"
	for k, v := range m {
		// ruleid: ways
		sink(k)
		// ok: ways
		sink(v)
	}
	delete(m, "x")
	n := map[string]string{"a": input(), "b": "x"}
	delete(n, "a")
	// ok: ways
	sink(n["a"])
}

func falls(i int) {
	s := ""
	switch 1 {
	case 1:
		fallthrough
	case 2:
		s = input()
	case 3:
		s = "x"
	}
	// ruleid: ways
	sink(s)
}

var held atomic.Value

func atomics() {
	held.Store(input())
	// ruleid: ways
	sink(held.Load())
}

func contexts(ctx context.Context) {
	ctx = context.WithValue(ctx, box{}, input())
	// ok: ways
	sink(open(ctx))
}

func open(ctx context.Context) string { return "x" }
