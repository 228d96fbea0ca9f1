package price

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/assay-dev/assay/internal/assay"
)

// translated gives resources of CloudFormation the attributes that Terraform has for
// the same, so that pricers know one language. Types and addresses stay; others'
// resources are handed back as they are.
func translated(resources []assay.Resource) []assay.Resource {
	out := slices.Clone(resources)
	for i := range out {
		if r := &out[i]; r.Source == "cloudformation" {
			r.Attributes, r.References = attributes(r), references(r)
		}
	}
	return out
}

func attributes(r *assay.Resource) []assay.Attribute {
	out := make([]assay.Attribute, 0, len(r.Attributes))
	for _, a := range r.Attributes {
		a.Path = inTerraform(r.Type, a.Path)
		out = append(out, a)
	}
	if f := reworked[r.Type]; f != nil {
		out = f(out)
	}
	slices.SortStableFunc(out, func(a, b assay.Attribute) int { return cmp.Compare(a.Path, b.Path) })
	return slices.CompactFunc(out, func(a, b assay.Attribute) bool { return a.Path == b.Path })
}

func references(r *assay.Resource) []assay.Reference {
	out := slices.Clone(r.References)
	for i := range out {
		out[i].Path = inTerraform(r.Type, out[i].Path)
	}
	return out
}

// inTerraform is a property's path in Terraform's words: an object is a list of one
// block. It is empty for an object whose properties Terraform has at the top.
func inTerraform(typ, path string) string {
	var b strings.Builder
	last := ""
	for i, name := range strings.Split(path, ".") {
		if i > 0 && !isIndex(name) && !isIndex(last) {
			b.WriteString(".0")
		}
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(snake(name))
		last = name
	}
	path = "." + b.String() + "."
	for _, w := range words[typ] {
		to := "."
		if w[1] != "" {
			to = "." + w[1] + "."
		}
		path = strings.ReplaceAll(path, "."+w[0]+".", to)
	}
	return strings.Trim(path, ".")
}

func isIndex(name string) bool {
	_, err := strconv.Atoi(name)
	return err == nil
}

// snake writes DBInstanceClass as db_instance_class.
func snake(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, c := range runes {
		if unicode.IsUpper(c) && i > 0 && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

// words are the parts of paths that Terraform calls otherwise, by type, in the order
// in which they are replaced. An empty one lifts what is below it to the top.
var words = map[string][][2]string{
	"AWS::EC2::Instance":                        {{"network_interfaces.0.associate_public_ip_address", "associate_public_ip_address"}, {"network_interfaces.0.subnet_id", "subnet_id"}},
	"AWS::EC2::Volume":                          {{"volume_type", "type"}},
	"AWS::EC2::LaunchTemplate":                  {{"launch_template_data.0", ""}, {"launch_template_data", ""}},
	"AWS::AutoScaling::AutoScalingGroup":        {{"launch_configuration_name", "launch_configuration"}},
	"AWS::AutoScaling::LaunchConfiguration":     {{"instance_monitoring", "enable_monitoring"}},
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {{"type", "load_balancer_type"}},
	"AWS::RDS::DBInstance": {
		{"db_instance_class", "instance_class"},
		{"enable_performance_insights", "performance_insights_enabled"},
		{"db_cluster_identifier", "cluster_identifier"},
		{"source_db_instance_identifier", "replicate_source_db"},
	},
	"AWS::DocDB::DBInstance":             {{"db_instance_class", "instance_class"}},
	"AWS::Neptune::DBInstance":           {{"db_instance_class", "instance_class"}},
	"AWS::ElastiCache::CacheCluster":     {{"cache_node_type", "node_type"}},
	"AWS::ElastiCache::ReplicationGroup": {{"cache_node_type", "node_type"}},
	"AWS::DynamoDB::Table": {
		{"provisioned_throughput.0.read_capacity_units", "read_capacity"},
		{"provisioned_throughput.0.write_capacity_units", "write_capacity"},
		{"global_secondary_indexes", "global_secondary_index"},
		{"point_in_time_recovery_specification.0.point_in_time_recovery_enabled", "point_in_time_recovery.0.enabled"},
		{"point_in_time_recovery_specification", "point_in_time_recovery"},
	},
	"AWS::Elasticsearch::Domain":             {{"elasticsearch_cluster_config", "cluster_config"}},
	"AWS::ECS::Cluster":                      {{"cluster_settings", "setting"}},
	"AWS::ECS::TaskDefinition":               {{"size_in_gi_b", "size_in_gib"}},
	"AWS::Lambda::Version":                   {{"provisioned_concurrency_config.0", ""}, {"provisioned_concurrency_config", "provisioned_concurrent_executions"}},
	"AWS::Lambda::Alias":                     {{"provisioned_concurrency_config.0", ""}, {"provisioned_concurrency_config", "provisioned_concurrent_executions"}},
	"AWS::ApiGateway::Deployment":            {{"stage_description.0", ""}, {"stage_description", "cache_cluster_enabled"}},
	"AWS::SecretsManager::Secret":            {{"replica_regions", "replica"}},
	"AWS::StepFunctions::StateMachine":       {{"state_machine_type", "type"}},
	"AWS::CloudWatch::Alarm":                 {{"metrics", "metric_query"}, {"metric_stat", "metric"}},
	"AWS::Route53::HealthCheck":              {{"health_check_config.0", ""}, {"health_check_config", ""}},
	"AWS::WAFv2::WebACL":                     {{"rules", "rule"}},
	"AWS::CloudTrail::Trail":                 {{"event_selectors", "event_selector"}, {"insight_selectors", "insight_selector"}},
	"AWS::Route53Resolver::ResolverEndpoint": {{"ip_addresses", "ip_address"}},
	"AWS::NetworkFirewall::Firewall":         {{"subnet_mappings", "subnet_mapping"}},
}

// reworked are the types whose properties differ from Terraform's by more than words.
var reworked = map[string]func([]assay.Attribute) []assay.Attribute{
	"AWS::EC2::Instance":                        machineVolumes,
	"AWS::AutoScaling::LaunchConfiguration":     machineVolumes,
	"AWS::ElasticLoadBalancingV2::LoadBalancer": balancerScheme,
	"AWS::ElastiCache::ReplicationGroup":        cacheShards,
	"AWS::DynamoDB::Table":                      tableStream,
	"AWS::ECS::Service":                         oneTask,
}

// mapping is what one item of a list says, by the rest of the path.
type mapping map[string]assay.Attribute

// listed divides the attributes of a list of objects from the others. whole is false
// when the list is not known.
func listed(in []assay.Attribute, path string) (items []mapping, others []assay.Attribute, whole bool) {
	whole = true
	at := map[int]mapping{}
	for _, a := range in {
		rest, below := strings.CutPrefix(a.Path, path+".")
		index, rest, _ := strings.Cut(rest, ".")
		i, err := strconv.Atoi(index)
		switch {
		case a.Path == path:
			whole = a.Kind != assay.KindUnknown
		case !below || err != nil:
			others = append(others, a)
		default:
			if at[i] == nil {
				at[i] = mapping{}
			}
			at[i][rest] = a
		}
	}
	for _, i := range slices.Sorted(maps.Keys(at)) {
		items = append(items, at[i])
	}
	return items, others, whole
}

// machineVolumes tells the root volume from the others, as Terraform does.
func machineVolumes(in []assay.Attribute) []assay.Attribute {
	items, out, whole := listed(in, "block_device_mappings")
	if !whole && len(items) == 0 {
		return append(out, assay.Attribute{Path: "root_block_device", Kind: assay.KindUnknown}, assay.Attribute{Path: "ebs_block_device", Kind: assay.KindUnknown})
	}
	others := 0
	for _, item := range items {
		if noVolume(item) {
			continue
		}
		to := "root_block_device.0"
		if !rootDevice(item["device_name"].Value) {
			to = "ebs_block_device." + itoa(others)
			others++
		}
		for rest, a := range item {
			if inner, ok := strings.CutPrefix(rest, "ebs.0."); ok {
				a.Path = to + "." + inner
			} else if rest == "ebs" || rest == "" {
				a.Path = to
			} else {
				a.Path = to + "." + rest
			}
			out = append(out, a)
		}
	}
	return out
}

// noVolume says that a mapping stands for no volume: it takes one away, or names a
// disk that the machine has.
func noVolume(item mapping) bool {
	for _, name := range []string{"no_device", "virtual_name"} {
		if a, ok := item[name]; ok && a.Kind != assay.KindUnknown && a.Kind != assay.KindNull {
			return true
		}
	}
	return false
}

// rootDevice says that images of Linux start from a device of that name.
func rootDevice(name string) bool { return name == "/dev/xvda" || name == "/dev/sda1" }

// balancerScheme says internal as Terraform does.
func balancerScheme(in []assay.Attribute) []assay.Attribute {
	for i, a := range in {
		if a.Path == "scheme" && a.Kind == assay.KindUnknown {
			in[i].Path = "internal"
		} else if a.Path == "scheme" && a.Value == "internal" {
			in[i].Path, in[i].Kind, in[i].Value = "internal", assay.KindBool, "true"
		}
	}
	return in
}

// cacheShards counts the nodes of shards that are described one by one.
func cacheShards(in []assay.Attribute) []assay.Attribute {
	shards, out, whole := listed(in, "node_group_configuration")
	nodes := assay.Attribute{Path: "num_cache_clusters", Kind: assay.KindNumber}
	if !whole {
		nodes.Kind = assay.KindUnknown
		return append(out, nodes)
	}
	if len(shards) == 0 || slices.ContainsFunc(out, func(a assay.Attribute) bool { return a.Path == "num_node_groups" }) {
		return out
	}
	n := 0
	for _, shard := range shards {
		replicas, err := strconv.Atoi(shard["replica_count"].Value)
		if err != nil || replicas < 0 || replicas > 100 {
			nodes.Kind = assay.KindUnknown
		}
		n += 1 + replicas
	}
	if nodes.Kind == assay.KindNumber {
		nodes.Value = itoa(n)
	}
	return append(out, nodes)
}

// tableStream says of a table that it has a stream as Terraform does.
func tableStream(in []assay.Attribute) []assay.Attribute {
	for _, a := range in {
		if strings.HasPrefix(a.Path, "stream_specification") {
			on := assay.Attribute{Path: "stream_enabled", Kind: assay.KindBool, Value: "true"}
			if a.Path == "stream_specification" {
				on.Kind, on.Value = a.Kind, a.Value
			}
			return append(in, on)
		}
	}
	return in
}

// oneTask is what a service runs that does not say how many (AWS, CloudFormation
// reference, AWS::ECS::Service DesiredCount); Terraform begins with none.
func oneTask(in []assay.Attribute) []assay.Attribute {
	for _, a := range in {
		if a.Path == "desired_count" && a.Kind != assay.KindNull {
			return in
		}
	}
	return append(in, assay.Attribute{Path: "desired_count", Kind: assay.KindNumber, Value: "1"})
}
