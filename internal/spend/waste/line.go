package waste

import (
	"regexp"
	"strings"
)

// meter is what a line of a bill measures.
type meter int

const (
	other meter = iota
	machine
	database
	volume   // storage of a volume
	snapshot // of volumes
	natHours
	natData
	balancerHours
	balancerUse
	idleAddress
	standardStorage // of buckets
	logs
)

// meters read usage types of AWS ("EUC1-BoxUsage:t2.micro") and the words of its
// charge descriptions ("$0.0116 per On Demand Linux t2.micro Instance Hour"). The
// first that fits counts; a group in it is the type.
var meters = []struct {
	meter meter
	is    *regexp.Regexp
}{
	{idleAddress, regexp.MustCompile(`(?i)(?:PublicIPv4|ElasticIP):IdleAddress|idle public IPv4 address|Elastic IP address not attached`)},
	{natHours, regexp.MustCompile(`(?i)NatGateway-Hours|per NAT Gateway Hour`)},
	{natData, regexp.MustCompile(`(?i)NatGateway-Bytes|per GB Data Processed by NAT Gateways?`)},
	{balancerUse, regexp.MustCompile(`(?i)LCUUsage|load ?balancer capacity unit|LoadBalancing.*DataProcessing-Bytes|GB Data Processed by the (?:Elastic )?LoadBalancer`)},
	{balancerHours, regexp.MustCompile(`(?i)LoadBalancerUsage|LoadBalancer-hour`)},
	{snapshot, regexp.MustCompile(`(?i)EBS:SnapshotUsage|per GB-Month of snapshot data stored`)},
	{volume, regexp.MustCompile(`(?i)EBS:VolumeUsage\.(gp2|gp3|io1|io2|st1|sc1|piops)|per GB-month of [^$]*\((gp2|gp3|io1|io2|st1|sc1)\)[^$]*(?:storage|provisioned)`)},
	{database, regexp.MustCompile(`(?i)(?:InstanceUsage|Multi-AZUsage|RDS)[:\s]+(db\.[a-z0-9]+\.[a-z0-9]+)`)},
	{machine, regexp.MustCompile(`(?i)BoxUsage:([a-z][a-z0-9-]*\.[a-z0-9-]+)|On Demand [^$]*?\b([a-z][a-z0-9-]*\.(?:nano|micro|small|medium|[0-9]*x?large|metal[-0-9a-z]*)) Instance Hour`)},
	{standardStorage, regexp.MustCompile(`(?i)TimedStorage-ByteHrs.*(?:S3|Simple Storage)|per GB - first 50 TB / month of storage used|per GB - next 450 TB / month of storage used`)},
	{logs, regexp.MustCompile(`(?i)(?:TimedStorage-ByteHrs|log).*CloudWatch`)},
}

// read says what a line measures, and of which type. A usage type may mean two
// things in two services, so the service's name is at its end.
func read(usage, description, service string) (meter, string) {
	for _, text := range []string{usage, description} {
		if text == "" {
			continue
		}
		for _, m := range meters {
			found := m.is.FindStringSubmatch(text + " " + service)
			if found == nil {
				continue
			}
			kind := ""
			for _, g := range found[1:] {
				if g != "" {
					kind = g
				}
			}
			switch {
			case kind == "piops":
				kind = "io1"
			case m.meter == database && strings.HasSuffix(kind, "xl"): // its meters cut "db.r4.2xlarge" short
				kind += "arge"
			}
			return m.meter, kind
		}
	}
	return other, ""
}
