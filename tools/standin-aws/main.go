// Command standin-aws is a Terraform provider that stands in for
// hashicorp/aws in tests: it knows aws_instance, talks to nobody, and keeps
// nothing. Placed in a filesystem mirror it takes first-terraform through
// init, plan, show and apply without a network.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	pschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func main() {
	address := providerserver.ServeOpts{Address: "registry.terraform.io/hashicorp/aws"}
	if err := providerserver.Serve(context.Background(), func() provider.Provider { return standin{} }, address); err != nil {
		log.Fatal(err)
	}
}

type standin struct{}

func (standin) Metadata(_ context.Context, _ provider.MetadataRequest, r *provider.MetadataResponse) {
	r.TypeName, r.Version = "aws", "5.0.0"
}

func (standin) Schema(_ context.Context, _ provider.SchemaRequest, r *provider.SchemaResponse) {
	r.Schema = pschema.Schema{Attributes: map[string]pschema.Attribute{"region": pschema.StringAttribute{Optional: true}}}
}

func (standin) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (standin) DataSources(context.Context) []func() datasource.DataSource                        { return nil }

func (standin) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return instance{} }}
}

// instance is aws_instance.
type instance struct{}

type model struct {
	ID   types.String `tfsdk:"id"`
	AMI  types.String `tfsdk:"ami"`
	Type types.String `tfsdk:"instance_type"`
	Tags types.Map    `tfsdk:"tags"`
}

func (instance) Metadata(_ context.Context, _ resource.MetadataRequest, r *resource.MetadataResponse) {
	r.TypeName = "aws_instance"
}

func (instance) Schema(_ context.Context, _ resource.SchemaRequest, r *resource.SchemaResponse) {
	r.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"id":            schema.StringAttribute{Computed: true},
		"ami":           schema.StringAttribute{Required: true},
		"instance_type": schema.StringAttribute{Required: true},
		"tags":          schema.MapAttribute{Optional: true, ElementType: types.StringType},
	}}
}

func (instance) Create(ctx context.Context, q resource.CreateRequest, r *resource.CreateResponse) {
	var m model
	r.Diagnostics.Append(q.Plan.Get(ctx, &m)...)
	m.ID = types.StringValue("i-0123456789abcdef0")
	r.Diagnostics.Append(r.State.Set(ctx, &m)...)
}

func (instance) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (instance) Update(ctx context.Context, q resource.UpdateRequest, r *resource.UpdateResponse) {
	var m model
	r.Diagnostics.Append(q.Plan.Get(ctx, &m)...)
	m.ID = types.StringValue("i-0123456789abcdef0")
	r.Diagnostics.Append(r.State.Set(ctx, &m)...)
}

func (instance) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
