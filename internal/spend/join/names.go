package join

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// naming says which attribute names a resource, and the key that a bill has for it:
// * is the name, and a slash or dash at the end is followed by what the provider adds.
type naming struct{ attribute, key string }

// groupKey begins the key of a group of machines: bills name it in GroupTag only.
const groupKey = "autoscaling:group:"

// namings are by type, of Terraform and of CloudFormation; the keys follow the
// forms of ARNs in the service authorization reference of AWS.
var namings = map[string]naming{
	"aws_s3_bucket":                      {"bucket", "s3:*"},
	"aws_db_instance":                    {"identifier", "rds:db:*"},
	"aws_rds_cluster":                    {"cluster_identifier", "rds:cluster:*"},
	"aws_rds_cluster_instance":           {"identifier", "rds:db:*"},
	"aws_docdb_cluster":                  {"cluster_identifier", "rds:cluster:*"},
	"aws_docdb_cluster_instance":         {"identifier", "rds:db:*"},
	"aws_neptune_cluster":                {"cluster_identifier", "rds:cluster:*"},
	"aws_lambda_function":                {"function_name", "lambda:function:*"},
	"aws_dynamodb_table":                 {"name", "dynamodb:table/*"},
	"aws_eks_cluster":                    {"name", "eks:cluster/*"},
	"aws_ecs_cluster":                    {"name", "ecs:cluster/*"},
	"aws_sqs_queue":                      {"name", "sqs:*"},
	"aws_sns_topic":                      {"name", "sns:*"},
	"aws_elasticache_cluster":            {"cluster_id", "elasticache:cluster:*"},
	"aws_elasticache_replication_group":  {"replication_group_id", "elasticache:replicationgroup:*"},
	"aws_kinesis_stream":                 {"name", "kinesis:stream/*"},
	"aws_cloudwatch_log_group":           {"name", "logs:log-group:*"},
	"aws_ecr_repository":                 {"name", "ecr:repository/*"},
	"aws_redshift_cluster":               {"cluster_identifier", "redshift:cluster:*"},
	"aws_opensearch_domain":              {"domain_name", "es:domain/*"},
	"aws_elasticsearch_domain":           {"domain_name", "es:domain/*"},
	"aws_elb":                            {"name", "elasticloadbalancing:loadbalancer/*"},
	"aws_msk_cluster":                    {"cluster_name", "kafka:cluster/*/"},
	"aws_secretsmanager_secret":          {"name", "secretsmanager:secret:*-"},
	"aws_autoscaling_group":              {"name", groupKey + "*"},
	"AWS::S3::Bucket":                    {"BucketName", "s3:*"},
	"AWS::RDS::DBInstance":               {"DBInstanceIdentifier", "rds:db:*"},
	"AWS::RDS::DBCluster":                {"DBClusterIdentifier", "rds:cluster:*"},
	"AWS::Lambda::Function":              {"FunctionName", "lambda:function:*"},
	"AWS::Serverless::Function":          {"FunctionName", "lambda:function:*"},
	"AWS::DynamoDB::Table":               {"TableName", "dynamodb:table/*"},
	"AWS::EKS::Cluster":                  {"Name", "eks:cluster/*"},
	"AWS::ECS::Cluster":                  {"ClusterName", "ecs:cluster/*"},
	"AWS::SQS::Queue":                    {"QueueName", "sqs:*"},
	"AWS::SNS::Topic":                    {"TopicName", "sns:*"},
	"AWS::Kinesis::Stream":               {"Name", "kinesis:stream/*"},
	"AWS::Logs::LogGroup":                {"LogGroupName", "logs:log-group:*"},
	"AWS::ECR::Repository":               {"RepositoryName", "ecr:repository/*"},
	"AWS::AutoScaling::AutoScalingGroup": {"AutoScalingGroupName", groupKey + "*"},
}

// balancers are those whose key says their kind.
var balancers = map[string][3]string{ // attributes of name and kind, and the kind without
	"aws_lb":  {"name", "load_balancer_type", "application"},
	"aws_alb": {"name", "load_balancer_type", "application"},
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {"Name", "Type", "application"},
}

var balancerKinds = map[string]string{"application": "app", "network": "net", "gateway": "gwy"}

// idPrefixes are how ids begin of what only the tag Name tells apart.
var idPrefixes = map[string][]string{
	"aws_instance": {"i-"}, "aws_ebs_volume": {"vol-"}, "aws_eip": {"eipalloc-"}, "aws_nat_gateway": {"nat-"},
	"aws_ebs_snapshot": {"snap-"}, "aws_efs_file_system": {"fs-"}, "aws_vpc_endpoint": {"vpce-"}, "aws_ec2_transit_gateway": {"tgw-"},
	"AWS::EC2::Instance": {"i-"}, "AWS::EC2::Volume": {"vol-"}, "AWS::EC2::EIP": {"eipalloc-"}, "AWS::EC2::NatGateway": {"nat-"},
}

// keysOf are the keys that a bill has for a resource, by the name in its code.
func keysOf(r *assay.Resource) []string {
	if b, ok := balancers[r.Type]; ok {
		name, kind := text(r, b[0]), b[2]
		if a, ok := r.Attribute(b[1]); ok {
			kind = a.Value
		}
		if name == "" || balancerKinds[kind] == "" {
			return nil
		}
		return []string{"elasticloadbalancing:loadbalancer/" + balancerKinds[kind] + "/" + name + "/"}
	}
	n, ok := namings[r.Type]
	if !ok {
		return nil
	}
	name := text(r, n.attribute)
	if name == "" {
		return nil
	}
	return []string{strings.Replace(n.key, "*", name, 1)}
}

// text is an attribute that the files tell.
func text(r *assay.Resource, path string) string {
	if a, ok := r.Attribute(path); ok && a.Kind == assay.KindString {
		return a.Value
	}
	return ""
}

// spellings are the keys under which code may know a bill's key: as it is, and
// without what the provider adds.
func spellings(key string) []string {
	out := []string{key}
	if i := strings.LastIndexByte(key, '/'); i > 0 {
		out = append(out, key[:i+1])
	}
	if i := strings.LastIndexByte(key, '-'); i > 0 && strings.HasPrefix(key, "secretsmanager:") {
		out = append(out, key[:i+1])
	}
	return append(out, strings.TrimSuffix(key, ":*"))
}
