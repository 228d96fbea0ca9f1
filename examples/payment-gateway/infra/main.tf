terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

locals {
  tags = {
    Owner        = "team-payments"
    "CostCentre" = "CC-4711"
    Environment  = "production"
    DataClass    = "card"
  }
}

variable "ledger_password" {
  type      = string
  sensitive = true
}

# Wrong: open to the internet, not encrypted, no backup, password in the file, nobody's.
resource "aws_db_instance" "payments" {
  identifier          = "payments"
  engine              = "postgres"
  instance_class      = "db.r5.24xlarge"
  allocated_storage   = 100
  username            = "gateway"
  password            = "hR5vX9nQ2mLz"
  publicly_accessible = true
  storage_encrypted   = false
  skip_final_snapshot = true
}

# Right.
resource "aws_db_instance" "ledger" {
  identifier                          = "ledger"
  engine                              = "postgres"
  instance_class                      = "db.t4g.medium"
  allocated_storage                   = 50
  username                            = "ledger"
  password                            = var.ledger_password
  publicly_accessible                 = false
  storage_encrypted                   = true
  kms_key_id                          = aws_kms_key.data.arn
  backup_retention_period             = 14
  deletion_protection                 = true
  iam_database_authentication_enabled = true
  performance_insights_enabled        = true
  performance_insights_kms_key_id     = aws_kms_key.data.arn
  tags                                = local.tags
}

resource "aws_kms_key" "data" {
  description         = "payment data"
  enable_key_rotation = true
  tags                = local.tags
}

# Wrong: anybody may try the door.
resource "aws_security_group" "admin" {
  name        = "gateway-admin"
  description = "administration"
  ingress {
    description = "ssh"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  tags = local.tags
}

# Right.
resource "aws_security_group" "api" {
  name        = "gateway-api"
  description = "API from the load balancer"
  ingress {
    description = "https"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.20.0.0/16"]
  }
  tags = local.tags
}

# Wrong: 96 processors for a page that a few people open, and no tags.
resource "aws_instance" "backoffice" {
  ami           = "ami-12345678"
  instance_type = "m5.24xlarge"
}

# Right.
resource "aws_instance" "worker" {
  ami           = "ami-12345678"
  instance_type = "t3.small"
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
  root_block_device {
    encrypted = true
  }
  tags = local.tags
}
