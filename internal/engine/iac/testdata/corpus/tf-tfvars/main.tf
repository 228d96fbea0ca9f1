variable "acl" {}

variable "encrypted" {
  default = false
}

resource "aws_s3_bucket" "b" {
  bucket = "b"
  acl    = var.acl # expect: AVD-AWS-0092
}

# forbid: AVD-AWS-0026
resource "aws_ebs_volume" "v" {
  availability_zone = "eu-central-1a"
  size              = 1
  encrypted         = var.encrypted
}
