# Hand-worked prices of a month of 730 hours outside of N. Virginia, from AWS' price list
# of September 2026 (London: lists published from 11 to 28 September; Tokyo: 14 August and
# 23 September; extended support of RDS: May 2026).
provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "london"
  region = "eu-west-2"
}

provider "aws" {
  alias  = "stockholm"
  region = "eu-north-1"
}

provider "aws" {
  alias  = "tokyo"
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "singapore"
  region = "ap-southeast-1"
}

provider "aws" {
  alias  = "seoul"
  region = "ap-northeast-2"
}

provider "aws" {
  alias  = "paulo"
  region = "sa-east-1"
}

provider "aws" {
  alias  = "montreal"
  region = "ca-central-1"
}

provider "aws" {
  alias  = "frankfurt"
  region = "eu-central-1"
}

provider "aws" {
  alias  = "ohio"
  region = "us-east-2"
}

# = 34.456 + 2.784     730 × 0.0472, 30 GB × 0.0928
# ? 1      traffic
resource "aws_instance" "london" {
  provider                    = aws.london
  instance_type               = "t3.medium"
  associate_public_ip_address = false
  root_block_device {
    volume_type = "gp3"
    volume_size = 30
  }
}

# = 148.92 + 10.45     730 × 0.204, 100 GB × 0.1045
# ? 1
resource "aws_instance" "stockholm" {
  provider                    = aws.stockholm
  instance_type               = "m6i.xlarge"
  associate_public_ip_address = false
  root_block_device {
    volume_size = 100
  }
}

# = 192.72 + 26.60     730 × 0.264, 200 GB × 0.133
# ? 1      backups
resource "aws_db_instance" "london" {
  provider          = aws.london
  engine            = "postgres"
  engine_version    = "16.4"
  instance_class    = "db.r6g.large"
  allocated_storage = 200
  storage_type      = "gp3"
}

# = 394.20 + 27.60     730 × 0.54, 100 GB × 0.276
# ? 1
resource "aws_db_instance" "singapore" {
  provider          = aws.singapore
  engine            = "postgres"
  engine_version    = "17.2"
  instance_class    = "db.r6g.large"
  multi_az          = true
  allocated_storage = 100
}

# = 148.19 + 13.10     730 × 0.203, 50 GB × 0.262
# ? 1
resource "aws_db_instance" "seoul" {
  provider          = aws.seoul
  engine            = "mysql"
  engine_version    = "8.4.3"
  instance_class    = "db.t4g.medium"
  multi_az          = true
  allocated_storage = 50
  storage_type      = "gp3"
}

# = 519.76 + 23 + 584     730 × 0.712, 100 GB × 0.23; first years of extended support: 2 × 4 vCPU × 730 × 0.10
# ? 1
resource "aws_db_instance" "postgres_12" {
  provider          = aws.ohio
  engine            = "postgres"
  engine_version    = "12.19"
  instance_class    = "db.m5.xlarge"
  multi_az          = true
  allocated_storage = 100
}

# = 13.14 + 2.66     730 × 0.018, 20 GB × 0.133; no price of extended support in London is known
# ? 2
resource "aws_db_instance" "mysql_8" {
  provider          = aws.london
  engine            = "mysql"
  engine_version    = "8.0.39"
  instance_class    = "db.t4g.micro"
  allocated_storage = 20
}

# = 33.58      730 × 0.046
# ? 1      data, whose price in Stockholm is not known
resource "aws_nat_gateway" "stockholm" {
  provider      = aws.stockholm
  subnet_id     = "subnet-1"
  allocation_id = "eipalloc-1"
}

# = 24.82     730 × 0.034
# ? 1      LCUs, whose price in São Paulo is not known
resource "aws_lb" "paulo" {
  provider           = aws.paulo
  load_balancer_type = "application"
  internal           = true
}

# = 20.44     730 × 0.028
# ? 1
resource "aws_elb" "singapore" {
  provider = aws.singapore
}

# = 89.9652     2 tasks × 730 × (1 vCPU × 0.05056 + 2 GB × 0.00553)
resource "aws_ecs_service" "tokyo" {
  provider        = aws.tokyo
  launch_type     = "FARGATE"
  desired_count   = 2
  task_definition = aws_ecs_task_definition.tokyo.arn
}

resource "aws_ecs_task_definition" "tokyo" {
  provider                 = aws.tokyo
  family                   = "tokyo"
  cpu                      = "1024"
  memory                   = "2048"
  requires_compatibilities = ["FARGATE"]
  container_definitions    = "[]"
}

# = 11.2712 + 28.178     100 RCU × 730 × 0.0001544, 50 WCU × 730 × 0.000772
# ? 1      storage
resource "aws_dynamodb_table" "london" {
  provider       = aws.london
  name           = "t"
  hash_key       = "id"
  billing_mode   = "PROVISIONED"
  read_capacity  = 100
  write_capacity = 50
  attribute {
    name = "id"
    type = "S"
  }
}

# = 16.06     2 zones × 730 × 0.011
# ? 1
resource "aws_vpc_endpoint" "montreal" {
  provider          = aws.montreal
  vpc_id            = "vpc-1"
  service_name      = "com.amazonaws.ca-central-1.ecr.api"
  vpc_endpoint_type = "Interface"
  subnet_ids        = ["subnet-1", "subnet-2"]
}

# = 43     500 GB × 0.086
resource "aws_ebs_volume" "paulo" {
  provider          = aws.paulo
  availability_zone = "sa-east-1a"
  type              = "st1"
  size              = 500
}

# = 26.28     2 × 730 × 0.018
resource "aws_elasticache_replication_group" "london" {
  provider             = aws.london
  replication_group_id = "r"
  description          = "r"
  engine               = "redis"
  node_type            = "cache.t4g.micro"
  num_cache_clusters   = 2
}

# = 251.85 + 5.712     3 × 730 × 0.115, 3 × 20 GB × 0.0952
resource "aws_eks_node_group" "frankfurt" {
  provider       = aws.frankfurt
  cluster_name   = "c"
  node_role_arn  = "arn:aws:iam::1:role/r"
  subnet_ids     = ["subnet-1"]
  instance_types = ["m5.large"]
  scaling_config {
    desired_size = 3
    min_size     = 3
    max_size     = 6
  }
}

# = 90.52 + 6 + 2.10     730 × 0.124, 50 GB × 0.12, 7 metrics × 0.30: monitoring is on unless it is said to be off
# ? 1
resource "aws_autoscaling_group" "tokyo" {
  provider             = aws.tokyo
  desired_capacity     = 1
  min_size             = 1
  max_size             = 2
  launch_configuration = aws_launch_configuration.monitored.name
}

resource "aws_launch_configuration" "monitored" {
  provider                    = aws.tokyo
  image_id                    = "ami-1"
  instance_type               = "m5.large"
  associate_public_ip_address = false
  root_block_device {
    volume_size = 50
  }
}

# = 70.08 + 0.80     730 × 0.096, 8 GB × 0.10: monitoring is off
# ? 1
resource "aws_autoscaling_group" "unmonitored" {
  desired_capacity     = 1
  min_size             = 1
  max_size             = 2
  launch_configuration = aws_launch_configuration.unmonitored.name
}

resource "aws_launch_configuration" "unmonitored" {
  image_id                    = "ami-1"
  instance_type               = "m5.large"
  enable_monitoring           = false
  associate_public_ip_address = false
  root_block_device {
    volume_size = 8
  }
}
