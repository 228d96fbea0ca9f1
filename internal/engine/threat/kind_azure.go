package threat

// azure is what resources of Microsoft Azure are.
var azure = map[string]kind{
	"azurerm_virtual_network":                  {part: network},
	"azurerm_subnet azurerm_network_interface": {part: inside},
	"azurerm_network_security_group":           {part: firewall},
	"azurerm_network_security_rule":            {part: modifier, of: paths("network_security_group_name")},
	"azurerm_storage_account": {part: element, role: Store, word: "storage account", protocol: "HTTPS", tests: []test{
		{aspect: atRest, mode: written, paths: paths("customer_managed_key"), absent: Yes},
		{aspect: tls, mode: isTrue, paths: paths("enable_https_traffic_only https_traffic_only_enabled"), absent: Yes},
		{aspect: private, mode: isFalse, paths: paths("allow_blob_public_access allow_nested_items_to_be_public public_network_access_enabled")},
		{aspect: kept, mode: written, paths: paths("blob_properties.*.delete_retention_policy")},
		{aspect: logged, mode: written, paths: paths("queue_properties.*.logging")},
	}},
	"azurerm_storage_container": {part: modifier, of: paths("storage_account_name storage_account_id"), tests: []test{
		{aspect: private, mode: noneOf, paths: paths("container_access_type"), values: paths("blob container")},
	}},
	"azurerm_sql_server azurerm_mssql_server azurerm_postgresql_server azurerm_mysql_server azurerm_mariadb_server azurerm_postgresql_flexible_server azurerm_mysql_flexible_server": {part: element, role: Store, word: "database server", protocol: "SQL", tests: []test{
		{aspect: tls, mode: isTrue, paths: paths("ssl_enforcement_enabled")},
		{aspect: private, mode: isFalse, paths: paths("public_network_access_enabled")},
		{aspect: kept, mode: above, paths: paths("backup_retention_days")},
	}},
	"azurerm_cosmosdb_account": {part: element, role: Store, word: "database", protocol: "HTTPS", tls: true, tests: []test{
		{aspect: private, mode: isFalse, paths: paths("public_network_access_enabled")},
	}},
	"azurerm_redis_cache": {part: element, role: Store, word: "cache", tests: []test{
		{aspect: tls, mode: isFalse, paths: paths("enable_non_ssl_port non_ssl_port_enabled"), absent: Yes},
		{aspect: private, mode: isFalse, paths: paths("public_network_access_enabled")},
	}},
	"azurerm_managed_disk": {part: element, role: Store, word: "volume", tests: []test{
		{aspect: atRest, mode: isTrue, paths: paths("encryption_settings.*.enabled")},
	}},
	"azurerm_key_vault": {part: element, role: Store, word: "secret vault", protocol: "HTTPS", tls: true, signed: true, tests: []test{
		{aspect: kept, mode: isTrue, paths: paths("purge_protection_enabled"), absent: No},
	}},
	"azurerm_servicebus_namespace azurerm_eventhub_namespace":                                                                       {part: element, role: Store, word: "broker", protocol: "AMQP", tls: true, signed: true},
	"azurerm_linux_virtual_machine azurerm_windows_virtual_machine azurerm_virtual_machine azurerm_linux_virtual_machine_scale_set": {part: element, role: Process, word: "server"},
	"azurerm_app_service azurerm_linux_web_app azurerm_windows_web_app": {part: element, role: Process, word: "application", protocol: "HTTP", tests: []test{
		{aspect: tls, mode: isTrue, paths: paths("https_only"), absent: No},
		{aspect: auth, mode: isTrue, paths: paths("auth_settings.*.enabled auth_settings_v2.*.auth_enabled")},
		{aspect: private, mode: isFalse, paths: paths("public_network_access_enabled"), absent: No},
		{aspect: logged, mode: written, paths: paths("logs")},
	}},
	"azurerm_function_app azurerm_linux_function_app azurerm_windows_function_app": {part: element, role: Process, word: "function", protocol: "HTTP", tests: []test{
		{aspect: tls, mode: isTrue, paths: paths("https_only"), absent: No},
		{aspect: auth, mode: isTrue, paths: paths("auth_settings.*.enabled auth_settings_v2.*.auth_enabled")},
		{aspect: private, mode: isFalse, paths: paths("public_network_access_enabled"), absent: No},
	}},
	"azurerm_kubernetes_cluster": {part: element, role: Process, word: "cluster control", protocol: "HTTPS", tls: true, signed: true, tests: []test{
		{aspect: private, mode: isTrue, paths: paths("private_cluster_enabled"), absent: No},
	}},
	"azurerm_application_gateway azurerm_lb azurerm_frontdoor":                                               {part: element, role: Process, word: "load balancer"},
	"azurerm_network_interface_security_group_association azurerm_subnet_network_security_group_association": {part: modifier, of: paths("network_interface_id subnet_id")},
}
