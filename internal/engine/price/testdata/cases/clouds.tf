# Hand-worked prices of the other clouds and of other regions of AWS, by their
# public price pages of August 2024.

provider "google" {
  region = "us-central1"
}

# = 24.46     730 × 0.03350571 (e2-medium, Iowa)
# ? 2
resource "google_compute_instance" "e2" {
  name         = "e2"
  machine_type = "e2-medium"
  zone         = "us-central1-a"
}

# = 69.35     730 × 0.0949995 (n1-standard-2)
# ? 2
resource "google_compute_instance" "n1" {
  name         = "n1"
  machine_type = "n1-standard-2"
  zone         = "us-central1-b"
}

# = 24.46 + 8.50     730 × 0.03350571, 50 × 0.17
# ? 1
resource "google_compute_instance" "disk" {
  name         = "disk"
  machine_type = "e2-medium"
  zone         = "us-central1-a"
  boot_disk {
    initialize_params {
      size = 50
      type = "pd-ssd"
    }
  }
}

# = 20.00     500 × 0.04
resource "google_compute_disk" "data" {
  name = "data"
  type = "pd-standard"
  zone = "us-central1-a"
  size = 500
}

# = 73.00     730 × 0.10
resource "google_container_cluster" "main" {
  name                     = "main"
  location                 = "us-central1"
  remove_default_node_pool = true
}

# ? 2
resource "google_storage_bucket" "files" {
  name     = "files"
  location = "us-central1"
}

# = 70.08     730 × 0.096 (D2s v3, Linux, East US)
# ? 2
resource "azurerm_linux_virtual_machine" "d2" {
  name     = "d2"
  location = "East US"
  size     = "Standard_D2s_v3"
}

# = 91.98     730 × 0.126 (E2s v3, Linux, East US)
# ? 2
resource "azurerm_linux_virtual_machine" "e2" {
  name     = "e2"
  location = "eastus"
  size     = "Standard_E2s_v3"
}

# = 70.08 + 67.16     730 × 0.096, 730 × 2 × 0.046 for Windows
# ? 2
resource "azurerm_windows_virtual_machine" "d2" {
  name     = "w"
  location = "eastus"
  size     = "Standard_D2s_v3"
}

provider "aws" {
  region = "eu-central-1"
}

# = 8.76 + 2.38      730 × 0.012 (t3.micro, Frankfurt), 20 × 0.119
# ? 1
resource "aws_instance" "frankfurt" {
  instance_type               = "t3.micro"
  associate_public_ip_address = false
  root_block_device {
    volume_size = 20
  }
}

# = 37.96     730 × 0.052
# ? 1
resource "aws_nat_gateway" "frankfurt" {
  allocation_id = "eip-1"
  subnet_id     = "subnet-1"
}

# = 1.00
# ? 1
resource "aws_kms_key" "frankfurt" {
  description = "same everywhere"
}

# = 83.95     730 × 0.115 (m5.large, Frankfurt)
# ? 3
resource "aws_instance" "frankfurt_m5" {
  instance_type = "m5.large"
}

# = 7.592 + 19.71     730 × 0.0104, P10 for 100 GB; its name in another case
# ? 1
resource "azurerm_linux_virtual_machine" "b1" {
  name                = "b1"
  location            = "eastus"
  resource_group_name = "r"
  size                = "standard_b1S"
  admin_username      = "a"
  os_disk {
    caching              = "None"
    storage_account_type = "Premium_LRS"
    disk_size_gb         = 100
  }
}

# = 5.888      S10 for 128 GB
# ? 1
resource "azurerm_managed_disk" "archive" {
  name                 = "archive"
  location             = "eastus"
  resource_group_name  = "r"
  storage_account_type = "Standard_LRS"
  create_option        = "Empty"
  disk_size_gb         = 128
}

# = 146.7550 + 30.00     3 zones × 2 × 730 × 0.03350571, 6 × 50 × 0.10
resource "google_container_node_pool" "apps" {
  name       = "apps"
  cluster    = "main"
  location   = "us-central1"
  node_count = 2
  node_config {
    machine_type = "e2-medium"
    disk_size_gb = 50
    disk_type    = "pd-balanced"
  }
}

# = 69.35 + 60.00     730 × 0.0949995, 2 × 375 × 0.08
# ? 2
resource "google_compute_instance" "scratch" {
  name         = "scratch"
  machine_type = "n1-standard-2"
  zone         = "us-central1-b"
  scratch_disk {
    interface = "NVME"
  }
  scratch_disk {
    interface = "NVME"
  }
}
