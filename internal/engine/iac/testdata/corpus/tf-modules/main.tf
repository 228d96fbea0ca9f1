module "a" {
  source = "./modules/net"
  cidr   = "0.0.0.0/0"
}

module "b" {
  source = "./modules/net"
  count  = 2
  cidr   = "10.0.0.0/8"
}
