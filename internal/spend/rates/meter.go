package rates

import (
	"regexp"
	"strings"
)

// meter is a usage type of AWS (as its bills name it, without the region) and the
// product of the price book that it stands for. A star is the instance type.
type meter struct {
	name string
	// words are in the charge's description, where several products share a meter.
	words string
	// service is part of the service's name, where several services do.
	service string
	product string
	unit    string // of the price book
	// tiered products have steps: one line's price is not the whole price.
	tiered bool
}

// metersOf lists the meters that stand for one product, by name. Sources: AWS's
// documentation of usage types (Cost and Usage Report guides of each service).
var metersOf = byName([]meter{
	{name: "BoxUsage:*", words: "on demand linux * instance", product: "ec2/*", unit: "hour"},
	{name: "EBS:VolumeUsage", product: "ebs/standard/storage", unit: "GB-month"},
	{name: "EBS:VolumeUsage.gp2", product: "ebs/gp2/storage", unit: "GB-month"},
	{name: "EBS:VolumeUsage.gp3", product: "ebs/gp3/storage", unit: "GB-month"},
	{name: "EBS:VolumeUsage.piops", product: "ebs/io1/storage", unit: "GB-month"},
	{name: "EBS:VolumeUsage.io2", product: "ebs/io2/storage", unit: "GB-month"},
	{name: "EBS:VolumeUsage.st1", product: "ebs/st1/storage", unit: "GB-month"},
	{name: "EBS:VolumeUsage.sc1", product: "ebs/sc1/storage", unit: "GB-month"},
	{name: "EBS:VolumeP-IOPS.piops", product: "ebs/io1/iops", unit: "IOPS-month"},
	{name: "EBS:VolumeP-IOPS.gp3", product: "ebs/gp3/iops", unit: "IOPS-month"},
	{name: "EBS:SnapshotUsage", product: "ebs/snapshot", unit: "GB-month"},
	{name: "NatGateway-Hours", product: "nat/gateway", unit: "hour"},
	{name: "NatGateway-Bytes", product: "nat/data", unit: "GB"},
	{name: "PublicIPv4:InUseAddress", product: "ipv4/in-use", unit: "hour"},
	{name: "PublicIPv4:IdleAddress", product: "ipv4/idle", unit: "hour"},
	{name: "VpcEndpoint-Hours", product: "endpoint/interface", unit: "hour"},
	{name: "VpcEndpoint-Bytes", product: "endpoint/interface/data", unit: "GB", tiered: true},
	{name: "VPN-Usage-Hours:ipsec.1", product: "vpn/connection", unit: "hour"},
	{name: "TransitGateway-Hours", product: "transit-gateway/attachment", unit: "hour"},
	{name: "TransitGateway-Bytes", product: "transit-gateway/data", unit: "GB"},
	{name: "DataTransfer-Out-Bytes", product: "transfer/internet", unit: "GB", tiered: true},
	{name: "DataTransfer-Regional-Bytes", product: "transfer/between-zones", unit: "GB"},
	{name: "LoadBalancerUsage", words: "per application loadbalancer", product: "lb/application", unit: "hour"},
	{name: "LoadBalancerUsage", words: "per network loadbalancer", product: "lb/network", unit: "hour"},
	{name: "LoadBalancerUsage", words: "per gateway loadbalancer", product: "lb/gateway", unit: "hour"},
	{name: "LoadBalancerUsage", words: "per loadbalancer", product: "lb/classic", unit: "hour"},
	{name: "LCUUsage", words: "application load balancer", product: "lb/application/lcu", unit: "LCU-hour"},
	{name: "LCUUsage", words: "network load balancer", product: "lb/network/lcu", unit: "NLCU-hour"},
	{name: "InstanceUsage:*", words: "running postgresql", product: "rds/postgres/*/single-az", unit: "hour"},
	{name: "InstanceUsage:*", words: "running mysql", product: "rds/mysql/*/single-az", unit: "hour"},
	{name: "InstanceUsage:*", words: "running mariadb", product: "rds/mysql/*/single-az", unit: "hour"},
	{name: "InstanceUsage:*", words: "aurora", product: "rds/aurora/*", unit: "hour"},
	{name: "Multi-AZUsage:*", words: "running postgresql", product: "rds/postgres/*/multi-az", unit: "hour"},
	{name: "Multi-AZUsage:*", words: "running mysql", product: "rds/mysql/*/multi-az", unit: "hour"},
	{name: "Multi-AZUsage:*", words: "running mariadb", product: "rds/mysql/*/multi-az", unit: "hour"},
	{name: "RDS:GP2-Storage", product: "rds/storage/gp2/single-az", unit: "GB-month"},
	{name: "RDS:GP3-Storage", product: "rds/storage/gp3/single-az", unit: "GB-month"},
	{name: "RDS:PIOPS-Storage", product: "rds/storage/io1/single-az", unit: "GB-month"},
	{name: "RDS:StorageUsage", product: "rds/storage/standard/single-az", unit: "GB-month"},
	{name: "RDS:Multi-AZ-GP2-Storage", product: "rds/storage/gp2/multi-az", unit: "GB-month"},
	{name: "RDS:Multi-AZ-GP3-Storage", product: "rds/storage/gp3/multi-az", unit: "GB-month"},
	{name: "RDS:Multi-AZ-PIOPS-Storage", product: "rds/storage/io1/multi-az", unit: "GB-month"},
	{name: "Aurora:StorageUsage", product: "rds/aurora/storage", unit: "GB-month"},
	{name: "Aurora:StorageIOUsage", product: "rds/aurora/requests", unit: "request"},
	{name: "Aurora:ServerlessV2Usage", product: "rds/aurora/serverless-v2", unit: "ACU-hour"},
	{name: "NodeUsage:*", words: "running redis", product: "elasticache/redis/*", unit: "hour"},
	{name: "NodeUsage:*", words: "running memcached", product: "elasticache/memcached/*", unit: "hour"},
	{name: "TimedStorage-ByteHrs", service: "s3|simple storage", product: "s3/standard/storage", unit: "GB-month", tiered: true},
	{name: "TimedStorage-SIA-ByteHrs", product: "s3/standard-ia/storage", unit: "GB-month"},
	{name: "TimedStorage-ZIA-ByteHrs", product: "s3/onezone-ia/storage", unit: "GB-month"},
	{name: "Requests-Tier1", service: "s3|simple storage", product: "s3/standard/tier-1-requests", unit: "request"},
	{name: "Requests-Tier2", service: "s3|simple storage", product: "s3/standard/tier-2-requests", unit: "request"},
	{name: "Lambda-GB-Second", product: "lambda/x86_64/duration", unit: "GB-second", tiered: true},
	{name: "Lambda-GB-Second-ARM", product: "lambda/arm64/duration", unit: "GB-second", tiered: true},
	{name: "Fargate-vCPU-Hours:perCPU", product: "fargate/x86_64/vcpu", unit: "vCPU-hour"},
	{name: "Fargate-GB-Hours", product: "fargate/x86_64/memory", unit: "GB-hour"},
	{name: "Fargate-ARM-vCPU-Hours:perCPU", product: "fargate/arm64/vcpu", unit: "vCPU-hour"},
	{name: "Fargate-ARM-GB-Hours", product: "fargate/arm64/memory", unit: "GB-hour"},
	{name: "AmazonEKS-Hours:perCluster", product: "eks/cluster", unit: "hour"},
	{name: "KMS-Keys", product: "kms/key", unit: "key-month"},
	{name: "CW:AlarmMonitorUsage", product: "cloudwatch/alarm", unit: "alarm-month"},
	{name: "DataProcessing-Bytes", service: "cloudwatch", product: "cloudwatch/logs/in", unit: "GB"},
})

func byName(list []meter) map[string][]meter {
	out := map[string][]meter{}
	for _, m := range list {
		out[m.name] = append(out[m.name], m)
	}
	return out
}

var (
	// regionCode is how most usage types begin outside of us-east-1: "EUC1-", "EU-".
	regionCode = regexp.MustCompile(`^[A-Z]{2,4}[0-9]?-`)
	kind       = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{2,40}$`)
	regionName = regexp.MustCompile(`^[a-z]{2,12}(-[a-z0-9]{1,20}){0,4}[0-9]?$`)
)

// line is what names the product of a charge.
type line struct{ service, region, meter, description, unit string }

// product finds the one product that a charge of AWS is for, with the price book's
// unit. ok is false when there is none, when its unit is another, or when several
// could be meant.
func (l line) product() (m meter, ok bool) {
	for _, name := range []string{l.meter, regionCode.ReplaceAllString(l.meter, ""), strings.TrimPrefix(l.meter, l.region+"-")} {
		if m, ok = l.named(name); ok {
			return m, true
		}
	}
	return meter{}, false
}

func (l line) named(name string) (found meter, ok bool) {
	what := ""
	list := metersOf[name]
	if head, tail, cut := strings.Cut(name, ":"); list == nil && cut && kind.MatchString(tail) {
		list, what = metersOf[head+":*"], whole(tail)
	}
	for _, m := range list {
		if !l.is(&m, what) {
			continue
		}
		if ok {
			return meter{}, false
		}
		found, ok = m, true
		found.product = strings.ReplaceAll(m.product, "*", what)
	}
	return found, ok
}

// whole is an instance type as the price book has it: meters of databases cut
// "db.r6g.8xlarge" short to "db.r6g.8xl".
func whole(kind string) string {
	if strings.HasPrefix(kind, "db.") && strings.HasSuffix(kind, "xl") {
		return kind + "arge"
	}
	return kind
}

func (l line) is(m *meter, what string) bool {
	if !strings.Contains(strings.ToLower(l.description), strings.ReplaceAll(m.words, "*", what)) || !sameUnit(l.unit, m.unit) {
		return false
	}
	if m.service == "" {
		return true
	}
	for part := range strings.SplitSeq(m.service, "|") {
		if strings.Contains(strings.ToLower(l.service), part) {
			return true
		}
	}
	return false
}

// sameUnit says that a bill's unit is the price book's: "Hrs" is hour, "GB-Mo" is
// GB-month, and an hour of a meter for vCPUs is a vCPU-hour.
func sameUnit(bill, book string) bool {
	b := strings.ToLower(strings.TrimSpace(bill))
	b = strings.TrimPrefix(strings.ReplaceAll(b, " ", "-"), "lambda-")
	b = strings.TrimSuffix(b, "s")
	if strings.HasSuffix(b, "hr") {
		b = strings.TrimSuffix(b, "hr") + "hour"
	}
	if strings.HasSuffix(b, "-mo") {
		b += "nth"
	}
	w := strings.ToLower(book)
	switch {
	case b == w, len(b) >= len("hour") && strings.HasSuffix(w, b):
		return true
	case b == "key" || b == "alarm":
		return w == b+"-month"
	}
	return false
}

// prefixes are the products of a service, by words of its name.
var prefixes = map[string][]struct {
	words    string
	products []string
}{
	"aws": {
		{"elastic compute cloud", []string{"ec2/", "ebs/", "nat/"}},
		{"amazonec2", []string{"ec2/", "ebs/", "nat/"}},
		{"relational database", []string{"rds/"}},
		{"amazonrds", []string{"rds/"}},
		{"elasticache", []string{"elasticache/"}},
		{"simple storage service", []string{"s3/"}},
		{"amazons3", []string{"s3/"}},
		{"load balancing", []string{"lb/"}},
		{"elb", []string{"lb/"}},
		{"lambda", []string{"lambda/"}},
		{"dynamodb", []string{"dynamodb/"}},
		{"cloudwatch", []string{"cloudwatch/"}},
		{"virtual private cloud", []string{"ipv4/", "endpoint/", "vpn/", "transit-gateway/"}},
		{"amazonvpc", []string{"ipv4/", "endpoint/", "vpn/", "transit-gateway/"}},
	},
	"google": {{"compute engine", []string{"compute/", "disk/"}}, {"cloud storage", []string{"storage/"}}, {"kubernetes engine", []string{"gke/"}}},
	"azure":  {{"virtual machines", []string{"vm/"}}},
}

// belongs says whether a product is one of a service.
func belongs(provider, service, product string) bool {
	service = strings.ToLower(service)
	for _, p := range prefixes[provider] {
		if !strings.Contains(service, p.words) {
			continue
		}
		for _, prefix := range p.products {
			if strings.HasPrefix(product, prefix) {
				return true
			}
		}
	}
	return false
}

// providerOf is the price book's name of a provider; empty for others.
func providerOf(name string) string {
	name = strings.ToLower(name)
	for _, p := range []struct{ word, id string }{{"aws", "aws"}, {"amazon", "aws"}, {"google", "google"}, {"microsoft", "azure"}, {"azure", "azure"}} {
		if strings.Contains(name, p.word) {
			return p.id
		}
	}
	return ""
}
