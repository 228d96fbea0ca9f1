package pipeline

import (
	"slices"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
)

// stages says which stage of a change's way each engine belongs to.
var stages = map[assay.EngineID]string{
	assay.EngineSecret: "code",
	assay.EngineIaC:    "code",
	assay.EngineSAST:   "code",
	assay.EngineTag:    "plan",
	assay.EngineThreat: "plan",

	assay.EngineFinance: "code",

	assay.EngineDependency: "build",
	assay.EngineLicence:    "build",
}

// StageOf is the stage that an engine belongs to.
func StageOf(id assay.EngineID) string {
	if s, ok := stages[id]; ok {
		return s
	}
	return "code"
}

// Releases says whether a stage changes what customers meet: its steps run
// only when the gate has nothing against the change.
func Releases(stage string) bool { return stage == "release" || stage == "deploy" }

// KnownStage says whether there is such a stage.
func KnownStage(name string) bool { return slices.Contains(config.StageNames(), name) }
