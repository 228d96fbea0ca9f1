resource "aws_instance" "adrift" {
  user_data = "systemctl disable --now chronyd"
}

resource "aws_cloudwatch_log_group" "audit" {
  name              = "/order-audit"
  retention_in_days = 1
}
