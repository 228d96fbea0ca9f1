package price

import (
	"cmp"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// cloudFormation gives the types of CloudFormation their names in Terraform.
var cloudFormation = map[string]string{
	"AWS::EC2::Instance": "aws_instance", "AWS::EC2::Volume": "aws_ebs_volume", "AWS::EC2::NatGateway": "aws_nat_gateway", "AWS::EC2::EIP": "aws_eip",
	"AWS::EC2::VPCEndpoint": "aws_vpc_endpoint", "AWS::EC2::LaunchTemplate": "aws_launch_template", "AWS::EC2::VPNConnection": "aws_vpn_connection",
	"AWS::EC2::TransitGatewayAttachment": "aws_ec2_transit_gateway_vpc_attachment",
	"AWS::AutoScaling::AutoScalingGroup": "aws_autoscaling_group", "AWS::AutoScaling::LaunchConfiguration": "aws_launch_configuration",
	"AWS::ElasticLoadBalancingV2::LoadBalancer": "aws_lb", "AWS::ElasticLoadBalancing::LoadBalancer": "aws_elb",
	"AWS::S3::Bucket": "aws_s3_bucket", "AWS::EFS::FileSystem": "aws_efs_file_system", "AWS::ECR::Repository": "aws_ecr_repository",
	"AWS::RDS::DBInstance": "aws_db_instance", "AWS::RDS::DBCluster": "aws_rds_cluster", "AWS::DynamoDB::Table": "aws_dynamodb_table",
	"AWS::ElastiCache::CacheCluster": "aws_elasticache_cluster", "AWS::ElastiCache::ReplicationGroup": "aws_elasticache_replication_group",
	"AWS::Redshift::Cluster": "aws_redshift_cluster",
	"AWS::Lambda::Function":  "aws_lambda_function", "AWS::EKS::Cluster": "aws_eks_cluster", "AWS::EKS::Nodegroup": "aws_eks_node_group", "AWS::ECS::Service": "aws_ecs_service",
	"AWS::SQS::Queue": "aws_sqs_queue", "AWS::SNS::Topic": "aws_sns_topic", "AWS::Kinesis::Stream": "aws_kinesis_stream",
	"AWS::ApiGateway::RestApi": "aws_api_gateway_rest_api", "AWS::ApiGatewayV2::Api": "aws_apigatewayv2_api", "AWS::StepFunctions::StateMachine": "aws_sfn_state_machine",
	"AWS::Logs::LogGroup": "aws_cloudwatch_log_group", "AWS::CloudWatch::Alarm": "aws_cloudwatch_metric_alarm", "AWS::CloudWatch::CompositeAlarm": "aws_cloudwatch_composite_alarm", "AWS::CloudWatch::Dashboard": "aws_cloudwatch_dashboard",
	"AWS::KMS::Key": "aws_kms_key", "AWS::SecretsManager::Secret": "aws_secretsmanager_secret", "AWS::SSM::Parameter": "aws_ssm_parameter",
	"AWS::Route53::HostedZone": "aws_route53_zone", "AWS::Route53::HealthCheck": "aws_route53_health_check",
	"AWS::EC2::TransitGatewayVpcAttachment": "aws_ec2_transit_gateway_vpc_attachment", "AWS::KMS::ReplicaKey": "aws_kms_replica_key", "AWS::Events::EventBus": "aws_cloudwatch_event_bus",
	"AWS::ApiGateway::Stage": "aws_api_gateway_stage", "AWS::ApiGateway::Deployment": "aws_api_gateway_stage", "AWS::Lambda::Version": "aws_lambda_alias", "AWS::Lambda::Alias": "aws_lambda_alias",
	"AWS::DocDB::DBCluster": "aws_docdb_cluster", "AWS::DocDB::DBInstance": "aws_docdb_cluster_instance", "AWS::Neptune::DBCluster": "aws_neptune_cluster", "AWS::Neptune::DBInstance": "aws_neptune_cluster_instance",
	"AWS::OpenSearchService::Domain": "aws_opensearch_domain", "AWS::Elasticsearch::Domain": "aws_elasticsearch_domain", "AWS::MSK::Cluster": "aws_msk_cluster", "AWS::KinesisFirehose::DeliveryStream": "aws_kinesis_firehose_delivery_stream",
	"AWS::WAFv2::WebACL": "aws_wafv2_web_acl", "AWS::ACMPCA::CertificateAuthority": "aws_acmpca_certificate_authority", "AWS::CertificateManager::Certificate": "aws_acm_certificate", "AWS::CloudTrail::Trail": "aws_cloudtrail",
	"AWS::Config::ConfigRule": "aws_config_config_rule", "AWS::Config::ConfigurationRecorder": "aws_config_configuration_recorder", "AWS::Route53Resolver::ResolverEndpoint": "aws_route53_resolver_endpoint",
	"AWS::NetworkFirewall::Firewall": "aws_networkfirewall_firewall", "AWS::GlobalAccelerator::Accelerator": "aws_globalaccelerator_accelerator", "AWS::Transfer::Server": "aws_transfer_server",
	"AWS::ECS::Cluster": "aws_ecs_cluster", "AWS::EC2::Subnet": "aws_subnet", "AWS::EC2::VPC": "aws_vpc", "AWS::EC2::SecurityGroup": "aws_security_group", "AWS::ECS::TaskDefinition": "aws_ecs_task_definition",
}

// kindInTerraform is a type's name in Terraform; some depend on what the resource
// says, which is in Terraform's words already.
func kindInTerraform(r *assay.Resource) string {
	switch r.Type {
	case "AWS::RDS::DBInstance":
		engine, _ := r.Attribute("engine")
		if len(r.Under("cluster_identifier")) > 0 || strings.HasPrefix(engine.Value, "aurora") {
			return "aws_rds_cluster_instance"
		}
	case "AWS::Lambda::Version", "AWS::Lambda::Alias":
		if len(r.Under("provisioned_concurrent_executions")) > 0 {
			return "aws_lambda_provisioned_concurrency_config"
		}
	}
	return cmp.Or(cloudFormation[r.Type], r.Type)
}

// free says that a type costs nothing itself: it configures, connects or permits. What
// is not known to be free is not.
func free(kind string) bool {
	if freeTypes[kind] {
		return true
	}
	for _, p := range freeFamilies {
		if strings.HasPrefix(kind, p) {
			return true
		}
	}
	return false
}

// freeFamilies are free in all of their members.
var freeFamilies = strings.Fields(`
	aws_iam_ AWS::IAM:: aws_security_group aws_vpc_security_group_ aws_network_acl aws_route_table aws_default_ aws_organizations_ aws_ram_ aws_codedeploy_
	AWS::EC2::SecurityGroup AWS::EC2::NetworkAcl
	google_project google_service_account google_organization_ google_folder google_compute_firewall google_compute_project_metadata google_compute_network_peering
	azurerm_resource_group azurerm_network_security_ azurerm_role_ azurerm_policy_ azurerm_management_ azurerm_subnet
`)

// freeTypes are free one by one.
var freeTypes = set(`
	aws_vpc aws_subnet aws_route aws_internet_gateway aws_egress_only_internet_gateway aws_key_pair aws_placement_group aws_network_interface aws_network_interface_attachment aws_network_interface_sg_attachment
	aws_eip_association aws_volume_attachment aws_launch_template aws_launch_configuration aws_main_route_table_association aws_vpc_peering_connection aws_vpc_peering_connection_accepter aws_vpc_peering_connection_options
	aws_ec2_transit_gateway aws_ec2_transit_gateway_route aws_ec2_transit_gateway_route_table aws_ec2_transit_gateway_route_table_association aws_ec2_transit_gateway_route_table_propagation aws_customer_gateway aws_vpn_gateway aws_vpn_gateway_attachment aws_vpn_gateway_route_propagation aws_vpn_connection_route
	aws_vpc_dhcp_options aws_vpc_dhcp_options_association aws_vpc_ipv4_cidr_block_association aws_vpc_endpoint_policy aws_vpc_endpoint_route_table_association aws_vpc_endpoint_subnet_association aws_vpc_endpoint_security_group_association aws_vpc_endpoint_service_allowed_principal
	aws_ec2_managed_prefix_list aws_ec2_managed_prefix_list_entry aws_ec2_tag aws_ebs_encryption_by_default aws_ebs_default_kms_key aws_ami_launch_permission aws_snapshot_create_volume_permission
	aws_s3_bucket_acl aws_s3_bucket_policy aws_s3_bucket_public_access_block aws_s3_bucket_versioning aws_s3_bucket_server_side_encryption_configuration aws_s3_bucket_logging aws_s3_bucket_lifecycle_configuration aws_s3_bucket_ownership_controls aws_s3_bucket_cors_configuration aws_s3_bucket_website_configuration
	aws_s3_bucket_notification aws_s3_bucket_object_lock_configuration aws_s3_bucket_request_payment_configuration aws_s3_account_public_access_block aws_s3_access_point aws_s3control_access_point_policy
	aws_lb_listener aws_lb_listener_rule aws_lb_listener_certificate aws_lb_target_group aws_lb_target_group_attachment aws_lb_cookie_stickiness_policy aws_lb_ssl_negotiation_policy aws_load_balancer_policy aws_load_balancer_listener_policy aws_load_balancer_backend_server_policy aws_app_cookie_stickiness_policy aws_elb_attachment aws_proxy_protocol_policy
	aws_alb_listener aws_alb_listener_rule aws_alb_listener_certificate aws_alb_target_group aws_alb_target_group_attachment
	aws_api_gateway_account aws_api_gateway_api_key aws_api_gateway_authorizer aws_api_gateway_base_path_mapping aws_api_gateway_client_certificate aws_api_gateway_deployment aws_api_gateway_documentation_part aws_api_gateway_documentation_version aws_api_gateway_domain_name aws_api_gateway_gateway_response aws_api_gateway_integration
	aws_api_gateway_integration_response aws_api_gateway_method aws_api_gateway_method_response aws_api_gateway_method_settings aws_api_gateway_model aws_api_gateway_request_validator aws_api_gateway_resource aws_api_gateway_rest_api_policy aws_api_gateway_usage_plan aws_api_gateway_usage_plan_key aws_api_gateway_vpc_link
	aws_apigatewayv2_api_mapping aws_apigatewayv2_authorizer aws_apigatewayv2_deployment aws_apigatewayv2_domain_name aws_apigatewayv2_integration aws_apigatewayv2_integration_response aws_apigatewayv2_model aws_apigatewayv2_route aws_apigatewayv2_route_response aws_apigatewayv2_stage aws_apigatewayv2_vpc_link
	aws_db_parameter_group aws_db_subnet_group aws_db_option_group aws_db_event_subscription aws_db_instance_role_association aws_rds_cluster_parameter_group aws_rds_cluster_role_association aws_rds_cluster_endpoint aws_elasticache_subnet_group aws_elasticache_parameter_group aws_elasticache_security_group aws_elasticache_user aws_elasticache_user_group aws_elasticache_user_group_association
	aws_redshift_subnet_group aws_redshift_parameter_group aws_docdb_subnet_group aws_docdb_cluster_parameter_group aws_neptune_subnet_group aws_neptune_parameter_group aws_neptune_cluster_parameter_group aws_dynamodb_table_item aws_dynamodb_resource_policy aws_dax_subnet_group aws_dax_parameter_group aws_dms_replication_subnet_group aws_dms_endpoint
	aws_autoscaling_policy aws_autoscaling_schedule aws_autoscaling_lifecycle_hook aws_autoscaling_notification aws_autoscaling_attachment aws_autoscaling_traffic_source_attachment aws_appautoscaling_target aws_appautoscaling_policy aws_appautoscaling_scheduled_action
	aws_cloudwatch_event_rule aws_cloudwatch_event_target aws_cloudwatch_event_permission aws_cloudwatch_event_bus_policy aws_cloudwatch_event_connection aws_cloudwatch_log_stream aws_cloudwatch_log_subscription_filter aws_cloudwatch_log_resource_policy aws_cloudwatch_log_destination aws_cloudwatch_log_destination_policy aws_cloudwatch_query_definition
	aws_lambda_permission aws_lambda_alias aws_lambda_event_source_mapping aws_lambda_layer_version aws_lambda_layer_version_permission aws_lambda_function_event_invoke_config aws_lambda_function_url aws_lambda_code_signing_config
	aws_ecr_lifecycle_policy aws_ecr_repository_policy aws_ecr_registry_policy aws_ecr_registry_scanning_configuration aws_ecr_replication_configuration aws_ecr_pull_through_cache_rule aws_eks_addon aws_eks_access_entry aws_eks_access_policy_association aws_eks_identity_provider_config aws_eks_pod_identity_association aws_ecs_cluster_capacity_providers aws_ecs_capacity_provider aws_ecs_task_definition aws_ecs_account_setting_default
	aws_cognito_identity_pool aws_cognito_identity_pool_roles_attachment aws_route53_vpc_association_authorization aws_route53_zone_association aws_route53_delegation_set aws_ses_domain_identity aws_ses_domain_dkim aws_ses_domain_mail_from aws_ses_email_identity aws_ses_configuration_set aws_ses_identity_policy
	aws_sns_topic_policy aws_sns_topic_subscription aws_sqs_queue_policy aws_sqs_queue_redrive_policy aws_sqs_queue_redrive_allow_policy aws_kms_alias aws_kms_grant aws_kms_key_policy aws_secretsmanager_secret_version aws_secretsmanager_secret_policy aws_secretsmanager_secret_rotation aws_acm_certificate_validation
	aws_cloudfront_origin_access_identity aws_cloudfront_origin_access_control aws_cloudfront_cache_policy aws_cloudfront_origin_request_policy aws_cloudfront_response_headers_policy aws_cloudfront_public_key aws_cloudfront_key_group aws_wafv2_web_acl_association aws_wafv2_web_acl_logging_configuration aws_wafv2_ip_set aws_wafv2_regex_pattern_set
	aws_elasticsearch_domain_policy aws_opensearch_domain_policy aws_opensearchserverless_access_policy aws_opensearchserverless_security_policy aws_ssm_document aws_ssm_association aws_ssm_maintenance_window aws_ssm_maintenance_window_target aws_ssm_maintenance_window_task aws_ssm_patch_baseline aws_ssm_patch_group
	aws_efs_mount_target aws_efs_access_point aws_efs_file_system_policy aws_efs_backup_policy aws_msk_configuration aws_sfn_activity aws_config_delivery_channel aws_config_configuration_recorder_status aws_glue_catalog_database aws_glue_catalog_table aws_athena_workgroup aws_athena_database aws_athena_named_query aws_batch_job_definition aws_batch_job_queue
	aws_service_discovery_private_dns_namespace aws_service_discovery_service aws_resourcegroups_group aws_budgets_budget aws_ce_cost_category aws_cur_report_definition aws_account_alternate_contact aws_backup_plan aws_backup_selection aws_backup_vault_policy
	AWS::EC2::VPC AWS::EC2::Subnet AWS::EC2::SubnetRouteTableAssociation AWS::EC2::SubnetCidrBlock AWS::EC2::SubnetNetworkAclAssociation AWS::EC2::Route AWS::EC2::RouteTable AWS::EC2::InternetGateway AWS::EC2::EgressOnlyInternetGateway AWS::EC2::VPCGatewayAttachment AWS::EC2::VPCDHCPOptionsAssociation AWS::EC2::DHCPOptions AWS::EC2::VPCPeeringConnection AWS::EC2::VPCCidrBlock
	AWS::EC2::LaunchTemplate AWS::EC2::KeyPair AWS::EC2::EIPAssociation AWS::EC2::VolumeAttachment AWS::EC2::NetworkInterface AWS::EC2::NetworkInterfaceAttachment AWS::EC2::PlacementGroup AWS::EC2::PrefixList AWS::EC2::CustomerGateway AWS::EC2::VPNGateway AWS::EC2::TransitGateway AWS::EC2::TransitGatewayRoute AWS::EC2::TransitGatewayRouteTable AWS::EC2::TransitGatewayRouteTableAssociation AWS::EC2::TransitGatewayRouteTablePropagation
	AWS::ElasticLoadBalancingV2::Listener AWS::ElasticLoadBalancingV2::ListenerCertificate AWS::ElasticLoadBalancingV2::ListenerRule AWS::ElasticLoadBalancingV2::TargetGroup AWS::S3::BucketPolicy AWS::Lambda::Permission AWS::Lambda::EventSourceMapping AWS::Lambda::EventInvokeConfig AWS::Lambda::LayerVersion AWS::Lambda::LayerVersionPermission AWS::Lambda::Alias AWS::Lambda::Version AWS::Lambda::Url AWS::Lambda::CodeSigningConfig
	AWS::Events::Rule AWS::Events::EventBusPolicy AWS::Events::Connection AWS::Events::ApiDestination AWS::ApiGateway::Account AWS::ApiGateway::ApiKey AWS::ApiGateway::Authorizer AWS::ApiGateway::BasePathMapping AWS::ApiGateway::ClientCertificate AWS::ApiGateway::Deployment AWS::ApiGateway::DocumentationPart AWS::ApiGateway::DocumentationVersion AWS::ApiGateway::DomainName AWS::ApiGateway::GatewayResponse AWS::ApiGateway::Method AWS::ApiGateway::Model AWS::ApiGateway::RequestValidator AWS::ApiGateway::Resource AWS::ApiGateway::UsagePlan AWS::ApiGateway::UsagePlanKey AWS::ApiGateway::VpcLink
	AWS::ApiGatewayV2::ApiMapping AWS::ApiGatewayV2::Authorizer AWS::ApiGatewayV2::Deployment AWS::ApiGatewayV2::DomainName AWS::ApiGatewayV2::Integration AWS::ApiGatewayV2::IntegrationResponse AWS::ApiGatewayV2::Model AWS::ApiGatewayV2::Route AWS::ApiGatewayV2::RouteResponse AWS::ApiGatewayV2::Stage AWS::ApiGatewayV2::VpcLink
	AWS::SNS::TopicPolicy AWS::SNS::TopicInlinePolicy AWS::SNS::Subscription AWS::SQS::QueuePolicy AWS::SQS::QueueInlinePolicy AWS::KMS::Alias AWS::SecretsManager::ResourcePolicy AWS::SecretsManager::RotationSchedule AWS::SecretsManager::SecretTargetAttachment AWS::RDS::DBSubnetGroup AWS::RDS::DBSecurityGroup AWS::RDS::DBSecurityGroupIngress AWS::RDS::DBParameterGroup AWS::RDS::DBClusterParameterGroup AWS::RDS::OptionGroup AWS::RDS::EventSubscription
	AWS::ElastiCache::SubnetGroup AWS::ElastiCache::SecurityGroup AWS::ElastiCache::SecurityGroupIngress AWS::ElastiCache::ParameterGroup AWS::ElastiCache::User AWS::ElastiCache::UserGroup AWS::AutoScaling::LaunchConfiguration AWS::AutoScaling::LifecycleHook AWS::AutoScaling::ScalingPolicy AWS::AutoScaling::ScheduledAction AWS::ApplicationAutoScaling::ScalableTarget AWS::ApplicationAutoScaling::ScalingPolicy
	AWS::Logs::LogStream AWS::Logs::SubscriptionFilter AWS::Logs::ResourcePolicy AWS::Logs::Destination AWS::Logs::QueryDefinition AWS::ECS::TaskDefinition AWS::ECS::CapacityProvider AWS::ECS::ClusterCapacityProviderAssociations AWS::EFS::MountTarget AWS::EFS::AccessPoint AWS::EKS::Addon AWS::EKS::AccessEntry AWS::Route53::RecordSet AWS::Route53::RecordSetGroup AWS::SSM::Document AWS::SSM::Association AWS::CloudFormation::WaitConditionHandle AWS::CloudFormation::WaitCondition AWS::WAFv2::WebACLAssociation AWS::WAFv2::LoggingConfiguration AWS::WAFv2::IPSet
	google_compute_network google_compute_subnetwork google_compute_subnetwork_iam_member google_compute_subnetwork_iam_binding google_compute_instance_template google_compute_region_instance_template google_compute_route google_compute_router google_compute_instance_group google_compute_http_health_check google_compute_https_health_check google_compute_health_check google_compute_ssl_policy google_compute_network_endpoint_group
	google_storage_bucket_iam_member google_storage_bucket_iam_binding google_storage_bucket_iam_policy google_storage_bucket_acl google_storage_bucket_access_control google_storage_default_object_acl google_storage_bucket_object google_iam_workload_identity_pool google_iam_workload_identity_pool_provider google_kms_key_ring google_kms_crypto_key_iam_member google_kms_crypto_key_iam_binding
	azurerm_virtual_network azurerm_virtual_network_peering azurerm_network_interface azurerm_network_interface_security_group_association azurerm_network_interface_backend_address_pool_association azurerm_route azurerm_route_table azurerm_user_assigned_identity azurerm_availability_set azurerm_storage_account_network_rules azurerm_storage_container azurerm_security_center_contact azurerm_proximity_placement_group
	azurerm_mssql_server azurerm_mssql_firewall_rule azurerm_sql_server azurerm_sql_firewall_rule azurerm_postgresql_configuration azurerm_postgresql_firewall_rule azurerm_mysql_configuration azurerm_mysql_firewall_rule azurerm_key_vault_access_policy azurerm_application_security_group azurerm_virtual_machine_data_disk_attachment
`)

// set makes a set of the words of a text, without those that a pricer is for.
func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}
