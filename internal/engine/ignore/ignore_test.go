package ignore

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

func TestScan(t *testing.T) {
	src := "a = 1\n" +
		"b = 2 # assay:ignore secret/password  made up, for the test bench\n" +
		"<!-- assay:ignore iac/AVD-AWS-0107 open on purpose -->\n" +
		"/* assay:ignore secret/password */\n" +
		"assay:ignored is another word\n" +
		"// assay:ignore\n"
	out, err := Scanner{}.Scan(context.Background(), engine.File{Path: "x", Data: []byte(src)})
	if err != nil {
		t.Fatal(err)
	}
	at := func(line int) assay.Location {
		return assay.Location{Path: "x", Start: assay.Position{Line: line}}
	}
	want := []assay.Ignore{
		{Rule: "secret/password", Reason: "made up, for the test bench", Location: at(2)},
		{Rule: "iac/AVD-AWS-0107", Reason: "open on purpose", Location: at(3)},
		{Rule: "secret/password", Reason: "", Location: at(4)},
	}
	if diff := cmp.Diff(want, out.Ignores); diff != "" {
		t.Error(diff)
	}
}

func FuzzScan(f *testing.F) {
	f.Add([]byte("x assay:ignore a b\nassay:ignore"))
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := Scanner{}.Scan(context.Background(), engine.File{Path: "x", Data: data})
		if err != nil {
			t.Fatal(err)
		}
		for _, ig := range out.Ignores {
			if ig.Rule == "" || ig.Location.Start.Line < 1 {
				t.Errorf("bad ignore %+v", ig)
			}
		}
	})
}
