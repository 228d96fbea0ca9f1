package price

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// amazonDatabase is an instance of RDS.
func amazonDatabase(it *item) {
	engine, okEngine := it.text("engine", "")
	class, okClass := it.text("instance_class", "")
	multi, okMulti := it.yes("multi_az")
	if it.get("replicate_source_db").there && engine == "" {
		okEngine = false
	}
	zone := "single-az"
	if multi {
		zone = "multi-az"
	}
	switch {
	case !okEngine || engine == "":
		it.missing("Instance", "hour", open("engine"))
	case !okClass || class == "":
		it.missing("Instance", "hour", open("instance_class"))
	case !okMulti:
		it.missing("Instance ("+class+")", "hour", open("multi_az"))
	case strings.HasPrefix(engine, "aurora"):
		it.add("Instance ("+class+")", "rds/aurora/"+class, it.onDemand(whole(Hours)))
		it.databaseExtras(engine)
		return // the cluster has the storage
	default:
		it.add("Instance ("+class+", "+zone+")", "rds/"+databaseEngine(engine)+"/"+class+"/"+zone, it.onDemand(it.useOr("monthly_hrs", whole(Hours))))
	}
	it.databaseExtras(engine)
	it.databaseStorage(zone, okMulti)
	it.add("Backups beyond the size of the database", "rds/backup", it.use("additional_backup_storage_gb"))
}

// outOfSupport are versions whose standard support has ended, by engine, and which
// year of extended support they are in, for which RDS charges by vCPU and hour: the
// first two years, or the third (AWS, Amazon RDS extended support, release calendars;
// as of November 2026). Aurora MySQL has no third. Without a year there is none.
var outOfSupport = map[string]map[string]string{
	"mysql":             {"5.5": "", "5.6": "", "5.7": "third", "8.0": "first"},
	"postgres":          {"9": "", "10": "", "11": "third", "12": "first", "13": "first"},
	"aurora":            {"5.6": "", "5.7": "first"},
	"aurora-mysql":      {"5.6": "", "5.7": "first"},
	"aurora-postgresql": {"9": "", "10": "", "11": "third", "12": "first", "13": "first"},
}

// databaseExtras are what comes on top of an instance: support for old versions, and
// insights that are kept.
func (it *item) databaseExtras(engine string) {
	version, ok := it.text("engine_version", "")
	switch life, known := it.text("engine_lifecycle_support", ""); {
	case known && life == "open-source-rds-extended-support-disabled":
	case !ok && outOfSupport[engine] != nil:
		it.missing("Extended support", "vCPU-hour", open("engine_version"))
	default:
		for old, year := range outOfSupport[engine] {
			switch {
			case version != old && !strings.HasPrefix(version, old+"."):
			case year == "":
				it.missing("Extended support", "vCPU-hour", "standard support of "+engine+" "+old+" has ended, and extended support with it")
			default:
				it.add("Extended support of "+engine+" "+old, "rds/extended-support/"+year, it.databaseCPUs().mul(whole(Hours)))
			}
		}
	}
	if yes, ok := it.yes("performance_insights_enabled"); yes || !ok {
		if days := it.number("performance_insights_retention_period", "7"); !days.known() || days.n.GreaterThan(whole(7).n) {
			it.missing("Performance Insights kept longer than 7 days", "vCPU-month", "the price book has no price for it")
		}
	}
}

// databaseCPUs is how many vCPUs a database runs on; its standby has as many.
func (it *item) databaseCPUs() quantity {
	class, _ := it.text("instance_class", "")
	n := vCPUs(class)
	multi, ok := it.yes("multi_az")
	switch {
	case class == "":
		return unknown(open("instance_class"))
	case n == 0:
		return unknown("how many vCPUs " + class + " has is not known")
	case !ok:
		return unknown(open("multi_az"))
	case multi:
		n *= 2
	}
	return whole(n)
}

// small are classes of t2 to t4g and what size of a vCPU they have; of others large
// has 2, and xlarge 4 for each.
var small = map[string]int64{"micro": 2, "small": 2, "medium": 2}

// vCPUs is how many a class of RDS has; 0 where its name does not say.
func vCPUs(class string) int64 {
	parts := strings.Split(class, ".")
	if len(parts) != 3 || parts[0] != "db" {
		return 0
	}
	family, size := parts[1], parts[2]
	switch n, isSmall := small[size]; {
	case family == "m1" || family == "m2" || family == "m3" || family == "cr1":
		return 0
	case isSmall && family == "t2" && size != "medium":
		return 1
	case isSmall && strings.HasPrefix(family, "t"):
		return n
	case size == "large":
		return 2
	case size == "xlarge":
		return 4
	}
	if times, ok := strings.CutSuffix(size, "xlarge"); ok {
		if n, err := strconv.ParseInt(times, 10, 32); err == nil && n > 1 && n <= 64 {
			return 4 * n
		}
	}
	return 0
}

// databaseEngine is the name of an engine in the price book. MariaDB has the
// prices of MySQL.
func databaseEngine(engine string) string {
	if engine == "mariadb" {
		return "mysql"
	}
	return engine
}

func (it *item) databaseStorage(zone string, okZone bool) {
	iops := it.get("iops")
	absent := "gp2"
	if iops.there && !iops.unsure && iops.text != "0" {
		absent = "io1"
	}
	kind, ok := it.text("storage_type", absent)
	size := it.number("allocated_storage", "")
	switch {
	case !ok || iops.unsure && !it.get("storage_type").there:
		it.missing("Storage", "GB-month", open("storage_type"))
		return
	case !okZone:
		it.missing("Storage ("+kind+")", "GB-month", open("multi_az"))
		return
	}
	it.add("Storage ("+kind+")", "rds/storage/"+kind+"/"+zone, size)
	switch kind {
	case "io1", "io2":
		it.add("Operations", "rds/iops/"+kind+"/"+zone, it.number("iops", ""))
	case "standard":
		it.used("Requests", "rds/storage/standard/requests", "monthly_standard_io_requests")
	case "gp3":
		base, through := int64(3000), int64(125)
		switch engine, _ := it.text("engine", ""); {
		case !size.known() && (iops.there || it.get("storage_throughput").there):
			it.missing("Operations and throughput above the base", "IOPS-month", open("allocated_storage"))
			return
		case strings.HasPrefix(engine, "sqlserver"):
		case size.known() && (size.n.GreaterThanOrEqual(whole(400).n) || strings.HasPrefix(engine, "oracle") && size.n.GreaterThanOrEqual(whole(200).n)):
			base, through = 12000, 500
		}
		it.add("Operations above "+itoa(int(base)), "rds/iops/gp3/"+zone, it.number("iops", itoa(int(base))).over(base))
		it.add("Throughput above "+itoa(int(through))+" MB/s", "rds/throughput/gp3/"+zone, it.number("storage_throughput", itoa(int(through))).over(through))
	}
}

// amazonAurora is a cluster of Aurora: its storage. Its instances are resources.
func amazonAurora(it *item) {
	engine, ok := it.text("engine", "aurora")
	if !ok {
		it.missing("Storage", "GB-month", open("engine"))
		return
	}
	if !strings.HasPrefix(engine, "aurora") {
		it.missing("Cluster", "hour", "the price book has no clusters of "+engine)
		return
	}
	if mode, ok := it.text("engine_mode", "provisioned"); !ok {
		it.missing("Capacity", "ACU-hour", open("engine_mode"))
	} else if mode == "serverless" {
		it.add("Capacity", "rds/aurora/serverless-v1", it.use("capacity_units_per_hr").mul(whole(Hours)))
	}
	if q := it.number("backtrack_window", "0"); !strings.HasSuffix(engine, "postgresql") && (!q.nothing() || it.use("average_statements_per_hr").known()) {
		records := it.use("average_statements_per_hr").mul(it.use("change_records_per_statement")).mul(it.useOr("backtrack_window_hrs", q.mul(exact("0.000277777777778"))))
		it.hourly("Backtrack", "rds/aurora/backtrack", records)
	}
	if q := it.use("snapshot_export_size_gb"); q.known() {
		it.add("Exports of snapshots", "rds/snapshot-export", q)
	}
	kind, ok := it.text("storage_type", "")
	switch {
	case !ok:
		it.missing("Storage", "GB-month", open("storage_type"))
	case kind == "aurora-iopt1":
		it.used("Storage (I/O-optimised)", "rds/aurora/storage-iopt", "storage_gb")
	default:
		it.used("Storage", "rds/aurora/storage", "storage_gb")
		seconds := whole(Hours * 3600)
		requests := it.use("monthly_io_requests")
		if w, r := it.use("write_requests_per_sec"), it.use("read_requests_per_sec"); !requests.known() && w.known() && r.known() {
			requests = w.with(r, w.n.Add(r.n)).mul(seconds)
		}
		it.add("Requests", "rds/aurora/requests", requests)
	}
	backups := it.use("backup_storage_gb")
	if each := it.use("backup_snapshot_size_gb"); each.known() { // one a day, and one of them for free
		backups = each.mul(it.number("backup_retention_period", "1").over(1))
	}
	it.add("Backups beyond the size of the database", "rds/aurora/backup", backups)
}

func amazonAuroraInstance(it *item) {
	class, ok := it.text("instance_class", "")
	if !ok || class == "" {
		it.missing("Instance", "hour", open("instance_class"))
		return
	}
	if cluster := it.referred("cluster_identifier", "aws_rds_cluster"); cluster != nil {
		if v := it.as(cluster).get("storage_type"); v.unsure || v.text == "aurora-iopt1" {
			it.missing("Instance ("+class+")", "hour", "the price book has no instances of I/O-optimised clusters")
			return
		}
		if v := it.as(cluster).get("engine"); v.there && !v.unsure && !strings.HasPrefix(v.text, "aurora") {
			it.missing("Instance ("+class+")", "hour", "the price book has no clusters of "+v.text)
			return
		}
	}
	if class == "db.serverless" {
		it.add("Capacity", "rds/aurora/serverless-v2", it.use("capacity_units_per_hr").mul(whole(Hours)))
		return
	}
	it.add("Instance ("+class+")", "rds/aurora/"+class, it.onDemand(whole(Hours)))
	if engine, ok := it.text("engine", "aurora"); ok {
		it.databaseExtras(engine)
	}
}

// ofClass prices clusters of machines with storage that grows with its use.
func ofClass(service string) pricer {
	return func(it *item) {
		class, ok := it.text("instance_class", "")
		if !ok || class == "" {
			it.missing("Instance", "hour", open("instance_class"))
			return
		}
		it.hourly("Instance ("+class+")", service+"/"+class, whole(1))
	}
}

func storageOf(service string) pricer {
	return func(it *item) {
		it.used("Storage", service+"/storage", "storage_gb")
		it.used("Requests", service+"/requests", "monthly_io_requests")
	}
}

func amazonCache(it *item) {
	if it.get("replication_group_id").there {
		return // its group counts it
	}
	it.cacheNodes("engine", "memcached", it.number("num_cache_nodes", "1"))
}

func amazonCacheGroup(it *item) {
	nodes := it.number("num_cache_clusters", "")
	if !it.get("num_cache_clusters").there {
		if v := it.get("number_cache_clusters"); v.there {
			nodes = it.number("number_cache_clusters", "")
		} else {
			shards, replicas := "num_node_groups", "replicas_per_node_group"
			if it.get("cluster_mode.0." + shards).there {
				shards, replicas = "cluster_mode.0."+shards, "cluster_mode.0."+replicas
			}
			r := it.number(replicas, "0")
			nodes = it.number(shards, "1").mul(r.with(whole(1), r.n.Add(whole(1).n)))
		}
	}
	it.cacheNodes("engine", "redis", nodes)
}

func (it *item) cacheNodes(attr, absent string, n quantity) {
	engine, okEngine := it.text(attr, absent)
	kind, okKind := it.text("node_type", "")
	switch {
	case !okEngine:
		it.missing("Nodes", "hour", open("engine"))
		return
	case !okKind || kind == "":
		it.missing("Nodes", "hour", open("node_type"))
		return
	}
	it.hourly("Nodes ("+kind+")", "elasticache/"+engine+"/"+kind, it.onDemand(n))
	if days := it.number("snapshot_retention_limit", "0"); !days.nothing() {
		it.used("Backups beyond one snapshot", "elasticache/backup", "snapshot_storage_size_gb")
	}
}

// amazonTable is a table of DynamoDB.
func amazonTable(it *item) {
	mode, ok := it.text("billing_mode", "PROVISIONED")
	class := ""
	switch c, known := it.text("table_class", "STANDARD"); {
	case !known:
		it.missing("Table", "unit", open("table_class"))
		return
	case c == "STANDARD_INFREQUENT_ACCESS":
		class = "-ia"
	}
	switch {
	case !ok:
		it.missing("Reads and writes", "unit", open("billing_mode"))
	case mode == "PAY_PER_REQUEST":
		it.used("Writes", "dynamodb/on-demand/write"+class, "monthly_write_request_units")
		it.used("Reads", "dynamodb/on-demand/read"+class, "monthly_read_request_units")
	default:
		writes, reads := it.number("write_capacity", ""), it.number("read_capacity", "")
		it.hourly("Write capacity", "dynamodb/provisioned/write"+class, writes)
		it.hourly("Read capacity", "dynamodb/provisioned/read"+class, reads)
		n, known := it.blocks("global_secondary_index")
		for i := range n {
			at := "global_secondary_index." + itoa(i)
			it.hourly("Write capacity of index "+itoa(i+1), "dynamodb/provisioned/write"+class, it.number(at+".write_capacity", ""))
			it.hourly("Read capacity of index "+itoa(i+1), "dynamodb/provisioned/read"+class, it.number(at+".read_capacity", ""))
		}
		if !known {
			it.missing("Capacity of indexes", "WCU-hour", open("global_secondary_index"))
		}
	}
	it.used("Storage", "dynamodb/storage"+class, "storage_gb")
	if n, known := it.blocks("replica"); n > 0 || !known {
		it.missing("Replicas in other regions", "write unit", "each write is charged once more in each; the price book has no price for it")
	}
	for _, p := range [][3]string{{"Backups", "dynamodb/backup", "on_demand_backup_storage_gb"}, {"Restores", "dynamodb/restore", "monthly_data_restored_gb"}} {
		if q := it.use(p[2]); q.known() {
			it.add(p[0], p[1], q)
		}
	}
	if v := it.get("point_in_time_recovery.0.enabled"); v.unsure || strings.EqualFold(v.text, "true") {
		it.used("Point-in-time recovery", "dynamodb/pitr", "pitr_backup_storage_gb")
	}
	if yes, ok := it.yes("stream_enabled"); yes || !ok {
		it.used("Reads of streams", "dynamodb/streams", "monthly_streams_read_request_units")
	}
}

// amazonBucket is a bucket of S3, by the classes that the usage file names.
func amazonBucket(it *item) {
	it.used("Storage (standard)", "s3/standard/storage", "standard.storage_gb")
	it.used("Writes and listings (standard)", "s3/standard/tier-1-requests", "standard.monthly_tier_1_requests")
	it.used("Reads (standard)", "s3/standard/tier-2-requests", "standard.monthly_tier_2_requests")
	for _, p := range bucketParts {
		if q := it.use(p.key); q.known() {
			it.add(p.component, "s3/"+p.product, q)
		}
	}
}

// bucketParts are what the usage file may say of a bucket beside its standard class,
// by Infracost's keys.
var bucketParts = func() (out []part) {
	classes := []struct{ key, name, product string }{
		{"standard", "standard", "standard"},
		{"intelligent_tiering", "intelligent tiering", "intelligent"},
		{"standard_infrequent_access", "standard-ia", "standard-ia"},
		{"one_zone_infrequent_access", "onezone-ia", "onezone-ia"},
		{"glacier_instant_retrieval", "glacier-ir", "glacier-ir"},
		{"glacier_flexible_retrieval", "glacier", "glacier"},
		{"glacier_deep_archive", "deep-archive", "deep-archive"},
	}
	kinds := []part{
		{"Storage", "storage", "storage_gb"},
		{"Storage, frequent access", "frequent", "frequent_access_storage_gb"},
		{"Storage, infrequent access", "infrequent", "infrequent_access_storage_gb"},
		{"Storage, archive", "archive", "archive_access_storage_gb"},
		{"Storage, deep archive", "deep-archive", "deep_archive_access_storage_gb"},
		{"Objects watched", "monitoring", "monitored_objects"},
		{"Writes and listings", "tier-1-requests", "monthly_tier_1_requests"},
		{"Reads", "tier-2-requests", "monthly_tier_2_requests"},
		{"Transitions", "transitions", "monthly_lifecycle_transition_requests"},
		{"Retrieval", "retrieval", "monthly_data_retrieval_gb"},
		{"Retrieval, standard", "retrieval", "monthly_standard_data_retrieval_gb"},
		{"Retrieval, expedited", "retrieval-expedited", "monthly_expedited_data_retrieval_gb"},
		{"Retrieval, bulk", "retrieval-bulk", "monthly_bulk_data_retrieval_gb"},
		{"Retrieval requests, standard", "retrieval-requests", "monthly_standard_data_retrieval_requests"},
		{"Retrieval requests, expedited", "retrieval-requests-expedited", "monthly_expedited_data_retrieval_requests"},
		{"Retrieval requests, bulk", "retrieval-requests-bulk", "monthly_bulk_data_retrieval_requests"},
		{"Select, scanned", "select-scanned", "monthly_select_data_scanned_gb"},
		{"Select, returned", "select-returned", "monthly_select_data_returned_gb"},
	}
	for _, c := range classes {
		for _, k := range kinds {
			if c.key == "standard" && (k.key == "storage_gb" || strings.HasPrefix(k.key, "monthly_tier_")) {
				continue // always named
			}
			out = append(out, part{k.component + " (" + c.name + ")", c.product + "/" + k.product, c.key + "." + k.key})
		}
	}
	return out
}()

func amazonFiles(it *item) {
	class := "standard"
	if it.get("availability_zone_name").there {
		class = "one-zone"
	}
	it.used("Storage ("+class+")", "efs/"+class+"/storage", "storage_gb")
	if mode, ok := it.text("throughput_mode", "bursting"); !ok {
		it.missing("Throughput", "MBps-month", open("throughput_mode"))
	} else if mode == "provisioned" {
		// 1 MB/s comes with each 20 GB (AWS, Amazon EFS pricing)
		q := it.number("provisioned_throughput_in_mibps", "")
		if stored := it.use("storage_gb"); q.known() && stored.known() {
			q = q.with(stored, decimal.Max(q.n.Sub(stored.n.Div(whole(20).n)), decimal.Zero))
		}
		it.add("Provisioned throughput", "efs/provisioned-throughput", q)
	}
}

func amazonWarehouse(it *item) {
	kind, ok := it.text("node_type", "")
	if !ok || kind == "" {
		it.missing("Nodes", "hour", open("node_type"))
		return
	}
	it.hourly("Nodes ("+kind+")", "redshift/"+kind, it.number("number_of_nodes", "1"))
	if strings.HasPrefix(kind, "ra3") {
		it.used("Managed storage", "redshift/managed-storage", "managed_storage_gb")
	}
}

func amazonSearch(it *item) {
	kind, ok := it.text("cluster_config.0.instance_type", "")
	if !ok || kind == "" {
		it.missing("Nodes", "hour", open("instance_type"))
		return
	}
	kind = strings.Replace(kind, ".elasticsearch", ".search", 1)
	nodes := it.number("cluster_config.0.instance_count", "1")
	it.hourly("Nodes ("+kind+")", "opensearch/"+kind, nodes)
	if yes, ok := it.yes("cluster_config.0.dedicated_master_enabled"); !ok {
		it.missing("Dedicated masters", "hour", open("dedicated_master_enabled"))
	} else if yes {
		master, known := it.text("cluster_config.0.dedicated_master_type", kind)
		if !known {
			it.missing("Dedicated masters", "hour", open("dedicated_master_type"))
		} else {
			it.hourly("Dedicated masters ("+master+")", "opensearch/"+strings.Replace(master, ".elasticsearch", ".search", 1), it.number("cluster_config.0.dedicated_master_count", "3"))
		}
	}
	if yes, ok := it.yes("ebs_options.0.ebs_enabled"); ok && yes {
		volume, known := it.text("ebs_options.0.volume_type", "gp2")
		if !known {
			it.missing("Storage", "GB-month", open("volume_type"))
			return
		}
		it.add("Storage ("+volume+")", "opensearch/"+volume+"/storage", it.number("ebs_options.0.volume_size", "").mul(nodes))
	}
}

func amazonKafka(it *item) {
	kind, ok := it.text("broker_node_group_info.0.instance_type", "")
	if !ok || kind == "" {
		it.missing("Brokers", "hour", open("instance_type"))
		return
	}
	n := it.number("number_of_broker_nodes", "")
	it.hourly("Brokers ("+kind+")", "msk/"+kind, n)
	size := it.number("broker_node_group_info.0.storage_info.0.ebs_storage_info.0.volume_size", "")
	if v := it.get("broker_node_group_info.0.ebs_volume_size"); v.there {
		size = it.number("broker_node_group_info.0.ebs_volume_size", "")
	}
	it.add("Storage", "msk/storage", size.mul(n))
}
