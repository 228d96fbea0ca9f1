provider "aws" {
  region = "eu-west-1"
}

resource "aws_cloudwatch_log_group" "audit" {
  name = "/payments/audit"
  # finds finance/logs-expire
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "year" {
  name              = "/payments/audit"
  retention_in_days = 400
}

resource "aws_kms_key" "yearly" {
  enable_key_rotation     = true
  rotation_period_in_days = 365
}

resource "aws_kms_key" "slow" {
  enable_key_rotation = true
  # finds finance/key-life
  rotation_period_in_days = 730
}

resource "aws_db_instance" "default_key" {
  # finds finance/own-key
  storage_encrypted = true
}

resource "aws_db_instance" "own_key" {
  storage_encrypted = true
  kms_key_id        = aws_kms_key.yearly.arn
}

# Not encrypted at all: the infrastructure engine says so.
resource "aws_db_instance" "clear" {
  storage_encrypted = false
}

resource "aws_instance" "adrift" {
  # finds finance/clock-unsynchronised
  user_data = "systemctl disable --now chronyd"
}

# A zone is no matter of this scope.
resource "aws_instance" "local" {
  user_data = "timedatectl set-timezone Europe/Berlin"
}
