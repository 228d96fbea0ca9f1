package rates

import "testing"

func TestProduct(t *testing.T) {
	const linux = "$0.115 per On Demand Linux m5.large Instance Hour"
	for name, c := range map[string]struct {
		line
		want string // empty: none
	}{
		"without a region":      {line{meter: "BoxUsage:m5.large", description: linux, unit: "Hrs"}, "ec2/m5.large"},
		"with its code":         {line{meter: "EUC1-BoxUsage:m5.large", description: linux, unit: "Hours"}, "ec2/m5.large"},
		"Ireland":               {line{meter: "EU-NatGateway-Hours", unit: "Hrs"}, "nat/gateway"},
		"with its name":         {line{region: "eu-west-1", meter: "eu-west-1-KMS-Keys", unit: "Keys"}, "kms/key"},
		"no code":               {line{meter: "VPN-Usage-Hours:ipsec.1", unit: "Hrs"}, "vpn/connection"},
		"Windows":               {line{meter: "BoxUsage:m5.large", description: "$0.2 per On Demand Windows m5.large Instance Hour", unit: "Hrs"}, ""},
		"Linux with SQL":        {line{meter: "BoxUsage:m5.large", description: "$0.5 per On Demand Linux with SQL Std m5.large Instance Hour", unit: "Hrs"}, ""},
		"another instance":      {line{meter: "BoxUsage:m5.xlarge", description: linux, unit: "Hrs"}, ""},
		"spot":                  {line{meter: "EUC1-SpotUsage:m5.large", description: linux, unit: "Hrs"}, ""},
		"another unit":          {line{meter: "NatGateway-Hours", unit: "Days"}, ""},
		"application":           {line{meter: "LoadBalancerUsage", description: "$0.0225 per Application LoadBalancer-hour (or partial hour)", unit: "Hrs"}, "lb/application"},
		"classic":               {line{meter: "LoadBalancerUsage", description: "$0.025 per LoadBalancer-hour (or partial hour)", unit: "Hrs"}, "lb/classic"},
		"which balancer":        {line{meter: "LoadBalancerUsage", unit: "Hrs"}, ""},
		"capacity units":        {line{meter: "USE2-LCUUsage", description: "$0.006 per used Network load balancer capacity unit-hour", unit: "LCU-Hrs"}, "lb/network/lcu"},
		"database":              {line{meter: "InstanceUsage:db.r6g.large", description: "$0.2 per RDS db.r6g.large Single-AZ instance hour (or partial hour) running PostgreSQL", unit: "Hrs"}, "rds/postgres/db.r6g.large/single-az"},
		"database in two zones": {line{meter: "EUC1-Multi-AZUsage:db.r6g.large", description: "hour running MySQL", unit: "Hrs"}, "rds/mysql/db.r6g.large/multi-az"},
		"database, cut short":   {line{meter: "EUC1-Multi-AZUsage:db.r6g.8xl", description: "$8.776 per RDS db.r6g.8xlarge Multi-AZ instance hour (or partial hour) running PostgreSQL", unit: "Hrs"}, "rds/postgres/db.r6g.8xlarge/multi-az"},
		"Aurora":                {line{meter: "InstanceUsage:db.r6g.large", description: "hour running Aurora PostgreSQL", unit: "Hrs"}, "rds/aurora/db.r6g.large"},
		"Oracle":                {line{meter: "InstanceUsage:db.r6g.large", description: "hour running Oracle SE2 (LI)", unit: "Hrs"}, ""},
		"buckets":               {line{service: "Amazon Simple Storage Service", meter: "EUC1-TimedStorage-ByteHrs", unit: "GB-Mo"}, "s3/standard/storage"},
		"tables":                {line{service: "Amazon DynamoDB", meter: "TimedStorage-ByteHrs", unit: "GB-Mo"}, ""},
		"volumes":               {line{meter: "EBS:VolumeUsage.gp3", unit: "GB-Months"}, "ebs/gp3/storage"},
		"functions":             {line{meter: "Lambda-GB-Second", unit: "Lambda-GB-Second"}, "lambda/x86_64/duration"},
		"containers":            {line{meter: "Fargate-vCPU-Hours:perCPU", unit: "hours"}, "fargate/x86_64/vcpu"},
		"no instance":           {line{meter: "BoxUsage:../../x\ty", description: linux, unit: "Hrs"}, ""},
		"nothing":               {line{}, ""},
	} {
		m, ok := c.line.product()
		if got := m.product; ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAgainst(t *testing.T) {
	for share, want := range map[string]string{"0.875": "12.5 % below list", "1.1": "10 % above list", "0.9999": "as listed"} {
		if got := Against(number(share)); got != want {
			t.Errorf("%s: %q, want %q", share, got, want)
		}
	}
}

func FuzzProduct(f *testing.F) {
	f.Add("EUC1-BoxUsage:m5.large", "$0.115 per On Demand Linux m5.large Instance Hour", "Hrs")
	f.Fuzz(func(t *testing.T, meter, description, unit string) {
		m, ok := line{region: "eu-central-1", meter: meter, description: description, unit: unit}.product()
		for _, r := range m.product {
			if ok && (r <= ' ' || r == '*' || r > '~') {
				t.Fatalf("%q is no product", m.product)
			}
		}
	})
}
