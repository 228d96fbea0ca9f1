# Infrastructure of a bank that does not exist: sample data.
provider "aws" {
  region = "eu-central-1"
}

locals {
  tags = {
    Owner       = "team-mobile"
    CostCentre  = "CC-4712"
    Environment = "production"
    Service     = "mobile-banking"
  }
}

resource "aws_launch_template" "api" {
  name          = "mobile-api"
  image_id      = "ami-0a1b2c3d4e5f60002"
  instance_type = "c6i.4xlarge"

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_type = "gp3"
      volume_size = 30
      encrypted   = true
    }
  }

  network_interfaces {
    associate_public_ip_address = false
  }

  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_autoscaling_group" "api" {
  name                = "mobile-api"
  min_size            = 2
  desired_capacity    = 4
  max_size            = 5
  vpc_zone_identifier = ["subnet-0a1b2c3d4e5f60003", "subnet-0a1b2c3d4e5f60004"]

  launch_template {
    id      = aws_launch_template.api.id
    version = "$Latest"
  }

  dynamic "tag" {
    for_each = merge(local.tags, { Name = "mobile-api" })

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}

resource "aws_instance" "statements" {
  count                       = 2
  ami                         = "ami-0a1b2c3d4e5f60002"
  instance_type               = "t2.2xlarge"
  associate_public_ip_address = false

  tags = merge(local.tags, { Name = "mobile-statements-${count.index + 1}" })

  root_block_device {
    volume_type = "gp3"
    volume_size = 30
    encrypted   = true
  }

  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_lambda_function" "push" {
  function_name = "push"
  role          = "arn:aws:iam::444455556666:role/push"
  filename      = "push.zip"
  handler       = "main.handler"
  runtime       = "python3.12"
  memory_size   = 512
  tags          = local.tags
}

resource "aws_s3_bucket" "assets" {
  bucket = "mobile-banking-assets"
  tags   = local.tags
}

resource "aws_s3_bucket_lifecycle_configuration" "assets" {
  bucket = aws_s3_bucket.assets.id

  rule {
    id     = "old-versions"
    status = "Enabled"

    noncurrent_version_expiration {
      noncurrent_days = 30
    }
  }
}
