package evidence

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// beWriter in the environment makes this test binary a process that appends to
// the log of that folder until it is killed.
const beWriter = "EVIDENCE_TEST_WRITER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(beWriter); dir != "" {
		writeUntilKilled(dir)
	}
	os.Exit(m.Run())
}

func writeUntilKilled(dir string) {
	o := testOptions(1)
	o.Random = nil
	l, err := Open(dir, o)
	for n := 0; err == nil; n++ {
		var batch []Entry
		for i := range 1 + n%7 {
			batch = append(batch, DeployEntry(assay.Deploy{ID: fmt.Sprint(os.Getpid(), n, i), People: []assay.Person{{Role: "deployer", Name: "Ada"}}}))
		}
		var got []Receipt
		got, err = l.Append(context.Background(), batch...)
		for _, r := range got {
			fmt.Println(r.ID) // it counts from here on
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// TestKill kills two processes that append to one log, at random times: 50 times,
// or as often as EVIDENCE_KILLS says. What they were told is recorded is there.
func TestKill(t *testing.T) {
	kills := 50
	if s := os.Getenv("EVIDENCE_KILLS"); s != "" {
		var err error
		if kills, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	acked := map[string]bool{}
	for range kills / 2 {
		var wait sync.WaitGroup
		var mu sync.Mutex
		for range 2 {
			wait.Go(func() {
				ids, err := killWriter(self, dir)
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				for _, id := range ids {
					acked[id] = true
				}
			})
		}
		wait.Wait()
	}
	if len(acked) == 0 {
		t.Fatal("no writer lived long enough to be told anything")
	}
	t.Logf("%d entries acknowledged", len(acked))
	o := testOptions(1)
	o.Random = nil
	l := openTest(t, dir, o)
	mustAppend(t, l, DeployEntry(assay.Deploy{ID: "after"}))
	if r := mustVerify(t, dir, Checks{}); !r.OK() {
		t.Error(r.Problems)
	}
	for r, err := range l.Records(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		delete(acked, r.ID)
	}
	if len(acked) > 0 {
		t.Errorf("%d entries that were acknowledged are gone", len(acked))
	}
}

// killWriter starts a writer, kills it within 60 ms, and lists what it was told.
func killWriter(self, dir string) ([]string, error) {
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), beWriter+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	timer := time.AfterFunc(time.Duration(rand.IntN(60_000))*time.Microsecond, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	var ids []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if len(lines.Text()) == 16 { // a line that was cut off told nobody anything
			ids = append(ids, lines.Text())
		}
	}
	if err := cmd.Wait(); err != nil && cmd.ProcessState.ExitCode() == 1 {
		return ids, fmt.Errorf("a writer ended by itself: %w", err)
	}
	return ids, nil
}
