# Infrastructure of a bank that does not exist: sample data.
provider "aws" {
  region = "eu-central-1"
}

locals {
  tags = {
    Owner       = "team-trading"
    CostCentre  = "CC-4720"
    Environment = "production"
    Service     = "trading-platform"
  }
}

resource "aws_instance" "engine" {
  count                       = 7
  ami                         = "ami-0a1b2c3d4e5f60003"
  instance_type               = "c6i.16xlarge"
  associate_public_ip_address = false

  tags = merge(local.tags, { Name = "trading-engine-${count.index + 1}" })

  root_block_device {
    volume_type = "gp3"
    volume_size = 30
    encrypted   = true
  }

  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_msk_cluster" "orders" {
  cluster_name           = "orders"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 4

  broker_node_group_info {
    instance_type   = "kafka.m5.2xlarge"
    client_subnets  = ["subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002"]
    security_groups = ["sg-0a1b2c3d4e5f60001"]
  }

  tags = local.tags
}

# Every order since the first, for ever.
resource "aws_s3_bucket" "records" {
  bucket = "trading-order-records"
  tags   = local.tags
}

resource "aws_db_instance" "orders" {
  identifier          = "orders"
  engine              = "postgres"
  instance_class      = "db.r6g.8xlarge"
  multi_az            = true
  allocated_storage   = 500
  storage_type        = "gp3"
  storage_encrypted   = true
  deletion_protection = true
  tags                = local.tags
}

# For a replay of last year's orders.
resource "aws_ebs_volume" "replay" {
  availability_zone = "eu-central-1a"
  size              = 2000
  type              = "gp3"
  encrypted         = true

  tags = merge(local.tags, { Name = "trading-replay" })
}
