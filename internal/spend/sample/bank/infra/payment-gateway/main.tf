# Infrastructure of a bank that does not exist: sample data.
provider "aws" {
  region = "eu-central-1"
}

locals {
  tags = {
    Owner       = "team-payments"
    CostCentre  = "CC-4711"
    Environment = "production"
    Service     = "payment-gateway"
  }
}

resource "aws_instance" "gateway" {
  count                       = 6
  ami                         = "ami-0a1b2c3d4e5f60001"
  instance_type               = "m6i.8xlarge"
  associate_public_ip_address = false

  tags = merge(local.tags, { Name = "payment-gateway-${count.index + 1}" })

  root_block_device {
    volume_type = "gp3"
    volume_size = 30
    encrypted   = true
  }

  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_ebs_volume" "journal" {
  count             = 2
  availability_zone = "eu-central-1a"
  size              = 160
  type              = "gp2"
  encrypted         = true

  tags = merge(local.tags, { Name = "payment-journal-${count.index + 1}" })
}

resource "aws_volume_attachment" "journal" {
  count       = 2
  device_name = "/dev/sdf"
  volume_id   = aws_ebs_volume.journal[count.index].id
  instance_id = aws_instance.gateway[count.index].id
}

resource "aws_rds_cluster" "payments" {
  cluster_identifier  = "payments"
  engine              = "aurora-postgresql"
  engine_mode         = "provisioned"
  storage_encrypted   = true
  deletion_protection = true

  serverlessv2_scaling_configuration {
    min_capacity = 8
    max_capacity = 64
  }

  tags = local.tags
}

resource "aws_dynamodb_table" "authorisations" {
  name         = "authorisations"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  tags = {
    Owner       = "team-payments"
    CostCentre  = "CC-4711"
    Environment = "Production"
    Service     = "payment-gateway"
  }
}

# Since the gateway writes debug logs, most of what it costs is here.
resource "aws_cloudwatch_log_group" "api" {
  name = "/payments/api"
  tags = local.tags
}
