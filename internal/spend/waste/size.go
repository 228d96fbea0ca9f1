package waste

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

// successors are the families after old ones that have the same sizes at the same
// processors and memory or more; from Amazon's pages on previous generations.
var successors = map[string]string{
	"t1": "t3", "t2": "t3", "m4": "m6i", "c4": "c6i", "r4": "r6i",
	"db.t2": "db.t3", "db.m4": "db.m5", "db.r4": "db.r5",
}

// whole are the sizes that both of a pair have alike.
var alike = map[string][]string{
	"t1": {"micro"},
	"t2": {"nano", "micro", "small", "medium", "large", "xlarge", "2xlarge"},
	"m4": {"large", "xlarge", "2xlarge", "4xlarge", "16xlarge"},
	"c4": {"large", "xlarge", "2xlarge", "4xlarge"},
	"r4": {"large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"},
}

// successor is the type that follows an old one; empty when there is none.
func successor(kind string) string {
	i := strings.LastIndexByte(kind, '.')
	if i < 0 {
		return ""
	}
	family, size := kind[:i], kind[i+1:]
	next, ok := successors[family]
	if !ok || !slices.Contains(alike[strings.TrimPrefix(family, "db.")], size) {
		return ""
	}
	return next + "." + size
}

// halves are sizes and the one of half as much.
var halves = map[string]string{
	"2xlarge": "xlarge", "4xlarge": "2xlarge", "8xlarge": "4xlarge", "16xlarge": "8xlarge", "24xlarge": "12xlarge", "32xlarge": "16xlarge", "xlarge": "large",
}

func half(kind string) string {
	i := strings.LastIndexByte(kind, '.')
	if i < 0 || halves[kind[i+1:]] == "" {
		return ""
	}
	return kind[:i+1] + halves[kind[i+1:]]
}

// sizes finds machines and volumes of old generations, and machines too large.
func (w *work) sizes() {
	for _, t := range w.things {
		for _, u := range t.of(w.To, machine) {
			a := t.months[w.To][u]
			w.replace(t, u.kind, successor(u.kind), "ec2/", "instance_type", *a)
			w.shrink(t, u.kind, "ec2/", "instance_type", *a)
		}
		for _, u := range t.of(w.To, database) {
			a := t.months[w.To][u]
			prefix, suffix := databaseOf(t.match.Resource)
			w.replaceAs(t, u.kind, successor(u.kind), prefix, suffix, "instance_class", *a)
		}
		for _, u := range t.of(w.To, volume) {
			if u.kind == "gp2" {
				w.gp2(t, *t.months[w.To][u])
			}
		}
	}
}

// typed is the code that says the type of a machine: of a group's, its launch
// template, as far as the group refers to one.
func (w *work) typed(r *assay.Resource) *assay.Resource {
	if r == nil || r.Type != "aws_autoscaling_group" && r.Type != "AWS::AutoScaling::AutoScalingGroup" {
		return r
	}
	for i := range w.Resources {
		o := &w.Resources[i]
		if o.Root == r.Root && slices.Contains(templates, o.Type) && refers(r, o) {
			return o
		}
	}
	return nil
}

// templates say the type of a group's machines.
var templates = []string{"aws_launch_template", "aws_launch_configuration", "AWS::EC2::LaunchTemplate", "AWS::AutoScaling::LaunchConfiguration"}

// databaseOf is how the price book calls a database's class: engine before, zone after.
func databaseOf(r *assay.Resource) (prefix, suffix string) {
	if r == nil {
		return "", ""
	}
	engine, ok := r.Attribute("engine")
	if !ok || engine.Kind != assay.KindString {
		return "", ""
	}
	if strings.HasPrefix(engine.Value, "aurora") {
		return "rds/aurora/", ""
	}
	zone := "/single-az"
	switch multi, ok := r.Attribute("multi_az"); {
	case ok && multi.Kind == assay.KindUnknown:
		return "", ""
	case ok && multi.Value == "true":
		zone = "/multi-az"
	}
	if engine.Value == "mariadb" {
		return "rds/mysql/", zone
	}
	return "rds/" + engine.Value + "/", zone
}

func (w *work) replace(t *thing, from, to, prefix, attribute string, a amount) {
	w.replaceAs(t, from, to, prefix, "", attribute, a)
}

func (w *work) replaceAs(t *thing, from, to, prefix, suffix, attribute string, a amount) {
	if to == "" || !a.cost.IsPositive() {
		return
	}
	f := w.finding(Old, t, a)
	f.Evidence = fmt.Sprintf("%s for %s of %s", from, quantityText(a.quantity, "hours"), w.To)
	f.edit(w.typed(t.match.Resource), attribute, `"`+to+`"`, "change the type to "+to)
	if w.ratio(&f, prefix+from+suffix, prefix+to+suffix, prefix == "", a.demand) {
		w.put(f)
	}
}

// ratio saves what the list prices differ by; false when nothing is saved.
func (w *work) ratio(f *Finding, from, to string, open, demand bool) bool {
	if !demand {
		f.Unknown = "it is paid by a commitment, which another type may not use"
		return true
	}
	was, okWas := w.Price(f.Region, from)
	now, okNow := w.Price(f.Region, to)
	switch {
	case open || !okWas || !okNow:
		f.Unknown = "the price book does not know both prices in " + orUnknown(f.Region)
		return true
	case !now.LessThan(was):
		return false
	}
	f.save(was.Sub(now), was)
	return true
}

func orUnknown(s string) string {
	if s == "" {
		return "an unknown region"
	}
	return s
}

// shrink finds machines whose measured use fits in half.
func (w *work) shrink(t *thing, from, prefix, attribute string, a amount) {
	used, ok := w.Used[t.billed.Key]
	to := half(from)
	if !ok || to == "" || !a.cost.IsPositive() || used.Memory == nil || !under(used.Processor) || !under(*used.Memory) {
		return
	}
	f := w.finding(Oversized, t, a)
	f.Evidence = fmt.Sprintf("%s of which 95 %% of the time at most %s %% of processors and %s %% of memory are used", from, used.Processor, used.Memory)
	f.edit(w.typed(t.match.Resource), attribute, `"`+to+`"`, "change the type to "+to)
	if w.ratio(&f, prefix+from, prefix+to, false, a.demand) {
		w.put(f)
	}
}

// fits is the use below which half of a machine is at most 80 % used, in percent.
const fits = 40

func under(n money.Number) bool { return n.LessThan(money.NumberOf(fits)) }

// gp2 finds volumes that cost less as gp3 with the same performance: gp2 has three
// operations per second for each GB, gp3 3,000 and 125 MB/s in its price (Amazon
// EBS user guide). What more is needed is bought, and no saving.
func (w *work) gp2(t *thing, a amount) {
	if !a.cost.IsPositive() {
		return
	}
	f := w.finding(Old, t, a)
	f.Evidence = fmt.Sprintf("gp2, %s in %s", quantityText(a.quantity, "GB-months"), w.To)
	f.edit(t.match.Resource, volumeAttribute(t.match.Resource), `"gp3"`, "change the volume to gp3: aws ec2 modify-volume --volume-type gp3")
	if t.billed.Key == "" {
		f.Unknown = "the bill does not name the volumes, so their sizes and operations are not known"
		w.put(f)
		return
	}
	was, ok1 := w.Price(t.region, "ebs/gp2/storage")
	now, ok2 := w.Price(t.region, "ebs/gp3/storage")
	ops, ok3 := w.Price(t.region, "ebs/gp3/iops")
	flow, ok4 := w.Price(t.region, "ebs/gp3/throughput")
	size := zero(a.quantity)
	large, fast := size.GreaterThan(money.NumberOf(1000)), size.GreaterThan(money.NumberOf(170))
	if !ok1 || !ok2 || !size.IsPositive() || large && !ok3 || fast && !ok4 {
		f.Unknown = "the price book does not know all prices in " + orUnknown(t.region)
		w.put(f)
		return
	}
	then := size.Mul(now)
	if large {
		need := minOf(size.Mul(money.NumberOf(3)), money.NumberOf(16000)).Sub(money.NumberOf(3000))
		then = then.Add(need.Mul(ops))
		f.Change += ", iops = " + minOf(size.Mul(money.NumberOf(3)).Ceil(), money.NumberOf(16000)).String()
	}
	if fast {
		then = then.Add(money.NumberOf(125).Mul(flow))
		f.Change += ", throughput = 250"
	}
	if whole := size.Mul(was); then.LessThan(whole) {
		f.save(whole.Sub(then), whole)
		w.put(f)
	}
}

// volumeAttribute is where code says the type of a volume.
func volumeAttribute(r *assay.Resource) string {
	if r != nil && r.Type == "aws_ebs_volume" {
		return "type"
	}
	return "root_block_device.0.volume_type"
}
