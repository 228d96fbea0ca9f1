# Infrastructure of a bank that does not exist: sample data.
provider "aws" {
  region = "eu-central-1"
}

locals {
  tags = {
    Owner       = "team-fraud"
    CostCentre  = "CC-4730"
    Environment = "production"
    Service     = "fraud-detection"
  }
}

resource "aws_instance" "scoring" {
  count                       = 5
  ami                         = "ami-0a1b2c3d4e5f60004"
  instance_type               = "g5.2xlarge"
  associate_public_ip_address = false

  tags = merge(local.tags, { Name = "fraud-scoring-${count.index + 1}" })

  root_block_device {
    volume_type = "gp3"
    volume_size = 30
    encrypted   = true
  }

  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_instance" "training_test" {
  ami                         = "ami-0a1b2c3d4e5f60004"
  instance_type               = "g5.xlarge"
  associate_public_ip_address = false

  tags = merge(local.tags, { Name = "fraud-training-test", Environment = "test" })

  root_block_device {
    volume_type = "gp3"
    volume_size = 30
    encrypted   = true
  }

  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_s3_bucket" "models" {
  bucket = "fraud-models"
}

resource "aws_s3_bucket_lifecycle_configuration" "models" {
  bucket = aws_s3_bucket.models.id

  rule {
    id     = "old-models"
    status = "Enabled"

    expiration {
      days = 730
    }
  }
}
