// Package assay is the vocabulary: the plain types that every other package
// speaks in (Change, Service, Finding, Resource, Gap, Severity, Fingerprint …)
// and the rules that belong to them.
//
// It imports only the standard library, does no input or output, and knows no
// engine, no format and no store.
package assay
