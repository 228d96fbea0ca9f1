package price

import "strings"

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
	"AWS::EC2::Subnet": "aws_subnet", "AWS::EC2::VPC": "aws_vpc", "AWS::EC2::SecurityGroup": "aws_security_group", "AWS::ECS::TaskDefinition": "aws_ecs_task_definition",
}

// spelled are attributes of CloudFormation that are not Terraform's with capitals.
var spelled = map[string]string{
	"AWS::EC2::Volume type": "VolumeType", "AWS::RDS::DBInstance instance_class": "DBInstanceClass", "AWS::RDS::DBInstance multi_az": "MultiAZ",
	"AWS::RDS::DBInstance storage_throughput": "StorageThroughput", "AWS::ElasticLoadBalancingV2::LoadBalancer load_balancer_type": "Type",
	"AWS::ElastiCache::CacheCluster node_type": "CacheNodeType", "AWS::ElastiCache::CacheCluster num_cache_nodes": "NumCacheNodes",
	"AWS::ElastiCache::ReplicationGroup node_type": "CacheNodeType",
	"AWS::DynamoDB::Table read_capacity":           "ProvisionedThroughput.ReadCapacityUnits", "AWS::DynamoDB::Table write_capacity": "ProvisionedThroughput.WriteCapacityUnits",
	"AWS::EC2::Instance root_block_device": "RootBlockDevice", "AWS::Kinesis::Stream stream_mode_details.0.stream_mode": "StreamModeDetails.StreamMode",
	"AWS::EFS::FileSystem throughput_mode": "ThroughputMode", "AWS::AutoScaling::AutoScalingGroup desired_capacity": "DesiredCapacity",
	"AWS::EKS::Nodegroup scaling_config.0.desired_size": "ScalingConfig.DesiredSize",
	"AWS::ApiGatewayV2::Api protocol_type":              "ProtocolType", "AWS::SQS::Queue fifo_queue": "FifoQueue", "AWS::SSM::Parameter tier": "Tier",
	"AWS::EC2::VPCEndpoint vpc_endpoint_type": "VpcEndpointType", "AWS::EC2::Instance associate_public_ip_address": "NetworkInterfaces.0.AssociatePublicIpAddress",
}

// pascal is a path in CloudFormation's words.
func pascal(typ, path string) string {
	if s, ok := spelled[typ+" "+path]; ok {
		return s
	}
	var b strings.Builder
	up := true
	for _, c := range path {
		switch {
		case c == '_':
			up = true
			continue
		case up && 'a' <= c && c <= 'z':
			c -= 'a' - 'A'
		}
		up = c == '.'
		b.WriteRune(c)
	}
	return b.String()
}

// free says that a type costs nothing itself: it configures, connects or permits.
func free(kind string) bool {
	if freeTypes[kind] {
		return true
	}
	for _, p := range freePrefixes {
		if strings.HasPrefix(kind, p) {
			return true
		}
	}
	return false
}

var freePrefixes = []string{
	"aws_iam_", "AWS::IAM::", "aws_security_group", "aws_network_acl", "aws_route_table", "aws_default_", "aws_s3_bucket_", "aws_s3_account_", "aws_lb_", "aws_alb_",
	"aws_api_gateway_", "aws_apigatewayv2_", "aws_db_parameter", "aws_db_subnet", "aws_db_option", "aws_rds_cluster_parameter", "aws_elasticache_subnet", "aws_elasticache_parameter",
	"aws_autoscaling_p", "aws_autoscaling_s", "aws_autoscaling_l", "aws_cloudwatch_event_", "aws_cloudwatch_log_s", "aws_cloudwatch_log_r", "aws_cloudwatch_log_m", "aws_lambda_p", "aws_lambda_a", "aws_lambda_e", "aws_lambda_l",
	"aws_ecr_repository_", "aws_ecr_l", "aws_ecr_r", "aws_eks_a", "aws_eks_i", "aws_ecs_cluster", "aws_ecs_capacity", "aws_ecs_task", "aws_cognito_identity", "aws_vpc_dhcp", "aws_vpc_s", "aws_vpc_ipv4_cidr", "aws_vpc_endpoint_",
	"aws_route53_v", "aws_ses_", "aws_organizations_", "aws_ram_", "aws_sns_topic_", "aws_sqs_queue_", "aws_kms_a", "aws_kms_g", "aws_kms_key_p", "aws_secretsmanager_secret_", "aws_acm_certificate", "aws_cloudfront_origin_", "aws_cloudfront_cache_", "aws_wafv2_web_acl_", "aws_ebs_enc", "aws_ebs_default",
	"AWS::EC2::Route", "AWS::EC2::Subnet", "AWS::EC2::VPCGateway", "AWS::EC2::NetworkAcl", "AWS::EC2::SecurityGroup", "AWS::ElasticLoadBalancingV2::L", "AWS::ElasticLoadBalancingV2::T", "AWS::S3::BucketP", "AWS::Lambda::P", "AWS::Lambda::E", "AWS::Lambda::L", "AWS::Events::", "AWS::ApiGateway::", "AWS::ApiGatewayV2::", "AWS::SNS::", "AWS::SQS::", "AWS::KMS::", "AWS::SecretsManager::", "AWS::RDS::DBS", "AWS::RDS::DBP", "AWS::RDS::DBClusterP", "AWS::ElastiCache::S", "AWS::ElastiCache::P", "AWS::AutoScaling::", "AWS::Logs::", "AWS::ECS::C", "AWS::ECS::T",
	"google_project", "google_service_account", "google_compute_network", "google_compute_subnetwork", "google_compute_firewall", "google_iam", "google_storage_bucket_", "google_compute_instance_template", "google_compute_route",
	"azurerm_resource_group", "azurerm_virtual_network", "azurerm_subnet", "azurerm_network_security", "azurerm_network_interface", "azurerm_route", "azurerm_role", "azurerm_user_assigned", "azurerm_availability_set", "azurerm_management", "azurerm_policy_", "azurerm_storage_account_network", "azurerm_security_center_contact",
	"azurerm_mssql_server", "azurerm_mssql_firewall", "azurerm_sql_server", "azurerm_sql_firewall", "azurerm_postgresql_configuration", "azurerm_postgresql_firewall", "azurerm_mysql_configuration", "azurerm_mysql_firewall", "azurerm_key_vault_access",
}

var freeTypes = set(`
	aws_vpc aws_subnet aws_route aws_internet_gateway aws_egress_only_internet_gateway aws_key_pair aws_placement_group aws_network_interface aws_network_interface_attachment
	aws_eip_association aws_volume_attachment aws_launch_template aws_launch_configuration aws_main_route_table_association aws_vpc_peering_connection aws_ec2_transit_gateway aws_customer_gateway aws_vpn_gateway aws_vpn_gateway_attachment
	aws_elasticsearch_domain_policy aws_opensearch_domain_policy aws_elasticache_user aws_elasticache_user_group aws_db_event_subscription aws_db_instance_role_association aws_rds_cluster_role_association aws_rds_cluster_endpoint aws_route53_record aws_ssm_document aws_ssm_association
	aws_lb_listener aws_app_cookie_stickiness_policy aws_codedeploy_app aws_codedeploy_deployment_group aws_efs_mount_target aws_efs_access_point aws_efs_file_system_policy aws_efs_backup_policy aws_msk_configuration aws_sfn_activity
	aws_dynamodb_table_item aws_appautoscaling_target aws_appautoscaling_policy aws_config_configuration_recorder aws_config_delivery_channel aws_config_configuration_recorder_status aws_elasticache_security_group aws_redshift_subnet_group aws_redshift_parameter_group aws_docdb_subnet_group aws_docdb_cluster_parameter_group aws_neptune_subnet_group aws_flow_log
	AWS::EC2::VPC AWS::EC2::InternetGateway AWS::EC2::LaunchTemplate AWS::EC2::KeyPair AWS::EC2::EIPAssociation AWS::EC2::VolumeAttachment AWS::EC2::NetworkInterface AWS::EFS::MountTarget AWS::Route53::RecordSet AWS::Route53::RecordSetGroup AWS::CloudFormation::WaitConditionHandle AWS::CloudFormation::WaitCondition AWS::EC2::PlacementGroup
`)

// set makes a set of the words of a text, without those that a pricer is for.
func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}
