package price

import (
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// amazonInstance is a virtual machine with its volumes and address.
func amazonInstance(it *item) {
	template := it.referred("launch_template", "aws_launch_template")
	if template != nil && !it.get("instance_type").there {
		it.launch(template)
		it.used("Data transfer to the internet", "transfer/internet", "monthly_data_transfer_gb")
		return
	}
	it.machine()
	if template != nil && len(it.r.Under("root_block_device"))+len(it.r.Under("ebs_block_device")) == 0 {
		t := it.as(template)
		t.templateVolumes()
		it.out = t.out
	} else {
		it.rootVolume("root_block_device.0", "8")
		it.volumes("ebs_block_device")
		if template == nil && it.get("instance_type").there && len(it.r.Under("launch_template")) > 0 {
			it.missing("Volumes of the launch template", "GB-month", "the files do not show which template it is")
		}
	}
	it.publicAddress()
	it.used("Data transfer to the internet", "transfer/internet", "monthly_data_transfer_gb")
	it.detailedMonitoring()
}

// machine adds the hours of an instance type.
func (it *item) machine() {
	hours := it.useOr("monthly_hrs", whole(Hours))
	kind, ok := it.text("instance_type", "")
	switch {
	case !ok:
		it.missing("Instance", "hour", open("instance_type"))
		return
	case kind == "":
		it.missing("Instance", "hour", "the files name no instance type")
		return
	}
	if why := it.otherThanOnDemand(); why != "" {
		it.missing("Instance ("+kind+")", "hour", why)
		return
	}
	if system := it.Usage.word(it.r, "operating_system"); system != "" && !strings.EqualFold(system, "linux") {
		it.missing("Instance ("+kind+")", "hour", "the price book has machines with Linux only, and the usage file says "+system)
		return
	}
	it.linux = true
	it.add("Instance ("+kind+")", "ec2/"+kind, it.onDemand(hours))
	it.credits(kind)
}

// credits are what a burstable machine uses beyond its own, where it may: T2 may when
// it is told to, the others unless they are told not to.
func (it *item) credits(kind string) {
	family, _, _ := strings.Cut(kind, ".")
	if !strings.HasPrefix(family, "t") {
		return
	}
	absent := "unlimited"
	if family == "t2" {
		absent = "standard"
	}
	hours, n := it.use("monthly_cpu_credit_hrs"), it.useOr("vcpu_count", whole(2)) // 2 up to large
	if mode, ok := it.text("credit_specification.0.cpu_credits", absent); ok && mode == "unlimited" && hours.known() {
		it.add("CPU credits", "ec2/cpu-credits/"+family, hours.mul(n))
	}
}

// onDemand says of hours that the usage file calls reserved that they are priced
// without that.
func (it *item) onDemand(hours quantity) quantity {
	if it.Usage.word(it.r, "reserved_instance_type") != "" || it.Usage.word(it.r, "reserved_instance_term") != "" {
		hours.state, hours.why = Assumed, "on demand: the price book has no prices of reserved machines; your own rates may (assay cost rates)"
	}
	return hours
}

// otherThanOnDemand says why the list price of shared Linux machines does not hold.
func (it *item) otherThanOnDemand() string {
	for _, p := range []string{"tenancy", "placement.0.tenancy", "placement_tenancy"} {
		if tenancy, ok := it.text(p, "default"); !ok {
			return open("tenancy")
		} else if tenancy != "default" {
			return "the price book has no price for tenancy " + tenancy
		}
	}
	for _, p := range []string{"instance_market_options.0.market_type", "spot_price"} {
		if v := it.get(p); v.there && (v.unsure || v.text != "") {
			return "a spot instance: the market sets its price"
		}
	}
	return ""
}

// rootVolume is the volume that a machine starts from. Without a size, the image
// sets it.
func (it *item) rootVolume(at, usual string) {
	product := it.volumeType(at, "volume_type", "gp2")
	size := it.number(at+".volume_size", "")
	if v := it.get(at + ".volume_size"); !v.there {
		size = it.use("root_volume_gb")
		if !size.known() {
			size.why = "the image sets the size (" + usual + " GB as a rule): root_volume_gb in the usage file, or volume_size"
		}
	}
	if product == "" {
		it.missing("Root volume", "GB-month", open("volume_type"))
		return
	}
	it.disk("Root volume", product, at, size)
}

// volumeType gives the type of a volume; empty when it is not known.
func (it *item) volumeType(at, attr, absent string) string {
	if at != "" {
		attr = at + "." + attr
	}
	kind, _ := it.text(attr, absent)
	return kind
}

// volumes are further blocks of volumes.
func (it *item) volumes(path string) {
	n, known := it.blocks(path)
	if !known {
		it.missing("Volumes", "GB-month", open(path))
	}
	for i := range n {
		at := path + "." + itoa(i)
		name := "Volume " + itoa(i+1)
		kind := it.volumeType(at, "volume_type", "gp2")
		if kind == "" {
			it.missing(name, "GB-month", open(at+".volume_type"))
			continue
		}
		it.disk(name, kind, at, it.number(at+".volume_size", ""))
	}
}

// disk adds the storage of a volume, and what it is provisioned for above what
// its type includes.
func (it *item) disk(name, kind, at string, size quantity) {
	it.add(name+" ("+kind+")", "ebs/"+kind+"/storage", size)
	if at != "" {
		at += "."
	}
	switch kind {
	case "gp3":
		it.add(name+" operations above 3000", "ebs/gp3/iops", it.number(at+"iops", "3000").over(3000))
		it.add(name+" throughput above 125 MB/s", "ebs/gp3/throughput", it.number(at+"throughput", "125").over(125))
	case "io1", "io2":
		it.add(name+" operations", "ebs/"+kind+"/iops", it.number(at+"iops", "100"))
	case "standard":
		it.used(name+" requests", "ebs/standard/requests", "monthly_standard_io_requests")
	}
}

// publicAddress is the charge for a public IPv4 address that comes with a machine.
func (it *item) publicAddress() {
	const name, product = "Public IPv4 address", "ipv4/in-use"
	switch v := it.get("associate_public_ip_address"); {
	case v.unsure:
		it.add(name, product, unknown(open("associate_public_ip_address")))
		return
	case v.there:
		if strings.EqualFold(v.text, "true") {
			it.hourly(name, product, whole(1))
		}
		return
	}
	if subnet := it.referred("subnet_id", "aws_subnet", "aws_default_subnet"); subnet != nil {
		v := it.as(subnet).get("map_public_ip_on_launch")
		switch {
		case v.unsure:
		case strings.EqualFold(v.text, "true"):
			it.hourly(name, product, whole(1))
			return
		case subnet.Type != "aws_default_subnet":
			return
		}
	}
	it.add(name, product, unknown("the subnet decides whether there is one: 730 hours a month if so, or set associate_public_ip_address"))
}

// amazonVolume is a volume of its own.
func amazonVolume(it *item) {
	kind := it.volumeType("", "type", "gp2")
	if kind == "" {
		it.missing("Volume", "GB-month", open("type"))
		return
	}
	it.disk("Volume", kind, "", it.number("size", ""))
}

func amazonSnapshot(it *item) {
	size := it.use("storage_gb")
	if volume := it.referred("volume_id", "aws_ebs_volume"); volume != nil && !size.known() {
		if v := it.as(volume).number("size", ""); v.known() {
			size = quantity{n: v.n, state: Assumed, why: "all of the volume, as its first snapshot; storage_gb in the usage file"}
		}
	}
	it.add("Snapshot", "ebs/snapshot", size)
	for _, p := range [][3]string{{"Fast restore", "ebs/fast-restore", "fast_snapshot_restore_hours"}, {"Blocks listed", "ebs/snapshot-api/list", "monthly_list_block_requests"}, {"Blocks read", "ebs/snapshot-api/get", "monthly_get_block_requests"}, {"Blocks written", "ebs/snapshot-api/put", "monthly_put_block_requests"}} {
		if q := it.use(p[2]); q.known() {
			it.add(p[0], p[1], q)
		}
	}
}

func amazonImage(it *item) {
	n, known := it.blocks("ebs_block_device")
	if !known || n == 0 {
		it.used("Snapshot", "ebs/snapshot", "storage_gb")
		return
	}
	for i := range n {
		it.add("Snapshot "+itoa(i+1), "ebs/snapshot", it.number("ebs_block_device."+itoa(i)+".volume_size", ""))
	}
}

// detailedMonitoring is seven metrics of a machine: those of a launch configuration
// have it unless it says otherwise, others when they ask for it.
func (it *item) detailedMonitoring() {
	if kind, _, _ := kindOf(it.r); kind != "aws_launch_configuration" {
		if yes, ok := it.yes("monitoring"); ok && yes {
			it.add("Detailed monitoring", "cloudwatch/metric", whole(7))
		}
		return
	}
	switch on, ok := it.text("enable_monitoring", "true"); {
	case !ok:
		it.missing("Detailed monitoring", "metric-month", open("enable_monitoring"))
	case strings.EqualFold(on, "true"):
		it.add("Detailed monitoring", "cloudwatch/metric", whole(7))
	}
}

// amazonGroup is a group of machines from a template.
func amazonGroup(it *item) {
	begins := it.number("desired_capacity", "")
	if !it.get("desired_capacity").there {
		if begins = it.number("min_size", ""); begins.known() { // what Auto Scaling begins with
			begins.state, begins.why = Assumed, "min_size, which the group begins with: instances in the usage file, or desired_capacity"
		}
	}
	it.times = it.running("instances", begins, "max_size")
	template := it.referred("launch_template", "aws_launch_template")
	configuration := it.referred("launch_configuration", "aws_launch_configuration")
	switch {
	case template != nil:
		it.launch(template)
	case configuration != nil:
		t := it.as(configuration)
		amazonInstance(t)
		it.out = t.out
	default:
		if template = it.referred("mixed_instances_policy", "aws_launch_template"); template != nil {
			it.missing("Instances", "hour", "a mix of instance types, some of them perhaps from the spot market")
			return
		}
		it.missing("Instances", "hour", "the files do not show what it launches")
	}
}

// launch prices the machines of a launch template.
func (it *item) launch(template *assay.Resource) {
	t := it.as(template)
	t.machine()
	t.templateVolumes()
	if yes, ok := t.yes("monitoring.0.enabled"); ok && yes {
		t.add("Detailed monitoring", "cloudwatch/metric", whole(7))
	}
	switch v := t.get("network_interfaces.0.associate_public_ip_address"); {
	case v.there && !v.unsure && strings.EqualFold(v.text, "true"):
		t.hourly("Public IPv4 address", "ipv4/in-use", whole(1))
	case v.unsure || !v.there:
		t.add("Public IPv4 address", "ipv4/in-use", unknown("the subnet decides whether there is one: 730 hours a month if so"))
	}
	it.out = t.out
}

// templateVolumes are the volumes of a launch template, which it is. The image has
// the root volume unless a mapping says so.
func (t *item) templateVolumes() {
	n, known := t.blocks("block_device_mappings")
	if !known {
		t.missing("Volumes", "GB-month", open("block_device_mappings"))
	}
	root := !known && n == 0
	for i := range n {
		mapping := "block_device_mappings." + itoa(i)
		name, _ := t.text(mapping+".device_name", "")
		root = root || rootDevice(name)
		if t.set(mapping+".no_device") || t.set(mapping+".virtual_name") {
			continue
		}
		at := mapping + ".ebs.0"
		component := "Volume " + itoa(i+1)
		kind := t.volumeType(at, "volume_type", "gp2")
		if kind == "" {
			t.missing(component, "GB-month", open("volume_type"))
			continue
		}
		t.disk(component, kind, at, t.number(at+".volume_size", ""))
	}
	if !root {
		t.rootVolume("root_block_device.0", "8")
	}
}

// set says that an attribute is there, and known.
func (it *item) set(path string) bool {
	v := it.get(path)
	return v.there && !v.unsure
}

// amazonNodes are the machines of a node group of EKS.
func amazonNodes(it *item) {
	it.times = it.running("instances", it.number("scaling_config.0.desired_size", ""), "scaling_config.0.max_size")
	if kind, ok := it.text("capacity_type", "ON_DEMAND"); !ok || kind != "ON_DEMAND" {
		it.missing("Nodes", "hour", "spot instances: the market sets their price")
		return
	}
	template := it.referred("launch_template", "aws_launch_template")
	if template != nil && !it.get("instance_types.0").there && it.as(template).get("instance_type").there {
		it.launch(template)
		return
	}
	kind, ok := it.text("instance_types.0", "t3.medium")
	if !ok {
		it.missing("Nodes", "hour", open("instance_types"))
		return
	}
	if image, ok := it.text("ami_type", "AL2023_x86_64_STANDARD"); !ok || strings.HasPrefix(image, "WINDOWS") || strings.EqualFold(it.Usage.word(it.r, "operating_system"), "windows") {
		it.missing("Nodes ("+kind+")", "hour", "the price book has machines with Linux only")
		return
	}
	it.add("Nodes ("+kind+")", "ec2/"+kind, it.onDemand(whole(Hours)))
	it.credits(kind)
	n, known := it.blocks("launch_template")
	switch {
	case template != nil:
		t := it.as(template)
		t.templateVolumes()
		it.out = t.out
	case n > 0 || !known:
		it.missing("Volumes", "GB-month", "the launch template sets them, and the files do not show it")
	default:
		it.add("Root volumes (gp3)", "ebs/gp3/storage", it.number("disk_size", "20"))
	}
}

// amazonService is an ECS service: on Fargate its tasks cost.
func amazonService(it *item) {
	kind, ok := it.text("launch_type", "EC2")
	if n, _ := it.blocks("capacity_provider_strategy"); n > 0 {
		kind, ok = it.text("capacity_provider_strategy.0.capacity_provider", "")
		kind = strings.TrimSpace(kind)
	} else if task := it.referred("task_definition", "aws_ecs_task_definition"); task != nil && !it.get("launch_type").there {
		// what runs on Fargate only, the cluster's capacity providers put there
		t := it.as(task)
		if n, _ := t.blocks("requires_compatibilities"); n == 1 {
			kind, ok = t.text("requires_compatibilities.0", "EC2")
		}
	}
	switch {
	case !ok:
		it.missing("Tasks", "hour", open("launch_type"))
		return
	case kind == "FARGATE_SPOT":
		it.missing("Tasks", "hour", "Fargate Spot: the market sets its price")
		return
	case kind != "FARGATE":
		return // the machines of the cluster cost, and are resources of their own
	}
	it.times = it.running("tasks", it.number("desired_count", "0"), "")
	task := it.referred("task_definition", "aws_ecs_task_definition")
	if task == nil {
		it.missing("Tasks", "hour", "the files do not show the task definition")
		return
	}
	t := it.as(task)
	arch, known := t.text("runtime_platform.0.cpu_architecture", "X86_64")
	if !known {
		it.missing("Tasks", "hour", open("cpu_architecture"))
		return
	}
	arch = strings.ToLower(arch)
	hours := whole(Hours)
	t.add("vCPU", "fargate/"+arch+"/vcpu", t.units("cpu", "vcpu").mul(hours))
	t.add("Memory", "fargate/"+arch+"/memory", t.units("memory", "gb").mul(hours))
	t.add("Ephemeral storage above 20 GB", "fargate/ephemeral-storage", t.number("ephemeral_storage.0.size_in_gib", "20").over(20).mul(hours))
	it.out = t.out
}

// units reads "1024" as 1 of 1024 and "1 vCPU" or "2 GB" as it says.
func (it *item) units(path, word string) quantity {
	if s, ok := it.text(path, ""); ok {
		if n, cut := strings.CutSuffix(strings.ToLower(strings.ReplaceAll(s, " ", "")), word); cut {
			return number(n, path)
		}
	}
	q := it.number(path, "")
	return q.mul(exact("0.0009765625"))
}

// newestExtended is the newest minor version of Kubernetes 1 whose standard support on
// EKS has ended (AWS, Amazon EKS Kubernetes release calendar; 1.33 in July 2026).
const newestExtended = 33

// amazonCluster is a cluster of EKS; one on a version in extended support costs more,
// unless it is upgraded when standard support ends.
func amazonCluster(it *item) {
	product := "eks/cluster"
	version, ok := it.text("version", "")
	policy, known := it.text("upgrade_policy.0.support_type", "EXTENDED")
	minor, err := strconv.Atoi(strings.TrimPrefix(version, "1."))
	switch {
	case known && policy == "STANDARD":
	case !ok || !known:
		it.missing("Cluster", "hour", open("version"))
		return
	case err == nil && strings.HasPrefix(version, "1.") && minor <= newestExtended:
		product = "eks/cluster-extended"
	}
	it.hourly("Cluster", product, whole(1))
	if yes, ok := it.yes("compute_config.0.enabled"); yes || !ok {
		it.missing("Machines of Auto Mode", "hour", "the cluster starts them as pods ask for them, and each costs a fee on top")
	}
}

// amazonProvisioned is capacity of a Lambda function that stands ready.
func amazonProvisioned(it *item) {
	arch, memory := "x86_64", it.use("memory_mb")
	if word := it.Usage.word(it.r, "architecture"); word != "" {
		arch = word
	}
	if f := it.referred("function_name", "aws_lambda_function"); f != nil {
		function := it.as(f)
		arch, _ = function.text("architectures.0", "x86_64")
		if !memory.known() {
			memory = function.number("memory_size", "128")
		}
	}
	gb := memory.mul(exact("0.0009765625"))
	hours := it.useOr("monthly_duration_hrs", whole(Hours))
	it.add("Provisioned concurrency", "lambda/"+arch+"/provisioned", it.number("provisioned_concurrent_executions", "").mul(hours).mul(whole(3600)).mul(gb))
	requests := it.use("monthly_requests")
	it.add("Requests", "lambda/requests", requests)
	it.add("Duration", "lambda/"+arch+"/provisioned-duration", requests.mul(it.use("request_duration_ms")).mul(exact("0.001")).mul(gb))
}

// amazonFunction is a Lambda function.
func amazonFunction(it *item) {
	arch, ok := it.text("architectures.0", "x86_64")
	if !ok {
		it.missing("Duration", "GB-second", open("architectures"))
		return
	}
	requests := it.use("monthly_requests")
	it.add("Requests", "lambda/requests", requests)
	seconds := it.use("request_duration_ms").mul(exact("0.001")).mul(requests)
	it.add("Duration", "lambda/"+arch+"/duration", seconds.mul(it.number("memory_size", "128").mul(exact("0.0009765625"))))
	extra := it.number("ephemeral_storage.0.size", "512").over(512).mul(exact("0.0009765625"))
	if !extra.nothing() {
		it.add("Ephemeral storage above 512 MB", "lambda/ephemeral-storage", extra.mul(seconds))
	}
}
