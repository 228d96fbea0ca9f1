package flow

import (
	_ "embed"
	"strings"
	"sync"
)

// modelKind says what a call of a library does with values.
type modelKind uint8

const (
	modelNone     modelKind = iota // the result is made of receiver and arguments
	modelClean                     // the result holds nothing of them: a length, a comparison
	modelNumber                    // the result is a number made of them
	modelGet                       // the element under the first argument
	modelPut                       // the second argument goes under the first
	modelAppend                    // the arguments become elements at the end
	modelRemove                    // an element goes
	modelMutate                    // the arguments go into the receiver
	modelFluent                    // the same, and the receiver is the result
	modelInto                      // arguments go into other arguments
	modelRun                       // gives what the closure gives
	modelEach                      // the closure gets each element; its result is collected
	modelThen                      // the closure gets the receiver
	modelApart                     // the result is something else: what a file of that name holds
	modelLet                       // the closure gets the receiver; its result is the result
	modelSame                      // the result holds what the receiver holds
	modelHead                      // the first element
	modelTail                      // the last element
	modelListOf                    // the arguments are the elements of a new list
	modelMapOf                     // the arguments are the pairs of a new map
	modelPairOf                    // the arguments are the parts of a new pair
	modelMap                       // the same, and the result holds only what the closure returns
	modelMix                       // the elements change places
	modelClear                     // nothing is left
	modelKeys                      // the keys of a map
	modelNext                      // one element: of the receiver, or of the first argument
	modelSetField                  // the third argument goes into the first under the second
	modelGetField                  // what the first argument holds under the second
	modelEntries                   // the pairs of a map
	modelEntryKey                  // the key of such a pair
	modelFold                      // a closure of one parameter gets the receiver, one of two what came before and an element
	modelWith                      // the closure gets the other arguments; its result is the result
	modelIndexed                   // the elements, each with its number
)

//go:embed models.txt
var modelText string

// models are the library calls of a language, by name.
type models struct {
	byName map[string]modelKind
	byFull map[string]modelKind
	lists  map[string]bool // types that are empty lists when made without arguments
	wraps  map[string]bool // types whose objects hand what they get to the one that they are made of
	common map[string]bool // methods of the language's own types
}

func (m *models) kind(name string) modelKind { return m.byName[name] }

// qualified is the model of a function of a module or class.
func (m *models) qualified(module, name string) modelKind {
	if i := strings.LastIndexAny(module, "./"); i >= 0 {
		module = module[i+1:]
	}
	return m.byFull[module+"."+name]
}

var kindNames = map[string]modelKind{
	"none": modelNone, "clean": modelClean, "number": modelNumber, "get": modelGet, "put": modelPut, "append": modelAppend, "remove": modelRemove,
	"mutate": modelMutate, "fluent": modelFluent, "into": modelInto, "run": modelRun, "each": modelEach, "then": modelThen, "apart": modelApart,
	"let": modelLet, "same": modelSame, "head": modelHead, "tail": modelTail, "listof": modelListOf, "mapof": modelMapOf, "pairof": modelPairOf,
	"keys": modelKeys, "map": modelMap, "clear": modelClear, "mix": modelMix, "next": modelNext, "setfield": modelSetField, "getfield": modelGetField,
	"entries": modelEntries, "entrykey": modelEntryKey, "fold": modelFold, "with": modelWith, "indexed": modelIndexed,
}

var allModels = sync.OnceValue(func() map[string]*models {
	out := map[string]*models{}
	var current []string
	for line := range strings.Lines(modelText) {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case strings.HasPrefix(words[0], "["):
			current = words
			for i := range current {
				current[i] = strings.Trim(current[i], "[]")
			}
		default:
			for _, lang := range current {
				m := out[lang]
				if m == nil {
					m = &models{byName: map[string]modelKind{}, byFull: map[string]modelKind{}, lists: map[string]bool{}, wraps: map[string]bool{}, common: map[string]bool{}}
					out[lang] = m
				}
				for _, w := range words[1:] {
					switch {
					case words[0] == "list":
						m.lists[w] = true
					case words[0] == "wrap":
						m.wraps[w] = true
					case words[0] == "common":
						m.common[w] = true
					case strings.Contains(w, "."):
						m.byFull[w] = kindNames[words[0]]
					default:
						m.byName[w] = kindNames[words[0]]
					}
				}
			}
		}
	}
	return out
})

// Common says whether types of the language itself have a method of a name:
// where nobody knows the receiver, it is rather theirs than a project's.
func Common(lang, name string) bool { return modelsOf(lang).common[name] }

func modelsOf(lang string) *models {
	if m := allModels()[lang]; m != nil {
		return m
	}
	return &models{}
}
