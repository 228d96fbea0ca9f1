module "a" {
  source = "../a"
}

module "self" {
  source = "./."
}

resource "aws_s3_bucket" "inner" {
  acl = "public-read" # expect: AVD-AWS-0092
}
