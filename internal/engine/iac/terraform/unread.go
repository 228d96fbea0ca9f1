package terraform

import (
	"fmt"
	"slices"
	"strings"

	trivy "github.com/aquasecurity/trivy/pkg/iac/terraform"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// asAttributes are blocks that HCL lets one write as an attribute: ingress =
// [{…}]. Trivy's adapters see none of them then.
var asAttributes = []string{"ingress", "egress", "security_rule"}

// nested are the blocks that trivy's adapters read. In JSON nothing tells a
// block from an attribute but the provider's schema, and they see none.
var nested = append(slices.Clip(asAttributes), strings.Fields(`
	access_config access_control_policy access_log_settings addon_profile allow api_server_access_profile
	apply_server_side_encryption_by_default artifacts attached_disk audit_log_config auth_settings boot_disk
	client_certificate_config cluster_config database_flags default_cache_behavior deny disk_encryption_key
	dnssec_config domain_endpoint_options dynamic ebs_block_device encrypt_at_rest encryption encryption_config
	encryption_configuration encryption_info encryption_settings event_selector extended_auditing_policy
	forwarding_rule grant identity image_scanning_configuration inbound_rule inline_policy ip_configuration
	launch_template logging logging_config logging_info master_auth master_authorized_networks_config
	metadata_options network_acls network_interface network_profile network_rules node_config
	node_to_node_encryption ordered_cache_behavior outbound_rule point_in_time_recovery private_cluster_config
	queue_properties restrictions retention_policy root_block_device rule server_side_encryption
	server_side_encryption_configuration setting settings shielded_instance_config site_config tracing_config
	versioning versioning_configuration viewer_certificate vpc_config workload_metadata_config`)...)

// judgedProviders are those that checks exist for.
var judgedProviders = []string{"aws", "azurerm", "google", "digitalocean", "github", "nifcloud", "openstack", "oci", "oracle"}

// tellUnread says once per block of source what of it is not judged.
func (e *evaluation) tellUnread(b *trivy.Block) {
	provider, _, _ := strings.Cut(b.TypeLabel(), "_")
	key := blockKey(b)
	if !slices.Contains(judgedProviders, provider) || e.unread[key] {
		return
	}
	names := asAttributes
	if _, ok := b.HCLBlock().Body.(*hclsyntax.Body); !ok {
		names = nested
	}
	for _, name := range names {
		a := b.GetAttribute(name)
		if a.IsNil() || !holdsObjects(evaluate(a, b)) {
			continue
		}
		e.unread[key] = true
		r := a.HCLAttribute().Range
		g := gapAt(r.Filename, r.Start.Line, fmt.Sprintf("%s is not judged whole: %s is written as an attribute", bareLabel(b), name),
			"write it as a block in HCL, or examine the plan as JSON")
		g.Location.Resource = bareLabel(b)
		e.out.Gaps = append(e.out.Gaps, g)
		return
	}
}

// holdsObjects says whether a value could be one block or several.
func holdsObjects(v cty.Value) bool {
	t := v.Type()
	switch {
	case v == cty.NilVal || v.IsKnown() && v.IsNull():
		return false
	case t.IsObjectType() || t.IsMapType():
		return true
	case t.IsListType() || t.IsSetType():
		return t.ElementType().IsObjectType() && (!v.IsKnown() || v.LengthInt() > 0)
	case t.IsTupleType():
		return slices.ContainsFunc(t.TupleElementTypes(), cty.Type.IsObjectType)
	}
	return false
}

// freeNames renames the attributes of JSON that trivy takes for top-level
// blocks ("provider": "aws.west"): it would give up the whole resource.
func (p *prepared) freeNames(s *source) {
	for _, b := range s.blocks {
		if !s.json || b.kind != "resource" {
			continue
		}
		for _, schema := range trivy.Schema.Blocks {
			a := b.attrs[schema.Type]
			if a == nil {
				continue
			}
			r := a.NameRange
			if r.Start.Byte < len(s.file.Data) && s.file.Data[r.Start.Byte] == '"' {
				r.Start.Byte++
			}
			p.edits[s.file.Path] = append(p.edits[s.file.Path], rename(r))
		}
	}
}
