variable "cidr" {}

resource "aws_security_group" "this" {
  description = "net"
  ingress {
    description = "in"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = [var.cidr] # expect: AVD-AWS-0107
  }
}
