package finance

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

func placeChecks() []check {
	return []check{{
		rule: rule.Rule{
			ID: "finance/data-abroad", Engine: assay.EngineFinance, Title: "Copies of personal data leave the European Economic Area", Severity: assay.Medium, Confidence: assay.Firm,
			Tags:        []string{"personal-data"},
			Explanation: "The data is kept in the European Economic Area, and copies of it go to a region outside. That takes a ground (an adequacy decision, clauses, the person's consent) which no file here shows.",
			Fix:         "Copy it to a second region inside the area, or have the ground for the transfer written down and waive this.",
		},
		severity: map[string]assay.Severity{"personal-data": assay.Medium},
		look:     abroad,
	}}
}

// copies are the attributes that name where copies go, by type: regions,
// ARNs with one, or names of buckets.
var copies = map[string][]string{
	"aws_dynamodb_table":                      {"replica.#.region_name"},
	"aws_dynamodb_global_table":               {"replica.#.region_name"},
	"AWS::DynamoDB::GlobalTable":              {"Replicas.#.Region"},
	"aws_secretsmanager_secret":               {"replica.#.region"},
	"aws_s3_bucket_replication_configuration": {"rule.#.destination.#.bucket"},
	"aws_backup_plan":                         {"rule.#.copy_action.#.destination_vault_arn"},
	"azurerm_cosmosdb_account":                {"geo_location.#.location"},
	"azurerm_container_registry":              {"georeplications.#.location"},
	"google_sql_database_instance":            {"settings.#.backup_configuration.#.location"},
	"google_secret_manager_secret":            {"replication.#.user_managed.#.replicas.#.location"},
}

// target is the region that an attribute names as one for copies.
func (e *Estate) target(r *assay.Resource, a assay.Attribute) string {
	if a.Kind != assay.KindString || !slices.ContainsFunc(copies[r.Type], func(form string) bool { return leaf(a.Path, form) }) {
		return ""
	}
	if strings.HasPrefix(a.Value, "arn:") {
		if parts := strings.SplitN(a.Value, ":", 6); len(parts) == 6 && parts[3] != "" {
			return strings.ToLower(parts[3])
		}
	}
	if b := e.bucket(r, a.Value); b != nil {
		return region(b)
	}
	if strings.HasPrefix(a.Value, "arn:") || strings.HasSuffix(a.Path, ".bucket") {
		return ""
	}
	return strings.ToLower(a.Value)
}

func abroad(e *Estate, r *assay.Resource) (out []fault) {
	home := region(r)
	if !inside(home) {
		return nil
	}
	for _, a := range r.Attributes {
		if to := e.target(r, a); to != "" && outside(to) {
			out = append(out, fault{attribute: a, message: fmt.Sprintf("%s is in %s and copies to %s", r.Address, home, to)})
		}
	}
	return out
}

// The regions of three providers. What is in neither list is not judged; regions
// of countries that the Commission found adequate as a whole are in neither.
var (
	areaRegions = regexp.MustCompile(`^(eu-(west-[13]|central-1|north-1|south-[12])|eusc-de-east-1` +
		`|europe-(west(1|3|4|8|9|10|12)|north[12]|central2|southwest1)|eu` +
		`|(west|north) ?europe|(france|germany|sweden|italy|poland|spain|austria|denmark|belgium|greece)[ -]?(north|south|central|west|east|westcentral|west central))$`)
	farRegions = regexp.MustCompile(`^(us-(east|west)-\d|us-gov-(east|west)-1|ap-(south|east)-\d|ap-southeast-[1-57]|cn-(north|northwest)-1|me-(south|central)-1|af-south-1|mx-central-1` +
		`|us-(central|east|west|south)\d|us|asia-(east|south|southeast)\d|asia|australia-southeast\d|southamerica-west1|me-(west|central)\d|africa-south1` +
		`|(east|west|central|north central|south central|west central|northcentral|southcentral|westcentral) ?us ?[23]?|(south|central|west) ?india|(east|southeast) ?asia|australia ?(east|southeast|central)|south ?africa ?(north|west)|uae ?(north|central)|qatar ?central)$`)
)

func inside(region string) bool { return areaRegions.MatchString(region) }

func outside(region string) bool { return farRegions.MatchString(region) }
