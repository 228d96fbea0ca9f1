package price

import (
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/money"
)

func itoa(n int) string { return strconv.Itoa(n) }

// number is a text's number.
func number(text, path string) quantity {
	n, err := money.ParseNumber(text)
	if err != nil || n.IsNegative() {
		return unknown(path + " is no number of units")
	}
	return quantity{n: n, state: Fixed}
}

func amazonNAT(it *item) {
	it.hourly("Gateway", "nat/gateway", whole(1))
	it.used("Data processed", "nat/data", "monthly_data_processed_gb")
}

func amazonAddress(it *item) {
	it.hourly("Public IPv4 address", "ipv4/in-use", whole(1))
}

// amazonBalancer is a load balancer of the second kind: by type.
func amazonBalancer(it *item) {
	kind, ok := it.text("load_balancer_type", "application")
	if !ok {
		it.missing("Load balancer", "hour", open("load_balancer_type"))
		return
	}
	it.hourly("Load balancer ("+kind+")", "lb/"+kind, whole(1))
	units := it.useOr("capacity_units", it.capacityUnits(kind))
	it.hourly("Capacity units", "lb/"+kind+"/lcu", units)
	if kind == "gateway" {
		return
	}
	inside, ok := it.yes("internal")
	if !inside {
		why := "one in each zone at least, more as it grows: public_ipv4_addresses in the usage file"
		if !ok {
			why = open("internal")
		}
		q := it.use("public_ipv4_addresses")
		if !q.known() {
			q.why = why
		}
		it.hourly("Public IPv4 addresses", "ipv4/in-use", q)
	}
}

// capacityUnits works the units of an hour out of what they measure: the largest of
// new connections a second, active connections a minute, GB an hour and rules
// evaluated a second, each by what a unit of it holds (AWS, Elastic Load Balancing
// pricing).
func (it *item) capacityUnits(kind string) quantity {
	holds := map[string]int64{"new_connections": 25, "active_connections": 3000, "rule_evaluations": 1000, "processed_bytes_gb": Hours}
	if kind != "application" {
		holds = map[string]int64{"new_connections": 800, "active_connections": 100_000, "processed_bytes_gb": Hours}
	}
	most := unknown("depends on use: capacity_units in the usage file")
	for _, key := range []string{"new_connections", "active_connections", "rule_evaluations", "processed_bytes_gb"} {
		q := it.use(key)
		switch by, ok := holds[key]; {
		case !q.known():
			continue
		case ok:
			q.n = q.n.Div(whole(by).n)
		default:
			continue
		}
		if !most.known() || q.n.GreaterThan(most.n) {
			most = q
		}
	}
	return most
}

func amazonOldBalancer(it *item) {
	it.hourly("Load balancer (classic)", "lb/classic", whole(1))
	it.used("Data processed", "lb/classic/data", "monthly_data_processed_gb")
}

func amazonEndpoint(it *item) {
	kind, ok := it.text("vpc_endpoint_type", "Gateway")
	switch {
	case !ok:
		it.missing("Endpoint", "hour", open("vpc_endpoint_type"))
	case kind == "Interface":
		n, known := it.blocks("subnet_ids")
		zones := whole(int64(n))
		if !known || n == 0 {
			zones = unknown(open("subnet_ids"))
		}
		it.hourly("Endpoint, in each zone", "endpoint/interface", zones)
		it.used("Data processed", "endpoint/interface/data", "monthly_data_processed_gb")
	case kind != "Gateway":
		it.missing("Endpoint", "hour", "the price book has no endpoints of type "+kind)
	}
}

// once is something that costs by the month or by the hour, whatever it does, and
// by what it does.
type part struct{ component, product, key string }

func simple(component, product string, hourly bool, parts ...part) pricer {
	return func(it *item) {
		switch {
		case product == "":
		case hourly:
			it.hourly(component, product, whole(1))
		default:
			it.add(component, product, whole(1))
		}
		for _, p := range parts {
			it.used(p.component, p.product, p.key)
		}
	}
}

func amazonQueue(it *item) {
	kind := "standard"
	if yes, ok := it.yes("fifo_queue"); !ok {
		it.missing("Requests", "request", open("fifo_queue"))
		return
	} else if yes {
		kind = "fifo"
	}
	it.used("Requests", "sqs/"+kind, "monthly_requests")
}

func amazonAPI(it *item) {
	kind, ok := it.text("protocol_type", "HTTP")
	if !ok || kind != "HTTP" {
		it.missing("Messages", "message", "the price book has HTTP interfaces only")
		return
	}
	it.used("Requests", "apigateway/http", "monthly_requests")
}

func amazonStream(it *item) {
	mode, ok := it.text("stream_mode_details.0.stream_mode", "PROVISIONED")
	switch {
	case !ok:
		it.missing("Stream", "hour", open("stream_mode"))
	case mode == "ON_DEMAND":
		it.hourly("Stream", "kinesis/on-demand/stream", whole(1))
		it.used("Data in", "kinesis/on-demand/in", "monthly_on_demand_data_in_gb")
		it.used("Data out", "kinesis/on-demand/out", "monthly_on_demand_data_out_gb")
	default:
		it.hourly("Shards", "kinesis/shard", it.number("shard_count", "1"))
		it.used("Records put", "kinesis/put-units", "monthly_provisioned_put_units")
	}
}

func amazonStates(it *item) {
	kind, ok := it.text("type", "STANDARD")
	switch {
	case !ok:
		it.missing("Transitions", "transition", open("type"))
	case strings.EqualFold(kind, "express"):
		it.used("Requests", "stepfunctions/express/requests", "monthly_requests")
		it.missing("Duration", "GB-second", "the price book has no durations of express workflows")
	default:
		it.used("Transitions", "stepfunctions/standard/transitions", "monthly_transitions")
	}
}

// amazonAlarm is an alarm: it costs by the metrics that it looks at, and three times as
// much when it finds anomalies (a band has three).
func amazonAlarm(it *item) {
	period := it.number("period", "300")
	n, known := it.blocks("metric_query")
	metrics, band := int64(0), false
	for i := range n {
		at := "metric_query." + itoa(i)
		if inner, ok := it.blocks(at + ".metric"); inner > 0 || !ok {
			metrics++
			if q := it.number(at+".metric.0.period", ""); q.known() {
				period = q
			}
		}
		text, ok := it.text(at+".expression", "")
		band = band || !ok || strings.HasPrefix(text, "ANOMALY_DETECTION_BAND")
	}
	product := "cloudwatch/alarm"
	if period.known() && period.n.LessThan(whole(60).n) {
		product = "cloudwatch/alarm-high-resolution"
	}
	metrics = max(1, metrics)
	if band {
		metrics *= 3
	}
	q := whole(metrics)
	if !known {
		q = unknown(open("metric_query"))
	}
	it.add("Alarm", product, q)
}

func amazonParameter(it *item) {
	tier, ok := it.text("tier", "Standard")
	switch {
	case !ok:
		it.missing("Parameter", "parameter-month", open("tier"))
	case tier == "Advanced":
		it.add("Parameter (advanced)", "ssm/parameter-advanced", whole(1))
	}
}

func amazonFirewallRules(it *item) {
	it.add("Web ACL", "waf/acl", whole(1))
	n, known := it.blocks("rule")
	rules := whole(int64(n))
	if !known {
		rules = unknown(open("rule"))
	}
	it.add("Rules", "waf/rule", rules)
	it.used("Requests", "waf/requests", "monthly_requests")
}

func amazonCA(it *item) {
	mode, ok := it.text("usage_mode", "GENERAL_PURPOSE")
	switch {
	case !ok:
		it.missing("Authority", "CA-month", open("usage_mode"))
	case mode == "SHORT_LIVED_CERTIFICATE":
		it.add("Authority (short-lived)", "acm-pca/short-lived", whole(1))
	default:
		it.add("Authority", "acm-pca/general", whole(1))
	}
}

func amazonTransferServer(it *item) {
	n, known := it.blocks("protocols")
	q := whole(int64(max(1, n)))
	if !known {
		q = unknown(open("protocols"))
	}
	it.hourly("Protocols", "transfer-family/protocol", q)
	it.missing("Data", "GB", "depends on use, and the price book has no price for it")
}

func amazonResolver(it *item) {
	n, known := it.blocks("ip_address")
	q := whole(int64(n))
	if !known || n == 0 {
		q = unknown(open("ip_address"))
	}
	it.hourly("Addresses of the endpoint", "route53/resolver-endpoint", q)
}

func amazonTrail(it *item) {
	if n, known := it.blocks("insight_selector"); n > 0 || !known {
		it.missing("Insights", "event", "depends on use, and the price book has no price for it")
	}
	n, known := it.blocks("event_selector")
	if n == 0 && known {
		return // the first copy of management events costs nothing
	}
	it.used("Data events", "cloudtrail/data-events", "monthly_data_events")
}

func amazonNetworkFirewall(it *item) {
	n, known := it.blocks("subnet_mapping")
	q := whole(int64(n))
	if !known || n == 0 {
		q = unknown(open("subnet_mapping"))
	}
	it.hourly("Endpoints", "network-firewall/endpoint", q)
	it.used("Data processed", "network-firewall/data", "monthly_data_processed_gb")
}

// amazonHealthCheck is a check of Route 53: each optional feature costs (AWS, Amazon
// Route 53 pricing), more where the endpoint is not on AWS.
func amazonHealthCheck(it *item) {
	check, feature := "route53/health-check", "route53/health-check-feature"
	if word := it.Usage.word(it.r, "endpoint_type"); word != "" && word != "aws" {
		check, feature = "route53/health-check-outside", "route53/health-check-feature-outside"
	}
	it.add("Check", check, whole(1))
	kind, ok := it.text("type", "")
	if !ok {
		it.missing("Features", "feature-month", open("type"))
		return
	}
	n := int64(0)
	for _, has := range []bool{strings.HasPrefix(kind, "HTTPS"), strings.HasSuffix(kind, "STR_MATCH"), it.is("measure_latency", "true"), it.is("request_interval", "10")} {
		if has {
			n++
		}
	}
	it.add("Features", feature, whole(n))
}

// is says that an attribute is there and says that.
func (it *item) is(path, text string) bool {
	v := it.get(path)
	return v.there && !v.unsure && strings.EqualFold(v.text, text)
}

// amazonRecord is a record of Route 53: its queries, where somebody says how many; its
// zone counts the others.
func amazonRecord(it *item) {
	for _, p := range []part{{"Queries", "route53/queries", "monthly_standard_queries"}, {"Queries by latency", "route53/queries-latency", "monthly_latency_based_queries"}, {"Queries by place", "route53/queries-geo", "monthly_geo_queries"}} {
		if q := it.use(p.key); q.known() {
			it.add(p.component, p.product, q)
		}
	}
}

// amazonCertificate is a certificate: those of a private authority cost when issued.
func amazonCertificate(it *item) {
	if it.get("certificate_authority_arn").there {
		it.missing("Certificate of a private authority", "certificate", "by how many the authority issues in a month; the price book has no price for it")
	}
}

// amazonStage is a stage of an API: its cache costs by its size in GB.
func amazonStage(it *item) {
	yes, ok := it.yes("cache_cluster_enabled")
	size, known := it.text("cache_cluster_size", "0.5")
	switch {
	case ok && !yes:
	case !ok || !known:
		it.missing("Cache", "hour", open("cache_cluster_size"))
	default:
		it.hourly("Cache ("+size+" GB)", "apigateway/cache/"+size, whole(1))
	}
}

// amazonVPN is a connection to a network elsewhere; one that ends at a transit gateway
// is an attachment of it too.
func amazonVPN(it *item) {
	it.hourly("Connection", "vpn/connection", whole(1))
	if v := it.get("transit_gateway_id"); v.there && (v.unsure || v.text != "") || it.referred("transit_gateway_id", "aws_ec2_transit_gateway") != nil {
		it.hourly("Attachment to the transit gateway", "transit-gateway/attachment", whole(1))
		it.used("Data processed", "transit-gateway/data", "monthly_data_processed_gb")
	}
}

// amazonSecret is a secret; each replica in another region is one too.
func amazonSecret(it *item) {
	n, known := it.blocks("replica")
	q := whole(int64(1 + n))
	if !known {
		q = unknown(open("replica"))
	}
	it.add("Secret", "secretsmanager/secret", q)
	it.used("Requests", "secretsmanager/requests", "monthly_requests")
}

// amazonContainers is a cluster of ECS: what runs on it costs, and what it measures.
func amazonContainers(it *item) {
	n, known := it.blocks("setting")
	for i := range n {
		at := "setting." + itoa(i)
		if v := it.get(at + ".value"); it.is(at+".name", "containerInsights") && (v.unsure || v.text != "disabled") {
			it.missing("Metrics and logs of Container Insights", "metric-month", "depends on how many tasks run")
		}
	}
	if !known {
		it.missing("Settings", "metric-month", open("setting"))
	}
}
