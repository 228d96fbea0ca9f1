package price

import (
	"regexp"
	"slices"
	"strings"
)

// azureSizes are the sizes that managed disks are charged by, in GB: a disk costs as
// the next larger one (Azure, Managed Disks pricing).
var azureSizes = []struct {
	gb   int64
	name string
}{{4, "1"}, {8, "2"}, {16, "3"}, {32, "4"}, {64, "6"}, {128, "10"}, {256, "15"}, {512, "20"}, {1024, "30"}, {2048, "40"}, {4096, "50"}, {8192, "60"}, {16384, "70"}, {32767, "80"}}

// azureDisk adds a managed disk. Without a size, why says who sets it.
func (it *item) azureDisk(name, kindPath, sizePath, why string) {
	kind, ok := it.text(kindPath, "Standard_LRS")
	letter := map[string]string{"standard_lrs": "s", "standardssd_lrs": "e", "premium_lrs": "p"}[strings.ToLower(kind)]
	size := it.number(sizePath, "")
	if v := it.get(sizePath); !v.there && why != "" {
		size.why = why + ": " + sizePath[strings.LastIndexByte(sizePath, '.')+1:]
	}
	switch {
	case !ok:
		it.missing(name, "disk-month", open(kindPath))
	case letter == "":
		it.missing(name+" ("+kind+")", "disk-month", "the price book has no disks of this kind")
	case !size.known():
		it.missing(name+" ("+kind+")", "disk-month", size.why)
	default:
		i := slices.IndexFunc(azureSizes, func(s struct {
			gb   int64
			name string
		},
		) bool {
			return !size.n.GreaterThan(whole(s.gb).n)
		})
		if i < 0 {
			it.missing(name+" ("+kind+")", "disk-month", "there is no disk that large")
			return
		}
		it.add(name+" ("+strings.ToUpper(letter)+azureSizes[i].name+")", "disk/"+letter+azureSizes[i].name, whole(1))
		if letter != "p" {
			key, _, of := strings.Cut(kindPath, ".0.")
			if key += ".monthly_disk_operations"; !of {
				key = "monthly_disk_operations"
			}
			it.used(name+" operations", "disk/"+letter+"/operations", key)
		}
	}
}

func azureVolume(it *item) {
	if v := it.get("disk_size_gb"); !v.there && it.get("source_resource_id").there {
		it.missing("Disk", "disk-month", "what it is copied from sets its size: disk_size_gb")
		return
	}
	it.azureDisk("Disk", "storage_account_type", "disk_size_gb", "")
}

// withVCPUs are sizes whose name says how many processors there are, all of them paid
// for: Standard_D8s_v3, and no constrained one (E16-8as_v4).
var withVCPUs = regexp.MustCompile(`(?i)^standard_[defl]([0-9]+)[a-z]*_v([2-9])$`)

// azureHours adds the hours of a machine: those of Linux, and the licence of Windows by
// processor, which the sizes that withVCPUs takes have in common.
func (it *item) azureHours(name string) {
	attr := "size"
	switch it.kind {
	case "azurerm_virtual_machine":
		attr = "vm_size"
	case "azurerm_linux_virtual_machine_scale_set", "azurerm_windows_virtual_machine_scale_set":
		attr = "sku"
	}
	kind, ok := it.text(attr, "")
	spot := it.get("priority")
	switch {
	case !ok || kind == "":
		it.missing(name, "hour", open(attr))
		return
	case spot.unsure || strings.EqualFold(spot.text, "spot"):
		it.missing(name+" ("+kind+")", "hour", "the market sets the price of spot machines")
		return
	}
	hours := it.useOr("monthly_hrs", whole(Hours))
	it.add(name+" ("+kind+")", "vm/"+azureName(kind)+"/linux", hours)
	if !it.azureWindows() {
		return
	}
	m := withVCPUs.FindStringSubmatch(kind)
	if m == nil || m[2] == "2" && !strings.HasPrefix(strings.ToLower(kind), "standard_f") {
		it.missing("Licence of Windows", "vCPU-hour", "the price book has no price for it with "+kind)
		return
	}
	it.add("Licence of Windows", "vm/windows-licence", hours.mul(number(m[1], attr)))
}

// azureWindows says that a machine runs Windows, and pays for it.
func (it *item) azureWindows() bool {
	if licence, ok := it.text("license_type", "None"); ok && licence != "None" {
		return false // a licence of one's own
	}
	if it.kind != "azurerm_virtual_machine" {
		return strings.Contains(it.kind, "windows")
	}
	if n, known := it.blocks("os_profile_windows_config"); n > 0 || !known {
		return true
	}
	if it.is("storage_os_disk.0.os_type", "windows") {
		return true
	}
	for _, p := range []string{"offer", "publisher"} {
		if v := it.get("storage_image_reference.0." + p); strings.Contains(strings.ToLower(v.text), "windows") {
			return true
		}
	}
	return false
}

// azureName spells a size as the price list does: Terraform takes any case.
func azureName(kind string) string {
	parts := strings.Split(kind, "_")
	for i, p := range parts {
		low := strings.ToLower(p)
		switch {
		case i == 0 || low == "promo":
			parts[i] = strings.ToUpper(low[:min(1, len(low))]) + low[min(1, len(low)):]
		case strings.HasPrefix(low, "v"):
			parts[i] = low
		default: // D8s, not d8S
			end := strings.IndexAny(low, "0123456789")
			if end < 0 {
				end = len(low)
			}
			parts[i] = strings.ToUpper(low[:end]) + low[end:]
		}
	}
	return strings.Join(parts, "_")
}
