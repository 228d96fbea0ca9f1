resource "aws_s3_bucket" "b" {
  bucket = "b-${timestamp()}"
  tags = {
    Id   = uuid()
    Peer = aws_kms_key.k.id
  }
}

resource "aws_kms_key" "k" {
  enable_key_rotation = false # expect: AVD-AWS-0065
}
