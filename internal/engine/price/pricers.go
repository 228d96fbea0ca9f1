package price

// pricers know what costs how much, by type in Terraform's words.
var pricers = map[string]pricer{
	"aws_instance": amazonInstance, "aws_ebs_volume": amazonVolume, "aws_ebs_snapshot": amazonSnapshot, "aws_ebs_snapshot_copy": amazonSnapshot, "aws_ami": amazonImage, "aws_ami_copy": amazonSnapshot,
	"aws_autoscaling_group": amazonGroup, "aws_eks_node_group": amazonNodes, "aws_eks_cluster": amazonCluster, "aws_ecs_service": amazonService, "aws_lambda_function": amazonFunction,
	"aws_eip": amazonAddress, "aws_nat_gateway": amazonNAT, "aws_lb": amazonBalancer, "aws_alb": amazonBalancer, "aws_elb": amazonOldBalancer, "aws_vpc_endpoint": amazonEndpoint,
	"aws_db_instance": amazonDatabase, "aws_rds_cluster": amazonAurora, "aws_rds_cluster_instance": amazonAuroraInstance,
	"aws_docdb_cluster": storageOf("docdb"), "aws_docdb_cluster_instance": ofClass("docdb"), "aws_neptune_cluster": storageOf("neptune"), "aws_neptune_cluster_instance": ofClass("neptune"),
	"aws_elasticache_cluster": amazonCache, "aws_elasticache_replication_group": amazonCacheGroup, "aws_dynamodb_table": amazonTable,
	"aws_s3_bucket": amazonBucket, "aws_efs_file_system": amazonFiles, "aws_redshift_cluster": amazonWarehouse, "aws_opensearch_domain": amazonSearch, "aws_elasticsearch_domain": amazonSearch, "aws_msk_cluster": amazonKafka,
	"aws_ecr_repository": simple("", "", false, part{"Storage", "ecr/storage", "storage_gb"}),
	"aws_sqs_queue":      amazonQueue, "aws_sns_topic": simple("", "", false, part{"Requests", "sns/requests", "monthly_requests"}),
	"aws_kinesis_stream": amazonStream, "aws_kinesis_firehose_delivery_stream": simple("", "", false, part{"Data in", "firehose/in", "monthly_data_ingested_gb"}),
	"aws_sfn_state_machine":    amazonStates,
	"aws_api_gateway_rest_api": simple("", "", false, part{"Requests", "apigateway/rest", "monthly_requests"}), "aws_apigatewayv2_api": amazonAPI,
	"aws_cloudwatch_event_bus": simple("", "", false, part{"Events", "eventbridge/events", "monthly_custom_events"}),
	"aws_cloudwatch_log_group": simple("", "", false, part{"Data taken in", "cloudwatch/logs/in", "monthly_data_ingested_gb"}, part{"Storage", "cloudwatch/logs/storage", "storage_gb"}, part{"Data scanned by queries", "cloudwatch/logs/scanned", "monthly_data_scanned_gb"}),
	"aws_cloudwatch_dashboard": simple("Dashboard", "cloudwatch/dashboard", false), "aws_cloudwatch_metric_alarm": amazonAlarm, "aws_cloudwatch_composite_alarm": simple("Alarm", "cloudwatch/alarm-composite", false),
	"aws_kms_key":               simple("Key", "kms/key", false, part{"Requests", "kms/requests", "monthly_requests"}),
	"aws_kms_replica_key":       simple("Key", "kms/key", false, part{"Requests", "kms/requests", "monthly_requests"}),
	"aws_secretsmanager_secret": simple("Secret", "secretsmanager/secret", false, part{"Requests", "secretsmanager/requests", "monthly_requests"}),
	"aws_ssm_parameter":         amazonParameter,
	"aws_route53_zone":          simple("Zone", "route53/zone", false, part{"Queries", "route53/queries", "monthly_standard_queries"}), "aws_route53_health_check": simple("Check", "route53/health-check", false), "aws_route53_resolver_endpoint": amazonResolver,
	"aws_wafv2_web_acl": amazonFirewallRules, "aws_acmpca_certificate_authority": amazonCA, "aws_cloudtrail": amazonTrail,
	"aws_config_config_rule": simple("", "", false, part{"Evaluations", "config/rule-evaluations", "monthly_evaluations"}),
	"aws_vpn_connection":     simple("Connection", "vpn/connection", true), "aws_ec2_transit_gateway_vpc_attachment": simple("Attachment", "transit-gateway/attachment", true, part{"Data processed", "transit-gateway/data", "monthly_data_processed_gb"}),
	"aws_networkfirewall_firewall": amazonNetworkFirewall, "aws_globalaccelerator_accelerator": simple("Accelerator", "global-accelerator", true, part{"Data", "global-accelerator/data", "monthly_data_transfer_gb"}),
	"aws_transfer_server": amazonTransferServer,

	"google_compute_disk": googleVolume, "google_storage_bucket": googleBucket, "google_container_cluster": googleCluster,
	"google_compute_instance": googleInstance, "azurerm_linux_virtual_machine": azureMachine, "azurerm_windows_virtual_machine": azureMachine, "azurerm_virtual_machine": azureMachine,
	"azurerm_linux_virtual_machine_scale_set": azureMachines, "azurerm_windows_virtual_machine_scale_set": azureMachines,
}
