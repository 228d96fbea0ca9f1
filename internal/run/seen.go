package run

import (
	"context"
	"encoding/json"
	"path/filepath"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// seen says on which day a run first saw a finding of the folder.
type seen map[assay.Fingerprint]string

// maxSeen bounds what is remembered of one folder.
const maxSeen = 200_000

// recall reads since when findings are known, beside the engines. A store that
// can't be read makes their age unknown and nothing else: saving will complain.
func (j *job) recall(ctx context.Context) <-chan seen {
	out := make(chan seen, 1)
	if j.Store == nil || !j.req.Gate {
		out <- nil
		return out
	}
	go func() {
		known := seen{}
		defer func() { out <- known }()
		st, err := j.Store()
		if err != nil {
			return
		}
		defer st.Close() //nolint:errcheck // it was only read
		abs, err := filepath.Abs(j.req.Dir)
		if err != nil {
			return
		}
		if data, err := st.Seen(ctx, abs); err == nil && data != nil {
			_ = json.Unmarshal(data, &known) // what can't be read is not known
		}
	}()
	return out
}

// age is the number of days since a run first saw a finding; ok is false when
// this is the first.
func (s seen) age(f assay.Fingerprint, now time.Time) (days int, ok bool) {
	day, err := time.Parse(time.DateOnly, s[f])
	if err != nil {
		return 0, false
	}
	return max(0, int(now.Sub(day).Hours()/24)), true
}

// add notes today for what was not known, and gives the stored form; nil when
// nothing was new.
func (s seen) add(findings []assay.Finding, now time.Time) ([]byte, error) {
	today, grown := now.UTC().Format(time.DateOnly), false
	for i := range findings {
		if fp := findings[i].Fingerprint; s[fp] == "" && len(s) < maxSeen {
			s[fp], grown = today, true
		}
	}
	if !grown {
		return nil, nil
	}
	return json.Marshal(s)
}
