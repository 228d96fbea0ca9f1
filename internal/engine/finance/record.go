package finance

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// The periods that the rules below hold stores against, in days.
const (
	orderRecords = 5 * 365 // five years, give or take leap days; MiFID II, records of orders and transactions
	auditLogs    = 365     // twelve months; PCI DSS, audit logs
)

func recordChecks() []check {
	return []check{{
		rule: rule.Rule{
			ID: "finance/records-expire", Engine: assay.EngineFinance, Title: "Records of orders are deleted before five years", Severity: assay.High, Confidence: assay.Firm,
			Tags:        []string{"trading", "retention"},
			Explanation: "Records of orders and transactions are to be kept for five years, and seven where the authority asks. A life cycle that deletes them earlier leaves nothing to show.",
			Fix:         "Let the life cycle move them to cheaper storage, and delete after five years (1826 days) or more.",
		},
		severity: map[string]assay.Severity{"trading": assay.High, "venue": assay.High},
		look: func(_ *Estate, r *assay.Resource) []fault {
			return expires(r, orderRecords, recordStore, "records of orders", "five years")
		},
	}, {
		rule: rule.Rule{
			ID: "finance/logs-expire", Engine: assay.EngineFinance, Title: "Audit logs are deleted before a year", Severity: assay.Medium, Confidence: assay.Firm,
			Tags:        []string{"retention"},
			Explanation: "Audit logs of systems with card data are to be kept for twelve months. What is deleted earlier is missing when somebody asks what happened.",
			Fix:         "Keep them for 365 days or more; the last three months where they can be searched at once.",
		},
		severity: map[string]assay.Severity{"card": assay.Medium},
		look: func(_ *Estate, r *assay.Resource) []fault {
			return expires(r, auditLogs, auditStore, "audit logs", "twelve months")
		},
	}, {
		rule: rule.Rule{
			ID: "finance/records-unlocked", Engine: assay.EngineFinance, Title: "Store of records that can be altered", Severity: assay.Medium, Confidence: assay.Firm,
			Tags:        []string{"retention"},
			Explanation: "A tag says that records of orders, trades or transactions are kept here, and nothing keeps whoever may write from changing or deleting them. A record that can be altered proves nothing.",
			Fix:         "Set object_lock_enabled = true and an aws_s3_bucket_object_lock_configuration with a default retention.",
		},
		severity: map[string]assay.Severity{"trading": assay.Medium, "venue": assay.Medium, "payment": assay.Medium},
		look:     unlocked,
	}}
}

// What stores are called that keep records, and those that keep audit logs.
var (
	recordStore = regexp.MustCompile(`(?i)(order|trade|execution|transaction|deal)s?[-_/. ]?(audit|record|journal|event|histor|archive|report)` +
		`|(audit|record|journal|archive)s?[-_/. ]?(of[-_/ ]?)?(order|trade|execution)|mifid|\brts[-_]?2[245]\b|^(.*[-_/.])?(orders|trades|executions)$`)
	auditStore = regexp.MustCompile(`(?i)audit|cloudtrail|(^|[-_/.])trail`)
)

// deletes are the attributes by which a store deletes, by its type. Numbers in
// paths are #.
var deletes = map[string][]string{
	"aws_s3_bucket_lifecycle_configuration": {"rule.#.expiration.#.days"},
	"aws_s3_bucket":                         {"lifecycle_rule.#.expiration.#.days"},
	"AWS::S3::Bucket":                       {"LifecycleConfiguration.Rules.#.ExpirationInDays"},
	"aws_cloudwatch_log_group":              {"retention_in_days"},
	"AWS::Logs::LogGroup":                   {"RetentionInDays"},
	"google_logging_project_bucket_config":  {"retention_days"},
	"google_storage_bucket":                 {"lifecycle_rule.#.condition.#.age"},
	"azurerm_storage_management_policy":     {"rule.#.actions.#.base_blob.#.delete_after_days_since_modification_greater_than"},
	"aws_backup_plan":                       {"rule.#.lifecycle.#.delete_after"},
}

// expires finds a store, named after what it keeps, that deletes too early.
func expires(r *assay.Resource, days int, store *regexp.Regexp, what, asked string) (out []fault) {
	forms, ok := deletes[r.Type]
	if !ok || !named(r, store) {
		return nil
	}
	for _, a := range r.Attributes {
		for _, form := range forms {
			if !leaf(a.Path, form) || !enabled(r, a.Path, store) {
				continue
			}
			if n, ok := number(a); ok && n > 0 && n < days {
				out = append(out, fault{attribute: a, message: fmt.Sprintf("%s deletes %s after %s; %s are asked for", r.Address, what, count(n), asked)})
			}
		}
	}
	return out
}

// enabled says whether the rule around an attribute is in force, deletes, and
// is for what the store is named after: a life cycle may be switched off, only
// move, or sweep a corner of the store.
func enabled(r *assay.Resource, path string, store *regexp.Regexp) bool {
	i := strings.IndexAny(path, "0123456789")
	if i < 0 {
		return true
	}
	number, _, _ := strings.Cut(path[i:], ".")
	at := path[:i] + number
	for _, a := range r.Under(at) {
		switch strings.TrimPrefix(a.Path, at+".") {
		case "status", "Status", "enabled":
			if strings.EqualFold(a.Value, "disabled") || a.Value == "false" {
				return false
			}
		case "action.0.type":
			if !strings.EqualFold(a.Value, "delete") {
				return false
			}
		case "prefix", "Prefix", "filter.0.prefix", "filter.0.and.0.prefix", "condition.0.matches_prefix.0", "filters.0.prefix_match.0":
			if a.Kind == assay.KindUnknown || a.Value != "" && !store.MatchString(strings.TrimSuffix(a.Value, "/")) {
				return false
			}
		}
	}
	return true
}

func count(days int) string {
	if days == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", days)
}

// recordTags are values of tags that say: here are records.
var recordTags = []string{"order-records", "order_records", "trade-records", "trade_records", "transaction-records", "transaction_records", "payment-records", "payment_records"}

func unlocked(e *Estate, r *assay.Resource) []fault {
	if r.Type != "aws_s3_bucket" {
		return nil
	}
	var tag assay.Attribute
	for _, a := range r.Under("tags") {
		for _, v := range recordTags {
			if a.Kind == assay.KindString && strings.EqualFold(a.Value, v) {
				tag = a
			}
		}
	}
	lock, told := r.Attribute("object_lock_enabled")
	old := len(r.Under("object_lock_configuration")) > 0
	name, known := r.Attribute("bucket")
	if tag.Path == "" || old || e.locked[r.Root+"\x00"+text(r, "bucket")] || told && (lock.Value == "true" || lock.Kind == assay.KindUnknown) {
		return nil
	}
	if known && name.Kind == assay.KindUnknown {
		return nil // its lock may be one of those whose bucket is not known
	}
	return []fault{{attribute: assay.Attribute{Path: "object_lock_enabled", Location: tag.Location}, message: fmt.Sprintf("%s keeps %s without an object lock", r.Address, tag.Value)}}
}
