// Package script reads the common part of Groovy and Kotlin that build scripts
// are written in, into one small tree.
//
// Parse never fails: what it does not know it steps over, one token at a time,
// and what makes a file unreadable from some line on (a string or a block that
// never ends, nesting without end) is told as a Fault. The work is linear in
// the size of the file. It evaluates nothing and knows nothing of Gradle.
package script

// Lang is the language of a script.
type Lang uint8

// The languages.
const (
	Groovy Lang = iota // and Java, as far as declarations go
	Kotlin
)

// MaxSize is the largest script that is read, in bytes.
const MaxSize = 2 << 20

// Script is what a file says.
type Script struct {
	Package string
	Body    []*Node
	Faults  []Fault
}

// Fault is a place from which on a script could not be understood.
type Fault struct {
	Line int
	What string // continues a sentence: "has a string that never ends"
}

// Kind says what a node is.
type Kind uint8

// The kinds of nodes, with what S and Kids mean.
const (
	Bad      Kind = iota // not understood
	Text                 // a string: Kids are Literal nodes and expressions
	Literal              // part of a string: S
	Number               // S
	Name                 // S
	Member               // Kids[0].S
	Index                // Kids[0][Kids[1:]]
	Call                 // Kids[0](Kids[1:]), closures last
	Named                // an argument S: Kids[0]
	Lambda               // { Names -> Kids }
	List                 // Kids
	Map                  // Kids are Entry nodes
	Entry                // Kids[0]: Kids[1]
	Binary               // Kids[0] S Kids[1]
	Unary                // S Kids[0]
	Ternary              // Kids[0] ? Kids[1] : Kids[2]
	Assign               // Kids[0] S Kids[1], S is =, += …
	Declare              // a variable S, Kids[0] if it has a value
	Delegate             // val S by Kids[0]
	If                   // Kids[0], then Kids[1], else Kids[2] if there is one
	Choice               // when, switch, try: one or some of Kids run
	Loop                 // for S in Kids[0]: Kids[1]; without S a while
	Function             // S(Names) with body Kids
	Type                 // a class or object S with body Kids
	Return               // Kids[0] if there is one
	Block                // Kids
)

// Node is one part of a script.
type Node struct {
	Kind  Kind
	S     string
	Names []string
	Kids  []*Node
	Line  int
}

// Parse reads a script.
func Parse(lang Lang, src string) *Script {
	s := &Script{}
	if len(src) > MaxSize {
		s.Faults = append(s.Faults, Fault{1, "is larger than any build script we read (2 MiB)"})
		return s
	}
	l := &lexer{src: src, line: 1, lang: lang}
	toks := l.run(false)
	p := &parser{toks: toks, lang: lang, script: s}
	s.Faults = l.faults
	s.Body = p.statements(false)
	return s
}
