resource "aws_ebs_volume" "inner" {
  availability_zone = "eu-central-1a"
  size              = 20
  encrypted         = false # expect: AVD-AWS-0026
}
