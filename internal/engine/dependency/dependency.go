// Package dependency says which components a project brings in, which of them
// have publicly known flaws, and under which licences they come.
//
// Each ecosystem has a folder of its own with three functions, listed in
// readers: Selects (is this file worth a look?), Units (which files are
// resolved together, and apart from others?) and Read (what does this unit
// bring in?). Read is pure and bounded: the same files give the same output,
// whatever they hold; a file that can't be read is a gap, and what can't be
// known without asking a registry is said, never guessed.
package dependency
