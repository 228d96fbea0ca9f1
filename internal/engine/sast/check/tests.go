package check

import "regexp"

// frameworks are how a file of each family of languages takes up a framework
// for tests. Code that does is run by its authors, on data of their own.
var frameworks = map[string]*regexp.Regexp{
	"java": regexp.MustCompile(`(?m)^\s*import\s+(static\s+)?(junit|org\.junit|org\.testng|org\.mockito|org\.assertj|org\.hamcrest|org\.awaitility|org\.spockframework|spock|org\.scalatest|org\.specs2|munit|` +
		`io\.restassured|io\.cucumber|cucumber\.api|io\.kotest|io\.mockk|kotlin\.test|com\.tngtech\.archunit|org\.springframework\.(boot\.)?test|org\.testcontainers)\b`),
	"go":     regexp.MustCompile(`(?m)^\s*(import\s+)?([\w.]+\s+)?"(testing|net/http/httptest|github\.com/stretchr/testify/[^"]*|github\.com/onsi/(ginkgo|gomega)[^"]*)"`),
	"script": regexp.MustCompile(`(?m)(\brequire\(|\bfrom\s+|^import\s+)['"](chai|mocha|jest|@jest/globals|vitest|supertest|sinon|ava|tape|node:test|should|cypress|@playwright/test|@testing-library/[^'"]*)['"]|^\s*(describe|it)(\.\w+)?\(['"` + "`]"),
	"python": regexp.MustCompile(`(?m)^\s*(import|from)\s+(pytest|unittest|hypothesis|django\.test|nose|behave)\b`),
	"csharp": regexp.MustCompile(`(?m)^\s*(global\s+)?using\s+(Xunit|NUnit|Moq|NSubstitute|FluentAssertions|Shouldly|Microsoft\.VisualStudio\.TestTools)\b`),
	"php":    regexp.MustCompile(`(?m)^\s*use\s+(PHPUnit|Tests|Mockery)\\|\bextends\s+(\w*TestCase)\b|^\s*(test|it)\(['"]`),
	"ruby":   regexp.MustCompile(`(?m)^\s*require(_relative)?\s+['"][^'"]*(rspec|minitest|test/unit|rails_helper|spec_helper|test_helper)|^\s*(RSpec\.)?describe\b`),
}

// family is the family of languages that share frameworks for tests.
func family(language string) string {
	switch language {
	case "kotlin", "scala":
		return "java"
	case "javascript", "typescript", "tsx":
		return "script"
	}
	return language
}

// test says whether a file takes up a framework for tests.
func (f *File) test() bool {
	if f.tested == nil {
		re := frameworks[family(f.Language)]
		is := re != nil && re.Match(f.Source)
		f.tested = &is
	}
	return *f.tested
}

// silent says whether the rule has nothing to say of a file: what is wrong in
// a running system, such as a rounded amount or a number that can be guessed,
// is not wrong in a test. A rule asks for this with "tests: false" among its
// metadata.
func (r *Rule) silent(f *File) bool {
	tests, said := r.Metadata["tests"].(bool)
	return said && !tests && f.test()
}
