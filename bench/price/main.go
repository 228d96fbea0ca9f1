// Command price holds estimates against another tool's own test cases:
//
//	go run ./bench/price -assay ./assay -cases DIR [-v] [TYPE …]
//
// DIR has a folder TYPE_test for each type of resource: Terraform, a usage file and
// the other tool's table (.golden), as Infracost's repository keeps them. It counts
// the resources whose monthly cost is within 1 % of the table's, those that cost less
// here and say what is not known, and those that differ. It says nothing of who is
// right: -v lists what differs.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// deep are the types that the product prices in depth.
var deep = strings.Fields(`autoscaling_group cloudwatch_dashboard cloudwatch_event_bus cloudwatch_log_group cloudwatch_metric_alarm data_transfer db_instance
 dynamodb_table ebs_snapshot ebs_volume ecs_service eip eks_cluster eks_fargate_profile eks_node_group elasticache_cluster elasticache_replication_group elb
 instance kms_external_key kms_key lambda_function lambda_provisioned_concurrency_config lb nat_gateway rds_cluster rds_cluster_instance s3_bucket s3_bucket_v3 secretsmanager_secret`)

func main() {
	program := flag.String("assay", "./assay", "the program")
	cases := flag.String("cases", "", "folder of the cases")
	verbose := flag.Bool("v", false, "list what differs")
	flag.Parse()
	types := flag.Args()
	if len(types) == 0 {
		types = deep
	}
	if err := run(*program, *cases, types, *verbose); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(program, cases string, types []string, verbose bool) error {
	var same, less, other, all int
	for _, typ := range types {
		dir := filepath.Join(cases, typ+"_test")
		want, err := table(filepath.Join(dir, typ+"_test.golden"))
		if err != nil {
			return err
		}
		have, err := estimate(program, dir, typ)
		if err != nil {
			return err
		}
		for _, address := range sorted(want) {
			all++
			w, h := want[address], have[address]
			switch {
			case math.Abs(w-h.cost) <= max(0.01*w, 0.011*float64(h.lines)):
				same++
				continue
			case h.unknown > 0 && h.cost <= w*1.01:
				less++
			default:
				other++
			}
			if verbose {
				fmt.Printf("%-24s %-70s theirs %10.2f  ours %10.2f and %d not known\n", typ, address, w, h.cost, h.unknown)
			}
		}
	}
	fmt.Printf("%d resources: %d within 1 %%, %d less and what is not known is named, %d otherwise\n", all, same, less, other)
	return nil
}

func sorted(m map[string]float64) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

var (
	heading = regexp.MustCompile(`^ ([a-z_0-9.\-]+\.\S+)\s*$`)
	amount  = regexp.MustCompile(`\$([\d,]+(?:\.\d+)?)\s*\*?\s*$`)
)

// table reads what each resource costs a month.
func table(name string) (map[string]float64, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out, at := map[string]float64{}, ""
	for in := bufio.NewScanner(f); in.Scan(); {
		line := in.Text()
		if m := heading.FindStringSubmatch(line); m != nil {
			at = m[1]
			out[at] = 0
		} else if strings.HasPrefix(line, " OVERALL") || strings.HasPrefix(line, "──") {
			at = ""
		} else if m := amount.FindStringSubmatch(line); m != nil && at != "" {
			x, err := strconv.ParseFloat(strings.ReplaceAll(m[1], ",", ""), 64)
			if err != nil {
				return nil, err
			}
			out[at] += x
		}
	}
	return out, nil
}

type cost struct {
	cost           float64
	lines, unknown int
}

func estimate(program, dir, typ string) (map[string]cost, error) {
	home, err := os.MkdirTemp("", "price")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(home)
	args := []string{"price", dir, "--home", home, "-q", "--format", "json"}
	if usage := filepath.Join(dir, typ+"_test.usage.yml"); exists(usage) {
		args = append(args, "--usage", usage)
	}
	data, err := exec.Command(program, args...).Output()
	if err != nil && len(data) == 0 {
		return nil, fmt.Errorf("%s: %w", typ, err)
	}
	var doc struct {
		Estimate struct {
			Resources []struct {
				Address string
				Monthly string
				Lines   []struct{ Monthly *string }
			}
		}
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", typ, err)
	}
	out := map[string]cost{}
	for _, r := range doc.Estimate.Resources {
		c := cost{lines: len(r.Lines)}
		if c.cost, err = strconv.ParseFloat(r.Monthly, 64); err != nil {
			return nil, err
		}
		for _, l := range r.Lines {
			if l.Monthly == nil {
				c.unknown++
			}
		}
		out[r.Address] = c
	}
	return out, nil
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
