variable "n" {
  default = 1000000
}

resource "aws_s3_bucket" "million" {
  count = 1000000
  acl   = "public-read" # expect: AVD-AWS-0092
}

resource "aws_sqs_queue" "computed" {
  count = var.n * 10
}
