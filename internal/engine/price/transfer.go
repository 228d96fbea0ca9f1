package price

import (
	"maps"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// transfers are the entries of the usage file that stand for no resource: what leaves
// a region, as Infracost's files say it under aws_data_transfer.NAME.
func (x *estimator) transfers() {
	if x.Usage == nil {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(x.Usage.of_)) {
		if !strings.HasPrefix(name, "aws_data_transfer.") {
			continue
		}
		at := assay.Location{Path: x.Usage.name}
		at.Start.Line = x.Usage.at[name]
		r := &assay.Resource{Address: name, Type: "aws_data_transfer", Source: "terraform", Location: at}
		x.byAddress["\x00"+name] = r
		x.resource(r)
	}
}

// amazonTransfer is data between zones, which costs in each direction, to other
// regions and to the internet.
func amazonTransfer(it *item) {
	if region := it.Usage.word(it.r, "region"); region != "" {
		it.out.Region, it.regionAssumed = region, false
	}
	for _, p := range []struct{ component, product, key string }{
		{"Between zones, both ways", "transfer/between-zones", "monthly_intra_region_gb"},
		{"To us-east-1 or us-east-2", "transfer/us-east", "monthly_outbound_us_east_to_us_east_gb"},
		{"To other regions", "transfer/other-regions", "monthly_outbound_other_regions_gb"},
		{"To the internet", "transfer/internet", "monthly_outbound_internet_gb"},
	} {
		q := it.use(p.key)
		if p.product == "transfer/between-zones" {
			q = q.mul(whole(2))
		}
		if q.known() {
			it.add(p.component, p.product, q)
		}
	}
}
