module "a" {
  source = "./a"
}

resource "aws_s3_bucket" "open" {
  acl = "public-read" # expect: AVD-AWS-0092
}
