package run

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/pipeline"
	"github.com/assay-dev/assay/internal/report"
)

// runSteps runs the declared steps of the stages, in order, when the person
// asked for them or in CI. The first failure stops its stage and all later
// ones; release and deploy run only when the gate has nothing against it. It
// says whether any step was declared.
func (j *job) runSteps(ctx context.Context, gate int) (declared bool) {
	allowed := (j.req.Steps || j.req.CI != nil) && !j.untrusted()
	stop := ""
	for _, name := range config.StageNames() {
		if len(j.req.Stages) > 0 && !slices.Contains(j.req.Stages, name) {
			continue
		}
		stage := report.Stage{Name: name, Engines: j.enginesOf(name)}
		for _, s := range j.cfg.Stages[name].Steps {
			command := string(j.Redact([]byte(s.Run)))
			res := report.StepResult{Name: cmp.Or(string(j.Redact([]byte(s.Name))), command), Command: command, State: "not-run"}
			switch {
			case !allowed:
				res.Why = "declared steps run with --steps, or in CI"
			case j.repo != nil && j.repo.Bare:
				res.Why = "a bare repository has no work tree to run in"
			case stop != "":
				res.State, res.Why = "skipped", stop
			case pipeline.Releases(name) && gate != fault.ExitPass:
				res.State, res.Why = "skipped", "the gate does not let the change through"
			default:
				j.runStep(ctx, name, s, &res)
				if res.State == "failed" {
					stop = fmt.Sprintf("%s/%s failed", name, res.Name)
				}
			}
			stage.Steps, declared = append(stage.Steps, res), true
		}
		if len(stage.Steps) > 0 || len(stage.Engines) > 0 {
			j.stages = append(j.stages, stage)
		}
	}
	return declared
}

func (j *job) runStep(ctx context.Context, stage string, s config.Step, res *report.StepResult) {
	j.progress(stage+": "+res.Name, 0, 0)
	if j.req.StepOutput != nil {
		fmt.Fprintf(j.req.StepOutput, "== %s: %s\n", stage, res.Command)
	}
	timeout, _ := time.ParseDuration(s.Timeout) // checked by config; empty is the default
	r := pipeline.RunStep(ctx, pipeline.Step{Dir: j.req.Dir, Command: s.Run, Timeout: timeout, Hide: j.req.HideFromSteps})
	res.ExitCode, res.Why, res.State = r.ExitCode, r.Why, "passed"
	switch {
	case ctx.Err() != nil:
		res.State = "not-run"
	case r.ExitCode != 0:
		res.State = "failed"
	}
	res.Output = string(j.Redact([]byte(r.Output)))
	if j.req.StepOutput != nil {
		fmt.Fprint(j.req.StepOutput, res.Output)
	}
	j.stepSeconds[stage+"/"+res.Name] = r.Seconds
	if ctx.Err() != nil {
		j.interrupted = true
	}
}

// enginesOf lists the engines of a stage that ran.
func (j *job) enginesOf(stage string) []assay.EngineID {
	var out []assay.EngineID
	for _, e := range j.runner.Engines() {
		if len(e.Scopes()) > 0 && !j.runner.Unheard[e.ID()] && pipeline.StageOf(e.ID()) == stage {
			out = append(out, e.ID())
		}
	}
	slices.Sort(out)
	return out
}
