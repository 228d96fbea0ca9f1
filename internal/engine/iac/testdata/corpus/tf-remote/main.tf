module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.0.0"
}

resource "aws_s3_bucket" "open" {
  acl = "public-read" # expect: AVD-AWS-0092
}
