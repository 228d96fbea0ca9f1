package threat

// amazon is what resources of Amazon Web Services are, in Terraform and in
// CloudFormation. Defaults are the provider's, where they are documented.
var amazon = map[string]kind{
	// Networks.
	"aws_vpc aws_default_vpc AWS::EC2::VPC":          {part: network},
	"aws_subnet aws_default_subnet AWS::EC2::Subnet": {part: inside},
	"aws_db_subnet_group AWS::RDS::DBSubnetGroup":    {part: inside},
	"aws_elasticache_subnet_group AWS::ElastiCache::SubnetGroup aws_redshift_subnet_group AWS::Redshift::ClusterSubnetGroup aws_neptune_subnet_group AWS::Neptune::DBSubnetGroup aws_docdb_subnet_group AWS::DocDB::DBSubnetGroup": {part: inside},
	"aws_security_group aws_default_security_group AWS::EC2::SecurityGroup":                      {part: firewall},
	"aws_security_group_rule AWS::EC2::SecurityGroupIngress aws_vpc_security_group_ingress_rule": {part: modifier, of: paths("security_group_id GroupId")},

	// Stores.
	"aws_s3_bucket AWS::S3::Bucket": {part: element, role: Store, word: "bucket", protocol: "S3 API", signed: true, tests: []test{
		{aspect: atRest, mode: written, paths: paths("server_side_encryption_configuration BucketEncryption"), absent: Yes},
		{aspect: private, mode: noneOf, paths: paths("acl AccessControl"), values: paths("public-read public-read-write PublicRead PublicReadWrite")},
		{aspect: private, mode: allTrue, paths: paths("PublicAccessBlockConfiguration.BlockPublicAcls PublicAccessBlockConfiguration.BlockPublicPolicy PublicAccessBlockConfiguration.IgnorePublicAcls PublicAccessBlockConfiguration.RestrictPublicBuckets block_public_acls block_public_policy ignore_public_acls restrict_public_buckets")},
		{aspect: kept, mode: isTrue, paths: paths("versioning.*.enabled VersioningConfiguration.Status"), absent: No},
		{aspect: logged, mode: written, paths: paths("logging LoggingConfiguration")},
	}},
	"aws_s3_bucket_public_access_block": {part: modifier, of: paths("bucket"), tests: []test{
		{aspect: private, mode: allTrue, paths: paths("block_public_acls block_public_policy ignore_public_acls restrict_public_buckets - - - -")},
	}},
	"aws_s3_bucket_acl": {part: modifier, of: paths("bucket"), tests: []test{
		{aspect: private, mode: noneOf, paths: paths("acl"), values: paths("public-read public-read-write")},
	}},
	"aws_s3_bucket_server_side_encryption_configuration": {part: modifier, of: paths("bucket"), tests: []test{{aspect: atRest, mode: written, paths: paths("rule")}}},
	"aws_s3_bucket_versioning":                           {part: modifier, of: paths("bucket"), tests: []test{{aspect: kept, mode: isTrue, paths: paths("versioning_configuration.*.status")}}},
	"aws_s3_bucket_logging":                              {part: modifier, of: paths("bucket"), tests: []test{{aspect: logged, mode: written, paths: paths("target_bucket")}}},
	"aws_db_instance aws_rds_cluster aws_docdb_cluster aws_neptune_cluster AWS::RDS::DBInstance AWS::RDS::DBCluster AWS::DocDB::DBCluster AWS::Neptune::DBCluster": {part: element, role: Store, word: "database", protocol: "SQL", tests: []test{
		{aspect: atRest, mode: isTrue, paths: paths("storage_encrypted StorageEncrypted"), absent: No},
		{aspect: private, mode: isFalse, paths: paths("publicly_accessible PubliclyAccessible")},
		{aspect: kept, mode: above, paths: paths("backup_retention_period BackupRetentionPeriod")},
		{aspect: logged, mode: written, paths: paths("enabled_cloudwatch_logs_exports EnableCloudwatchLogsExports")},
	}},
	"aws_dynamodb_table AWS::DynamoDB::Table": {part: element, role: Store, word: "table", protocol: "DynamoDB API", signed: true, tests: []test{
		{aspect: atRest, mode: written, paths: paths("server_side_encryption SSESpecification"), absent: Yes},
		{aspect: kept, mode: isTrue, paths: paths("point_in_time_recovery.*.enabled PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled"), absent: No},
	}},
	"aws_elasticache_replication_group aws_elasticache_cluster AWS::ElastiCache::ReplicationGroup AWS::ElastiCache::CacheCluster": {part: element, role: Store, word: "cache", tests: []test{
		{aspect: atRest, mode: isTrue, paths: paths("at_rest_encryption_enabled AtRestEncryptionEnabled"), absent: No},
		{aspect: tls, mode: isTrue, paths: paths("transit_encryption_enabled TransitEncryptionEnabled"), absent: No},
		{aspect: kept, mode: above, paths: paths("snapshot_retention_limit SnapshotRetentionLimit")},
	}},
	"aws_redshift_cluster AWS::Redshift::Cluster": {part: element, role: Store, word: "warehouse", protocol: "SQL", tests: []test{
		{aspect: atRest, mode: isTrue, paths: paths("encrypted Encrypted")},
		{aspect: private, mode: isFalse, paths: paths("publicly_accessible PubliclyAccessible")},
		{aspect: logged, mode: written, paths: paths("logging LoggingProperties")},
	}},
	"aws_elasticsearch_domain aws_opensearch_domain AWS::Elasticsearch::Domain AWS::OpenSearchService::Domain": {part: element, role: Store, word: "search index", protocol: "HTTPS", tests: []test{
		{aspect: atRest, mode: isTrue, paths: paths("encrypt_at_rest.*.enabled EncryptionAtRestOptions.Enabled"), absent: No},
		{aspect: tls, mode: isTrue, paths: paths("domain_endpoint_options.*.enforce_https DomainEndpointOptions.EnforceHTTPS"), absent: No},
		{aspect: logged, mode: written, paths: paths("log_publishing_options LogPublishingOptions")},
	}},
	"aws_efs_file_system AWS::EFS::FileSystem": {part: element, role: Store, word: "file system", protocol: "NFS", tests: []test{
		{aspect: atRest, mode: isTrue, paths: paths("encrypted Encrypted"), absent: No},
	}},
	"aws_ebs_volume AWS::EC2::Volume": {part: element, role: Store, word: "volume", tests: []test{
		{aspect: atRest, mode: isTrue, paths: paths("encrypted Encrypted")},
	}},
	"aws_ecr_repository AWS::ECR::Repository": {part: element, role: Store, word: "image registry", protocol: "HTTPS", tls: true, signed: true, tests: []test{
		{aspect: unaltered, mode: oneOf, paths: paths("image_tag_mutability ImageTagMutability"), values: paths("IMMUTABLE"), absent: No},
	}},
	"aws_secretsmanager_secret AWS::SecretsManager::Secret aws_ssm_parameter AWS::SSM::Parameter": {part: element, role: Store, word: "secret", protocol: "AWS API", tls: true, signed: true},
	"aws_cloudwatch_log_group AWS::Logs::LogGroup":                                                {part: element, role: Store, word: "log", protocol: "AWS API", tls: true, signed: true},

	// Messages.
	"aws_sqs_queue AWS::SQS::Queue": {part: element, role: Store, word: "queue", protocol: "SQS API", signed: true, tests: []test{
		{aspect: atRest, mode: written, paths: paths("kms_master_key_id KmsMasterKeyId")},
		{aspect: atRest, mode: isTrue, paths: paths("sqs_managed_sse_enabled SqsManagedSseEnabled")},
	}},
	"aws_sns_topic AWS::SNS::Topic": {part: element, role: Store, word: "topic", protocol: "SNS API", signed: true, tests: []test{
		{aspect: atRest, mode: written, paths: paths("kms_master_key_id KmsMasterKeyId"), absent: No},
	}},
	"aws_kinesis_stream AWS::Kinesis::Stream": {part: element, role: Store, word: "stream", protocol: "Kinesis API", tls: true, signed: true, tests: []test{
		{aspect: atRest, mode: oneOf, paths: paths("encryption_type StreamEncryption.EncryptionType"), values: paths("KMS"), absent: No},
	}},
	"aws_kinesis_firehose_delivery_stream AWS::KinesisFirehose::DeliveryStream": {part: element, role: Process, word: "delivery stream", protocol: "Firehose API", tls: true, signed: true},
	"aws_msk_cluster AWS::MSK::Cluster": {part: element, role: Store, word: "broker", protocol: "Kafka", tests: []test{
		{aspect: tls, mode: oneOf, paths: paths("encryption_info.*.encryption_in_transit.*.client_broker EncryptionInfo.EncryptionInTransit.ClientBroker"), values: paths("TLS"), absent: Yes},
	}},
	"aws_mq_broker AWS::AmazonMQ::Broker": {part: element, role: Store, word: "broker", tls: true, tests: []test{
		{aspect: private, mode: isFalse, paths: paths("publicly_accessible PubliclyAccessible"), absent: Yes},
		{aspect: logged, mode: isTrue, paths: paths("logs.*.audit logs.*.general Logs.Audit Logs.General"), absent: No},
	}},
	"aws_cloudwatch_event_rule AWS::Events::Rule":            {part: element, role: Process, word: "event rule", protocol: "events", tls: true, signed: true},
	"aws_sfn_state_machine AWS::StepFunctions::StateMachine": {part: element, role: Process, word: "workflow", protocol: "AWS API", tls: true, signed: true},

	// What runs.
	"aws_lambda_function AWS::Lambda::Function AWS::Serverless::Function": {part: element, role: Process, word: "function", protocol: "Lambda API", tls: true, signed: true, tests: []test{
		{aspect: limited, mode: written, paths: paths("reserved_concurrent_executions ReservedConcurrentExecutions")},
	}},
	"aws_instance aws_spot_instance_request AWS::EC2::Instance": {part: element, role: Process, word: "server", tests: []test{
		{aspect: confined, mode: oneOf, paths: paths("metadata_options.*.http_tokens MetadataOptions.HttpTokens"), values: paths("required")},
	}},
	"aws_autoscaling_group AWS::AutoScaling::AutoScalingGroup": {part: element, role: Process, word: "server group", behind: paths("target_group_arns load_balancers TargetGroupARNs LoadBalancerNames")},
	"aws_ecs_service AWS::ECS::Service":                        {part: element, role: Process, word: "container", behind: paths("load_balancer LoadBalancers")},
	"aws_eks_cluster AWS::EKS::Cluster": {part: element, role: Process, word: "cluster control", protocol: "HTTPS", tls: true, signed: true, tests: []test{
		{aspect: private, mode: isFalse, paths: paths("vpc_config.*.endpoint_public_access ResourcesVpcConfig.EndpointPublicAccess"), absent: No},
		{aspect: logged, mode: written, paths: paths("enabled_cluster_log_types Logging")},
	}},
	"aws_ecs_task_definition AWS::ECS::TaskDefinition aws_launch_template AWS::EC2::LaunchTemplate aws_launch_configuration AWS::AutoScaling::LaunchConfiguration": {part: through},
	"aws_elastic_beanstalk_environment AWS::ElasticBeanstalk::Environment aws_apprunner_service AWS::AppRunner::Service":                                           {part: element, role: Process, word: "application"},

	// Doors.
	"aws_lb aws_alb AWS::ElasticLoadBalancingV2::LoadBalancer": {part: element, role: Process, word: "load balancer", tests: []test{
		{aspect: private, mode: isTrue, paths: paths("internal"), absent: No},
		{aspect: private, mode: oneOf, paths: paths("Scheme"), values: paths("internal")},
		{aspect: logged, mode: isTrue, paths: paths("access_logs.*.enabled"), absent: No},
	}},
	"aws_elb AWS::ElasticLoadBalancing::LoadBalancer": {part: element, role: Process, word: "load balancer", to: paths("instances Instances"), tests: []test{
		{aspect: private, mode: isTrue, paths: paths("internal"), absent: No},
		{aspect: private, mode: oneOf, paths: paths("Scheme"), values: paths("internal")},
		{aspect: tls, mode: oneOf, paths: paths("listener.*.lb_protocol Listeners.*.Protocol"), values: paths("https ssl HTTPS SSL")},
		{aspect: logged, mode: isTrue, paths: paths("access_logs.*.enabled AccessLoggingPolicy.Enabled"), absent: No},
	}},
	"aws_lb_listener aws_alb_listener AWS::ElasticLoadBalancingV2::Listener":            {part: link, from: paths("load_balancer_arn LoadBalancerArn"), to: paths("default_action DefaultActions")},
	"aws_lb_listener_rule AWS::ElasticLoadBalancingV2::ListenerRule":                    {part: link, from: paths("listener_arn ListenerArn"), to: paths("action Actions")},
	"aws_lb_target_group aws_alb_target_group AWS::ElasticLoadBalancingV2::TargetGroup": {part: hub, to: paths("Targets")},
	"aws_lb_target_group_attachment aws_alb_target_group_attachment":                    {part: link, from: paths("target_group_arn"), to: paths("target_id")},
	"aws_elb_attachment":         {part: link, from: paths("elb"), to: paths("instance")},
	"aws_autoscaling_attachment": {part: link, from: paths("lb_target_group_arn alb_target_group_arn elb"), to: paths("autoscaling_group_name")},
	"aws_api_gateway_rest_api AWS::ApiGateway::RestApi aws_apigatewayv2_api AWS::ApiGatewayV2::Api AWS::Serverless::Api": {part: element, role: Process, word: "API gateway", protocol: "HTTPS", tls: true, tests: []test{
		{aspect: private, mode: oneOf, paths: paths("endpoint_configuration.*.types.* EndpointConfiguration.Types.*"), values: paths("PRIVATE"), absent: No},
	}},
	"aws_api_gateway_method AWS::ApiGateway::Method aws_apigatewayv2_route AWS::ApiGatewayV2::Route": {part: modifier, of: paths("rest_api_id RestApiId api_id ApiId"), tests: []test{
		{aspect: auth, mode: oneOf, paths: paths("authorization AuthorizationType authorization_type"), values: paths("AWS_IAM COGNITO_USER_POOLS CUSTOM JWT")},
	}},
	"aws_api_gateway_stage AWS::ApiGateway::Stage aws_apigatewayv2_stage AWS::ApiGatewayV2::Stage": {part: modifier, of: paths("rest_api_id RestApiId api_id ApiId"), tests: []test{
		{aspect: logged, mode: written, paths: paths("access_log_settings AccessLogSetting AccessLogSettings"), absent: No},
	}},
	"aws_api_gateway_integration aws_apigatewayv2_integration AWS::ApiGatewayV2::Integration": {part: link, from: paths("rest_api_id api_id ApiId"), to: paths("uri integration_uri IntegrationUri")},
	"aws_lambda_function_url AWS::Lambda::Url": {part: modifier, of: paths("function_name TargetFunctionArn"), tests: []test{
		{aspect: auth, mode: oneOf, paths: paths("authorization_type AuthType"), values: paths("AWS_IAM")},
		{aspect: private, mode: noneOf, paths: paths("authorization_type AuthType"), values: paths("NONE AWS_IAM")},
	}},
	"aws_cloudfront_distribution AWS::CloudFront::Distribution": {part: element, role: Process, word: "CDN", protocol: "HTTPS", to: paths("origin DistributionConfig"), tests: []test{
		{aspect: private, mode: isFalse, paths: paths("enabled DistributionConfig.Enabled")},
		{aspect: tls, mode: oneOf, paths: paths("default_cache_behavior.*.viewer_protocol_policy DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy"), values: paths("https-only redirect-to-https")},
		{aspect: logged, mode: written, paths: paths("logging_config DistributionConfig.Logging"), absent: No},
		{aspect: limited, mode: written, paths: paths("web_acl_id DistributionConfig.WebACLId")},
	}},
	"aws_wafv2_web_acl_association AWS::WAFv2::WebACLAssociation": {part: modifier, of: paths("resource_arn ResourceArn"), tests: []test{{aspect: limited, mode: written, paths: paths("web_acl_arn WebACLArn")}}},

	// Links.
	"aws_lambda_event_source_mapping AWS::Lambda::EventSourceMapping": {part: link, from: paths("event_source_arn EventSourceArn"), to: paths("function_name FunctionName")},
	"aws_lambda_permission AWS::Lambda::Permission":                   {part: link, from: paths("source_arn SourceArn"), to: paths("function_name FunctionName")},
	"aws_sns_topic_subscription AWS::SNS::Subscription":               {part: link, from: paths("topic_arn TopicArn"), to: paths("endpoint Endpoint")},
	"aws_s3_bucket_notification":                                      {part: link, from: paths("bucket"), to: paths("lambda_function queue topic")},
	"aws_cloudwatch_event_target":                                     {part: link, from: paths("rule"), to: paths("arn")},
	"aws_volume_attachment AWS::EC2::VolumeAttachment":                {part: link, from: paths("instance_id InstanceId"), to: paths("volume_id VolumeId")},
	"aws_cloudwatch_log_subscription_filter":                          {part: link, from: paths("log_group_name"), to: paths("destination_arn")},

	// Rights: what a role may use, its bearer uses.
	"aws_iam_role aws_iam_instance_profile AWS::IAM::Role AWS::IAM::InstanceProfile": {part: through},
	"aws_iam_role_policy aws_iam_role_policy_attachment AWS::IAM::Policy":            {part: modifier, of: paths("role Roles")},
	"aws_iam_policy AWS::IAM::ManagedPolicy":                                         {part: through},
}
