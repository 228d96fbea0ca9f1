package waste

import (
	"slices"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/join"
)

func TestRead(t *testing.T) {
	for _, c := range []struct {
		usage, description, service string
		want                        meter
		kind                        string
	}{
		{"EUC1-BoxUsage:t2.micro", "", "Amazon EC2", machine, "t2.micro"},
		{"", "$0.0116 per On Demand Linux t2.micro Instance Hour", "Amazon Elastic Compute Cloud", machine, "t2.micro"},
		{"EBS:VolumeUsage.gp2", "", "Amazon EC2", volume, "gp2"},
		{"EBS:VolumeUsage.piops", "", "Amazon EC2", volume, "io1"},
		{"", "$0.10 per GB-month of General Purpose SSD (gp2) provisioned storage - US East", "Amazon EC2", volume, "gp2"},
		{"InstanceUsage:db.r4.large", "", "Amazon RDS", database, "db.r4.large"},
		{"EUC1-Multi-AZUsage:db.r4.2xl", "", "Amazon RDS", database, "db.r4.2xlarge"},
		{"InstanceUsage:db.r4.xlarge", "", "Amazon RDS", database, "db.r4.xlarge"},
		{"EU-NatGateway-Hours", "", "Amazon EC2", natHours, ""},
		{"", "$0.008 per used Application load balancer capacity unit-hour (or partial hour)", "Elastic Load Balancing", balancerUse, ""},
		{"", "$0.0225 per Application LoadBalancer-hour (or partial hour)", "Elastic Load Balancing", balancerHours, ""},
		{"TimedStorage-ByteHrs", "", "Amazon Simple Storage Service", standardStorage, ""},
		{"TimedStorage-ByteHrs", "", "AmazonCloudWatch", logs, ""},
		{"TimedStorage-ByteHrs", "", "Amazon ECR", other, ""},
		{"PublicIPv4:InUseAddress", "$0.005 per In-use public IPv4 address per hour", "Amazon VPC", other, ""},
		{"EBS:VolumeP-IOPS.piops", "", "Amazon EC2", other, ""},
		{"SpotUsage:t2.micro", "", "Amazon EC2", other, ""},
		{"", "", "", other, ""},
	} {
		if m, kind := read(c.usage, c.description, c.service); m != c.want || kind != c.kind {
			t.Errorf("%q %q of %s is %d %q, want %d %q", c.usage, c.description, c.service, m, kind, c.want, c.kind)
		}
	}
}

func row(month, resource, meter, cost, quantity string) lake.Row {
	r := lake.Row{Values: make([]string, len(keys)+len(join.Tags())), Currency: "USD", Lines: 1}
	r.Values[0], r.Values[1], r.Values[2], r.Values[3], r.Values[4], r.Values[7], r.Values[10], r.Values[14] = month, "5", resource, "Amazon EC2", "us-east-1", meter, "Hrs", "Usage"
	r.Effective, _ = money.ParseNumber(cost)
	q, _ := money.ParseNumber(quantity)
	r.Quantity = &q
	return r
}

var listed = map[string]string{
	"ec2/t2.micro": "0.0116", "ec2/t3.micro": "0.0104", "ec2/m4.large": "0.10", "ec2/m6i.large": "0.12",
	"ebs/gp2/storage": "0.10", "ebs/gp3/storage": "0.08", "ebs/gp3/iops": "0.005", "ebs/gp3/throughput": "0.04",
}

func question() *Question {
	return &Question{From: "2025-04", To: "2025-04", Price: func(_, product string) (money.Number, bool) {
		n, err := money.ParseNumber(listed[product])
		return n, err == nil
	}}
}

// A volume of 2,000 GB needs 6,000 operations and 250 MB/s as gp3:
// 2000 × 0.08 + 3000 × 0.005 + 125 × 0.04 = 180 of 200 USD, so a tenth of the cost is saved.
func TestGP2BuysItsPerformance(t *testing.T) {
	r := question().Find([]lake.Row{row("2025-04", "vol-0123456789abcdef0", "EBS:VolumeUsage.gp2", "150", "2000")})
	if len(r.Findings) != 1 || r.Findings[0].Saving == nil || r.Findings[0].Saving.String() != "180" {
		t.Fatalf("%+v", r.Findings)
	}
	if want := "iops = 6000, throughput = 250"; !strings.Contains(r.Findings[0].Change, want) {
		t.Errorf("%q lacks %q", r.Findings[0].Change, want)
	}
}

func TestDearerSuccessorIsNoSaving(t *testing.T) {
	r := question().Find([]lake.Row{row("2025-04", "i-1", "BoxUsage:m4.large", "72", "720")})
	if len(r.Findings) != 0 {
		t.Errorf("%+v", r.Findings)
	}
}

func TestUnknownPriceIsUnknownSaving(t *testing.T) {
	r := question().Find([]lake.Row{row("2025-04", "i-1", "BoxUsage:t2.2xlarge", "72", "720")})
	if len(r.Findings) != 1 || r.Findings[0].Saving != nil || r.Findings[0].Unknown == "" || r.Totals[0].Unknown != 1 {
		t.Errorf("%+v", r.Findings)
	}
}

// No saving exceeds its cost, and no total the cost of what it is of.
func TestSavingsStayWithinCost(t *testing.T) {
	rows := []lake.Row{
		row("2025-04", "i-1", "BoxUsage:t2.micro", "8.352", "720"),
		row("2025-04", "nat-1", "NatGateway-Hours", "32.4", "720"),
		row("2025-04", "eipalloc-1", "ElasticIP:IdleAddress", "3.6", "720"),
		row("2025-04", "vol-1", "EBS:VolumeUsage.gp2", "0.00000000001", "1"),
		row("2025-04", "i-2", "BoxUsage:t2.micro", "-5", "720"), // a refund
	}
	rows[0].Values[5] = "test" // and so always on, too
	q := question()
	q.Used = Utilisation{"i-1": {}}
	r := q.Find(rows)
	cost := map[string]money.Number{}
	counted := map[string]money.Number{}
	for _, f := range r.Findings {
		if f.Saving != nil && (f.Saving.GreaterThan(*f.Yearly) || f.Saving.IsNegative()) {
			t.Errorf("%s of %s saves %s of %s", f.Kind, f.Resource, f.Saving, f.Yearly)
		}
		if f.Resource == "i-2" {
			t.Error("a refund is waste")
		}
		cost[f.Resource] = *f.Yearly
		counted[f.Resource] = counted[f.Resource].Add(f.Counted)
	}
	for k, n := range counted {
		if n.GreaterThan(cost[k]) {
			t.Errorf("%s counts %s of %s", k, n, cost[k])
		}
	}
	if len(cost) != 4 {
		t.Errorf("findings on %d resources, want 4", len(cost))
	}
}

func TestLooseVolume(t *testing.T) {
	code := []assay.Resource{{
		Address: "aws_ebs_volume.v", Type: "aws_ebs_volume", Source: "terraform",
		Attributes: []assay.Attribute{{Path: "tags.Name", Kind: assay.KindString, Value: "data"}},
	}}
	attachment := assay.Resource{Address: "aws_volume_attachment.a", Type: "aws_volume_attachment", Source: "terraform", References: []assay.Reference{{Path: "volume_id", To: "aws_ebs_volume.v"}}}
	r := row("2025-04", "vol-1", "EBS:VolumeUsage.gp3", "8", "100")
	r.Values[len(keys)] = "data"
	for _, c := range []struct {
		code []assay.Resource
		want int
	}{{nil, 0}, {code, 1}, {append(code, attachment), 0}} {
		q := question()
		q.Resources = c.code
		if got := q.Find([]lake.Row{r}).Findings; len(got) != c.want {
			t.Errorf("%d resources of code give %+v", len(c.code), got)
		}
	}
}

// The type of a group's machines is in its launch template.
func TestGroupOfOldMachines(t *testing.T) {
	at := func(line int) assay.Place {
		return assay.Place{Path: "main.tf", Start: assay.Position{Line: line}}
	}
	template := assay.Resource{
		Address: "aws_launch_template.api", Type: "aws_launch_template", Source: "terraform", Location: at(1).At(),
		Attributes: []assay.Attribute{{Path: "instance_type", Kind: assay.KindString, Value: "t2.micro", Location: at(2)}},
	}
	group := assay.Resource{
		Address: "aws_autoscaling_group.api", Type: "aws_autoscaling_group", Source: "terraform", Location: at(8).At(),
		Attributes: []assay.Attribute{{Path: "name", Kind: assay.KindString, Value: "api"}},
		References: []assay.Reference{{Path: "launch_template.0.id", To: "aws_launch_template.api"}},
	}
	r := row("2025-04", "i-1", "BoxUsage:t2.micro", "8.352", "720")
	r.Values[len(keys)+slices.Index(join.Tags(), join.GroupTag)] = "api"
	for _, c := range []struct {
		code         []assay.Resource
		line         int
		change, name string
	}{
		{[]assay.Resource{template, group}, 2, `instance_type = "t3.micro"`, "aws_autoscaling_group.api"},
		{[]assay.Resource{group}, 8, "change the type to t3.micro", "aws_autoscaling_group.api"},
	} {
		q := question()
		q.Resources = c.code
		got := q.Find([]lake.Row{r}).Findings
		if len(got) != 1 || got[0].Line != c.line || got[0].Change != c.change || got[0].Address != c.name {
			t.Errorf("%+v", got)
		}
	}
}

func FuzzParseUtilisation(f *testing.F) {
	f.Add("resource,cpu_p95,mem_p95\ni-1,10,20\n")
	f.Add("resource,cpu_p95\n\"i\n1\",1e9\n")
	f.Fuzz(func(t *testing.T, text string) {
		u, err := ParseUtilisation("u.csv", strings.NewReader(text))
		if (u == nil) == (err == nil) {
			t.Fatal("either use or an error")
		}
	})
}
