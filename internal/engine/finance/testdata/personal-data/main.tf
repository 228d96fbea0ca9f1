provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "far"
  region = "us-east-1"
}

resource "aws_s3_bucket" "customers" {
  bucket = "customers"
}

resource "aws_s3_bucket" "far" {
  provider = aws.far
  bucket   = "customers-far"
}

resource "aws_s3_bucket" "near" {
  bucket = "customers-near"
}

resource "aws_s3_bucket_replication_configuration" "customers" {
  bucket = aws_s3_bucket.customers.bucket
  role   = "arn:aws:iam::123456789012:role/copy"
  rule {
    status = "Enabled"
    destination {
      # finds finance/data-abroad
      bucket = aws_s3_bucket.far.arn
    }
  }
  rule {
    status = "Enabled"
    destination {
      bucket = aws_s3_bucket.near.arn
    }
  }
  rule {
    status = "Enabled"
    destination {
      bucket = "arn:aws:s3:::somebody-elses"
    }
  }
}

resource "aws_dynamodb_table" "customers" {
  name = "customers"
  replica {
    # finds finance/data-abroad
    region_name = "us-west-2"
  }
  replica {
    region_name = "eu-central-1"
  }
  # Found adequate.
  replica {
    region_name = "eu-west-2"
  }
}

resource "aws_backup_plan" "customers" {
  name = "customers"
  rule {
    rule_name         = "daily"
    target_vault_name = "near"
    copy_action {
      # finds finance/data-abroad
      destination_vault_arn = "arn:aws:backup:ap-southeast-1:123456789012:backup-vault:far"
    }
  }
}

# What is far away from the start: the policy's regions say whether it may be.
resource "aws_dynamodb_table" "american" {
  provider = aws.far
  name     = "american"
  replica {
    region_name = "us-west-2"
  }
}
