variable "names" {
  type = set(string)
}

resource "aws_ebs_volume" "disk" {
  for_each          = var.names
  availability_zone = each.key
  size              = 20
  encrypted         = false # expect: AVD-AWS-0026
}

module "store" {
  for_each = var.names
  source   = "./store"
}
