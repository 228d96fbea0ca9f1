# The network that all services share, of a bank that does not exist: sample data.
provider "aws" {
  region = "eu-central-1"
}

resource "aws_nat_gateway" "egress" {
  connectivity_type = "public"
  allocation_id     = "eipalloc-0a1b2c3d4e5f60a02"
  subnet_id         = "subnet-0a1b2c3d4e5f60001"

  tags = {
    Name = "bank-egress"
  }
}

# For partners that now come by private links.
resource "aws_nat_gateway" "partners" {
  connectivity_type = "public"
  allocation_id     = "eipalloc-0a1b2c3d4e5f60a03"
  subnet_id         = "subnet-0a1b2c3d4e5f60002"

  tags = {
    Name = "bank-partners"
  }
}

resource "aws_eip" "vpn" {
  domain = "vpc"

  tags = {
    Name = "bank-vpn"
  }
}
