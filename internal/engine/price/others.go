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
		it.add("Instance ("+kind+")", "compute/"+kind, it.useOr("monthly_hrs", whole(Hours)))
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
	if v := it.get("remove_default_node_pool"); !strings.EqualFold(v.text, "true") {
		it.missing("Default nodes", "hour", "what the cluster's own node pool costs is not worked out yet")
	}
}

// azureMachine is a machine of Azure's: its hours alone have a price.
func azureMachine(it *item) {
	it.azureHours("Instance")
	it.missing("System disk", "GB-month", "the price book has no disks of Azure's")
	it.missing("Data transfer to the internet", "GB", "depends on use, and the price book has no price for it")
}

func azureMachines(it *item) {
	it.times = it.running("instances", it.number("instances", ""), "")
	it.azureHours("Instances")
	it.missing("System disks", "GB-month", "the price book has no disks of Azure's")
	it.missing("Data transfer to the internet", "GB", "depends on use, and the price book has no price for it")
}

func (it *item) azureHours(name string) {
	attr := "size"
	switch it.kind {
	case "azurerm_virtual_machine":
		attr = "vm_size"
	case "azurerm_linux_virtual_machine_scale_set", "azurerm_windows_virtual_machine_scale_set":
		attr = "sku"
	}
	kind, ok := it.text(attr, "")
	system := "linux"
	if strings.Contains(it.kind, "windows") {
		system = "windows"
	}
	if it.kind == "azurerm_virtual_machine" {
		if n, known := it.blocks("os_profile_linux_config"); n == 0 || !known {
			system = "windows"
		}
	}
	spot := it.get("priority")
	switch {
	case !ok || kind == "":
		it.missing(name, "hour", open(attr))
	case spot.unsure || strings.EqualFold(spot.text, "spot"):
		it.missing(name+" ("+kind+")", "hour", "the market sets the price of spot machines")
	default:
		it.hourly(name+" ("+kind+", "+system+")", "vm/"+kind+"/"+system, whole(1))
	}
}
