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
	it.missing("Boot disk", "GB-month", "the price book has no disks of Google's")
	if n, known := it.blocks("attached_disk"); n > 0 || !known {
		it.missing("Attached disks", "GB-month", "the price book has no disks of Google's")
	}
	it.missing("Data transfer to the internet", "GB", "depends on use, and the price book has no price for it")
}

// azureMachine is a machine of Azure's: its hours alone have a price.
func azureMachine(it *item) {
	it.azureHours("Instance")
	it.missing("System disk", "GB-month", "the price book has no disks of Azure's")
	it.missing("Data transfer to the internet", "GB", "depends on use, and the price book has no price for it")
}

func azureMachines(it *item) {
	it.times = it.useOr("instances", it.number("instances", ""))
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
