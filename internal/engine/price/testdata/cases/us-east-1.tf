# Hand-worked prices of a month of 730 hours, from the public price pages of AWS for
# N. Virginia as they stood in August 2024 (DynamoDB on demand: November 2024).
# "= AMOUNT" is what is priced of the resource below, with its working; "? N" is how
# many of its components must be named as unknown.
provider "aws" {
  region = "us-east-1"
}

# = 8.468     730 × 0.0116
# ? 3         root volume, address, traffic
resource "aws_instance" "t2_micro" {
  ami           = "ami-12345678"
  instance_type = "t2.micro"
}

# = 7.592 + 1.60 + 3.65      730 × 0.0104, 20 GB × 0.08, 730 × 0.005
# ? 1
resource "aws_instance" "t3_micro" {
  instance_type               = "t3.micro"
  associate_public_ip_address = true
  root_block_device {
    volume_type = "gp3"
    volume_size = 20
  }
}

# = 70.08 + 10        730 × 0.096, 100 GB × 0.10
# ? 1
resource "aws_instance" "m5_large" {
  instance_type               = "m5.large"
  associate_public_ip_address = false
  root_block_device {
    volume_size = 100
  }
}

# = 124.10 + 5 + 50     730 × 0.17, 50 × 0.10, 500 × 0.10
# ? 1
resource "aws_instance" "c5_xlarge" {
  instance_type               = "c5.xlarge"
  associate_public_ip_address = false
  root_block_device {
    volume_size = 50
  }
  ebs_block_device {
    device_name = "/dev/sdb"
    volume_size = 500
  }
}

# = 367.92 + 0.80      730 × 0.504, 8 × 0.10
# ? 1
resource "aws_instance" "r5_2xlarge" {
  instance_type               = "r5.2xlarge"
  associate_public_ip_address = false
  root_block_device {
    volume_size = 8
  }
}

# = 383.98        730 × 0.526
# ? 3
resource "aws_instance" "g4dn" {
  instance_type = "g4dn.xlarge"
}

# = 12.264       730 × 0.0168
# ? 3
resource "aws_instance" "t4g_small" {
  instance_type = "t4g.small"
}

# = 560.64       730 × 0.768
# ? 3
resource "aws_instance" "m6i_4xlarge" {
  instance_type = "m6i.4xlarge"
}

# = 59.568       730 × 0.0816
# ? 3
resource "aws_instance" "m7g_large" {
  instance_type = "m7g.large"
}

# = 2233.80      730 × 3.06
# ? 3
resource "aws_instance" "p3" {
  instance_type = "p3.2xlarge"
}

# ? 4          the price book has no spot market
resource "aws_instance" "spot" {
  instance_type = "m5.large"
  instance_market_options {
    market_type = "spot"
  }
}

# ? 4          dedicated
resource "aws_instance" "dedicated" {
  instance_type = "m5.large"
  tenancy       = "dedicated"
}

variable "size" {}

# ? 4          the type is a variable without a value
resource "aws_instance" "open" {
  instance_type = var.size
}

# = 8.00      100 × 0.08
resource "aws_ebs_volume" "gp3" {
  availability_zone = "us-east-1a"
  type              = "gp3"
  size              = 100
}

# = 8.00 + 15.00 + 5.00     100 × 0.08, (6000 − 3000) × 0.005, (250 − 125) × 0.04
resource "aws_ebs_volume" "gp3_fast" {
  availability_zone = "us-east-1a"
  type              = "gp3"
  size              = 100
  iops              = 6000
  throughput        = 250
}

# = 12.50 + 65.00      100 × 0.125, 1000 × 0.065
resource "aws_ebs_volume" "io1" {
  availability_zone = "us-east-1a"
  type              = "io1"
  size              = 100
  iops              = 1000
}

# = 125 + 2080 + 364     1000 × 0.125, 32000 × 0.065, 8000 × 0.0455
resource "aws_ebs_volume" "io2" {
  availability_zone = "us-east-1a"
  type              = "io2"
  size              = 1000
  iops              = 40000
}

# = 22.50     500 × 0.045
resource "aws_ebs_volume" "st1" {
  availability_zone = "us-east-1a"
  type              = "st1"
  size              = 500
}

# = 7.50      500 × 0.015
resource "aws_ebs_volume" "sc1" {
  availability_zone = "us-east-1a"
  type              = "sc1"
  size              = 500
}

# = 4.00      40 × 0.10
resource "aws_ebs_volume" "gp2" {
  availability_zone = "us-east-1b"
  size              = 40
}

# = 32.85     730 × 0.045
# ? 1
resource "aws_nat_gateway" "a" {
  allocation_id = aws_eip.a.id
  subnet_id     = "subnet-1"
}

# = 3.65      730 × 0.005
resource "aws_eip" "a" {
  domain = "vpc"
}

# = 16.425    730 × 0.0225
# ? 2
resource "aws_lb" "application" {
  load_balancer_type = "application"
}

# = 16.425    730 × 0.0225
# ? 1
resource "aws_lb" "network" {
  load_balancer_type = "network"
  internal           = true
}

# = 18.25     730 × 0.025
# ? 1
resource "aws_elb" "classic" {
  listener {
    instance_port     = 80
    instance_protocol = "http"
    lb_port           = 80
    lb_protocol       = "http"
  }
}

# = 14.60     2 × 730 × 0.01
# ? 1
resource "aws_vpc_endpoint" "interface" {
  vpc_id            = "vpc-1"
  service_name      = "com.amazonaws.us-east-1.sqs"
  vpc_endpoint_type = "Interface"
  subnet_ids        = ["subnet-1", "subnet-2"]
}

# = 36.50     730 × 0.05
resource "aws_vpn_connection" "office" {
  customer_gateway_id = "cgw-1"
  type                = "ipsec.1"
}

# = 36.50     730 × 0.05
# ? 1
resource "aws_ec2_transit_gateway_vpc_attachment" "a" {
  subnet_ids         = ["subnet-1"]
  transit_gateway_id = "tgw-1"
  vpc_id             = "vpc-1"
}

# = 12.41 + 2.30      730 × 0.017, 20 × 0.115
# ? 1
resource "aws_db_instance" "mysql_small" {
  engine            = "mysql"
  instance_class    = "db.t3.micro"
  allocated_storage = 20
}

# = 259.88 + 23.00     730 × 0.356, 100 × 0.23
# ? 1
resource "aws_db_instance" "postgres_multi" {
  engine            = "postgres"
  instance_class    = "db.m5.large"
  allocated_storage = 100
  storage_type      = "gp3"
  multi_az          = true
}

# = 182.50 + 25.00 + 300.00     730 × 0.25, 200 × 0.125, 3000 × 0.10
# ? 1
resource "aws_db_instance" "postgres_io1" {
  engine            = "postgres"
  instance_class    = "db.r5.large"
  allocated_storage = 200
  storage_type      = "io1"
  iops              = 3000
}

# = 49.64 + 5.75      730 × 0.068, 50 × 0.115
# ? 1
resource "aws_db_instance" "mariadb" {
  engine            = "mariadb"
  instance_class    = "db.t3.medium"
  allocated_storage = 50
}

# = 11.50     100 × 0.115; no price for the licence of Oracle
# ? 2
resource "aws_db_instance" "oracle" {
  engine            = "oracle-se2"
  instance_class    = "db.m5.large"
  allocated_storage = 100
}

# = 211.70    730 × 0.29
resource "aws_rds_cluster_instance" "aurora" {
  cluster_identifier = aws_rds_cluster.main.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r5.large"
}

# = 59.86     730 × 0.082
resource "aws_rds_cluster_instance" "aurora_small" {
  cluster_identifier = aws_rds_cluster.main.id
  engine             = "aurora-postgresql"
  instance_class     = "db.t3.medium"
}

# = 189.80    730 × 0.26 (rounded by AWS)
resource "aws_rds_cluster_instance" "aurora_graviton" {
  cluster_identifier = aws_rds_cluster.main.id
  engine             = "aurora-mysql"
  instance_class     = "db.r6g.large"
}

# ? 3         storage, requests, backups
resource "aws_rds_cluster" "main" {
  engine = "aurora-postgresql"
}

# = 12.41     730 × 0.017
resource "aws_elasticache_cluster" "micro" {
  cluster_id      = "a"
  engine          = "redis"
  node_type       = "cache.t3.micro"
  num_cache_nodes = 1
}

# = 341.64    3 × 730 × 0.156
resource "aws_elasticache_cluster" "memcached" {
  cluster_id      = "b"
  engine          = "memcached"
  node_type       = "cache.m5.large"
  num_cache_nodes = 3
}

# = 315.36    2 × 730 × 0.216
resource "aws_elasticache_replication_group" "pair" {
  replication_group_id = "c"
  description          = "pair"
  node_type            = "cache.r5.large"
  num_cache_clusters   = 2
}

# = 902.28    3 shards × 2 nodes × 730 × 0.206
resource "aws_elasticache_replication_group" "shards" {
  replication_group_id    = "d"
  description             = "shards"
  node_type               = "cache.r6g.large"
  num_node_groups         = 3
  replicas_per_node_group = 1
}

# = 4.745 + 1.898     10 × 730 × 0.00065, 20 × 730 × 0.00013
# ? 1
resource "aws_dynamodb_table" "provisioned" {
  name           = "a"
  billing_mode   = "PROVISIONED"
  write_capacity = 10
  read_capacity  = 20
  hash_key       = "id"
}

# ? 3
resource "aws_dynamodb_table" "on_demand" {
  name         = "b"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
}

# ? 3
resource "aws_s3_bucket" "empty" {
  bucket = "a"
}

# ? 2
resource "aws_lambda_function" "quiet" {
  function_name = "a"
  role          = "r"
}

# = 73.00     730 × 0.10
resource "aws_eks_cluster" "main" {
  name     = "a"
  role_arn = "r"
}

# = 91.104 + 4.80     3 × 730 × 0.0416, 3 × 20 × 0.08
resource "aws_eks_node_group" "default" {
  cluster_name  = "a"
  node_role_arn = "r"
  subnet_ids    = ["subnet-1"]
  scaling_config {
    desired_size = 3
    max_size     = 5
    min_size     = 1
  }
}

# ? 2     none to begin with, and up to 5 later: not known, and not nothing
resource "aws_eks_node_group" "from_none" {
  cluster_name  = "a"
  node_role_arn = "r"
  subnet_ids    = ["subnet-1"]
  scaling_config {
    desired_size = 0
    max_size     = 5
    min_size     = 0
  }
}

# = 0     none now, and none later
resource "aws_eks_node_group" "none" {
  cluster_name  = "a"
  node_role_arn = "r"
  subnet_ids    = ["subnet-1"]
  scaling_config {
    desired_size = 0
    max_size     = 0
    min_size     = 0
  }
}

# ? 3
resource "aws_autoscaling_group" "from_none" {
  min_size         = 0
  max_size         = 40
  desired_capacity = 0
  launch_template {
    id = aws_launch_template.web.id
  }
}

# ? 2     tasks that something scales
resource "aws_ecs_service" "from_none" {
  name            = "api"
  launch_type     = "FARGATE"
  task_definition = aws_ecs_task_definition.api.arn
}

# = 29.5504 + 6.4897     2 × 0.5 vCPU × 730 × 0.04048, 2 × 1 GB × 730 × 0.004445
resource "aws_ecs_service" "api" {
  name            = "api"
  launch_type     = "FARGATE"
  desired_count   = 2
  task_definition = aws_ecs_task_definition.api.arn
}

resource "aws_ecs_task_definition" "api" {
  family                = "api"
  cpu                   = 512
  memory                = 1024
  container_definitions = "[]"
}

# = 140.16 + 6.40    2 × 730 × 0.096, 2 × 40 × 0.08
# ? 1
resource "aws_autoscaling_group" "web" {
  min_size         = 1
  max_size         = 4
  desired_capacity = 2
  launch_template {
    id = aws_launch_template.web.id
  }
}

resource "aws_launch_template" "web" {
  instance_type = "m5.large"
  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_type = "gp3"
      volume_size = 40
    }
  }
}

# = 3.00
resource "aws_cloudwatch_dashboard" "ops" {
  dashboard_name = "ops"
  dashboard_body = "{}"
}

# = 0.10
resource "aws_cloudwatch_metric_alarm" "cpu" {
  alarm_name          = "cpu"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 2
  period              = 300
}

# = 0.30      shorter than a minute
resource "aws_cloudwatch_metric_alarm" "fast" {
  alarm_name          = "fast"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 2
  period              = 10
}

# ? 3
resource "aws_cloudwatch_log_group" "app" {
  name = "app"
}

# = 1.00
# ? 1
resource "aws_kms_key" "data" {
  description = "data"
}

# = 0.40
# ? 1
resource "aws_secretsmanager_secret" "password" {
  name = "password"
}

# = 0.05
resource "aws_ssm_parameter" "large" {
  name  = "large"
  type  = "String"
  tier  = "Advanced"
  value = "x"
}

# = 0.50
# ? 1
resource "aws_route53_zone" "bank" {
  name = "bank.example"
}

# = 1.50       0.50, and 1.00 for HTTPS
resource "aws_route53_health_check" "bank" {
  fqdn = "bank.example"
  type = "HTTPS"
}

# = 5.00 + 2.00
# ? 1
resource "aws_wafv2_web_acl" "edge" {
  name  = "edge"
  scope = "REGIONAL"
  rule {
    name     = "a"
    priority = 1
  }
  rule {
    name     = "b"
    priority = 2
  }
}

# = 21.90     2 × 730 × 0.015
# ? 1
resource "aws_kinesis_stream" "events" {
  name        = "events"
  shard_count = 2
}

# = 792.78    730 × 1.086
# ? 1
resource "aws_redshift_cluster" "warehouse" {
  cluster_identifier = "w"
  node_type          = "ra3.xlplus"
  number_of_nodes    = 1
}

# = 280.32 + 40.50     3 × 730 × 0.128, 3 × 100 × 0.135
resource "aws_opensearch_domain" "logs" {
  domain_name = "logs"
  cluster_config {
    instance_type  = "m6g.large.search"
    instance_count = 3
  }
  ebs_options {
    ebs_enabled = true
    volume_type = "gp2"
    volume_size = 100
  }
}

# = 459.90 + 300.00     3 × 730 × 0.21, 3 × 1000 × 0.10
resource "aws_msk_cluster" "bus" {
  cluster_name           = "bus"
  kafka_version          = "3.5.1"
  number_of_broker_nodes = 3
  broker_node_group_info {
    instance_type   = "kafka.m5.large"
    client_subnets  = ["subnet-1"]
    security_groups = ["sg-1"]
    storage_info {
      ebs_storage_info {
        volume_size = 1000
      }
    }
  }
}

# = 202.21    730 × 0.277
resource "aws_docdb_cluster_instance" "one" {
  cluster_identifier = "d"
  instance_class     = "db.r5.large"
}

# = 18.25     730 × 0.025
# ? 1
resource "aws_globalaccelerator_accelerator" "edge" {
  name = "edge"
}

# = 182.50    2 × 730 × 0.125
resource "aws_route53_resolver_endpoint" "inbound" {
  direction          = "INBOUND"
  security_group_ids = ["sg-1"]
  ip_address {
    subnet_id = "subnet-1"
  }
  ip_address {
    subnet_id = "subnet-2"
  }
}

# ? 1
resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

# ? 1         what a distribution costs is not worked out
resource "aws_cloudfront_distribution" "web" {
  enabled = true
}

# = 438.00     730 × 0.60: 1.29 is in extended support
resource "aws_eks_cluster" "old" {
  name     = "a"
  role_arn = "r"
  version  = "1.29"
}

# = 73.00      730 × 0.10: it is upgraded when standard support ends
resource "aws_eks_cluster" "upgraded" {
  name     = "a"
  role_arn = "r"
  version  = "1.29"
  upgrade_policy {
    support_type = "STANDARD"
  }
}

# = 70.08 + 3.20     730 × 0.096, 40 × 0.08, of its template
# ? 2
resource "aws_instance" "from_template" {
  launch_template {
    id = aws_launch_template.web.id
  }
}

# = 70.08 + 3.20     1 of min_size: 730 × 0.096, 40 × 0.08
# ? 1
resource "aws_autoscaling_group" "begins_with_one" {
  min_size = 1
  max_size = 4
  launch_template {
    id = aws_launch_template.web.id
  }
}

# = 91.104 + 9.60     3 × 730 × 0.0416, 3 × 40 × 0.08
resource "aws_eks_node_group" "with_template" {
  cluster_name   = "a"
  node_role_arn  = "r"
  subnet_ids     = ["subnet-1"]
  instance_types = ["t3.medium"]
  launch_template {
    id      = aws_launch_template.web.id
    version = "1"
  }
  scaling_config {
    desired_size = 3
    max_size     = 5
    min_size     = 1
  }
}

# ? 1     machines with Windows
resource "aws_eks_node_group" "windows" {
  cluster_name  = "a"
  node_role_arn = "r"
  subnet_ids    = ["subnet-1"]
  ami_type      = "WINDOWS_CORE_2022_x86_64"
  disk_size     = 0
  scaling_config {
    desired_size = 3
    max_size     = 5
    min_size     = 1
  }
}

# = 1.00
# ? 1
resource "aws_kms_external_key" "own" {
  description = "key material of ours"
}

# = 0.20       2 metrics × 0.10; an expression is none
resource "aws_cloudwatch_metric_alarm" "ratio" {
  alarm_name          = "a"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_query {
    id         = "e1"
    expression = "m1 / m2"
  }
  metric_query {
    id = "m1"
    metric {
      metric_name = "errors"
      namespace   = "a"
      period      = 120
      stat        = "Sum"
    }
  }
  metric_query {
    id = "m2"
    metric {
      metric_name = "requests"
      namespace   = "a"
      period      = 120
      stat        = "Sum"
    }
  }
}

# = 0.30       3 × 0.10: a band has three metrics
resource "aws_cloudwatch_metric_alarm" "unusual" {
  alarm_name          = "a"
  comparison_operator = "GreaterThanUpperThreshold"
  evaluation_periods  = 2
  metric_query {
    id         = "e1"
    expression = "ANOMALY_DETECTION_BAND(m1)"
  }
  metric_query {
    id = "m1"
    metric {
      metric_name = "requests"
      namespace   = "a"
      period      = 120
      stat        = "Sum"
    }
  }
}

# = 5.00       100 × 0.05, all of the volume
resource "aws_ebs_snapshot" "whole" {
  volume_id = aws_ebs_volume.snapped.id
}

# = 8.00       100 × 0.08
resource "aws_ebs_volume" "snapped" {
  availability_zone = "us-east-1a"
  type              = "gp3"
  size              = 100
}

# = 49.64 + 11.50 + 20.00 + 5.00     730 × 0.068, 100 × 0.115, 1,000 operations above 3,000 × 0.02, 62.5 MB/s above 125 × 0.08
# ? 1
resource "aws_db_instance" "provisioned" {
  engine              = "mysql"
  engine_version      = "8.4"
  instance_class      = "db.t3.medium"
  storage_type        = "gp3"
  allocated_storage   = 100
  iops                = 4000
  storage_throughput  = 187.5
}

# = 49.64 + 11.50 + 292     730 × 0.068, 100 × 0.115; third year of extended support: 2 vCPU × 730 × 0.20
# ? 1
resource "aws_db_instance" "out_of_support" {
  engine            = "mysql"
  engine_version    = "5.7.44"
  instance_class    = "db.t3.medium"
  allocated_storage = 100
}

# = 36.0404     1 vCPU × 730 × 0.04048, 2 GB × 730 × 0.004445: nothing but Fargate takes it
resource "aws_ecs_service" "by_the_cluster" {
  name            = "api"
  desired_count   = 1
  task_definition = aws_ecs_task_definition.fargate_only.arn
}

resource "aws_ecs_task_definition" "fargate_only" {
  family                   = "api"
  cpu                      = 1024
  memory                   = 2048
  requires_compatibilities = ["FARGATE"]
  container_definitions    = "[]"
}

# = 14.60      730 × 0.02
resource "aws_api_gateway_stage" "cached" {
  rest_api_id           = "a"
  deployment_id         = "d"
  stage_name            = "live"
  cache_cluster_enabled = true
  cache_cluster_size    = "0.5"
}

# = 2.50       0.50, and 1.00 each for HTTPS and the text looked for
resource "aws_route53_health_check" "https" {
  type              = "HTTPS_STR_MATCH"
  search_string     = "ok"
  failure_threshold = 3
  request_interval  = 30
}

# = 36.50 + 36.50     730 × 0.05 each
# ? 1
resource "aws_vpn_connection" "to_transit" {
  customer_gateway_id = "cgw-1"
  transit_gateway_id  = "tgw-1"
  type                = "ipsec.1"
}

# ? 1
resource "aws_config_configuration_recorder" "all" {
  role_arn = "r"
}

# = 0.474500 + 0.0949 + 2372.50 + 474.50     1 WCU, 1 RCU; 5,000 of each for the index: 730 × 5,000 × 0.00065, 730 × 5,000 × 0.00013
# ? 1
resource "aws_dynamodb_table" "indexed" {
  name           = "indexed"
  hash_key       = "id"
  read_capacity  = 1
  write_capacity = 1
  global_secondary_index {
    name            = "by-day"
    hash_key        = "day"
    projection_type = "ALL"
    read_capacity   = 5000
    write_capacity  = 5000
  }
}

# = 59.13 + 11.68     730 × 100 × 0.00081, 730 × 100 × 0.00016
# ? 1
resource "aws_dynamodb_table" "seldom" {
  name           = "seldom"
  hash_key       = "id"
  read_capacity  = 100
  write_capacity = 100
  table_class    = "STANDARD_INFREQUENT_ACCESS"
}

# = 1.20       3 × 0.40: the secret and two replicas
# ? 1
resource "aws_secretsmanager_secret" "replicated" {
  name = "a"
  replica {
    region = "eu-west-1"
  }
  replica {
    region = "eu-central-1"
  }
}

# = 73.00
# ? 1
resource "aws_eks_cluster" "automatic" {
  name     = "a"
  role_arn = "r"
  version  = "1.35"
  compute_config {
    enabled = true
  }
}

# ? 1
resource "aws_ecs_cluster" "measured" {
  name = "a"
  setting {
    name  = "containerInsights"
    value = "enhanced"
  }
}

# ? 1     not free, whatever its name begins with
resource "aws_cloudwatch_event_archive" "all" {
  name             = "a"
  event_source_arn = "e"
}

# ? 1
resource "aws_ecs_task_set" "set" {
  service         = "s"
  cluster         = "c"
  task_definition = "t"
}
