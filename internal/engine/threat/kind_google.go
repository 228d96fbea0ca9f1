package threat

// google is what resources of Google Cloud are.
var google = map[string]kind{
	"google_compute_network":    {part: network},
	"google_compute_subnetwork": {part: inside},
	"google_storage_bucket": {part: element, role: Store, word: "bucket", protocol: "storage API", signed: true, tests: []test{
		{aspect: atRest, mode: written, paths: paths("encryption"), absent: Yes},
		{aspect: private, mode: oneOf, paths: paths("public_access_prevention"), values: paths("enforced")},
		{aspect: kept, mode: isTrue, paths: paths("versioning.*.enabled"), absent: No},
		{aspect: logged, mode: written, paths: paths("logging"), absent: No},
	}},
	"google_storage_bucket_iam_binding google_storage_bucket_iam_member google_storage_bucket_access_control": {part: modifier, of: paths("bucket"), tests: []test{
		{aspect: private, mode: noneOf, paths: paths("member members.* entity"), values: paths("allUsers allAuthenticatedUsers")},
	}},
	"google_sql_database_instance": {part: element, role: Store, word: "database", protocol: "SQL", tests: []test{
		{aspect: tls, mode: isTrue, paths: paths("settings.*.ip_configuration.*.require_ssl"), absent: No},
		{aspect: private, mode: noneOf, paths: paths("settings.*.ip_configuration.*.authorized_networks.*.value"), values: paths("0.0.0.0/0")},
		{aspect: private, mode: isFalse, paths: paths("settings.*.ip_configuration.*.ipv4_enabled")},
		{aspect: kept, mode: isTrue, paths: paths("settings.*.backup_configuration.*.enabled"), absent: No},
	}},
	"google_bigquery_dataset": {part: element, role: Store, word: "warehouse", protocol: "HTTPS", tls: true, signed: true, tests: []test{
		{aspect: private, mode: noneOf, paths: paths("access.*.special_group"), values: paths("allAuthenticatedUsers")},
	}},
	"google_compute_disk":          {part: element, role: Store, word: "volume"},
	"google_redis_instance":        {part: element, role: Store, word: "cache", tests: []test{{aspect: tls, mode: oneOf, paths: paths("transit_encryption_mode"), values: paths("SERVER_AUTHENTICATION"), absent: No}}},
	"google_pubsub_topic":          {part: element, role: Store, word: "topic", protocol: "HTTPS", tls: true, signed: true},
	"google_pubsub_subscription":   {part: link, from: paths("topic"), to: paths("push_config")},
	"google_secret_manager_secret": {part: element, role: Store, word: "secret", protocol: "HTTPS", tls: true, signed: true},
	"google_compute_instance":      {part: element, role: Process, word: "server"},
	"google_cloudfunctions_function google_cloudfunctions2_function": {part: element, role: Process, word: "function", protocol: "HTTP"},
	"google_cloud_run_service google_cloud_run_v2_service":           {part: element, role: Process, word: "container", protocol: "HTTPS", tls: true},
	"google_cloud_run_service_iam_member google_cloud_run_service_iam_binding google_cloud_run_v2_service_iam_member google_cloudfunctions_function_iam_member": {part: modifier, of: paths("service name cloud_function"), tests: []test{
		{aspect: auth, mode: noneOf, paths: paths("member members.*"), values: paths("allUsers")},
		{aspect: private, mode: noneOf, paths: paths("member members.*"), values: paths("allUsers")},
	}},
	"google_container_cluster": {part: element, role: Process, word: "cluster control", protocol: "HTTPS", tls: true, signed: true, tests: []test{
		{aspect: private, mode: isTrue, paths: paths("private_cluster_config.*.enable_private_endpoint"), absent: No},
	}},
}
