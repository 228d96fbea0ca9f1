# forbid: AVD-AWS-0107
resource "aws_security_group" "a" {
  description = "d"
  ingress     = []
}

resource "aws_network_acl_rule" "a" {
  egress = false
}
