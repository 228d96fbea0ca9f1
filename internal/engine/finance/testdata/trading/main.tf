provider "aws" {
  region = "eu-west-1"
}

resource "aws_instance" "adrift" {
  # finds finance/clock-unsynchronised
  user_data = <<-EOT
    #!/bin/bash
    systemctl disable --now chronyd
  EOT
}

resource "aws_launch_template" "adrift" {
  # finds finance/clock-unsynchronised
  user_data = base64encode("#cloud-config\nntp:\n  enabled: false\n")
}

# Another one takes its place.
resource "aws_instance" "precise" {
  user_data = <<-EOT
    #!/bin/bash
    systemctl disable --now chronyd
    apt-get install -y linuxptp
    systemctl enable --now ptp4l
  EOT
}

resource "aws_instance" "other" {
  user_data = <<-EOT
    #!/bin/bash
    # systemctl disable chronyd
    systemctl disable --now bluetooth
    timedatectl set-timezone Etc/UTC
  EOT
}

resource "aws_instance" "quiet" {
  instance_type = "t3.small"
}

resource "aws_instance" "local" {
  # finds finance/clock-zone
  user_data = "timedatectl set-timezone Europe/Berlin"
}

resource "aws_s3_bucket" "records" {
  bucket = "order-records"
  tags = {
    # finds finance/records-unlocked
    Keeps = "order-records"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "records" {
  bucket = aws_s3_bucket.records.bucket
  rule {
    id     = "old"
    status = "Enabled"
    expiration {
      # finds finance/records-expire
      days = 365
    }
  }
  rule {
    id     = "off"
    status = "Disabled"
    expiration {
      days = 30
    }
  }
  rule {
    id     = "uploads"
    status = "Enabled"
    filter {
      prefix = "incomplete/"
    }
    expiration {
      days = 7
    }
  }
}

resource "aws_s3_bucket" "kept" {
  bucket = "trade-records"
  tags = {
    Keeps = "trade-records"
  }
}

resource "aws_s3_bucket_object_lock_configuration" "kept" {
  bucket = aws_s3_bucket.kept.bucket
}

resource "aws_s3_bucket_lifecycle_configuration" "kept" {
  bucket = aws_s3_bucket.kept.bucket
  rule {
    status = "Enabled"
    expiration {
      days = 2557
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "cache" {
  bucket = "reorder-cache"
  rule {
    status = "Enabled"
    expiration {
      days = 1
    }
  }
}

resource "aws_cloudwatch_log_group" "audit" {
  name = "/trading/order-audit"
  # finds finance/records-expire
  retention_in_days = 90
}

resource "aws_cloudwatch_log_group" "forever" {
  name              = "/trading/order-audit"
  retention_in_days = 0
}

resource "aws_cloudwatch_log_group" "debug" {
  name              = "/aws/lambda/order-gateway"
  retention_in_days = 14
}

resource "aws_kms_key" "slow" {
  enable_key_rotation = true
  # finds finance/key-life
  rotation_period_in_days = 2000
}
