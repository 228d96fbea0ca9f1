package flow

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// What is sent as an event reaches who listens for it, by the name under which
// it is sent or by its class, in whatever file.

// EventPrefix begins the name of the shared variable that an event is.
const EventPrefix = "event "

// outward is a name of what sends to other programs, not to listeners here.
var outward = regexp.MustCompile(`(?i)(socket|sock|ws|io|conn|connection|client|stream|process|server|window|document|worker)$`)

// events follows a call that sends an event, or names who listens.
func (b *builder) events(c *Call, recvAt, list ast.ID, args []value) {
	switch b.f.Language {
	case "javascript", "typescript":
		b.emitted(c, recvAt, list, args)
	case "java", "kotlin":
		if c.Name == "publishEvent" || c.Name == "post" || c.Name == "fire" {
			b.sent(args)
		}
	case "csharp":
		switch c.Name {
		case "Send", "SendAsync", "Publish", "PublishAsync", "Dispatch", "DispatchAsync", "Raise":
			b.sent(args)
		}
	case "php":
		if c.Name == "event" || c.Name == "dispatch" {
			b.sent(args)
		}
	}
}

// emitted follows emit("name", x) and on("name", x => ...).
func (b *builder) emitted(c *Call, recvAt, list ast.ID, args []value) {
	if c.Kind == Plain || len(args) < 2 || args[0].k == nil || args[0].k.kind != kStr || outward.MatchString(b.f.Src(recvAt)) {
		return
	}
	switch c.Name {
	case "emit", "emitAsync":
		event := b.sharedNode("", EventPrefix+args[0].k.s)
		for i, a := range args[1:] {
			b.keyed(Store, strconv.Itoa(i), a.n, event)
		}
	case "on", "once", "addListener", "prependListener":
		l := args[1].lam
		if x := b.f.Kid(list, 1); l == nil && b.namesFunction(x) {
			l = b.reference(x, 1)
		}
		if l == nil {
			return
		}
		event := b.sharedNode("", EventPrefix+args[0].k.s)
		for i, p := range l.params {
			b.keyed(Load, strconv.Itoa(i), event, p)
		}
	}
}

// sent follows an object that is sent to whoever takes its class.
func (b *builder) sent(args []value) {
	if len(args) > 0 && args[0].typ != "" {
		b.flow(args[0].n, b.sharedNode("", EventPrefix+args[0].typ))
	}
}

// listens follows the first parameter of a method that takes events.
func (b *builder) listens(n ast.ID) {
	f := b.f
	fn := &b.g.Funcs[b.fn]
	if fn.Class == "" || len(fn.Params) == 0 {
		return
	}
	takes := false
	switch f.Language {
	case "java", "kotlin":
		for m := range f.Kids(f.Kid(n, 0)) {
			takes = takes || f.Kind(m) == ast.Annot && slices.Contains([]string{"EventListener", "TransactionalEventListener", "Subscribe"}, f.Text(f.First(m)))
		}
	case "csharp":
		takes = fn.Name == "Handle" || fn.Name == "HandleAsync"
	case "php":
		takes = fn.Name == "handle" || fn.Name == "__invoke"
	}
	if typ := b.typeName(f.Kid(f.First(f.Kid(n, 3)), 1)); takes && typ != "" {
		at := fn.Params[0]
		b.flow(b.sharedNode("", EventPrefix+typ), at)
	}
}
