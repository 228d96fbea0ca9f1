package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"
	"time"

	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/sast"
	"github.com/assay-dev/assay/rules"
)

// again runs twice with a memory, the second time with one file changed, and
// profiles and times that.
func again(dir, profile string) error {
	files, err := read(dir)
	if err != nil {
		return err
	}
	memo := &kept{m: map[engine.Hash]engine.Output{}}
	if _, err := sast.New(sast.NewRules(rules.SAST())).Extract(context.Background(), files, memo); err != nil {
		return err
	}
	largest := 0
	for i := range files {
		if len(files[i].Data) > len(files[largest].Data) && len(files[i].Data) < 400_000 {
			largest = i
		}
	}
	f := &files[largest]
	f.Data = append([]byte("\n"), f.Data...)
	f.Hash = sha256.Sum256(f.Data)
	e := sast.New(sast.NewRules(rules.SAST()))
	if profile != "" {
		stop, err := profileTo(profile)
		if err != nil {
			return err
		}
		defer stop()
	}
	start := time.Now()
	out, err := e.Extract(context.Background(), files, memo)
	fmt.Printf("%s changed: %d findings, %.2f s\n", f.Path, len(out.Findings), time.Since(start).Seconds())
	return err
}

// kept remembers in memory.
type kept struct {
	mu sync.Mutex
	m  map[engine.Hash]engine.Output
}

func (k *kept) Get(key engine.Hash) (engine.Output, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	out, ok := k.m[key]
	return out, ok
}

func (k *kept) Put(key engine.Hash, out engine.Output) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.m[key] = out
}
