variable "many" {
  default = 2
}

variable "open" {}

resource "aws_sqs_queue" "none" {
  count = 0
}

resource "aws_sqs_queue" "two" { # expect: AVD-AWS-0096
  count                   = var.many
  name                    = "q-${count.index}"
  sqs_managed_sse_enabled = false
}

resource "aws_sqs_queue" "open" {
  count = var.open
}

resource "aws_sns_topic" "each" {
  for_each          = { eu = "a", us = "b" }
  name              = each.value
  kms_master_key_id = each.key
}

resource "aws_sns_topic" "empty" {
  for_each = toset([])
}
