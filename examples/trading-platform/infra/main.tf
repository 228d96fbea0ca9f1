provider "aws" {
  region = "eu-west-1"
}

locals {
  tags = {
    Owner       = "team-trading"
    CostCentre  = "CC-3300"
    Environment = "production"
  }
}

resource "aws_kms_key" "orders" {
  description         = "order records"
  enable_key_rotation = true
  tags                = local.tags
}

# Wrong: orders go through in clear, and nobody pays for it.
resource "aws_sqs_queue" "orders" {
  name                    = "orders"
  sqs_managed_sse_enabled = false
}

# Right.
resource "aws_sqs_queue" "executions" {
  name              = "executions"
  kms_master_key_id = aws_kms_key.orders.arn
  tags              = local.tags
}

# Wrong: the volume is not encrypted.
resource "aws_ebs_volume" "history" {
  availability_zone = "eu-west-1a"
  size              = 16000
  type              = "io2"
  iops              = 64000
  encrypted         = false
  tags              = local.tags
}

# Right.
resource "aws_ebs_volume" "archive" {
  availability_zone = "eu-west-1a"
  size              = 500
  type              = "gp3"
  encrypted         = true
  kms_key_id        = aws_kms_key.orders.arn
  tags              = local.tags
}
