module "up" {
  source = "../../outside"
}

module "root" {
  source = "/etc"
}

module "gone" {
  source = "./gone"
}

locals {
  here = "./."
}

module "dynamic" {
  source = local.here
}
