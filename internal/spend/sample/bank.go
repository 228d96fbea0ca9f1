package sample

import "fmt"

// service is one of the bank's, and what it uses. What all share has no name.
type service struct {
	name, owner, centre, account string
	items                        []item
}

// meter is what is paid for by the unit, as bills of AWS name it. Prices are near
// the list prices of 2024, and as made up as all here.
type meter struct {
	product, category string
	name              string // usage type
	unit, price       string
	text              string // of its charges, after the price
	places            int32  // of quantities
}

// item is what a service pays for: of a meter, for resources.
type item struct {
	meter
	things []thing
	use
	environment string // other than production
	group       string // of Auto Scaling, that starts and stops the machines
	tags        int
}

// use is how much a day: around so much money at list price, or always the same
// number of units, or so many GB that are kept.
type use struct {
	daily     float64
	weekend   float64 // of a weekday
	growth    float64 // a year
	steady    int64
	kept      int64
	monthEnd  bool // runs at the end of a month need more
	committed bool // the savings plan pays, as far as it reaches
}

// thing is a resource: its id, and the tag Name where it is told apart by that.
type thing struct{ id, name string }

// How much an item's tags say.
const (
	tagged int = iota
	misspelt
	untagged
)

const (
	region      = "eu-central-1"
	production  = "444455556666"
	analytics   = "777788889999"
	shared      = "123456789012"
	hoursOfDay  = 24
	ec2         = "Amazon Elastic Compute Cloud"
	rds         = "Amazon Relational Database Service"
	s3          = "Amazon Simple Storage Service"
	logs        = "Amazon CloudWatch"
	dynamo      = "Amazon DynamoDB"
	features    = "table/features"
	orderBucket = "trading-order-records"
)

func machine(kind, price string) meter {
	return meter{ec2, "Compute", "EUC1-BoxUsage:" + kind, "Hrs", price, "per On Demand Linux " + kind + " Instance Hour", 0}
}

// The meters that several items share.
var (
	volumeGP2 = meter{ec2, "Compute", "EUC1-EBS:VolumeUsage.gp2", "GB-Mo", "0.119", "per GB-month of General Purpose SSD (gp2) provisioned storage - EU (Frankfurt)", 6}
	volumeGP3 = meter{ec2, "Compute", "EUC1-EBS:VolumeUsage.gp3", "GB-Mo", "0.0952", "per GB-month of General Purpose (gp3) provisioned storage - EU (Frankfurt)", 6}
	natHours  = meter{ec2, "Compute", "EUC1-NatGateway-Hours", "Hrs", "0.052", "per NAT Gateway Hour", 0}
	natBytes  = meter{ec2, "Compute", "EUC1-NatGateway-Bytes", "GB", "0.052", "per GB Data Processed by NAT Gateways", 3}
	objects   = meter{s3, "Storage", "EUC1-TimedStorage-ByteHrs", "GB-Mo", "0.0245", "per GB - first 50 TB / month of storage used", 3}
)

func ofEC2(account, kind, id string) string {
	return "arn:aws:ec2:" + region + ":" + account + ":" + kind + "/" + id
}

// fleet are n resources that code counts: their names end in numbers.
func fleet(account, kind, name, id string, n int) []thing {
	out := make([]thing, n)
	for i := range out {
		out[i] = thing{ofEC2(account, kind, fmt.Sprintf(id, i+1)), fmt.Sprintf("%s-%d", name, i+1)}
	}
	return out
}

// group are the machines of a group: their names are alike.
func group(account, name, id string, n int) []thing {
	out := fleet(account, "instance", name, id, n)
	for i := range out {
		out[i].name = name
	}
	return out
}

// of is a resource whose id carries its name.
func of(kind, account, rest string) []thing {
	return []thing{{id: "arn:aws:" + kind + ":" + region + ":" + account + ":" + rest}}
}

func bank() []service {
	egress := thing{ofEC2(shared, "natgateway", "nat-0a1b2c3d4e5f60901"), "bank-egress"}
	return []service{
		{"payment-gateway", "team-payments", "CC-4711", production, []item{
			{meter: machine("m6i.8xlarge", "1.84"), things: fleet(production, "instance", "payment-gateway", "i-0a1b2c3d4e5f601%02x", 6), use: use{daily: 210, weekend: 0.92, growth: 0.10, committed: true}},
			{meter: volumeGP2, things: fleet(production, "volume", "payment-journal", "vol-0a1b2c3d4e5f602%02x", 2), use: use{kept: 160}},
			{
				meter:  meter{rds, "Databases", "EUC1-Aurora:ServerlessV2Usage", "ACU-Hr", "0.14", "per Aurora Capacity Unit hour running Aurora PostgreSQL Serverless v2", 2},
				things: of("rds", production, "cluster:payments"), use: use{daily: 118, weekend: 1, growth: 0.05, monthEnd: true},
			},
			{
				meter:  meter{logs, "Management and Governance", "EUC1-DataProcessing-Bytes", "GB", "0.63", "per GB custom log data ingested in Standard log class - EU (Frankfurt)", 3},
				things: of("logs", production, "log-group:/payments/api"), use: use{daily: 34, weekend: 0.75, growth: 0.15},
			},
			{
				meter:  meter{dynamo, "Databases", "EUC1-WriteRequestUnits", "WriteRequestUnits", "0.0000007625", "per write request unit (EU (Frankfurt))", 0},
				things: of("dynamodb", production, "table/authorisations"), use: use{daily: 46, weekend: 0.7, growth: 0.25}, tags: misspelt,
			},
		}},
		{"mobile-banking", "team-mobile", "CC-4712", production, []item{
			{meter: machine("c6i.4xlarge", "0.776"), things: group(production, "mobile-api", "i-0a1b2c3d4e5f603%02x", 5), group: "mobile-api", use: use{daily: 66, weekend: 1.05, growth: 0.12, committed: true}},
			{meter: machine("t2.2xlarge", "0.4288"), things: fleet(production, "instance", "mobile-statements", "i-0a1b2c3d4e5f604%02x", 2), use: use{steady: hoursOfDay}},
			{
				meter:  meter{"AWS Lambda", "Compute", "EUC1-Lambda-GB-Second", "Lambda-GB-Second", "0.0000166667", "per GB-Second for AWS Lambda - EU (Frankfurt)", 0},
				things: of("lambda", production, "function:push"), use: use{daily: 27, weekend: 1.2, growth: 0.30},
			},
			{meter: objects, things: []thing{{id: "mobile-banking-assets"}}, use: use{daily: 12, weekend: 1, growth: 0.18}},
			{meter: meter{"AWS Data Transfer", "Networking", "EUC1-DataTransfer-Out-Bytes", "GB", "0.09", "per GB - first 10 TB / month data transfer out beyond the global free tier", 3}, use: use{daily: 22, weekend: 1.15, growth: 0.2}, tags: untagged},
		}},
		{"trading-platform", "team-trading", "CC-4720", production, []item{
			{meter: machine("c6i.16xlarge", "3.104"), things: fleet(production, "instance", "trading-engine", "i-0a1b2c3d4e5f605%02x", 7), use: use{daily: 420, weekend: 0.35, growth: 0.06, committed: true}},
			{
				meter:  meter{"Amazon Managed Streaming for Apache Kafka", "Analytics", "EUC1-Kafka.m5.2xlarge", "Hrs", "1.008", "per Kafka.m5.2xlarge broker hour", 0},
				things: of("kafka", production, "cluster/orders/6a7b8c9d-0000-4000-8000-000000000002-3"), use: use{steady: 4 * hoursOfDay},
			},
			{meter: objects, things: []thing{{id: orderBucket}}, use: use{daily: 24, weekend: 1, growth: 0.4}},
			{
				meter:  meter{rds, "Databases", "EUC1-Multi-AZUsage:db.r6g.8xl", "Hrs", "8.776", "per RDS db.r6g.8xlarge Multi-AZ instance hour (or partial hour) running PostgreSQL", 0},
				things: of("rds", production, "db:orders"), use: use{steady: hoursOfDay},
			},
			{meter: volumeGP3, things: []thing{{ofEC2(production, "volume", "vol-0a1b2c3d4e5f60601"), "trading-replay"}}, use: use{kept: 2000}},
		}},
		{"fraud-detection", "team-fraud", "CC-4730", analytics, []item{
			{meter: machine("g5.2xlarge", "1.5156"), things: fleet(analytics, "instance", "fraud-scoring", "i-0a1b2c3d4e5f607%02x", 5), use: use{daily: 116, weekend: 1, growth: 0.15}},
			{meter: machine("g5.xlarge", "1.258"), things: []thing{{ofEC2(analytics, "instance", "i-0a1b2c3d4e5f60801"), "fraud-training-test"}}, use: use{steady: hoursOfDay}, environment: "test"},
			{
				meter:  meter{dynamo, "Databases", "EUC1-ReadRequestUnits", "ReadRequestUnits", "0.0000001525", "per read request unit (EU (Frankfurt))", 0},
				things: of("dynamodb", analytics, features), use: use{daily: 52, weekend: 0.8, growth: 0.22},
			},
			{meter: objects, things: []thing{{id: "fraud-models"}}, use: use{daily: 18, weekend: 1, growth: 0.2}, tags: untagged},
		}},
		{account: analytics, items: []item{ // made by hand: no code, no tags
			{meter: machine("m4.xlarge", "0.24"), things: []thing{{id: ofEC2(analytics, "instance", "i-0a1b2c3d4e5f60b01")}}, use: use{steady: hoursOfDay}, tags: untagged},
		}},
		{account: shared, items: []item{
			{meter: natHours, things: []thing{egress, {ofEC2(shared, "natgateway", "nat-0a1b2c3d4e5f60902"), "bank-partners"}}, use: use{steady: hoursOfDay}, tags: untagged},
			{meter: natBytes, things: []thing{egress}, use: use{daily: 28, weekend: 0.9, growth: 0.1}, tags: untagged},
			{
				meter:  meter{"Amazon Virtual Private Cloud", "Networking", "EUC1-PublicIPv4:IdleAddress", "Hrs", "0.005", "per Idle public IPv4 address per hour", 0},
				things: []thing{{ofEC2(shared, "elastic-ip", "eipalloc-0a1b2c3d4e5f60a01"), "bank-vpn"}}, use: use{steady: hoursOfDay}, tags: untagged,
			},
			{meter: meter{"Amazon GuardDuty", "Security", "EUC1-PaidEventsAnalyzed-Bytes", "GB", "1.10", "per GB of flow logs and DNS queries analysed", 3}, use: use{daily: 19, weekend: 0.85, growth: 0.2}, tags: untagged},
			{meter: meter{"AWS Key Management Service", "Security", "eu-central-1-KMS-Requests", "Requests", "0.000003", "per KMS request", 0}, use: use{daily: 4, weekend: 0.9, growth: 0.1}, tags: untagged},
		}},
	}
}
