# forbid: AVD-AWS-0107
provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "open" { # expect: AVD-AWS-0090
  bucket = "open"
  acl    = "public-read" # expect: AVD-AWS-0092
}

resource "aws_security_group" "inner" {
  description = "inside only"
  ingress {
    description = "from the office"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}
