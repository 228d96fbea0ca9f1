package tag

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// taggable says whether a resource can carry tags and under which attribute.
// Whoever writes the attribute shows that it can; else the type decides.
func taggable(r *assay.Resource) (attr string, ok bool) {
	switch r.Source {
	case "terraform", "terraform-plan":
		attr = "tags"
		if r.Provider == "google" {
			attr = "labels"
		}
	case "cloudformation":
		attr = "Tags"
	default:
		return "", false
	}
	if len(r.Under(attr)) > 0 || (r.Source != "cloudformation" && len(r.Under("tag")) > 0) {
		return attr, true
	}
	return attr, taggableTypes[r.Type] || azureTypes[strings.TrimPrefix(r.Type, "azurerm_")]
}

var azureTypes = set(`resource_group virtual_network network_security_group network_interface public_ip lb
	application_gateway firewall linux_virtual_machine windows_virtual_machine virtual_machine
	linux_virtual_machine_scale_set windows_virtual_machine_scale_set managed_disk availability_set
	storage_account sql_server mssql_server mssql_database mysql_server mysql_flexible_server
	postgresql_server postgresql_flexible_server mariadb_server cosmosdb_account redis_cache key_vault
	kubernetes_cluster container_registry container_group app_service app_service_plan service_plan
	linux_web_app windows_web_app function_app linux_function_app windows_function_app servicebus_namespace
	eventhub_namespace log_analytics_workspace application_insights data_factory databricks_workspace
	synapse_workspace api_management dns_zone private_dns_zone nat_gateway virtual_network_gateway
	route_table private_endpoint user_assigned_identity recovery_services_vault automation_account
	bastion_host cdn_profile frontdoor search_service signalr_service stream_analytics_job`)

// taggableTypes lists provider types that take tags, AWS in Terraform's and in
// CloudFormation's spelling, and labels at Google; facts of the providers' references.
var taggableTypes = set(`
	aws_acm_certificate aws_alb aws_ami aws_amplify_app aws_api_gateway_rest_api aws_api_gateway_stage
	aws_apigatewayv2_api aws_apigatewayv2_stage aws_apprunner_service aws_appsync_graphql_api aws_athena_workgroup
	aws_autoscaling_group aws_backup_plan aws_backup_vault aws_batch_compute_environment aws_batch_job_definition
	aws_batch_job_queue aws_cloudfront_distribution aws_cloudhsm_v2_cluster aws_cloudtrail
	aws_cloudwatch_event_rule aws_cloudwatch_log_group aws_cloudwatch_metric_alarm aws_codebuild_project
	aws_codecommit_repository aws_codepipeline aws_cognito_user_pool aws_config_config_rule aws_customer_gateway
	aws_datasync_task aws_dax_cluster aws_db_instance aws_db_option_group aws_db_parameter_group aws_db_proxy
	aws_db_snapshot aws_db_subnet_group aws_default_vpc aws_default_security_group aws_directory_service_directory
	aws_dms_replication_instance aws_docdb_cluster aws_docdb_cluster_instance aws_dx_connection aws_dynamodb_table
	aws_ebs_snapshot aws_ebs_volume aws_ec2_transit_gateway aws_ecr_repository aws_ecs_cluster aws_ecs_service
	aws_ecs_task_definition aws_efs_file_system aws_eip aws_eks_cluster aws_eks_fargate_profile aws_eks_node_group
	aws_elastic_beanstalk_application aws_elastic_beanstalk_environment aws_elasticache_cluster
	aws_elasticache_replication_group aws_elasticache_subnet_group aws_elasticsearch_domain aws_elb
	aws_emr_cluster aws_flow_log aws_fsx_lustre_file_system aws_glacier_vault aws_globalaccelerator_accelerator
	aws_glue_job aws_guardduty_detector aws_iam_policy aws_iam_role aws_iam_user aws_instance
	aws_internet_gateway aws_key_pair aws_kinesis_firehose_delivery_stream aws_kinesis_stream aws_kms_key
	aws_lambda_function aws_launch_template aws_lb aws_lb_target_group aws_mq_broker aws_msk_cluster
	aws_nat_gateway aws_neptune_cluster aws_neptune_cluster_instance aws_network_acl aws_network_interface
	aws_networkfirewall_firewall aws_opensearch_domain aws_placement_group aws_rds_cluster aws_rds_cluster_instance
	aws_rds_cluster_parameter_group aws_redshift_cluster aws_route53_health_check aws_route53_zone aws_route_table
	aws_s3_bucket aws_sagemaker_endpoint aws_sagemaker_notebook_instance aws_secretsmanager_secret
	aws_security_group aws_sfn_state_machine aws_sns_topic aws_spot_instance_request aws_sqs_queue
	aws_ssm_document aws_ssm_parameter aws_storagegateway_gateway aws_subnet aws_timestreamwrite_database
	aws_transfer_server aws_vpc aws_vpc_endpoint aws_vpc_peering_connection aws_vpn_connection aws_vpn_gateway
	aws_wafv2_web_acl aws_workspaces_workspace aws_xray_group
	AWS::ApiGateway::RestApi AWS::ApiGateway::Stage AWS::AutoScaling::AutoScalingGroup AWS::Backup::BackupVault
	AWS::CertificateManager::Certificate AWS::CloudFront::Distribution AWS::CloudTrail::Trail AWS::CodeBuild::Project
	AWS::Cognito::UserPool AWS::DocDB::DBCluster AWS::DocDB::DBInstance AWS::DynamoDB::Table AWS::EC2::EIP
	AWS::EC2::Instance AWS::EC2::InternetGateway AWS::EC2::NatGateway AWS::EC2::NetworkAcl AWS::EC2::NetworkInterface
	AWS::EC2::RouteTable AWS::EC2::SecurityGroup AWS::EC2::Subnet AWS::EC2::TransitGateway AWS::EC2::VPC
	AWS::EC2::VPNGateway AWS::EC2::Volume AWS::ECR::Repository AWS::ECS::Cluster AWS::ECS::Service
	AWS::ECS::TaskDefinition AWS::EFS::FileSystem AWS::EKS::Cluster AWS::EKS::Nodegroup AWS::ElastiCache::CacheCluster
	AWS::ElastiCache::ReplicationGroup AWS::ElasticLoadBalancing::LoadBalancer AWS::ElasticLoadBalancingV2::LoadBalancer
	AWS::ElasticLoadBalancingV2::TargetGroup AWS::Elasticsearch::Domain AWS::IAM::Role AWS::IAM::User AWS::KMS::Key
	AWS::Kinesis::Stream AWS::KinesisFirehose::DeliveryStream AWS::Lambda::Function AWS::Logs::LogGroup AWS::MSK::Cluster
	AWS::Neptune::DBCluster AWS::OpenSearchService::Domain AWS::RDS::DBCluster AWS::RDS::DBInstance
	AWS::RDS::DBSubnetGroup AWS::Redshift::Cluster AWS::Route53::HostedZone AWS::S3::Bucket AWS::SNS::Topic
	AWS::SQS::Queue AWS::SSM::Parameter AWS::SecretsManager::Secret AWS::Serverless::Function
	AWS::StepFunctions::StateMachine AWS::WAFv2::WebACL
	google_bigquery_dataset google_bigquery_table google_bigtable_instance google_cloud_run_service
	google_cloud_run_v2_service google_cloudfunctions_function google_cloudfunctions2_function
	google_composer_environment google_compute_disk google_compute_image google_compute_instance
	google_compute_instance_template google_compute_snapshot google_dataflow_job google_dataproc_cluster
	google_dns_managed_zone google_filestore_instance google_kms_crypto_key google_memcache_instance google_project
	google_pubsub_subscription google_pubsub_topic google_redis_instance google_secret_manager_secret
	google_spanner_instance google_storage_bucket`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
