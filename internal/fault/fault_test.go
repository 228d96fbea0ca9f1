package fault

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
)

func TestKindsSurviveWrapping(t *testing.T) {
	err := fmt.Errorf("outer: %w", New(NotFound, "base %q: %w", "main", errors.New("gone")).WithHelp("fetch %s", "main"))
	if !errors.Is(err, NotFound) || errors.Is(err, Invalid) {
		t.Error("the kind is lost")
	}
	if got := Help(err); got != "fetch main" {
		t.Errorf("help is %q", got)
	}
	if got := err.Error(); got != `outer: base "main": gone` {
		t.Errorf("text is %q", got)
	}
}

func TestHelpOfJoinedErrors(t *testing.T) {
	err := errors.Join(errors.New("plain"), New(Invalid, "bad").WithHelp("mend it"))
	if got := Help(err); got != "mend it" {
		t.Errorf("help is %q", got)
	}
	if got := Help(New(Invalid, "outer: %w", New(Invalid, "inner").WithHelp("inner help"))); got != "inner help" {
		t.Errorf("help is %q", got)
	}
}

func TestOneTable(t *testing.T) {
	for _, c := range []struct {
		err    error
		exit   int
		status int
	}{
		{nil, ExitPass, http.StatusOK},
		{New(Denied, "x"), ExitDenied, http.StatusForbidden},
		{New(Invalid, "x"), ExitInvalid, http.StatusBadRequest},
		{New(NotFound, "x"), ExitInvalid, http.StatusNotFound},
		{New(Unavailable, "x"), ExitUnfinished, http.StatusServiceUnavailable},
		{New(Interrupted, "x"), ExitInterrupted, http.StatusServiceUnavailable},
		{errors.New("a bug"), ExitUnfinished, http.StatusInternalServerError},
	} {
		if got := ExitCode(c.err); got != c.exit {
			t.Errorf("%v exits %d, want %d", c.err, got, c.exit)
		}
		if got := HTTPStatus(c.err); got != c.status {
			t.Errorf("%v is status %d, want %d", c.err, got, c.status)
		}
	}
}

func TestWorst(t *testing.T) {
	order := []int{ExitPass, ExitUnfinished, ExitDenied, ExitInvalid, ExitInterrupted}
	for i, low := range order {
		for _, high := range order[i:] {
			if got := Worst(low, high); got != high {
				t.Errorf("worst of %d and %d is %d", low, high, got)
			}
			if got := Worst(high, low); got != high {
				t.Errorf("worst of %d and %d is %d", high, low, got)
			}
		}
	}
}
