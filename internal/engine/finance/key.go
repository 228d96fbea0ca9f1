package finance

import (
	"fmt"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// keyLife is the longest that a key that protects card, payment or personal
// data stays the same, in days: our reading, a year.
const keyLife = 366

func keyChecks() []check {
	return []check{{
		rule: rule.Rule{
			ID: "finance/key-life", Engine: assay.EngineFinance, Title: "Key that changes too seldom", Severity: assay.Medium, Confidence: assay.Firm,
			Tags:        []string{"encryption"},
			Explanation: "The key changes, but only after more than a year. The longer one key is used, the more there is to lose with it.",
			Fix:         "Let it change each year (rotation_period_in_days = 365), or write down why its life may be longer and waive this.",
		},
		severity: map[string]assay.Severity{"card": assay.Medium, "payment": assay.Low, "personal-data": assay.Low, "trading": assay.Low},
		look:     keyTooOld,
	}, {
		rule: rule.Rule{
			ID: "finance/own-key", Engine: assay.EngineFinance, Title: "Card data under a key of the provider", Severity: assay.Low, Confidence: assay.Firm,
			Tags:        []string{"encryption"},
			Explanation: "The store is encrypted with the provider's default key. Nobody here can say who may use it, when it changed, or take it away.",
			Fix:         "Name a key of your own (kms_key_id) whose policy says who may use it.",
		},
		severity: map[string]assay.Severity{"card": assay.Low},
		look:     providersKey,
	}}
}

func keyTooOld(_ *Estate, r *assay.Resource) []fault {
	var at string
	switch r.Type {
	case "aws_kms_key":
		at = "rotation_period_in_days"
	case "AWS::KMS::Key":
		at = "RotationPeriodInDays"
	default:
		return nil
	}
	a, ok := r.Attribute(at)
	if n, known := number(a); ok && known && n > keyLife {
		return []fault{{attribute: a, message: fmt.Sprintf("%s changes after %d days; at most %d are asked for", r.Address, n, keyLife)}}
	}
	return nil
}

// encrypted are stores, by type, with the attribute that encrypts them and the
// one that names the key.
var encrypted = map[string][2]string{
	"aws_db_instance":      {"storage_encrypted", "kms_key_id"},
	"aws_rds_cluster":      {"storage_encrypted", "kms_key_id"},
	"aws_redshift_cluster": {"encrypted", "kms_key_id"},
	"aws_docdb_cluster":    {"storage_encrypted", "kms_key_id"},
	"AWS::RDS::DBInstance": {"StorageEncrypted", "KmsKeyId"},
	"AWS::RDS::DBCluster":  {"StorageEncrypted", "KmsKeyId"},
}

func providersKey(_ *Estate, r *assay.Resource) []fault {
	names, ok := encrypted[r.Type]
	if !ok {
		return nil
	}
	on, ok := r.Attribute(names[0])
	if !ok || on.Value != "true" {
		return nil // not encrypted at all: the infrastructure engine says so
	}
	// A replica has the key of what it copies.
	if slices.ContainsFunc([]string{names[1], "replicate_source_db", "SourceDBInstanceIdentifier", "snapshot_identifier"}, func(p string) bool {
		a, ok := r.Attribute(p)
		return ok && a.Kind != assay.KindNull && (a.Kind != assay.KindString || a.Value != "")
	}) {
		return nil
	}
	return []fault{{attribute: on, message: fmt.Sprintf("%s is encrypted with a key of the provider, not one of your own", r.Address)}}
}
