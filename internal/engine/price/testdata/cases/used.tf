# Hand-worked prices with the usage of usage.yml; sources as in us-east-1.tf.
provider "aws" {
  region = "us-east-1"
}

# = 0.20 + 0.8333      1 million × 0.0000002, 1 million × 0.1 s × 0.5 GB × 0.0000166667
resource "aws_lambda_function" "x86" {
  function_name = "a"
  role          = "r"
  memory_size   = 512
}

# = 0.20 + 0.6667      the same on arm64: × 0.0000133334
resource "aws_lambda_function" "arm" {
  function_name = "b"
  role          = "r"
  memory_size   = 512
  architectures = ["arm64"]
}

# = 23.00 + 0.50 + 0.40     1000 × 0.023, 100 000 × 0.000005, 1 million × 0.0000004
resource "aws_s3_bucket" "files" {
  bucket = "files"
}

# = 1304.00     51 200 × 0.023 + 5 742 × 0.022 (rounded to cents below)
# ? 2
resource "aws_s3_bucket" "large" {
  bucket = "large"
}

# = 6.25 + 1.25 + 12.50     10 million × 0.625 / million, 10 million × 0.125 / million, 50 × 0.25
resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
}

# = 50.00 + 3.00 + 5.00     100 × 0.50, 100 × 0.03, 1000 × 0.005
resource "aws_cloudwatch_log_group" "app" {
  name = "app"
}

# = 32.85 + 45.00      730 × 0.045, 1000 × 0.045
resource "aws_nat_gateway" "a" {
  allocation_id = "eip-1"
  subnet_id     = "subnet-1"
}

# = 16.425 + 29.20 + 7.30      730 × 0.0225, 5 × 730 × 0.008, 2 × 730 × 0.005
resource "aws_lb" "web" {
  name = "web"
}

# = 16.425 + 58.40      730 × 0.0225, 7300 GB / 730 h = 10 units × 730 × 0.008
resource "aws_lb" "busy" {
  name     = "busy"
  internal = true
}

# = 10.00 + 52.56 + 2.10     100 × 0.10, 100 a second × 2 628 000 s × 0.20 / million, 100 × 0.021
resource "aws_rds_cluster" "ledger" {
  backup_retention_period = 2
  engine = "aurora-postgresql"
}

# = 4.00        10 million × 0.0000004
resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

# = 35.00       10 million × 0.0000035
resource "aws_api_gateway_rest_api" "api" {
  name = "api"
}

# = 8.468 + 0.80 + 9.00     730 × 0.0116, 8 × 0.10, 100 × 0.09
resource "aws_instance" "web" {
  instance_type               = "t2.micro"
  associate_public_ip_address = false
}

# = 7.50       75 × 0.10
# ? 0
resource "aws_ecr_repository" "images" {
  name = "images"
}

# = 30.00      100 × 0.30
resource "aws_efs_file_system" "shared" {
  creation_token = "shared"
}

# = 175.20     2 × 730 × 0.12
resource "aws_rds_cluster_instance" "serverless" {
  cluster_identifier = "c"
  engine             = "aurora-postgresql"
  instance_class     = "db.serverless"
}

# = 25.00      1 million × 0.000025
resource "aws_sfn_state_machine" "flow" {
  name       = "flow"
  role_arn   = "r"
  definition = "{}"
}

# = 0 + 125.00 + 10.00 + 0.10 + 3.60 + 20.00 + 1.98     standard not said; standard-ia 10,000 × 0.0125, 1,000 back × 0.01, 10,000 writes × 0.00001;
#                          glacier 1,000 × 0.0036; deep archive 1,000 back × 0.02, 2,000 × 0.00099
# ? 4
resource "aws_s3_bucket" "classes" {
  bucket = "classes"
}

# = 30.368 + 14.60 + 6.40     730 × 0.0416, 146 hours × 2 vCPU × 0.05, 64 × 0.10
# ? 1
resource "aws_instance" "burst" {
  instance_type               = "t3.medium"
  associate_public_ip_address = false
}

# = 10.00 + 16.644     100 × 0.10, 10 million × 0.38 × 0.5 h × 730 × 0.012 / million
# ? 2
resource "aws_rds_cluster" "rewound" {
  engine           = "aurora-mysql"
  backtrack_window = 1800
}

# = 30.0006 + 2.00 + 13.6112     5 × 100 h × 3,600 × 5 GB … 9 million GB-s × 0.0000033334, 10 million × 0.0000002, 1.75 million GB-s × 0.0000077778
resource "aws_lambda_provisioned_concurrency_config" "ready" {
  function_name                     = "f"
  qualifier                         = "1"
  provisioned_concurrent_executions = 50
}

provider "aws" {
  alias  = "london"
  region = "eu-west-2"
}

provider "aws" {
  alias  = "tokyo"
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "sydney"
  region = "ap-southeast-2"
}

# = 240 + 5.30 + 4.20     London, September 2026: 10 000 × 0.024, 1 million × 0.0000053, 10 million × 0.00000042
resource "aws_s3_bucket" "london" {
  provider = aws.london
  bucket   = "london"
}

# ? 3      60 000 GB: only the first 51 200 have a price that is known in Sydney; requests
resource "aws_s3_bucket" "sydney" {
  provider = aws.sydney
  bucket   = "sydney"
}

# = 59.85 + 15.75 + 5.90     London, September 2026: 100 × 0.5985, 500 × 0.0315, 1000 × 0.0059
resource "aws_cloudwatch_log_group" "london" {
  provider = aws.london
  name     = "london"
}

# = 7.15 + 1.425     Tokyo, September 2026: 10 million × 0.715 / million, 10 million × 0.1425 / million; storage
# ? 1
resource "aws_dynamodb_table" "tokyo" {
  provider     = aws.tokyo
  name         = "tokyo"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
}

# = 0.20 + 0.8333      Sydney, September 2026: the same as in N. Virginia
resource "aws_lambda_function" "sydney" {
  provider      = aws.sydney
  function_name = "c"
  role          = "r"
  memory_size   = 512
}

# = 2.50      London, September 2026: 5 million × 0.0000005
resource "aws_sqs_queue" "london" {
  provider   = aws.london
  name       = "london.fifo"
  fifo_queue = true
}

# = 45.26 + 62     Tokyo, September 2026: 730 × 0.062, 1000 × 0.062
resource "aws_nat_gateway" "tokyo" {
  provider      = aws.tokyo
  subnet_id     = "subnet-1"
  allocation_id = "eipalloc-1"
}
