package price

import "strings"

// googleInstance is a machine of Google's: its hours alone have a price.
func googleInstance(it *item) {
	kind, ok := it.text("machine_type", "")
	spot := false
	for _, p := range []string{"scheduling.0.preemptible", "scheduling.0.provisioning_model"} {
		v := it.get(p)
		spot = spot || v.unsure || strings.EqualFold(v.text, "true") || strings.EqualFold(v.text, "spot")
	}
	gpus, known := it.blocks("guest_accelerator")
	switch {
	case !ok || kind == "":
		it.missing("Instance", "hour", open("machine_type"))
	case spot:
		it.missing("Instance ("+kind+")", "hour", "a spot machine, or perhaps one")
	default:
		it.sustained = true
		it.add("Instance ("+kind+")", "compute/"+kind, it.useOr("monthly_hrs", whole(Hours)))
	}
	if n, known := it.blocks("scratch_disk"); !known {
		it.missing("Local SSDs", "GB-month", open("scratch_disk"))
	} else if n > 0 {
		size := it.number("scratch_disk.0.size", "375")
		it.add("Local SSDs", "disk/local-ssd", size.mul(whole(int64(n))))
	}
	if gpus > 0 || !known {
		it.missing("Accelerators", "hour", "the price book has no accelerators")
	}
	it.googleDisk("Boot disk", "boot_disk.0.initialize_params.0.type", "boot_disk.0.initialize_params.0.size", "the image sets the size: boot_disk_gb in the usage file, or size")
	if n, known := it.blocks("attached_disk"); n > 0 || !known {
		it.missing("Attached disks", "GB-month", "the price book has no disks of Google's")
	}
	it.missing("Data transfer to the internet", "GB", "depends on use, and the price book has no price for it")
}

// googleDisk adds a disk; without a size, why says who sets it.
func (it *item) googleDisk(name, kindPath, sizePath, why string) {
	kind, ok := it.text(kindPath, "pd-standard")
	if !ok {
		it.missing(name, "GB-month", open(kindPath))
		return
	}
	size := it.number(sizePath, "")
	if v := it.get(sizePath); !v.there && why != "" {
		if size = it.use("boot_disk_gb"); !size.known() {
			size.why = why
		}
	}
	it.add(name+" ("+kind+")", "disk/"+kind, size)
}

func googleVolume(it *item) { it.googleDisk("Disk", "type", "size", "") }

func googleBucket(it *item) {
	class, ok := it.text("storage_class", "STANDARD")
	if !ok {
		it.missing("Storage", "GB-month", open("storage_class"))
		return
	}
	it.used("Storage ("+strings.ToLower(class)+")", "storage/"+strings.ToLower(class), "storage_gb")
	it.missing("Operations", "request", "depends on use, and the price book has no price for it")
}

func googleCluster(it *item) {
	it.hourly("Cluster", "gke/cluster", whole(1))
	if yes, ok := it.yes("enable_autopilot"); yes || !ok {
		it.missing("Pods of Autopilot", "vCPU-hour", "depends on use, and the price book has no price for it")
		return
	}
	n, known := it.blocks("node_pool")
	switch v := it.get("remove_default_node_pool"); {
	case strings.EqualFold(v.text, "true"):
	case !known:
		it.missing("Nodes", "hour", open("node_pool"))
	case n == 0:
		it.googleNodes("Default nodes", "", "initial_node_count")
	}
	for i := range n {
		at := "node_pool." + itoa(i) + "."
		it.googleNodes("Nodes of pool "+itoa(i+1), at, at+"node_count")
	}
}

func googleNodePool(it *item) { it.googleNodes("Nodes", "", "node_count") }

// googleNodes are the machines of a pool, in each of its zones; a region has three, as
// a rule.
func (it *item) googleNodes(name, at, count string) {
	n := it.use("nodes")
	if !n.known() {
		n = it.number(count, "")
		if !it.get(count).there {
			n = it.number(at+"initial_node_count", "")
		}
		if !n.known() || n.nothing() {
			n = unknown("how many there are is not known from the files: nodes in the usage file")
		}
		zones, known := it.blocks(at + "node_locations")
		if zones == 0 {
			zones, known = it.blocks("node_locations")
		}
		place, ok := it.text("location", "")
		switch {
		case !known || !ok:
			n = unknown(open("location"))
		case zones > 0:
			n = n.mul(whole(int64(zones)))
		case strings.Count(place, "-") == 1:
			n = n.mul(quantity{n: whole(3).n, state: Assumed, why: "in three zones of " + place})
		}
	}
	config := at + "node_config.0."
	kind, ok := it.text(config+"machine_type", "e2-medium")
	spot := it.is(config+"spot", "true") || it.is(config+"preemptible", "true")
	switch {
	case !ok:
		it.missing(name, "hour", open("machine_type"))
	case spot:
		it.missing(name+" ("+kind+")", "hour", "spot machines: the market sets their price")
	default:
		it.sustained = true
		it.add(name+" ("+kind+")", "compute/"+kind, n.mul(whole(Hours)))
	}
	disk, ok := it.text(config+"disk_type", "pd-balanced")
	if !ok {
		it.missing("Boot disks", "GB-month", open("disk_type"))
	} else {
		it.add("Boot disks ("+disk+")", "disk/"+disk, it.number(config+"disk_size_gb", "100").mul(n))
	}
	if n, known := it.blocks(config + "guest_accelerator"); n > 0 || !known {
		it.missing("Accelerators", "hour", "the price book has no accelerators")
	}
}

// googleAddress is a reserved external address; one on a machine costs less than one
// that nothing uses (Google Cloud, VPC pricing).
func googleAddress(it *item) {
	switch kind, ok := it.text("address_type", "EXTERNAL"); {
	case !ok:
		it.missing("Address", "hour", open("address_type"))
	case kind == "EXTERNAL":
		it.add("Address", "address/in-use", unknown("730 hours a month on a machine, twice the price while nothing uses it"))
	}
}

// azureMachine is a machine of Azure's: its hours alone have a price.
func azureMachine(it *item) {
	it.azureHours("Instance")
	if it.kind == "azurerm_virtual_machine" {
		it.azureDisk("System disk", "storage_os_disk.0.managed_disk_type", "storage_os_disk.0.disk_size_gb", "the image sets the size")
		n, known := it.blocks("storage_data_disk")
		for i := range n {
			at := "storage_data_disk." + itoa(i)
			it.azureDisk("Data disk "+itoa(i+1), at+".managed_disk_type", at+".disk_size_gb", "")
		}
		if !known {
			it.missing("Data disks", "disk-month", open("storage_data_disk"))
		}
	} else {
		it.azureDisk("System disk", "os_disk.0.storage_account_type", "os_disk.0.disk_size_gb", "the image sets the size")
	}
	it.missing("Data transfer to the internet", "GB", "depends on use, and the price book has no price for it")
}

func azureMachines(it *item) {
	it.times = it.running("instances", it.number("instances", ""), "")
	it.azureHours("Instances")
	it.azureDisk("System disks", "os_disk.0.storage_account_type", "os_disk.0.disk_size_gb", "the image sets the size")
	if n, known := it.blocks("data_disk"); n > 0 || !known {
		for i := range n {
			at := "data_disk." + itoa(i)
			it.azureDisk("Data disks "+itoa(i+1), at+".storage_account_type", at+".disk_size_gb", "")
		}
		if !known {
			it.missing("Data disks", "disk-month", open("data_disk"))
		}
	}
	it.missing("Data transfer to the internet", "GB", "depends on use, and the price book has no price for it")
}
