variable "later" {}

resource "aws_security_group" "d" {
  description = "dynamic"
  dynamic "ingress" {
    for_each = [22, 443]
    content {
      description = "in"
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"] # expect: AVD-AWS-0107
    }
  }
  dynamic "egress" {
    for_each = var.later
    content {
      protocol = "-1"
    }
  }
}
