package threat

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/assay-dev/assay/internal/fault"
)

// AnswersFile is where people answer threats, below .assay.
const AnswersFile = "threats.yaml"

// Limits of the file of answers.
const (
	MaxAnswersSize = 256 << 10
	maxAnswers     = 1000
)

// Answering is what a person says of a threat.
type Answering struct {
	ID string `yaml:"id"`
	// State is accepted, or answered: something that no file of this repository
	// shows stands against it.
	State    State     `yaml:"state"`
	Owner    string    `yaml:"owner"`
	Reason   string    `yaml:"reason"`
	Evidence string    `yaml:"evidence"` // where it is shown; required for answered
	Until    time.Time `yaml:"until"`    // last day; zero: for ever
}

// ParseAnswers reads the file of answers. Every mistake is an error with its
// line: an answer that is read wrongly would hide a threat.
func ParseAnswers(name string, data []byte) ([]Answering, error) {
	if len(data) > MaxAnswersSize {
		return nil, fault.New(fault.Invalid, "%s is larger than %d kB", name, MaxAnswersSize>>10)
	}
	var file struct {
		Threats []Answering `yaml:"threats"`
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&file); err != nil && len(bytes.TrimSpace(data)) > 0 {
		return nil, fault.New(fault.Invalid, "%s: %w", name, err).WithHelp("each of threats has id, state, owner, reason, evidence and until")
	}
	if len(file.Threats) > maxAnswers {
		return nil, fault.New(fault.Invalid, "%s has more than %d answers", name, maxAnswers)
	}
	seen := map[string]bool{}
	for _, a := range file.Threats {
		why := ""
		switch {
		case len(a.ID) != 8:
			why = "id is the eight digits that assay threat shows"
		case seen[a.ID]:
			why = "it is answered twice"
		case a.State != Accepted && a.State != Answered:
			why = "state is accepted or answered"
		case a.Owner == "" || a.Reason == "":
			why = "owner and reason are required"
		case a.State == Answered && a.Evidence == "":
			why = "answered needs evidence: where it is shown"
		}
		if why != "" {
			return nil, fault.New(fault.Invalid, "%s: threat %q: %s", name, quote(a.ID), why)
		}
		seen[a.ID] = true
	}
	return file.Threats, nil
}

// accept applies the answers of people to threats that nothing else answers.
func (a *assessor) accept() {
	for _, ans := range a.in.Answers {
		i := slices.IndexFunc(a.out, func(t Threat) bool { return t.ID == ans.ID })
		if i < 0 || a.out[i].State == Answered {
			continue
		}
		t := &a.out[i]
		t.State, t.Next = ans.State, ""
		t.Evidence = fmt.Sprintf("%s: %s", ans.Owner, ans.Reason)
		if ans.Evidence != "" {
			t.Evidence += " (" + ans.Evidence + ")"
		}
	}
}

// Current are the answers that hold on a day.
func Current(list []Answering, now time.Time) []Answering {
	return slices.DeleteFunc(slices.Clone(list), func(a Answering) bool {
		return !a.Until.IsZero() && now.After(a.Until.AddDate(0, 0, 1))
	})
}
