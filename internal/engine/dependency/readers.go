package dependency

import (
	"context"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/bundler"
	"github.com/assay-dev/assay/internal/engine/dependency/cargo"
	"github.com/assay-dev/assay/internal/engine/dependency/composer"
	"github.com/assay-dev/assay/internal/engine/dependency/gomod"
	"github.com/assay-dev/assay/internal/engine/dependency/gradle"
	"github.com/assay-dev/assay/internal/engine/dependency/maven"
	"github.com/assay-dev/assay/internal/engine/dependency/npm"
	"github.com/assay-dev/assay/internal/engine/dependency/nuget"
	"github.com/assay-dev/assay/internal/engine/dependency/python"
)

// reader is one ecosystem's.
type reader struct {
	scope assay.Scope
	// selects says whether a file belongs to the ecosystem. It is called for
	// every file of the tree, from several goroutines.
	selects func(path string, data []byte) bool
	// units divides the selected files, sorted by path, into groups that can be
	// resolved alone. Each file is in one group at least; files that none
	// concern (a settings file of a parent folder) may be in several.
	units func(files []engine.File) [][]engine.File
	// read resolves one group: Projects, Components, Gaps, and Examined (the
	// number of files) for the scope.
	read func(ctx context.Context, unit []engine.File) engine.Output
}

// readers lists the ecosystems.
var readers = []reader{
	{assay.ScopeGoModules, gomod.Selects, gomod.Units, gomod.Read},
	{assay.ScopeNPM, npm.Selects, npm.Units, npm.Read},
	{assay.ScopeMaven, maven.Selects, maven.Units, maven.Read},
	{assay.ScopeGradle, gradle.Selects, gradle.Units, gradle.Read},
	{assay.ScopePython, python.Selects, python.Units, python.Read},
	{assay.ScopeNuGet, nuget.Selects, nuget.Units, nuget.Read},
	{assay.ScopeCargo, cargo.Selects, cargo.Units, cargo.Read},
	{assay.ScopeBundler, bundler.Selects, bundler.Units, bundler.Read},
	{assay.ScopeComposer, composer.Selects, composer.Units, composer.Read},
}
