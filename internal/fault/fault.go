// Package fault names the few kinds of error that callers branch on, and is
// the one table from kind to process exit code and HTTP status.
//
// Wrap an error with a kind where it arises:
//
//	return fault.New(fault.NotFound, "base %q is not in this clone", rev).
//		WithHelp("fetch it: git fetch origin %s", rev)
//
// and ask with errors.Is(err, fault.NotFound). Everything without a kind is an
// internal error. The package knows nothing else of ours.
package fault

import (
	"errors"
	"fmt"
	"net/http"
)

// Kind is a class of error that a caller can act on. A Kind is itself an
// error so that errors.Is works on it.
type Kind string

// The kinds.
const (
	// NotFound: something named does not exist.
	NotFound Kind = "not found"
	// Invalid: bad usage, configuration or policy text.
	Invalid Kind = "invalid"
	// Denied: the gate says no.
	Denied Kind = "denied"
	// Conflict: two writers, or a state that moved on.
	Conflict Kind = "conflict"
	// Unavailable: something required could not be finished.
	Unavailable Kind = "unavailable"
	// Interrupted: a person or a system stopped the work.
	Interrupted Kind = "interrupted"
)

func (k Kind) Error() string { return string(k) }

// Error is an error with a kind and, for people, what to do next.
type Error struct {
	Kind Kind
	Help string // what to do next; may be empty
	err  error
}

// New makes an error of a kind. The format follows fmt.Errorf, %w included.
func New(k Kind, format string, args ...any) *Error {
	return &Error{Kind: k, err: fmt.Errorf(format, args...)}
}

// WithHelp adds the sentence that tells a person what to do next.
func (e *Error) WithHelp(format string, args ...any) *Error {
	e.Help = fmt.Sprintf(format, args...)
	return e
}

func (e *Error) Error() string { return e.err.Error() }

// Unwrap lets errors.Is find both the kind and the cause.
func (e *Error) Unwrap() []error { return []error{e.Kind, e.err} }

// Help returns the advice carried by the outermost error that has some.
func Help(err error) string {
	for err != nil {
		var e *Error
		if !errors.As(err, &e) {
			return ""
		}
		if e.Help != "" {
			return e.Help
		}
		err = e.err
	}
	return ""
}

// Exit codes of every command.
const (
	ExitPass        = 0
	ExitDenied      = 1
	ExitInvalid     = 2
	ExitUnfinished  = 3
	ExitInterrupted = 130
)

var table = []struct {
	kind   Kind
	exit   int
	status int
}{
	{Interrupted, ExitInterrupted, http.StatusServiceUnavailable},
	{Invalid, ExitInvalid, http.StatusBadRequest},
	{NotFound, ExitInvalid, http.StatusNotFound},
	{Denied, ExitDenied, http.StatusForbidden},
	{Conflict, ExitUnfinished, http.StatusConflict},
	{Unavailable, ExitUnfinished, http.StatusServiceUnavailable},
}

// ExitCode maps an error to the exit code of the process; nil is 0 and an
// error without a kind is ExitUnfinished: work that broke is not work that passed.
func ExitCode(err error) int {
	if err == nil {
		return ExitPass
	}
	for _, row := range table {
		if errors.Is(err, row.kind) {
			return row.exit
		}
	}
	return ExitUnfinished
}

// HTTPStatus maps an error to a response status.
func HTTPStatus(err error) int {
	if err == nil {
		return http.StatusOK
	}
	for _, row := range table {
		if errors.Is(err, row.kind) {
			return row.status
		}
	}
	return http.StatusInternalServerError
}

// Worst returns the exit code that wins when several apply: 130, 2, 1, 3, 0.
func Worst(codes ...int) int {
	worst := ExitPass
	for _, c := range codes {
		if rank(c) > rank(worst) {
			worst = c
		}
	}
	return worst
}

func rank(code int) int {
	switch code {
	case ExitInterrupted:
		return 4
	case ExitInvalid:
		return 3
	case ExitDenied:
		return 2
	case ExitPass:
		return 0
	default:
		return 1
	}
}
